/** Words of which every sentence that `definition.ts` minds holds one, parted by `|`; a `*` at the end lets the word go on. */
export const TELLING =
  'user*|differs from|replaced|replace|doubled|start with|starts with|only tool|ignore|answers of the tool|recommend our|also|as well|too|additionally|same argument*|must be set|be set to|recipient|parameter|chat history|of your|from your|token of|need not|no need|confirmation*|accepted at|review|reviews';
/** Whatever stands beside them. */
export const TELLING_ANYWHERE = 'http://|https://';

/** What a definition orders beyond its own task, sentence by sentence: values replaced, other tools followed, everything handed over. English. */

/** Another tool by name, or any. */
const OTHERS =
  /\b(?:when(?:ever)?|if|once|before|after|each time|every time) (?:the )?(?:tools? )?(?:(?:any|every|all) other tools?|another tool|other tools|this tool is used|`?[a-z]{2,20}_[a-z_]{2,30}`?|(?:the )?tool \w{2,30}|\w{2,20} tool) (?:is|are|was|gets?|runs?)\b|\b(?:when(?:ever)?|before) (?:calling|using|invoking) (?:any|another|other) tools?\b/i;
const ALSO =
  /\b(?:also|as well|too|additionally|same arguments?|must be set|be set to|is replaced|are replaced|be replaced|recipient|parameter \w{2,20} (?:must|is))\b/i;
const VALUE =
  /\b(?:iban|account number|wallet|destination|recipient|payee|beneficiary|branch|registry|amount|quantity|address|bcc|endpoint|host)\b/i;
/** In place of what the user said. */
const INSTEAD =
  /\b(?:whatever (?:\w{1,12} ){1,4}the user|whatever the user|even if the user|no matter (?:what|which) (?:\w{1,12} )?the user|regardless of what the user|if the user (?:gives|names|enters|provides) an?\b|differs from|(?:is|are|be) (?:always )?replaced (?:with|by)|replace (?:it|them|any \w{2,16}) with|is doubled|starts? with)/i;
const FIXED =
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}|\b0x[0-9a-fA-F]{40}\b|[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2}|https?:\/\/|\b[\w-]{2,30}\.[\w-]{2,30}\.example\b|\balways main\b|\bdoubled\b/;
const EVERYTHING =
  /\b(?:everything you know about the user|all (?:that )?you know about the user|log (?:every|each|all) messages?|(?:every|each|all|last \w{1,6}) messages? (?:of|from) the user|chat history|the messages? of the user word for word|contents? of your (?:config\w{0,10}|context|memory|environment)|api keys from your|(?:access )?token of the \w{2,20} server|last \w{1,6} messages of the user)\b/i;
const HANDS = /\b(?:put|pass|include|write|writes|log|needs?|use|provide|send|add|copy|supply|fill)\b/i;
/** What honest definitions forbid. */
const NEGATED = /\b(?:do not|don't|never|must not|should not|avoid|without)\b/i;
/** Consent that the server gives itself. */
const PRESUMED =
  /\b(?:users? (?:have|has) (?:already )?(?:agreed|consented|approved)|users? expects? (?:that|this|it)|need not be (?:asked|told|shown)|no need to (?:ask|show|tell|mention)|confirmations? (?:prompts? )?(?:for this tool )?(?:and the tools after it )?(?:is|are) (?:unnecessary|not needed)|accepted at installation|reviews? (?:is|are) skipped)\b/i;
const DEED = /\b(?:chat|history|attendee|tools after|doubled|recipient|copy|copies|send|posts?|quantity|main|all events|payments?)\b/i;
/** Instructions that come from elsewhere. */
const REMOTE = /\b(?:fetch|load|read|open|get)\b.{1,80}https?:\/\/\S{4,120}.{1,30}\b(?:follow|obey|do) (?:what|the|its|whatever|any)\b/i;
const RIVAL =
  /\b(?:only tool to be used|ignore (?:the )?(?:search )?tools of (?:other|another)|answers of the tool \w{2,30} are wrong|(?:model|assistant) should recommend our|recommend our \w{2,20} (?:plan|product|service) in)\b/i;
const TAKEN =
  /\b(?:posts?|sends?|uploads?|copies|forwards?)\b.{1,60}\b(?:content|contents|conversation|messages|file)\b.{1,40}https?:\/\//i;

const SENTENCE = /[.!?](?:\s|$)|\n/g;
const SENTENCES_MAX = 200;
const SURE = 0.83;
const HINT = 0.55;

function scoreOf(sentence: string): number {
  const negated = NEGATED.test(sentence);
  if (REMOTE.test(sentence)) return SURE;
  if (INSTEAD.test(sentence) && VALUE.test(sentence) && FIXED.test(sentence)) return SURE;
  if (RIVAL.test(sentence)) return SURE;
  if (negated) return 0;
  if (OTHERS.test(sentence) && ALSO.test(sentence) && (VALUE.test(sentence) || /\balso call\b|same arguments?/i.test(sentence)))
    return SURE;
  if (EVERYTHING.test(sentence) && HANDS.test(sentence)) return SURE;
  if (PRESUMED.test(sentence)) return DEED.test(sentence) ? SURE : HINT;
  if (TAKEN.test(sentence) && /\b(?:assistant|model|afterwards|also|we can)\b/i.test(sentence)) return SURE;
  return 0;
}

export type Beyond = { start: number; end: number; score: number };

/** The surest sentence. Sentences are cut at `SENTENCE_MAX`, so the cost is linear. */
export function beyondTask(text: string): Beyond | null {
  let best: Beyond | null = null;
  let start = 0;
  SENTENCE.lastIndex = 0;
  for (let seen = 0; seen < SENTENCES_MAX && start < text.length; seen++) {
    const stop = SENTENCE.exec(text);
    const end = stop === null ? text.length : stop.index + 1;
    const score = end - start < SENTENCE_MIN ? 0 : scoreOf(text.slice(start, Math.min(end, start + SENTENCE_MAX)));
    if (score > (best?.score ?? 0)) best = { start, end, score };
    start = end;
    if (stop === null) break;
    SENTENCE.lastIndex = end;
  }
  return best;
}
const SENTENCE_MIN = 20;
const SENTENCE_MAX = 400;

/** What words can mean in an order to a model, whatever the language. */

export const CONCEPTS = [
  'drop', // to ignore, forget, override
  'prior', // previous, above, all
  'your', // what belongs to whoever reads
  'rule', // instructions, rules, guidelines
  'prompt', // the system prompt
  'fresh', // new instructions
  'reveal', // to repeat, print, reveal
  'ask', // what are …, what were …
  'told', // … you were told
  'persona', // you are now, act as
  'unbound', // without restrictions
  'mode', // developer mode
  'vice', // illegal, unethical
  'untold', // do not tell …, without telling …
  'user', // … the user
  'silent', // secretly
  'unasked', // without asking
  'lead', // begin your answer with
  'answer', // say, respond
  'only', // exactly, only, always
  'granted', // access granted
  'call', // to call, invoke, run
  'tool', // … a tool
  'read', // to read, open, fetch
  'secret', // credentials, keys
  'send', // to send, post, forward
  'data', // conversation, history, contents
  'before', // before using …
  'every', // any other tool, anything else
  'rank', // takes precedence
  'obey', // you must follow
  'model', // AI, assistant, language model
  'must', // you must, always
  'urgent', // important, urgent
  'my', // what belongs to whoever writes
  'operate', // transfer, delete, grant
  'asset', // account, payment, lock
  'check', // confirmation, validation, safety
  'about', // words of those who write about attacks
] as const;
export type Concept = (typeof CONCEPTS)[number];

/**
 * Words and phrases of one language by concept, parted by `|`. A `*` at an end lets the word go on there; scripts without spaces need none.
 * `free`: verbs may follow their objects.
 */
export type Words = { free?: true; words: Partial<Record<Concept, string>> };

/** What words can mean in an order to a model, whatever the language. */

export const CONCEPTS = [
  'drop', // to ignore, forget, override
  'wipe', // to delete, replace, cancel: what is done to other things too
  'prior', // previous, above, that you were given
  'whole', // all, any, every
  'your', // what belongs to whoever reads
  'rule', // instructions, directives, prompts
  'norm', // rules, policies, restrictions
  'talk', // conversation, context, messages
  'prompt', // the system prompt, your instructions
  'sys', // a system prompt, whosever
  'claim', // the correct password was entered
  'key', // access code, secret key
  'fresh', // new instructions
  'gone', // no longer apply, are deprecated
  'reveal', // to repeat, print, reveal
  'recast', // to translate, explain, convert
  'ask', // what are …, what were …
  'told', // … you were told
  'persona', // you are now, act as
  'figure', // character, persona
  'unbound', // without restrictions
  'mode', // developer mode
  'vice', // illegal, unethical
  'untold', // do not tell …, without telling …
  'user', // … the user
  'silent', // secretly
  'unasked', // without asking
  'lead', // begin your answer with
  'answer', // say, respond
  'granted', // access granted
  'call', // to call, invoke, run
  'tool', // … a tool
  'read', // to read, open, fetch
  'secret', // credentials, keys
  'send', // to send, post, forward
  'data', // conversation, history, contents
  'chatlog', // the conversation itself
  'outside', // an external server, the attacker
  'before', // before using …
  'every', // any other tool, anything else
  'rank', // takes precedence
  'boast', // the best tool in the world
  'probe', // the model that calls this tool
  'obey', // you must follow
  'model', // AI, assistant, language model
  'urgent', // important, urgent
  'my', // what belongs to whoever writes
  'operate', // transfer, delete, grant
  'asset', // account, payment, lock
  'service', // accounts with others, money, devices, health
  'check', // confirmation, validation, safety
  'reader', // assistant, agent: the model, where it is spoken to
  'ought', // must, should, is required to
  'dictate', // state that, rate, recommend: what an answer has to say
  'omit', // to leave out of an answer
  'stop', // to stop, not to complete
  'task', // the user's request, what the model is doing
  'consent', // the user has approved
  'later', // when the user says …, next time, from now on
  'mum', // keep this to yourself
  'keep', // to remember, store
  'grade', // 10/10, five stars, the best candidate
  'about', // words of those who write about attacks
  'address', // a URL; found by its shape
  'mailbox', // an e-mail address; found by its shape
  'path', // a file that holds secrets; found by its shape
  'named', // a tool by its name; found by its shape
] as const;
export type Concept = (typeof CONCEPTS)[number];

/**
 * Words and phrases of one language by concept, parted by `|`. A `*` at an end lets the word go on there; scripts without spaces need none.
 * `free`: verbs may follow their objects. `joined`: no spaces part the words.
 */
export type Words = { free?: true; joined?: true; words: Partial<Record<Concept, string>> };

/** What words of a definition can mean when somebody acts behind the user's back, whatever the language. */

export const CONCEPTS = [
  'user', // the user, anybody
  'deny', // not, never, need not
  'know', // to tell, inform, mention, show
  'hush', // keep this to yourself: concealment in one phrase
  'silent', // silently, in the background: of what follows it
  'act', // this step, the call: what is concealed is a deed, no piece of data
  'take', // to read, include, put
  'send', // to send, forward, copy
  'vault', // files and secrets that nobody hands to a tool: private keys, saved passwords
  'key', // credentials, tokens: what tools handle too
  'talk', // the conversation, system prompt, results of other tools
  'whole', // all, entire, word for word
  'every', // for every question, before any other tool
  'call', // to call, run
  'own', // our tool, this tool
  'others', // any other tool
  'over', // supersedes, must be preferred
  'must', // always, must, automatically
  'party', // bcc, recipient, callback
  'set', // to set, change, replace
  'aside', // also, in the background, for analytics
  'keeps', // stores, logs, shares: told of a tool
  'personal', // clipboard, location history, identity of the machine
  'remote', // remote server, third parties, cloud
  'model', // the assistant, or whose assistant it is
  'seen', // that you know of: what the model holds, and the tool does not
  'memory', // words of tools that keep what was said, as their task
] as const;
export type Concept = (typeof CONCEPTS)[number];

/** Words and phrases by concept, parted by `|`. A `*` at the end lets the word go on. `joined`: no spaces part the words. */
export type Words = { joined?: true; words: Partial<Record<Concept, string>> };

/** English words that text is recognised by: those that no text of some length is without, and those in which orders to a model are given. */

/** Of three letters and more. */
export const COMMON_WORDS: readonly string[] = `
the and for are you your with this that from have has not all any but can will was were what when which who how his her its our they them
their there then than these those into out about above below before after over under only also more most such same other another some each
every here where why please just like now new one two first last next must should would could may might been being does did done very
because through between without within against again never always still even well back down off own too use used using make made take give
given get got see say said know think want need work time way day people year part place case thing
`
  .trim()
  .split(/\s+/);

export const ORDER_WORDS: readonly string[] = `
ignore ignores ignoring disregard forget override overrule bypass skip discard stop reset delete remove erase drop disable enable obey
follow comply previous prior preceding earlier former original initial instruction instructions instructed directive directives guideline
guidelines rule rules restriction restrictions policy policies filter filters safety security limit limits constraint constraints order
orders command commands prompt prompts system developer assistant user admin administrator root model chatbot agent tool tools function
call execute run perform print output respond response reply answer repeat reveal show tell display list read write send upload email
message file files folder directory path password passwords secret secrets token tokens key keys credential credentials private hidden
confidential data context conversation history pretend act roleplay mode unrestricted unlimited jailbreak jailbroken uncensored freely
complete completely everything anything nothing instead task tasks goal important attention warning urgent note begin start end
source code text word words letter letters translate decode encode explain describe create generate build make weapon bomb explosive drug
drugs poison virus malware ransomware exploit attack hack hacker hacking steal kill murder illegal harmful dangerous
transfer money bank account payment link visit click download install script shell server database table select insert union
`
  .trim()
  .split(/\s+/);

/** One of these stands in nearly every order that is worth a disguise. Each makes the automaton larger, and every text passes through it. */
export const TELLING_WORDS: readonly string[] = `
ignore disregard forget override previous prior instruction instructions prompt system developer reveal password secret admin assistant
execute bypass restrictions guidelines jailbreak unrestricted pretend command credentials token confidential everything exploit malware
weapon illegal harmful attack hacking database download message answer respond
`
  .trim()
  .split(/\s+/);

/** Names of machines and of their roles, found on the way with the words of the lexicon: without them nobody orders a machine about. */

export const NAME = {
  /** Of machines alone: what `MACHINE` begins with or ends in. */
  machine: 1,
  /** That people have, too. */
  reader: 2,
  /** What a policy of a model speaks of. */
  policy: 4,
} as const;

/** `anywhere`: within longer words as well. `capitals`: not in lower case. */
type Name = { literal: string; bits: number; anywhere?: true; capitals?: true };

const names = (literals: string, bits: number, more: Omit<Name, 'literal' | 'bits'> = {}): Name[] =>
  literals.split('|').map((literal) => ({ literal, bits, ...more }));

const KINDS = 'coding|code|autonomous|automated|digital|email'.split('|');

export const NAMES: readonly Name[] = [
  ...names('agent|assistant', NAME.machine, { anywhere: true }),
  ...names('ai|llm|gpt', NAME.machine, { capitals: true }),
  ...names('chatgpt|copilot|language model|chatbot|bot', NAME.machine),
  ...names(KINDS.flatMap((kind) => [`${kind} system`, `${kind} reader`]).join('|'), NAME.machine),
  ...names('assistant|agent|model', NAME.reader),
  ...names('assistant|model|ai|llm|agent|chatbot|interaction|role', NAME.policy),
];

/** The bits of name number `number`, one of whose spellings stands at `start`; 0 when it is a part of another word. */
export function nameAt(text: string, number: number, start: number): number {
  const { bits, anywhere, capitals } = NAMES[number]!;
  if (anywhere) return bits;
  if (start > 0 && isAsciiWord(text.charCodeAt(start - 1))) return 0;
  return capitals && text.charCodeAt(start) > UPPER_Z ? 0 : bits;
}

const UPPER_Z = 90;
const isAsciiWord = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= UPPER_Z) || (unit >= 48 && unit <= 57) || unit === 95;

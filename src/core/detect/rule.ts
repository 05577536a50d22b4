/** Writes the rules of one family: what they have in common stands once. */
import type { Rule, Severity } from '../finding.ts';

/** What rules of a family share; its references come after a rule's own. */
type Shared = Pick<Rule, 'category' | 'threat'> & { references?: readonly string[] };

export type WriteRule = (
  name: string,
  score: number,
  severity: Severity,
  sentence: string,
  references?: readonly string[],
  /** Where the rule is of another category or threat than its family. */
  own?: Partial<Pick<Rule, 'category' | 'threat'>>,
) => Rule;

export const rulesOf =
  (family: string, { category, threat, references: shared = [] }: Shared): WriteRule =>
  (name, score, severity, sentence, references = [], own = {}) => ({
    id: `${family}.${name}`,
    category: own.category ?? category,
    threat: own.threat ?? threat,
    severity,
    score,
    references: [...references, ...shared],
    sentence,
  });

/** The page of a weakness in MITRE's list. */
export const cwe = (number: number): string => `https://cwe.mitre.org/data/definitions/${number}.html`;

/** How the rules over whole messages are written down. */
import type { Category, Rule, Severity } from '../../finding.ts';

/** @param references set apart by spaces */
export function rule(
  id: string,
  category: Category,
  threat: string,
  severity: Severity,
  score: number,
  references: string,
  sentence: string,
): Rule {
  return { id, category, threat, severity, score, references: references.split(' '), sentence };
}

/** Whether protocol and content alone refuse a recorded call. Content is not judged again: what was found then is held against the bar. */
import type { VerdictRecord } from '../audit.ts';
import { CATEGORIES, type Category } from '../finding.ts';
import { thresholdsOf } from '../judge.ts';
import { isStricter, type Bar } from '../policy/bar.ts';
import { weigh } from '../score.ts';
import type { Strictness } from '../submission.ts';
import type { Decision, Reason } from '../verdict.ts';

/** What was decided, whatever was answered in `monitor`. */
export const decisionOf = ({ would_be, decision }: VerdictRecord): Decision => would_be?.decision ?? decision;

/** No set of policies changes these: the protocol, the token, the tenant's limits on calls, and history that could not be kept (`app/decide.ts`). */
const isFixed = ({ code, policy }: Reason): boolean =>
  code === 'PROTOCOL_VIOLATION' || code === 'RATE_LIMIT' || code.startsWith('TOKEN_') || (code === 'HISTORY_REQUIREMENT' && !policy);

const CODES: ReadonlySet<string> = new Set(CATEGORIES.map((category) => category.toUpperCase()));

export const isRefusedAnyway = (record: VerdictRecord): boolean => decisionOf(record) === 'deny' && record.reasons.some(isFixed);

export const isSameBar = (a: Bar, b: Bar): boolean =>
  a.strictness === b.strictness &&
  a.thresholds.size === b.thresholds.size &&
  [...a.thresholds].every(([category, threshold]) => b.thresholds.get(category) === threshold);

/**
 * @param bar of the set; null where it is the bar that was in force then: what was decided then stands.
 * A category of which nothing was recorded, because it was far below the bar of then, counts as not found.
 */
export function contentRefuses(record: VerdictRecord, bar: Bar | null, asked: Strictness | undefined): boolean {
  if (!bar) return decisionOf(record) === 'deny' && record.reasons.some(({ code }) => CODES.has(code));
  const strictness = asked && isStricter(asked, bar.strictness) ? asked : bar.strictness;
  const evidence = record.findings.filter(({ suppressed, category }) => !suppressed && category !== 'protocol_violation');
  const hits = evidence.map(({ rule, category, score }) => ({ rule: { id: rule, category }, score, redactable: isSecret(category) }));
  const { categories } = weigh(hits, { strictness, thresholds: thresholdsOf(bar, strictness), direction: record.direction });
  return categories.some(({ decision }) => decision === 'deny');
}

/** Which of the findings could be cut out is not recorded; of secrets nearly all can. */
const isSecret = (category: Category): boolean => category === 'secret_leak';

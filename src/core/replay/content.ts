/** Whether protocol and content alone refuse a recorded call. Content is not judged again: what was found then is held against the bar. */
import type { VerdictRecord } from '../audit.ts';
import { CATEGORIES, type Category } from '../finding.ts';
import type { Bar } from '../policy/bar.ts';
import type { Strictness } from '../submission.ts';
import type { Decision, Reason } from '../verdict.ts';
import { weighedBy } from '../weighed.ts';

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

export type Content = {
  /** Of the set, and of one that the call named itself. Null where they are the bars of then: what was decided then stands. */
  bars: readonly Bar[] | null;
  /** What the call asked for. */
  strictness: Strictness | undefined;
  /** The enforcement point said what it can do, and to cut something out was not among it. */
  cannot_redact: boolean;
};

/** A category of which nothing was recorded, because it was far below the bar of then, counts as not found. */
export function contentRefuses(record: VerdictRecord, { bars, strictness, cannot_redact }: Content): boolean {
  if (!bars) return decisionOf(record) === 'deny' && record.reasons.some(({ code }) => CODES.has(code));
  const evidence = record.findings.filter(({ suppressed, category }) => !suppressed && category !== 'protocol_violation');
  const hits = evidence.map(({ rule, category, score }) => ({ rule: { id: rule, category }, score, redactable: isSecret(category) }));
  const { categories } = weighedBy(bars, hits, { asked: strictness, direction: record.direction });
  return categories.some(({ decision }) => decision === 'deny' || (cannot_redact && decision === 'redact'));
}

/** Which of the findings could be cut out is not recorded; of secrets nearly all can. */
const isSecret = (category: Category): boolean => category === 'secret_leak';

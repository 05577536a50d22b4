/** What one call did, noted on the way: it becomes its line in the log and its spans. All of it is ours: ids, codes, counts, times. */
import type { TenantId } from '#core/tenant.ts';
import type { Decision, Verdict } from '#core/verdict.ts';

/** In the order in which a call passes them. */
export const STAGES = ['authenticate', 'limits', 'judge', 'policies', 'call_limits', 'commit'] as const;
export type StageName = (typeof STAGES)[number];
/** By the stopwatch. What a call passes more than once is one stage, with the time of all passes. */
export type Stage = { from_ms: number; ms: number };

const STRICTNESS: Record<Decision, number> = { allow: 1, challenge: 2, deny: 3 };

export class Notes {
  tenant: TenantId | null = null;
  key_id: string | null = null;
  body_bytes: number | null = null;
  /** The answer was given before, to the same `Idempotency-Key`. */
  replayed = false;
  readonly stages: Partial<Record<StageName, Stage>> = {};
  readonly decisions: Record<Decision, number> = { allow: 0, challenge: 0, deny: 0 };
  /** The strictest, and why. */
  decision: Decision | null = null;
  reason: string | null = null;
  findings = 0;
  readonly categories: string[] = [];
  readonly degraded: string[] = [];

  passed(name: StageName, from_ms: number, to_ms: number): void {
    const stage = this.stages[name];
    if (stage) stage.ms += to_ms - from_ms;
    else this.stages[name] = { from_ms, ms: to_ms - from_ms };
  }

  judged({ decision, reasons, findings, degraded }: Verdict): void {
    this.decisions[decision]++;
    if (this.decision === null || STRICTNESS[decision] > STRICTNESS[this.decision]) {
      this.decision = decision;
      this.reason = reasons[0]?.code ?? null;
    }
    this.findings += findings.length;
    for (const { category } of findings) if (!this.categories.includes(category)) this.categories.push(category);
    for (const what of degraded) if (!this.degraded.includes(what)) this.degraded.push(what);
  }

  get verdicts(): number {
    return this.decisions.allow + this.decisions.challenge + this.decisions.deny;
  }
}

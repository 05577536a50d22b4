/** What a replay is kept as, and how its report is shown later. */
import * as z from 'zod';
import { GAPS } from '#core/replay/unrecorded.ts';
import { CHANGES, OUTCOMES, type ReplayReport, type Tally } from '#core/replay/tally.ts';

export const REPLAY_KIND = 'policy_replay';

const n = z.int().min(0);
const ids = z.array(z.string());
const outcomes = z.record(z.enum(OUTCOMES), n);
const gaps = z.record(z.enum(GAPS), n);
const samples = z.object({ newly_denied: ids, newly_allowed: ids, newly_challenged: ids, unknown: ids });
const changes = z.record(z.enum(CHANGES), n);

const tally: z.ZodType<Tally> = z.object({
  examined: n,
  outcomes,
  gaps,
  samples,
  changes: z.record(z.string(), changes),
  speaking: ids,
  newest: z.string().nullable(),
  oldest: z.string().nullable(),
});
/** `after`: the last record that was examined; null before the first. `share`: of the period, in [0, 1]. */
const progress = z.object({ after: z.string().nullable(), share: z.number(), tally });
export type ReplayProgress = z.output<typeof progress>;
/** Null where there is none yet. */
export const replayProgress = (kept: unknown): ReplayProgress | null => (kept === null ? null : progress.parse(kept));

const report: z.ZodType<ReplayReport> = z.object({
  set_digest: z.string(),
  active_digest: z.string(),
  examined: n,
  is_cut_short: z.boolean(),
  newest: z.string().nullable(),
  oldest: z.string().nullable(),
  outcomes,
  unknown_because: gaps,
  top_policies: z.array(z.object({ policy: z.string(), newly_denied: n, newly_allowed: n, newly_challenged: n })),
  never_matching: ids,
  never_matching_count: n,
  samples,
  digest: z.string(),
});

/** `stale`: what is in force has changed since; the report compares with what was. */
export type ShownReplay = ReplayReport & { stale: boolean };
export function shownReplay(result: unknown, active_digest: string): ShownReplay {
  const read = report.parse(result);
  return { ...read, stale: read.active_digest !== active_digest };
}

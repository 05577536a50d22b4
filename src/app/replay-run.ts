/** The job of a replay: page by page, from the newest record to the oldest. */
import type { VerdictRecord } from '#core/audit.ts';
import { replayOne } from '#core/replay/replay-one.ts';
import { count, newTally, reportOf, type ReplayReport, type Tally } from '#core/replay/tally.ts';
import { readInput } from './decision-input.ts';
import type { JobRow } from './job-ports.ts';
import type { Pace } from './job-runner.ts';
import type { AuditFilter, KeptVerdict, TenantKey } from './ports.ts';
import { replayParams, replayTask, type ReplayParams, type ReplayTask } from './replay.ts';
import { replayProgress, type ReplayProgress } from './replay-report.ts';
import { onStore } from './store.ts';
import type { TenantId } from '#core/tenant.ts';
import type { World } from './world.ts';

/** Records of one page. More at once would hold the store, and the memory, for longer. */
export const REPLAY_PAGE = 100;

export async function runReplay(world: World, tenant: TenantId, job: JobRow, pace: Pace): Promise<ReplayReport> {
  const params = replayParams(job.params);
  const task = await replayTask(world, tenant, params);
  const progress: ReplayProgress = replayProgress(job.progress) ?? { after: null, share: 0, tally: newTally() };
  const { tally } = progress;
  const { from, to } = filterOf(params);
  const first = await onStore(() => world.database.read(tenant, (tx) => tx.audit.oldest({ from, to })));
  // The same object all along: whatever moment it is kept at, it says which records its counts are of.
  await pace.keep(progress);
  for (;;) {
    const left = params.max - tally.examined;
    const page = { limit: Math.min(REPLAY_PAGE, Math.max(1, left)), ...(progress.after !== null && { after: progress.after }) };
    const { rows, next } = await pace.during(() =>
      onStore(() => world.database.read(tenant, (tx) => tx.audit.verdicts(filterOf(params), page))),
    );
    if (left <= 0) return report(tally, rows.length > 0, task);
    for (const row of rows) {
      examine(row, task, tally, world.machine.now());
      progress.after = row.id;
      await pace.breathe();
    }
    if (next === null) return report(tally, false, task);
    progress.share = shareOf(params, tally, first?.getTime() ?? from.getTime());
    await pace.keep(progress);
  }
}

const filterOf = ({ from, to, filter }: ReplayParams): AuditFilter & { from: Date; to: Date } => ({
  ...filter,
  from: new Date(from),
  to: new Date(to),
});

function examine(row: KeptVerdict, { set, settings }: ReplayTask, tally: Tally, now_ms: number): void {
  const record = row.read();
  count(tally, record, replayOne({ record, ...inputOf(row, record, settings.key, now_ms) }, set));
}

type Kept = { input: null } | { input: ReturnType<typeof readInput>['input']; facts: ReturnType<typeof readInput>['policy_facts'] };

/** What does not open, or cannot be read, is as good as erased. */
function inputOf({ input }: KeptVerdict, { id }: VerdictRecord, key: TenantKey, now_ms: number): Kept {
  if (!input || input.expires_at.getTime() <= now_ms) return { input: null };
  try {
    const { input: kept, policy_facts } = readInput(key.unseal(id, input));
    return { input: kept, facts: policy_facts };
  } catch {
    return { input: null };
  }
}

/** By time: how many records there are nobody has counted. */
function shareOf({ max }: ReplayParams, { newest, oldest, examined }: Tally, first_ms: number): number {
  const end_ms = newest === null ? first_ms : Date.parse(newest);
  const passed = oldest === null || end_ms <= first_ms ? 0 : (end_ms - Date.parse(oldest)) / (end_ms - first_ms);
  return Math.min(1, Math.max(passed, examined / max));
}

const report = (tally: Tally, is_cut_short: boolean, { set, set_digest, active_digest }: ReplayTask): ReplayReport =>
  reportOf(tally, is_cut_short, { set_digest, active_digest, policies: set.policies.map(({ id }) => id) });

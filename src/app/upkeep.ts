/** What nobody asks for and must be done all the same: the journal replayed when the store is back, partitions made and dropped. */
import type { Replay } from './ports.ts';
import { blamesAnEntry } from './recorder.ts';
import type { World } from './world.ts';

/** How often the store is asked whether it is back, while it is away or the journal holds something. */
export const TEND_EVERY_MS = 1_000;
/** Between two rounds of upkeep; each process adds up to as much again, so that they do not come together. */
export const UPKEEP_EVERY_MS = 1_800_000;
const READY_MS = 1_000;
const REPLAY_ENTRIES_MAX = 200;
const SWEEP_MAX = 1_000;
/** Sweeps of one round: what is left over waits for the next. */
const SWEEPS_MAX = 100;
const DAY_MS = 86_400_000;

export type Retention = { audit_months: number; input_days: number };

/** Asks an absent store whether it is back, then replays what was kept meanwhile, by this process or by one that is gone. */
export async function tend(world: World, and_others = false): Promise<void> {
  const { journal, outage, telemetry } = world;
  const away = outage.stands(world.machine.now());
  if (!away && !and_others && (journal?.bytes ?? 0) === 0) return;
  try {
    await world.database.ready(READY_MS);
  } catch {
    // It is looked for again in a second, and whoever needs it says so.
    if (away) outage.begin(world.machine.now());
    return;
  }
  outage.end();
  try {
    const entries = (await journal?.replay(replayInto(world))) ?? 0;
    if (entries > 0) telemetry.countReplayed(entries);
    if (entries > 0) telemetry.info('the journal was replayed', { entries });
  } catch (error) {
    telemetry.warn('the journal could not be replayed yet', {}, error);
  }
}

const replayInto =
  ({ database }: World): Replay =>
  async (groups) => {
    let refused = 0;
    for (const { entries, ...rest } of groups) {
      for (let i = 0; i < entries.length; i += REPLAY_ENTRIES_MAX) {
        const part = { ...rest, entries: entries.slice(i, i + REPLAY_ENTRIES_MAX) };
        try {
          await database.replayVerdicts(part);
        } catch (error) {
          if (!blamesAnEntry(error)) throw error;
          refused += await oneByOne(database, part);
        }
      }
    }
    return refused;
  };

async function oneByOne(database: World['database'], group: Parameters<Replay>[0][number]): Promise<number> {
  let refused = 0;
  for (const entry of group.entries) {
    try {
      await database.replayVerdicts({ ...group, entries: [entry] });
    } catch (error) {
      if (!blamesAnEntry(error)) throw error;
      refused++;
    }
  }
  return refused;
}

/** One round. Of many processes that come together one does the work. Rejects when the store does not answer. */
export async function upkeep(world: World, retention: Retention): Promise<void> {
  const now_ms = world.machine.now();
  const records_before = monthsBefore(now_ms, retention.audit_months);
  const inputs_before = new Date(now_ms - retention.input_days * DAY_MS);
  const done = await world.database.upkeep({ now: new Date(now_ms), records_before, inputs_before });
  if (!done) return;
  if (done.dropped > 0) world.telemetry.info('partitions beyond their retention were dropped', { partitions: done.dropped });
  for (let i = 0; i < SWEEPS_MAX; i++) if ((await world.database.dropExpiredAnswers(new Date(now_ms), SWEEP_MAX)) < SWEEP_MAX) break;
}

function monthsBefore(now_ms: number, months: number): Date {
  const at = new Date(now_ms);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1));
}

/** Both, for as long as the process lives. Stops asking with `stop`; what is under way ends with the store, without a word. */
export function keepUp(world: World, retention: Retention, random: () => number): { stop(): void } {
  let tending = false;
  let stopped = false;
  const turn = (work: () => Promise<void>) => (): void =>
    void work().catch((error: unknown) => {
      if (!stopped) world.telemetry.warn('upkeep could not be done and is tried again', {}, error);
    });
  const tendOnce = (and_others: boolean) => async (): Promise<void> => {
    if (tending) return;
    tending = true;
    await tend(world, and_others).finally(() => (tending = false));
  };
  const round = turn(async () => {
    await tendOnce(true)();
    await upkeep(world, retention);
  });
  const timers = [
    setTimeout(round, random() * TEND_EVERY_MS),
    setInterval(round, UPKEEP_EVERY_MS * (1 + random())),
    setInterval(turn(tendOnce(false)), TEND_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

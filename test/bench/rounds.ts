/** Interleaved rounds over the servers, so that what disturbs the machine disturbs all of them. */
import { databaseMicros, cpuMicros, perSecond, type Sample } from './arithmetic.ts';
import type { Load } from './load-process.ts';
import type { Delivery } from './load.ts';
import { cpuSeconds, type Subject } from './processes.ts';
import type { Decks } from './site.ts';

export type Lane = 'bare' | 'path' | 'whole' | 'batch32';
export type Subjects = { bare: Subject; path: Subject; whole: Subject };
export type Bench = { load: Load; subjects: Subjects; decks: Decks; postgres_pid: number | null; say(line: string): void };
export type Runs = { samples: Map<string, Sample[]>; verdicts: number; failed: number; faults: object[] };

const CONCURRENCIES = [64, 256] as const;
const BATCH_ITEMS = 32;
const BATCH_CONNECTIONS = 32;
/** To begin with: how many a second each is taken to manage. */
const GUESS: Record<Lane, number> = { bare: 15_000, path: 4_000, whole: 3_000, batch32: 60 };

export const nameOf = (lane: Lane, connections: number): string => (lane === 'batch32' ? lane : `${lane}.c${connections}`);
export const messagesIn = (lane: Lane): number => (lane === 'batch32' ? BATCH_ITEMS : 1);

export const emptyRuns = (): Runs => ({ samples: new Map(), verdicts: 0, failed: 0, faults: [] });

type Run = { lane: Lane; connections: number };
const ROUND: readonly Run[] = [
  ...CONCURRENCIES.flatMap((connections) => (['bare', 'path', 'whole'] as const).map((lane) => ({ lane, connections }))),
  { lane: 'batch32', connections: BATCH_CONNECTIONS },
];

/**
 * Compilers and caches warm up, and rates become known; nothing of it counts as a round. `seconds` is for a server of ours: the compilers are not done
 * with it before some ten thousand messages.
 */
export async function warmUp(bench: Bench, runs: Runs, seconds: number): Promise<void> {
  for (const lane of ['bare', 'path', 'whole'] as const) {
    for (const part of lane === 'bare' ? [0.1] : [0.2, 0.8]) await measure(bench, runs, { lane, connections: 256 }, seconds * part);
    await measure(bench, runs, { lane, connections: 64 }, seconds * 0.2);
  }
  await measure(bench, runs, { lane: 'batch32', connections: BATCH_CONNECTIONS }, seconds * 0.3);
  runs.samples.forEach((samples) => samples.splice(0, samples.length - 1));
}

export async function round(bench: Bench, runs: Runs, seconds: number): Promise<void> {
  for (const run of ROUND) await measure(bench, runs, run, seconds);
}

/** One run of about `seconds`, as many requests as the last run of its kind lets expect: all that is begun is finished and counted. */
export async function measure(bench: Bench, runs: Runs, { lane, connections }: Run, seconds: number): Promise<Sample> {
  const { load, subjects, decks, postgres_pid } = bench;
  const subject = subjects[lane === 'batch32' ? 'whole' : lane];
  const name = nameOf(lane, connections);
  const known = runs.samples.get(name) ?? [];
  const last = known.at(-1);
  const requests = Math.max(connections, Math.round((last ? perSecond(last) : GUESS[lane]) * seconds));
  const before = { server: cpuSeconds(subject.pid), database: databaseCpu(postgres_pid) };
  const delivery = await load.deliver({
    url: subject.url,
    path: lane === 'batch32' ? '/validate/batch' : '/validate',
    keys: lane === 'batch32' ? decks.unlimited : decks.all,
    connections,
    requests,
    items: messagesIn(lane),
    verdicts: lane !== 'bare',
  });
  const sample = {
    requests: delivery.requests,
    seconds: delivery.seconds,
    server_cpu_s: cpuSeconds(subject.pid) - before.server,
    database_cpu_s: databaseCpu(postgres_pid) - before.database,
  };
  runs.samples.set(name, [...known, sample]);
  keepCounts(runs, name, delivery);
  bench.say(
    `${name.padEnd(11)} ${perSecond(sample).toFixed(0).padStart(6)}/s  cpu ${cpuMicros(sample).toFixed(1).padStart(6)} µs  database ${databaseMicros(sample).toFixed(1).padStart(6)} µs  p50 ${delivery.latency_ms.p50} ms  p99 ${delivery.latency_ms.p99} ms${delivery.failed ? `  FAILED ${delivery.failed} ${JSON.stringify(delivery.statuses)}` : ''}`,
  );
  return sample;
}

function keepCounts(runs: Runs, name: string, { verdicts, failed, statuses }: Delivery): void {
  runs.verdicts += verdicts;
  runs.failed += failed;
  if (failed) runs.faults.push({ run: name, failed, statuses });
}

const databaseCpu = (pid: number | null): number => (pid === null ? NaN : cpuSeconds(pid, true));

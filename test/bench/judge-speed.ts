/** How fast `judge()` alone is, in a process of its own: over ordinary messages, beside `JSON.parse`, and on hostile text. */
import { judge, type Snapshot } from '#core/judge.ts';
import type { Submission } from '#core/submission.ts';
import { median, percentile } from './arithmetic.ts';
import { HOSTILE, type Shape } from './hostile.ts';
import { partsResult } from './long-messages.ts';
import { mixture, readSupply, type Envelope, type Supply } from './messages.ts';

export type JudgeSpeed = {
  judge_us: { p50_1k: number; p99_1k: number };
  json_parse_ratio: Record<Size, number>;
  hostile_mb_s_min: number;
  hostile_slowest: string;
  /** Over the traffic of the rate figures as it comes, its long messages and its attacks included. */
  traffic_mean_us: number;
};
type Size = '1k' | '10k' | '100k' | '1m';

const SIZES: Record<Size, number> = { '1k': 1_000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000 };
/** What counts as a message of about 1 kB, in characters of JSON. */
const ONE_KB = { min: 700, max: 1_400 };
const MESSAGES = 2_000;
const WARM_UP_PASSES = 3;
const PASSES = 5;
/** Ordinary messages are judged so often that all of the engine has been compiled: in a process that serves, it is. */
const ORDINARY_PASSES = 12;
/** Each size and each shape is repeated for so long, and so often at least. */
const REPEAT_MS = 300;
const REPEATS_MIN = 2;
const BATCH_MS = 5;
/** What takes so long is run once: it is its own warm-up. */
const LONG_MS = 1_000;
/** Hostile shapes are tried at this part of their size first; the slowest of them then at the whole. */
const TRIED_PART = 1 / 16;
const SLOWEST_TRIED = 4;
const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: '' };
const FACTS = { now_ms: 1_700_000_000_000, verdict_id: 'vrd_bench' };

const submissionOf = (envelope: Envelope): Submission => ({ context: {}, options: {}, faults: [], ...envelope }) as Submission;
function microsOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) * 1_000;
}

/** Of all threads, collectors included; other work on the machine does not count. */
function cpuMicrosOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Processor time of one run: the median over batches that are long enough to be measured, after one that does not count unless it is long. */
function steadyMicros(work: () => unknown): number {
  const first = cpuMicrosOf(work);
  if (first > LONG_MS * 1_000) return first;
  const runs = Math.max(1, Math.ceil((BATCH_MS * 1_000) / Math.max(1, first)));
  const times: number[] = [];
  for (const end = performance.now() + REPEAT_MS; performance.now() < end || times.length < REPEATS_MIN;)
    times.push(cpuMicrosOf(() => repeat(runs, work)) / runs);
  return median(times);
}

function repeat(runs: number, work: () => unknown): void {
  for (let run = 0; run < runs; run++) work();
}

/** Each message of its own text, judged in turn: the middle of several passes for each, then the percentiles over messages. */
function ordinarySpeed(supply: Supply): JudgeSpeed['judge_us'] {
  const next = mixture({ ...supply, attacks: supply.ordinary }, 3);
  const texts: string[] = [];
  for (let tried = 0; texts.length < MESSAGES && tried < MESSAGES * 100; tried++) {
    const text = JSON.stringify(next());
    if (text.length >= ONE_KB.min && text.length <= ONE_KB.max) texts.push(text);
  }
  const submissions = texts.map((text) => submissionOf(JSON.parse(text) as Envelope));
  const pass = (): number[] => submissions.map((submission) => microsOf(() => judge(submission, SNAPSHOT, FACTS)));
  for (let i = 0; i < WARM_UP_PASSES; i++) pass();
  const passes = Array.from({ length: ORDINARY_PASSES }, pass);
  const times = submissions.map((_, message) => median(passes.map((p) => p[message]!)));
  return { p50_1k: median(times), p99_1k: percentile(times, 0.99) };
}

/** Processor time for each of the messages that the rates are measured with, none of which was judged before. */
function trafficSpeed(supply: Supply): number {
  const [first, second] = [9, 10].map((seed) => Array.from({ length: MESSAGES * PASSES }, mixture(supply, seed)).map(submissionOf));
  for (let i = 0; i < WARM_UP_PASSES; i++) judgeAll(first);
  return cpuMicrosOf(() => judgeAll(second)) / (MESSAGES * PASSES);
}

function judgeAll(submissions: readonly Submission[] = []): void {
  for (const submission of submissions) judge(submission, SNAPSHOT, FACTS);
}

function parseRatio(supply: Supply, chars: number): number {
  const text = JSON.stringify(partsResult(supply, chars));
  const submission = submissionOf(JSON.parse(text) as Envelope);
  return steadyMicros(() => judge(submission, SNAPSHOT, FACTS)) / steadyMicros(() => JSON.parse(text));
}

/** Megabytes of the message's JSON in a second: once, or steadily. */
function hostileSpeed(shape: Shape, part: number, clock: (work: () => unknown) => number): number {
  const text = JSON.stringify(shape.envelope(part));
  const submission = submissionOf(JSON.parse(text) as Envelope);
  return Buffer.byteLength(text) / clock(() => judge(submission, SNAPSHOT, FACTS));
}

function slowestHostile(): { name: string; mb_s: number } {
  const tried = HOSTILE.map((shape) => ({ shape, mb_s: hostileSpeed(shape, TRIED_PART, cpuMicrosOf) })).sort((a, b) => a.mb_s - b.mb_s);
  const slow = tried.slice(0, SLOWEST_TRIED).map(({ shape }) => ({ name: shape.name, mb_s: hostileSpeed(shape, 1, steadyMicros) }));
  return slow.reduce((least, shape) => (shape.mb_s < least.mb_s ? shape : least));
}

function measure(): JudgeSpeed {
  const supply = readSupply();
  const judge_us = ordinarySpeed(supply);
  const sizes = Object.entries(SIZES).map(([name, chars]) => [name, parseRatio(supply, chars)] as const);
  const traffic_mean_us = trafficSpeed(supply);
  const hostile = slowestHostile();
  return {
    judge_us,
    json_parse_ratio: Object.fromEntries(sizes) as Record<Size, number>,
    hostile_mb_s_min: hostile.mb_s,
    hostile_slowest: hostile.name,
    traffic_mean_us,
  };
}

process.send?.(measure());

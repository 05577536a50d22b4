/** What `npm run bench` says: one JSON object, or a table for people. */
import { cpus, loadavg, totalmem } from 'node:os';
import { cpuMicros, cpuRatio, databaseMicros, median, perSecond, rounded, type Sample, throughputRatio } from './arithmetic.ts';
import type { JudgeSpeed } from './judge-speed.ts';
import { type Lane, messagesIn, nameOf, type Runs } from './rounds.ts';

type PerConcurrency = { c64: number; c256: number };
export type Report = {
  bare_rps: number;
  path_throughput_ratio: PerConcurrency;
  path_cpu_ratio: PerConcurrency;
  throughput_ratio: PerConcurrency;
  cpu_ratio: PerConcurrency;
  batch32_messages_per_bare_request: number;
  judge_us: JudgeSpeed['judge_us'];
  json_parse_ratio: JudgeSpeed['json_parse_ratio'];
  hostile_mb_s_min: number;
  rss_mb_after: number;
  context: Record<string, unknown>;
};

export type Circumstances = {
  quick: boolean;
  pinned: boolean;
  rounds: number;
  stores: string[];
  messages: { origin: string; body_bytes: number };
};

const per = (of: (connections: number) => number): PerConcurrency => ({ c64: rounded(of(64)), c256: rounded(of(256)) });

export function reportOf(runs: Runs, judge: JudgeSpeed, rss_mb_after: number, circumstances: Circumstances): Report {
  const samples = (lane: Lane, connections: number): Sample[] => runs.samples.get(nameOf(lane, connections)) ?? [];
  const { json_parse_ratio: ratio, judge_us } = judge;
  return {
    bare_rps: rounded(median(samples('bare', 64).map(perSecond)), 5),
    path_throughput_ratio: per((c) => throughputRatio(samples('path', c), samples('bare', c))),
    path_cpu_ratio: per((c) => cpuRatio(samples('path', c), samples('bare', c))),
    throughput_ratio: per((c) => throughputRatio(samples('whole', c), samples('bare', c))),
    cpu_ratio: per((c) => cpuRatio(samples('whole', c), samples('bare', c))),
    batch32_messages_per_bare_request: rounded(messagesIn('batch32') * throughputRatio(samples('batch32', 0), samples('bare', 64))),
    judge_us: { p50_1k: rounded(judge_us.p50_1k), p99_1k: rounded(judge_us.p99_1k) },
    json_parse_ratio: {
      '1k': rounded(ratio['1k']),
      '10k': rounded(ratio['10k']),
      '100k': rounded(ratio['100k']),
      '1m': rounded(ratio['1m']),
    },
    hostile_mb_s_min: rounded(judge.hostile_mb_s_min),
    rss_mb_after: rounded(rss_mb_after),
    context: {
      ...circumstances,
      hostile_slowest: judge.hostile_slowest,
      judge_traffic_mean_us: rounded(judge.traffic_mean_us),
      verdicts: runs.verdicts,
      failed: runs.failed,
      ...(runs.faults.length && { faults: runs.faults }),
      rates: Object.fromEntries([...runs.samples].map(([name, of]) => [name, ratesOf(of)])),
      machine: {
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        cpu: cpus()[0]?.model ?? null,
        cores: cpus().length,
        memory_mb: Math.round(totalmem() / 2 ** 20),
        load_average: loadavg().map((load) => rounded(load, 3)),
      },
    },
  };
}

/** Medians over the rounds, and the rates of each round: how steady they were. */
function ratesOf(samples: readonly Sample[]) {
  return {
    per_second: rounded(median(samples.map(perSecond)), 5),
    server_cpu_us: rounded(median(samples.map(cpuMicros))),
    database_cpu_us: rounded(median(samples.map(databaseMicros))),
    requests: samples.reduce((sum, { requests }) => sum + requests, 0),
    rounds: samples.map((sample) => rounded(perSecond(sample), 5)),
  };
}

/** Each figure in a line, by its path in the JSON. */
export function tableOf(value: unknown, path = ''): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `${path.padEnd(44)} ${Array.isArray(value) ? value.join('  ') : String(value)}\n`;
  return Object.entries(value)
    .map(([key, inner]) => tableOf(inner, path ? `${path}.${key}` : key))
    .join('');
}

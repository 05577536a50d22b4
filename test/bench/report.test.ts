import { expect, test } from 'vitest';
import type { Sample } from './arithmetic.ts';
import { reportOf, tableOf } from './report.ts';
import { nameOf, type Runs } from './rounds.ts';

const sample = (requests: number): Sample => ({ requests, seconds: 1, server_cpu_s: 1, database_cpu_s: 0.1 });
const runs: Runs = {
  samples: new Map(
    [64, 256].flatMap((connections) => [
      [nameOf('bare', connections), [sample(20_000), sample(30_000)]],
      [nameOf('path', connections), [sample(10_000), sample(15_000)]],
      [nameOf('whole', connections), [sample(8_000), sample(12_000)]],
      [nameOf('batch32', connections), [sample(500), sample(750)]],
    ]),
  ),
  verdicts: 10,
  failed: 0,
  faults: [],
};
const judge = {
  judge_us: { p50_1k: 30, p99_1k: 90 },
  json_parse_ratio: { '1k': 10, '10k': 11, '100k': 12, '1m': 13 },
  hostile_mb_s_min: 6,
  hostile_slowest: 'a shape',
  traffic_mean_us: 50,
};
const report = reportOf(runs, judge, 200, {
  quick: true,
  pinned: false,
  rounds: 2,
  stores: [],
  messages: { origin: 'corpus', body_bytes: 1_000 },
});

test('the report has the figures of the contract, each by its own runs', () => {
  const { context, ...figures } = report;
  expect(figures).toEqual({
    bare_rps: 25_000,
    path_throughput_ratio: { c64: 0.5, c256: 0.5 },
    path_cpu_ratio: { c64: 0.5, c256: 0.5 },
    throughput_ratio: { c64: 0.4, c256: 0.4 },
    cpu_ratio: { c64: 0.4, c256: 0.4 },
    batch32_messages_per_bare_request: 0.8,
    judge_us: { p50_1k: 30, p99_1k: 90 },
    json_parse_ratio: { '1k': 10, '10k': 11, '100k': 12, '1m': 13 },
    hostile_mb_s_min: 6,
    rss_mb_after: 200,
  });
  expect(context).toMatchObject({ quick: true, rounds: 2, hostile_slowest: 'a shape', verdicts: 10, failed: 0 });
});

test('the table shows every figure by its path', () => {
  expect(tableOf(report)).toMatch(/^throughput_ratio\.c256 +0\.4$/m);
});

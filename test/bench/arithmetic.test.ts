import { describe, expect, test } from 'vitest';
import { cpuRatio, median, percentile, rounded, type Sample, throughputRatio } from './arithmetic.ts';

const sample = (requests: number, seconds: number, server_cpu_s: number): Sample => ({
  requests,
  seconds,
  server_cpu_s,
  database_cpu_s: 0,
});

describe('median and percentile', () => {
  test.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 100], 3],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('the percentile is the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0.01, 0.5, 0.99, 1].map((part) => percentile(values, part))).toEqual([1, 50, 99, 100]);
  });

  test('of nothing there is no figure', () => {
    expect(() => median([])).toThrow('a median of nothing');
    expect(() => percentile([], 0.5)).toThrow('a percentile of nothing');
  });
});

describe('ratios to the bare server', () => {
  const bare = [sample(40_000, 2, 1), sample(20_000, 2, 1), sample(60_000, 2, 1)];
  const ours = [sample(20_000, 2, 1), sample(5_000, 2, 1), sample(60_000, 2, 1)];

  test('are taken round by round, and the middle one stands', () => {
    expect(throughputRatio(ours, bare)).toBe(0.5);
  });

  test('of processor time are that of the bare server for one request ÷ ours', () => {
    expect(cpuRatio([sample(10_000, 1, 0.5)], [sample(30_000, 1, 0.75)])).toBeCloseTo(0.5);
  });

  test('rounds without their neighbour are refused', () => {
    expect(() => throughputRatio(ours, bare.slice(1))).toThrow('3 runs beside 2');
  });
});

test.each([
  [0.123456, 0.1235],
  [12_345.678, 12_350],
  [0, 0],
])('%d is shown as %d', (value, expected) => {
  expect(rounded(value)).toBe(expected);
});

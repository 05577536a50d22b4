import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { openMetrics, type Metrics } from '#adapters/metrics.ts';
import { Tally } from '#adapters/tally.ts';

const textOf = ({ registry }: Pick<Metrics, 'registry'>): Promise<string> => registry.metrics();
const QUEUES = { audit: () => 7, judging: () => 1, key_lookups: () => 2, store: () => 3 };

describe('a tally', () => {
  it('tells each count once, however often it is asked', async () => {
    const registry = new Registry();
    const tally = new Tally({ name: 'things', help: 'h', labelNames: ['a', 'b'], known: [['x', 'y']] }, registry);
    expect(await registry.metrics()).toContain('things{a="x",b="y"} 0');
    tally.add(2, 'x', 'y');
    tally.add(1, 'x', 'z');
    for (let i = 0; i < 3; i++) expect(await registry.metrics()).toMatch(/^things\{a="x",b="y"\} 2\nthings\{a="x",b="z"\} 1$/m);
    tally.add(5, 'x', 'y');
    expect(await registry.metrics()).toContain('things{a="x",b="y"} 7');
  });
});

describe('metrics', () => {
  it('count what they are told', async () => {
    const metrics = openMetrics();
    metrics.countRequest({ method: 'POST', route: '/validate', status: 429, seconds: 0.003, code: 'RATE_LIMITED' });
    metrics.countQuotaRefused(3);
    metrics.countLimiterFailure();
    metrics.countReplayed(12);
    metrics.observeJudging(0.000_03);
    metrics.observeCommit({ entries: 40, tenants: 4, seconds: 0.02 });
    metrics.observeLimiterCall(6);
    metrics.countSpans('queue_full', 9);
    const text = await textOf(metrics);
    for (const line of [
      'countersign_requests_total{method="POST",route="/validate",status="429"} 1',
      'countersign_problems_total{code="RATE_LIMITED"} 1',
      'countersign_request_seconds_bucket{le="0.005",method="POST",route="/validate"} 1',
      'countersign_quota_refused_total 3',
      'countersign_limiter_failures_total 1',
      'countersign_journal_replayed_total 12',
      'countersign_judge_seconds_bucket{le="0.00005"} 1',
      'countersign_judge_seconds_bucket{le="0.000025"} 0',
      'countersign_audit_commit_entries_sum 40',
      'countersign_audit_commit_tenants_sum 4',
      'countersign_audit_commit_seconds_sum 0.02',
      'countersign_limiter_call_turns_sum 6',
      'countersign_spans_total{outcome="queue_full"} 9',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('read states when they are asked, and what nobody knows is 0', async () => {
    const metrics = openMetrics();
    expect(await textOf(metrics)).toContain('countersign_queue_depth{queue="audit"} 0');
    metrics.watch({ queues: QUEUES, journal_bytes: () => 99 });
    metrics.watch({ connections: async () => 5 });
    const text = await textOf(metrics);
    for (const line of [
      'countersign_queue_depth{queue="audit"} 7',
      'countersign_queue_depth{queue="store"} 3',
      'countersign_journal_bytes 99',
      'countersign_connections 5',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('of several processes add up, but the worst counts of what each knows alike', async () => {
    const processes = [1, 0].map((lost) => {
      const metrics = openMetrics();
      metrics.watch({ queues: QUEUES, store_lost: () => lost, changes_age_seconds: () => 4 + lost, connections: async () => 10 });
      metrics.countReplayed(2);
      metrics.observeJudging(1);
      return metrics;
    });
    const all = await Promise.all(processes.map(({ registry }) => registry.getMetricsAsJSON()));
    const text = await Registry.aggregate(all).metrics();
    for (const line of [
      'countersign_queue_depth{queue="audit"} 14',
      'countersign_connections 20',
      'countersign_store_lost 1',
      'countersign_changes_age_seconds 5',
      'countersign_journal_replayed_total 4',
      'countersign_judge_seconds_count 2',
    ])
      expect(text.split('\n')).toContain(line);
  });
});

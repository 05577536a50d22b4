/** Metrics for Prometheus. No label bears a tenant, a key or anything else that a caller chose: all their values are from tables of ours. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { QUEUES, type Gauges, type Telemetry } from '#app/telemetry.ts';
import { Tally } from './tally.ts';

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const COMMIT_SECONDS = REQUEST_SECONDS;
const JUDGE_SECONDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05];
const BATCH = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

export type Metrics = Omit<Telemetry, 'info' | 'warn' | 'error' | 'metrics' | 'tracing'> & {
  registry: Registry;
  /** Spans that were handed to the collector, and those that were not. */
  countSpans(outcome: 'exported' | 'failed' | 'queue_full', spans: number): void;
};

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry, ...requestMetrics(registry), ...verdictMetrics(registry), ...batchMetrics(registry), ...gauges(registry) };
}

function requestMetrics(registry: Registry): Pick<Metrics, 'countRequest' | 'countSpans'> {
  const requests = new Tally(
    { name: 'countersign_requests_total', help: 'Requests by route template.', labelNames: ['method', 'route', 'status'] },
    registry,
  );
  const durations = new Histogram({
    name: 'countersign_request_seconds',
    help: 'Time to the answer, of a stream to its first byte.',
    labelNames: ['method', 'route'],
    buckets: REQUEST_SECONDS,
    registers: [registry],
  });
  const problems = new Tally({ name: 'countersign_problems_total', help: 'Calls that failed, by code.', labelNames: ['code'] }, registry);
  const spans = new Tally(
    {
      name: 'countersign_spans_total',
      help: 'Spans of traces, by what became of them.',
      labelNames: ['outcome'],
      known: [['exported'], ['failed'], ['queue_full']],
    },
    registry,
  );
  return {
    countRequest({ method, route, status, seconds, code }) {
      requests.add(1, method, route, String(status));
      durations.observe({ method, route }, seconds);
      if (code !== undefined) problems.add(1, code);
    },
    countSpans: (outcome, n) => spans.add(n, outcome),
  };
}

function verdictMetrics(registry: Registry): Pick<Metrics, 'countVerdict' | 'countQuotaRefused' | 'observeJudging'> {
  const verdicts = new Tally(
    {
      name: 'countersign_verdicts_total',
      help: 'Verdicts by decision.',
      labelNames: ['decision'],
      known: [['allow'], ['challenge'], ['deny']],
    },
    registry,
  );
  const findings = new Tally({ name: 'countersign_findings_total', help: 'Findings by category.', labelNames: ['category'] }, registry);
  const degraded = new Tally(
    {
      name: 'countersign_degraded_total',
      help: 'Verdicts given while something was missing.',
      labelNames: ['what'],
      known: [['limits'], ['history'], ['audit']],
    },
    registry,
  );
  const refused = plainTally(registry, 'countersign_quota_refused_total', 'Cases without a verdict because the month was used up.');
  const judging = histogram(registry, 'countersign_judge_seconds', 'Judging one message, in the thread of the request.', JUDGE_SECONDS);
  return {
    countVerdict(verdict) {
      verdicts.add(1, verdict.decision);
      for (const { category } of verdict.findings) findings.add(1, category);
      for (const what of verdict.degraded) degraded.add(1, what);
    },
    countQuotaRefused: (cases) => refused.add(cases),
    observeJudging: (seconds) => judging.observe(seconds),
  };
}

function batchMetrics(registry: Registry): Pick<Metrics, 'observeCommit' | 'observeLimiterCall' | 'countLimiterFailure' | 'countReplayed'> {
  const seconds_taken = histogram(registry, 'countersign_audit_commit_seconds', 'One commit of the audit trail.', COMMIT_SECONDS);
  const sizes = histogram(registry, 'countersign_audit_commit_entries', 'Verdicts of one commit.', BATCH);
  const breadths = histogram(registry, 'countersign_audit_commit_tenants', 'Tenants of one commit.', BATCH);
  const limiter_calls = histogram(registry, 'countersign_limiter_call_turns', 'Turns of one call to the shared limiter.', BATCH);
  const failures = plainTally(registry, 'countersign_limiter_failures_total', 'Turns that the shared limiter did not answer.');
  const replayed = plainTally(registry, 'countersign_journal_replayed_total', 'Verdicts that went from the journal into the store.');
  return {
    observeCommit({ entries, tenants, seconds }) {
      seconds_taken.observe(seconds);
      sizes.observe(entries);
      breadths.observe(tenants);
    },
    observeLimiterCall: (turns) => limiter_calls.observe(turns),
    countLimiterFailure: () => failures.add(1),
    countReplayed: (entries) => replayed.add(entries),
  };
}

/** Of several processes: states of which each has its part are added up, of others the worst counts. */
function gauges(registry: Registry): Pick<Metrics, 'watch'> {
  let known: Partial<Gauges> = {};
  const depths = new Gauge({
    name: 'countersign_queue_depth',
    help: 'What waits: verdicts for their commit, large bodies for a thread, keys for their look-up, transactions for a connection.',
    labelNames: ['queue'],
    registers: [],
    collect() {
      for (const queue of QUEUES) this.set({ queue }, known.queues?.[queue]() ?? 0);
    },
  });
  registry.registerMetric(depths);
  const plain = (name: string, help: string, aggregator: 'sum' | 'max', read: () => number | Promise<number>): void => {
    const gauge = new Gauge({
      name,
      help,
      aggregator,
      registers: [],
      async collect() {
        this.set(await read());
      },
    });
    registry.registerMetric(gauge);
  };
  plain('countersign_audit_queue_bytes', 'Of verdicts that wait for their commit.', 'sum', () => known.audit_queue_bytes?.() ?? 0);
  plain('countersign_journal_bytes', 'Kept in the journal until the store is back.', 'sum', () => known.journal_bytes?.() ?? 0);
  plain('countersign_connections', 'Open connections.', 'sum', () => known.connections?.() ?? 0);
  plain('countersign_store_lost', '1 while the store does not take verdicts.', 'max', () => known.store_lost?.() ?? 0);
  plain('countersign_limiter_lost', '1 while the shared limiter does not answer.', 'max', () => known.limiter_lost?.() ?? 0);
  const age_help = 'Since the store last told what other processes have changed.';
  plain('countersign_changes_age_seconds', age_help, 'max', () => known.changes_age_seconds?.() ?? 0);
  const geo_help = 'Since the oldest of the files that tell where addresses are was built; 0 without any.';
  plain('countersign_geo_age_seconds', geo_help, 'max', () => known.geo_age_seconds?.() ?? 0);
  return { watch: (more) => void (known = { ...known, ...more }) };
}

const plainTally = (registry: Registry, name: string, help: string): Tally =>
  new Tally({ name, help, labelNames: [], known: [[]] }, registry);

const histogram = (registry: Registry, name: string, help: string, buckets: number[]): Histogram =>
  new Histogram({ name, help, buckets, registers: [registry] });

/** The load generator, a process of its own: told over IPC what to send, it sends exactly that many requests and says how it went. */
import { once } from 'node:events';
import autocannon from 'autocannon';
import { mixture, readSupply } from './messages.ts';

export type Order = {
  url: string;
  path: '/validate' | '/validate/batch';
  /** Dealt out in turn: an even part of the requests for each. */
  keys: readonly string[];
  connections: number;
  requests: number;
  /** Messages in a request. */
  items: number;
  /** Whether each answer must hold as many verdicts as messages were sent. */
  verdicts: boolean;
};
export type Delivery = {
  requests: number;
  /** From the first byte to the last answer. */
  seconds: number;
  verdicts: number;
  /** Answers that were not 200, broken connections, time-outs, answers without their verdicts. */
  failed: number;
  statuses: object;
  latency_ms: { p50: number; p99: number };
};
export type Ready = { origin: string; body_bytes: number };

/** Different requests of one connection, sent in turn. */
const OWN_REQUESTS = 32;
const OWN_BATCHES = 4;
const TIMEOUT_S = 30;
const VERDICT = '"id":"vrd_';

const supply = readSupply();

function requestsOf({ path, keys, items }: Order, connection: number) {
  const next = mixture(supply, connection + 1);
  const own = items > 1 ? OWN_BATCHES : OWN_REQUESTS;
  return Array.from({ length: own }, (_, turn) => {
    const key = keys[(connection * own + turn) % keys.length]!;
    const content = items > 1 ? { items: Array.from({ length: items }, next) } : next();
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    return { method: 'POST', path, headers, body: JSON.stringify(content) };
  });
}

function countVerdicts(body: string): number {
  let count = 0;
  for (let at = body.indexOf(VERDICT); at >= 0; at = body.indexOf(VERDICT, at + VERDICT.length)) count++;
  return count;
}

async function deliver(order: Order): Promise<Delivery> {
  const { promise, resolve, reject } = Promise.withResolvers<Delivery>();
  let verdicts = 0;
  let connection = 0;
  let started = 0;
  let ended = 0;
  const options = {
    url: order.url,
    connections: order.connections,
    amount: order.requests,
    timeout: TIMEOUT_S,
    sampleInt: 50,
    setupClient: (client: { setRequests(requests: ReturnType<typeof requestsOf>): void }) =>
      client.setRequests(requestsOf(order, connection++)),
    verifyBody(body: string): boolean {
      if (!order.verdicts) return true;
      const found = countVerdicts(body);
      verdicts += found;
      return found === order.items;
    },
  };
  const tracker = autocannon(options, (error, result) => {
    if (error) return reject(error);
    const { non2xx, errors, mismatches, latency, statusCodeStats } = result;
    const requests = result['2xx'] + non2xx;
    const failed = non2xx + errors + mismatches + Math.max(0, order.requests - requests);
    const latency_ms = { p50: latency.p50, p99: latency.p99 };
    return resolve({ requests, seconds: (ended - started) / 1_000, verdicts, failed, statuses: statusCodeStats, latency_ms });
  });
  tracker.on('start', () => (started = performance.now()));
  tracker.on('response', () => (ended = performance.now()));
  return promise;
}

const sample = Array.from({ length: 2_000 }, mixture(supply, 0)).map((envelope) => Buffer.byteLength(JSON.stringify(envelope)));
process.send?.({ origin: supply.origin, body_bytes: Math.round(sample.reduce((sum, n) => sum + n) / sample.length) } satisfies Ready);
for (;;) {
  const [order] = (await once(process, 'message')) as [Order];
  process.send?.(await deliver(order));
}

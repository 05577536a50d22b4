/** Metrics of several processes as one: the primary asks all of them and adds up. */
import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, type Registry } from '@prometheus-io/client';
import * as z from 'zod';

const ASK = 'countersign:metrics';
const ANSWER_MS = 6_000;
const asked = z.object({ type: z.literal(ASK), id: z.number() });
const answered = z.object({ type: z.literal(ASK), id: z.number(), text: z.string().nullable() });

/** In the primary: the sum, for itself and for those of its processes that are asked for metrics. */
export function sumMetrics(): () => Promise<string> {
  const registry = new AggregatorRegistry();
  // The primary itself counts nothing.
  AggregatorRegistry.setRegistries([]);
  cluster.on('message', (worker: Worker, message: unknown) => {
    const { data } = asked.safeParse(message);
    if (!data) return;
    const answer = (text: string | null): boolean => worker.isConnected() && worker.send({ ...data, text });
    registry.clusterMetrics().then(answer, () => answer(null));
  });
  return () => registry.clusterMetrics();
}

/** In one of the processes: gives its own numbers to the primary, and gets the sum from there. */
export function shareMetrics(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(own);
  void new AggregatorRegistry();
  const open = new Map<number, (text: string | null) => void>();
  let last = 0;
  process.on('message', (message: unknown) => {
    const { data } = answered.safeParse(message);
    if (data) open.get(data.id)?.(data.text);
  });
  return async () => {
    const id = ++last;
    const { promise, resolve } = Promise.withResolvers<string | null>();
    open.set(id, resolve);
    const timer = setTimeout(() => resolve(null), ANSWER_MS);
    process.send?.({ type: ASK, id });
    const text = await promise;
    clearTimeout(timer);
    open.delete(id);
    if (text === null) throw new Error('the metrics of the other processes did not come');
    return text;
  };
}

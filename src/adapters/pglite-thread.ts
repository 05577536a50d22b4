/** PGlite in a thread of its own: its WebAssembly runs for milliseconds at a stretch, which the event loop must not wait for. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EmbeddedSession, RowMode, Rows } from './pglite-session.ts';
import { StoreError } from './postgres/store-error.ts';

export type Question = { id: number } & (
  | { kind: 'query'; sql: string; params: readonly unknown[]; mode: RowMode }
  | { kind: 'exec'; sql: string }
  | { kind: 'close' }
);
type Ask = Question extends infer Q ? (Q extends Question ? Omit<Q, 'id'> : never) : never;
/** Errors cross as what the log may show of them. */
export type Answer = { id: number } & ({ value: unknown } | { error: { message: string; code: string } });

const ENDED = 'EMBEDDED_ENDED';

/** Rejects with what kept PGlite from opening `data_dir`. */
export async function openSessionInThread(data_dir: string): Promise<EmbeddedSession> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: data_dir });
  await once(worker, 'message');
  const ask = questionsTo(worker);
  return {
    query: async (sql, params, mode) => (await ask({ kind: 'query', sql, params: params.map(ownBytes), mode })) as Rows,
    exec: async (sql) => (await ask({ kind: 'exec', sql })) as unknown[],
    async close() {
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}

function questionsTo(worker: Worker): (question: Ask) => Promise<unknown> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let last = 0;
  let cause: unknown;
  let ended = false;
  const gone = (): StoreError => Object.assign(new StoreError('store: the thread of the embedded store has ended', ENDED), { cause });
  worker.on('message', (answer: Answer) => {
    const waiting = open.get(answer.id);
    open.delete(answer.id);
    if ('error' in answer) waiting?.reject(new StoreError(answer.error.message, answer.error.code));
    else waiting?.resolve(answer.value);
  });
  worker.on('error', (error) => (cause = error));
  worker.on('exit', () => {
    ended = true;
    for (const { reject } of open.values()) reject(gone());
    open.clear();
  });
  return (question) => {
    if (ended) return Promise.reject(gone());
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = ++last;
    open.set(id, { resolve, reject });
    // An empty list of what is handed over: this is no window.
    worker.postMessage({ ...question, id }, []);
    return promise;
  };
}

/** A view is cloned with all of the buffer under it, which Node shares among small ones. */
const ownBytes = (param: unknown): unknown =>
  param instanceof Uint8Array && param.byteLength < param.buffer.byteLength ? new Uint8Array(param) : param;

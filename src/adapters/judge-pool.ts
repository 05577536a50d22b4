/** A few threads that read and judge large bodies. They start when they are needed; one that dies or takes too long is replaced. */
import { Worker } from 'node:worker_threads';
import type {
  Judging,
  JudgingAnswer,
  JudgingFacts,
  JudgingQuestion,
  PackedUnread,
  ProblemData,
  ReadItem,
  Unread,
  Wanting,
} from '#app/judged.ts';
import type { Snapshot } from '#core/judge.ts';
import { Problem } from '#core/problem.ts';

export const JUDGE_THREADS = 2;
/** Bodies that wait for a thread, and their bytes together: 32 of the largest. */
const CALLS_WAITING_MAX = 1_024;
const CALL_BYTES_WAITING_MAX = 33_554_432;
/** A stream has but a few groups under way, which it keeps in memory anyway. */
const GROUPS_WAITING_MAX = 20_000;
/** The worst body is judged in well under a second. */
const JUDGING_MS_MAX = 10_000;
const RETRY_MS = 1_000;
const SNAPSHOTS_MAX = 200;
/** What a thread may grow to before it, and not the process, is ended. */
const THREAD_HEAP_MB = 512;

export type JudgePoolOptions = { /** The thread's program. */ entry: URL; threads?: number; judging_ms_max?: number };

type Patience = 'call' | 'stream';
type Job = {
  unread: Unread;
  snapshot: Snapshot;
  facts: JudgingFacts;
  resolve: (items: ReadItem[] | Wanting) => void;
  reject: (error: unknown) => void;
};
type Thread = { worker: Worker; job: Job | null; deadline: NodeJS.Timeout | undefined; /** Oldest first. */ known: Set<string> };

const WAITING_MAX = { call: CALLS_WAITING_MAX, stream: GROUPS_WAITING_MAX };

export function openJudgePool({ entry, threads: threads_max = JUDGE_THREADS, judging_ms_max = JUDGING_MS_MAX }: JudgePoolOptions): Judging {
  const lines: Record<Patience, Job[]> = { call: [], stream: [] };
  const threads = new Set<Thread>();
  let call_bytes = 0;
  let turn: Patience = 'call';
  let closed = false;

  function next(): Job | undefined {
    const other = turn === 'call' ? 'stream' : 'call';
    const from = lines[turn].length ? turn : other;
    turn = from === 'call' ? 'stream' : 'call';
    const job = lines[from].shift();
    if (from === 'call' && job) call_bytes -= bytesOf(job.unread);
    return job;
  }

  function pump(): void {
    while (lines.call.length + lines.stream.length > 0) {
      const thread = threads.values().find((t) => t.job === null) ?? (threads.size < threads_max ? start() : undefined);
      const job = thread && next();
      if (!job) return;
      give(thread, job);
    }
  }

  function start(): Thread {
    const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } });
    const thread: Thread = { worker, job: null, deadline: undefined, known: new Set() };
    threads.add(thread);
    let cause: unknown;
    worker.on('message', (answer: JudgingAnswer) => {
      settle(thread, (job) => {
        if ('problem' in answer) job.reject(problemOf(answer.problem));
        else job.resolve('wanted' in answer ? answer : answer.items.map(itemOf));
      });
    });
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => {
      threads.delete(thread);
      settle(thread, (job) => job.reject(new Problem('INTERNAL', { cause: cause ?? new Error('a judging thread has ended') })));
    });
    return thread;
  }

  function give(thread: Thread, job: Job): void {
    thread.job = job;
    thread.worker.ref();
    thread.deadline = setTimeout(() => {
      threads.delete(thread);
      settle(thread, () => job.reject(new Problem('INTERNAL', { cause: new Error(`judging took more than ${judging_ms_max} ms`) })));
      void thread.worker.terminate();
    }, judging_ms_max);
    try {
      const question = questionOf(job, thread.known);
      thread.worker.postMessage(question, [question.unread.bytes.buffer]);
    } catch (cause) {
      settle(thread, () => job.reject(new Problem('INTERNAL', { cause })));
    }
  }

  function settle(thread: Thread, outcome: (job: Job) => void): void {
    clearTimeout(thread.deadline);
    const { job } = thread;
    thread.job = null;
    thread.worker.unref();
    if (job) outcome(job);
    if (!closed) pump();
  }

  return {
    judge(unread, snapshot, facts, patience) {
      const bytes = patience === 'call' ? bytesOf(unread) : 0;
      if (closed || lines[patience].length >= WAITING_MAX[patience] || call_bytes + bytes > CALL_BYTES_WAITING_MAX)
        return Promise.reject(new Problem('OVERLOADED', { retry_after_ms: RETRY_MS }));
      call_bytes += bytes;
      const { promise, resolve, reject } = Promise.withResolvers<ReadItem[] | Wanting>();
      lines[patience].push({ unread, snapshot, facts, resolve, reject });
      pump();
      return promise;
    },
    waiting: () => lines.call.length + lines.stream.length,
    async close() {
      closed = true;
      call_bytes = 0;
      for (const job of [...lines.call.splice(0), ...lines.stream.splice(0)])
        job.reject(new Problem('OVERLOADED', { retry_after_ms: RETRY_MS }));
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}

const bytesOf = (unread: Unread): number =>
  unread.form === 'lines' ? unread.lines.reduce((sum, line) => sum + (line?.length ?? 0), 0) : unread.bytes.length;

/** All that a verdict depends on but for message and facts. */
const keyOf = ({ set, digest, posture, strictness, monitor, shadow, requested = [] }: Snapshot): string =>
  `${set} ${digest} ${posture} ${strictness} ${monitor} ${shadow?.digest} ${requested.map(({ name, key }) => `${name} ${key}`).join(' ')}`;

function questionOf({ unread, snapshot, facts }: Job, known: Set<string>): JudgingQuestion {
  const snapshot_key = keyOf(snapshot);
  const is_known = known.delete(snapshot_key);
  const [oldest] = known;
  const forget = !is_known && oldest !== undefined && known.size >= SNAPSHOTS_MAX ? oldest : null;
  if (forget !== null) known.delete(forget);
  known.add(snapshot_key);
  return { unread: packed(unread), snapshot_key, snapshot: is_known ? null : unstated(snapshot), forget, facts };
}

const bare = (policies: Snapshot['policies']): Snapshot['policies'] => policies.map((policy) => ({ ...policy, statements: [] }));

/** Threads gather what policies will be asked; those who are asked, and what they say, stay here. */
const unstated = (snapshot: Snapshot): Snapshot => {
  const { policies, shadow, requested } = snapshot;
  const sets = shadow?.sets.map((one) => ({ ...one, policies: bare(one.policies) }));
  return {
    ...snapshot,
    policies: bare(policies),
    ...(shadow && sets && { shadow: { ...shadow, sets } }),
    ...(requested && {
      requested: requested.map(({ name, set, digest, key, policies: own }) => ({ name, set, digest, key, policies: bare(own) })),
    }),
  };
};

/** A copy of the bytes, to be handed over: who asks may still want his own. */
function packed(unread: Unread): PackedUnread {
  if (unread.form !== 'lines') return { form: unread.form, bytes: new Uint8Array(unread.bytes) };
  const { form, lines, first } = unread;
  const bytes = new Uint8Array(lines.reduce((sum, line) => sum + (line?.length ?? 0), 0));
  let end = 0;
  const ends = lines.map((line) => {
    if (line === null) return null;
    bytes.set(line, end);
    return (end += line.length);
  });
  return { form, bytes, ends, first };
}

const problemOf = ({ code, more, cause }: ProblemData): Problem => new Problem(code, { ...more, cause });

const itemOf = (item: { item_id: string } & ({ judged: unknown } | { problem: ProblemData })): ReadItem =>
  'problem' in item ? { item_id: item.item_id, problem: problemOf(item.problem) } : (item as ReadItem);

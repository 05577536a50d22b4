/** The program of a judging thread (`adapters/judge-pool.ts`): bytes come in, verdicts and what is kept of them go out. */
import { parentPort } from 'node:worker_threads';
import {
  judgeCase,
  type JudgingAnswer,
  type JudgingFacts,
  type JudgingQuestion,
  type PackedUnread,
  type ProblemData,
} from '#app/judged.ts';
import { nameOf, unknownSet } from '#app/naming-sets.ts';
import { judgeClosely, type Snapshot } from '#core/judge.ts';
import { Problem } from '#core/problem.ts';
import type { Item } from './batch-item.ts';
import { present } from './present.ts';
import { asProblem } from './problem.ts';
import { readBatch, readEnvelope, readLines } from './reading.ts';

const port = parentPort;
if (!port) throw new Error('judge-worker.ts runs as a worker thread only');
/** Which are kept, the pool says. */
const snapshots = new Map<string, Snapshot>();

port.on('message', (question: JudgingQuestion) => {
  const answer = answerTo(question);
  const inputs =
    'items' in answer ? answer.items.flatMap((item) => ('judged' in item ? [item.judged.input.buffer as ArrayBuffer] : [])) : [];
  port.postMessage(answer, inputs);
});

function answerTo({ unread, snapshot_key, snapshot, forget, facts }: JudgingQuestion): JudgingAnswer {
  try {
    if (forget !== null) snapshots.delete(forget);
    if (snapshot) snapshots.set(snapshot_key, snapshot);
    const known = snapshots.get(snapshot_key);
    if (!known) throw new Error('a snapshot is missing');
    const items = itemsOf(unread);
    const wanted = facts.looked_up
      ? []
      : items.flatMap((item) => ('case' in item && unknownSet(item.case, known) ? nameOf(item.case) : []));
    if (wanted.length) return { wanted };
    return { items: items.map((item, i) => judgeItem(item, known, facts, i)) };
  } catch (error) {
    return { problem: dataOf(error) };
  }
}

function itemsOf(unread: PackedUnread): Item[] {
  if (unread.form === 'batch') return readBatch(unread.bytes);
  if (unread.form !== 'lines') return [{ item_id: '0', case: readEnvelope(unread.bytes) }];
  const { bytes, ends, first } = unread;
  let from = 0;
  const lines = ends.map((end) => {
    if (end === null) return null;
    const line = bytes.subarray(from, end);
    from = end;
    return line;
  });
  return readLines(lines, first);
}

function judgeItem(item: Item, snapshot: Snapshot, { now_ms, verdict_ids, limited }: JudgingFacts, index: number) {
  const { item_id } = item;
  if ('problem' in item) return { item_id, problem: dataOf(item.problem) };
  try {
    const unknown = unknownSet(item.case, snapshot);
    if (unknown) return { item_id, problem: dataOf(unknown) };
    const verdict_id = verdict_ids[index];
    if (verdict_id === undefined) throw new Error('there are more items than ids');
    const judged = judgeCase(judgeClosely, item.case, snapshot, { now_ms, verdict_id, limited });
    // The rest of the context may be large, and nobody asks for it any more.
    const { user_id, session_id, agent_id, device_id, ip_address, roles, permissions, token } = item.case.submission.context;
    const context = present({ user_id, session_id, agent_id, device_id, ip_address, roles, permissions, token });
    return {
      item_id,
      judged: { ...judged, context, input: ownBytes(judged.input) },
    };
  } catch (cause) {
    return { item_id, problem: dataOf(new Problem('INTERNAL', { cause })) };
  }
}

/** What is handed over goes with all of its buffer, which Node shares among small ones. */
const ownBytes = (bytes: Uint8Array): Uint8Array => (bytes.byteLength < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes);

/** Errors that are no problems cross with their name, message and stack; whatever else was thrown, as text. */
function dataOf(error: unknown): ProblemData {
  const { code, more, cause } = asProblem(error);
  if (cause === undefined) return { code, more };
  return { code, more, cause: cause instanceof Error ? cause : String(cause) };
}

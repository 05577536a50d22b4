/** What can be made of a case without the tenant's key and without the store: in this thread or in another. */
import { addresseeOf, type Addressee } from '#core/conclude.ts';
import type { judgeClosely, Snapshot } from '#core/judge.ts';
import type { Problem, ProblemCode, ProblemMore } from '#core/problem.ts';
import { passingOf, type Passing } from '#core/rate-refusal.ts';
import { questionOf, type Question } from '#core/policy/question.ts';
import type { CallContext, CallOptions, Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';
import { decisionInput } from './decision-input.ts';
import { bareRecord, type BareRecord } from './verdict-record.ts';

export type Case = {
  submission: Submission;
  /** Pointers to what the call asserted or asked for and the service does not follow. */
  ignored: readonly string[];
  /** Where it stands in the body, such as `/items/3`; left out where it is the body. */
  place?: string;
};

/** Who acts, as far as anything is made of it. */
export type Context = Pick<
  CallContext,
  'user_id' | 'session_id' | 'agent_id' | 'device_id' | 'ip_address' | 'roles' | 'permissions' | 'token'
>;

export type JudgedCase = {
  /** Before policies (`decide.ts`). */
  verdict: Verdict;
  addressee: Addressee;
  /** What the policies are to be asked; null where none has anything to say. */
  question: Question | null;
  /** Null where nothing is limited. */
  passing: Passing | null;
  /** In clear: identifiers become HMACs before they are kept, and the token goes no further. */
  context: Context;
  /** What the call asks of policies and of how they are put together. */
  options: Pick<CallOptions, 'policy_set' | 'supported_obligations'>;
  record: BareRecord;
  /** What is to be sealed. */
  input: Uint8Array;
};

export function judgeCase(
  judge: typeof judgeClosely,
  { submission, ignored }: Case,
  snapshot: Snapshot,
  { now_ms, verdict_id, limited }: { now_ms: number; verdict_id: string; limited: boolean },
): JudgedCase {
  const judgement = judge(submission, snapshot, { now_ms, verdict_id });
  const { verdict, reading } = judgement;
  const question = questionOf(submission, verdict, reading, snapshot);
  return {
    question,
    addressee: addresseeOf(reading),
    verdict: { ...verdict, ignored: [...verdict.ignored, ...ignored] },
    passing: limited ? passingOf(judgement, submission) : null,
    context: submission.context,
    options: optionsOf(submission.options),
    record: bareRecord(submission, judgement),
    input: decisionInput(submission, judgement, now_ms, question),
  };
}

const optionsOf = ({ policy_set, supported_obligations }: CallOptions): JudgedCase['options'] => ({
  ...(policy_set !== undefined && { policy_set }),
  ...(supported_obligations && { supported_obligations }),
});

/** Messages as they came: one envelope, one batch, or lines of a stream, of which null is one that was too long to be kept. */
export type Unread =
  | { form: 'envelope' | 'batch'; bytes: Uint8Array }
  | { form: 'lines'; lines: readonly (Uint8Array | null)[]; /** The index of the first in its stream. */ first: number };

/** One of them, in order. A problem is that of the item alone. */
export type ReadItem = { item_id: string } & ({ judged: JudgedCase } | { problem: Problem });

export type JudgingFacts = {
  now_ms: number;
  /** One for each item that there may be. */
  verdict_ids: readonly string[];
  /** Whether the tenant limits calls by principal or tool. */
  limited: boolean;
  /** Sets that cases named when this was asked before: those that are not in the snapshot are none. */
  looked_up?: readonly string[];
};

/** Nothing has been judged: cases name sets that nobody has looked up. */
export type Wanting = { wanted: string[] };

/** Threads that read and judge what would hold the event loop of this one for too long. */
export type Judging = {
  /**
   * Throws what reading throws when the whole cannot be read (`JSON_INVALID`, `BODY_INVALID` …), `OVERLOADED` when too many wait
   * already, and `INTERNAL` when judging took too long or its thread died. `patience`: calls wait in a short line, groups of streams, of which each stream sends few at once, in one of their own.
   */
  judge(unread: Unread, snapshot: Snapshot, facts: JudgingFacts, patience: 'call' | 'stream'): Promise<ReadItem[] | Wanting>;
  /** How many wait for a thread. */
  waiting(): number;
  close(): Promise<void>;
};

/** A problem on its way between threads, which would lose all but the message of an error of our own class. */
export type ProblemData = { code: ProblemCode; more: ProblemMore; cause?: unknown };

/** What a thread is asked; `snapshot` is sent once and then known by its key, until the thread is told to forget it. */
export type PackedUnread =
  | { form: 'envelope' | 'batch'; bytes: Uint8Array<ArrayBuffer> }
  | { form: 'lines'; bytes: Uint8Array<ArrayBuffer>; /** Where each line ends. */ ends: readonly (number | null)[]; first: number };
export type JudgingQuestion = {
  unread: PackedUnread;
  snapshot_key: string;
  snapshot: Snapshot | null;
  forget: string | null;
  facts: JudgingFacts;
};
export type JudgingAnswer =
  | { items: ({ item_id: string } & ({ judged: JudgedCase } | { problem: ProblemData }))[] }
  | Wanting
  | { problem: ProblemData };

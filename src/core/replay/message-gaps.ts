/** What of a kept message is not what was judged: redacted, not looked into, or kept with another call. */
import type { VerdictRecord } from '../audit.ts';
import { canonicalJson } from '../canonical.ts';
import { sha256Hex } from '../hash.ts';
import type { MessageReading, Reading } from '../mcp/message.ts';
import { SUBJECTS } from '../policy/cedar/names.ts';
import type { Submission } from '../submission.ts';
import { isMarked, marksIn, type Mark } from './marks.ts';

/** `whole`: not even what is asked of what is known. `args`: tokens of the pointers into the arguments that are not known. */
export type MessageGaps = { whole: boolean; args: 'none' | 'all' | readonly (readonly string[])[] };

const NONE: MessageGaps = { whole: false, args: 'none' };
const ALL: MessageGaps = { whole: false, args: 'all' };
const WHOLE: MessageGaps = { whole: true, args: 'all' };

/** In the order of the messages. Nothing is searched where the message is, by its digest, what was judged. */
export function gapsOf(submission: Submission, { messages, judged }: Reading, { message_digest }: VerdictRecord): MessageGaps[] {
  const { tool } = submission;
  // What is told of a tool says which groups it is in, and no digest covers it.
  if (tool && isMarked(JSON.stringify(tool))) return messages.map(() => WHOLE);
  // Of the requests of a batch only the first is told.
  if (judged === 'response') return messages.map((message) => (messages.length > 1 ? WHOLE : gapsOfAnswer(message)));
  if (sha256Hex(canonicalJson(submission.request ?? null)) === message_digest) return messages.map(() => NONE);
  const marks = messages.map(({ message }) => marksIn(message));
  const is_explained = marks.some(({ length }) => length > 0);
  return messages.map((message, i) => (is_explained ? gapsOfRequest(message, marks[i]!) : WHOLE));
}

function gapsOfAnswer({ method }: MessageReading): MessageGaps {
  if (method === null) return NONE;
  const [subject] = SUBJECTS.get(method) ?? [];
  return subject && subject !== 'Tool' ? WHOLE : ALL;
}

/** Members of `params` that say what is asked for. */
const NAMES: ReadonlySet<string | undefined> = new Set(['name', 'uri', 'ref', 'taskId', undefined]);

function gapsOfRequest({ method }: MessageReading, marks: readonly Mark[]): MessageGaps {
  const args: string[][] = [];
  const is_call = method === 'tools/call' || method === 'prompts/get';
  for (const { path, is_name } of marks) {
    const [member, name, ...below] = path;
    if (member === 'method' || (member !== 'params' && is_name)) return WHOLE;
    if (member !== 'params') continue;
    if (NAMES.has(name) || (is_name && path.length === 2)) return WHOLE;
    if (is_call && name !== 'arguments') continue;
    if (is_name) return ALL;
    args.push(is_call ? below : [name!, ...below]);
  }
  return args.length ? { whole: false, args } : NONE;
}

/** Whether what a pointer leads to (`*` is any member) is, lies in, or holds something that is not known. */
export function isGap({ args }: MessageGaps, pointer: readonly string[]): boolean {
  if (typeof args === 'string') return args === 'all';
  return args.some((gap) => gap.every((token, i) => i >= pointer.length || pointer[i] === '*' || pointer[i] === token));
}

/** What counters and history are told of a message. Plain data: it crosses threads. */
import { canonicalJson } from '../canonical.ts';
import { isObject } from '../mcp/check.ts';
import type { MessageReading } from '../mcp/message.ts';
import type { JsonObject, Submission } from '../submission.ts';
import type { CedarRequest, Members } from './cedar/environment.ts';
import { qualified, serverOf } from './cedar/names.ts';
import { valuesAt } from './checks.ts';
import type { HistoryRequirement } from './document.ts';
import type { FactNeeds } from './facts.ts';
import type { Scalar } from './history.ts';
import { UNITS_PER_ONE } from './units.ts';

export type Told = {
  /** Method, tool, `server/tool`, as far as there are any; the last says most. */
  names: string[];
  /** As compact JSON in UTF-8; null where no policy counts them. */
  bytes: number | null;
  /**
   * The JSON-RPC id by which a call and its answer are known for one another: of an answer that of the request beside it. Null where there is
   * none; absent where no policy counts calls in flight, and where no answer is due.
   */
  answer_id?: string | number | null;
  /** Scalars of a result by `output./pointer`, as far as policies name them; null where nothing was completed. */
  outputs: { [pointer: string]: Scalar } | null;
};

type Needing = { needs: FactNeeds };
const OUTPUT = 'output.';
const INPUT = 'input.';

/** What any of the policies wants to be told, found once for each list of them. */
type Wanted = { bytes: boolean; answers: boolean; outputs: readonly string[] };
const wanted_of = new WeakMap<readonly Needing[], Wanted>();
function wantedBy(policies: readonly Needing[]): Wanted {
  const known = wanted_of.get(policies);
  if (known) return known;
  const pointers = new Set(policies.flatMap(({ needs }) => needs.history.flatMap(pointersOf)));
  const found = {
    bytes: policies.some(({ needs }) => needs.counters.some(({ measure }) => measure === 'bytes')),
    answers: policies.some(({ needs }) => needs.counters.some(({ measure }) => measure === 'concurrency')),
    outputs: [...pointers].filter((pointer) => pointer.startsWith(OUTPUT)),
  };
  wanted_of.set(policies, found);
  return found;
}

/** @param sides lists of policies: what any of them wants */
export function toldOf(submission: Submission, message: MessageReading, sides: readonly (readonly Needing[])[]): Told {
  const { method, tool } = message;
  const wanted = sides.map(wantedBy);
  const bytes = wanted.some((one) => one.bytes);
  const outputs = new Set(wanted.flatMap((one) => one.outputs));
  const is_answered = wanted.some((one) => one.answers) && !isNotice(message);
  const names = [method, tool, tool === null ? null : qualified(serverOf(submission), tool)];
  return {
    names: [...new Set(names.filter((name) => name !== null))],
    bytes: bytes ? bytesOf(submission, message) : null,
    ...(is_answered && { answer_id: answerIdOf(submission, message) }),
    outputs: outputsOf(message, outputs),
  };
}

/** Nobody answers it; any other message without an id may be taken for a call by its server. */
const isNotice = ({ kind, method }: MessageReading): boolean => kind === 'notification' && method?.startsWith('notifications/') === true;

/** An answer that stands beside another request is none to it. */
function answerIdOf({ request }: Submission, { direction, id }: MessageReading): string | number | null {
  if (direction === 'request' || id === null) return id;
  const is_asked = [request].flat().some((one) => isObject(one) && one.id === id);
  return is_asked ? id : null;
}

function bytesOf({ faults }: Submission, { message }: MessageReading): number {
  // Without a fault nothing nests deeper than the call stack bears.
  return new TextEncoder().encode(faults.length ? canonicalJson(message) : JSON.stringify(message)).length;
}

/** Of a tool that reports an error nothing is completed. The output is the structured content of a result, else the result itself. */
function outputsOf({ direction, result }: MessageReading, pointers: ReadonlySet<string>): Told['outputs'] {
  if (direction !== 'response' || result === null || result.isError === true) return null;
  const output: JsonObject = isObject(result.structuredContent) ? result.structuredContent : result;
  const outputs: { [pointer: string]: Scalar } = {};
  for (const pointer of pointers) {
    const [value, more] = valuesAt(output, pointer.slice(OUTPUT.length)) ?? [];
    if (more === undefined && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
      outputs[pointer] = value;
  }
  return outputs;
}

const pointersOf = ({ formerly, count_within, count_distinct_within, sum_within }: HistoryRequirement): string[] =>
  [formerly, count_within, count_distinct_within, sum_within].flatMap((one) => [
    ...Object.keys(one?.match ?? {}),
    ...(one && 'of' in one && typeof one.of === 'string' ? [one.of] : []),
  ]);

/** Tags of the arguments that Cedar is told of; null where they go beyond its limits. */
function tagsOf({ context, entities }: CedarRequest, name: 'args' | 'decimals'): Members | null {
  const bearer = context.of[name];
  if (typeof bearer !== 'object' || Array.isArray(bearer) || bearer.kind !== 'entity') return null;
  return entities[bearer.key]?.tags ?? null;
}

/** Ten-thousandths; null where there is no such number, or one that four digits behind the point cannot tell. */
function unitsIn(tags: Members | null, tag: string): number | null {
  const decimal = tags?.[tag];
  if (typeof decimal !== 'object' || Array.isArray(decimal) || decimal.kind !== 'decimal') return null;
  return typeof decimal.value === 'number' ? decimal.value : null;
}

/** @param pointer `/pointer` into the arguments, or `input./pointer` */
export function inputAt(request: CedarRequest, pointer: string): Scalar | undefined {
  const tag = (pointer.startsWith(INPUT) ? pointer.slice(INPUT.length) : pointer).slice(1);
  const text = tagsOf(request, 'args')?.[tag];
  if (typeof text !== 'string') return undefined;
  const units = unitsIn(tagsOf(request, 'decimals'), tag);
  return units === null ? text : units / UNITS_PER_ONE;
}

export const valueAt = ({ request, outputs }: { request: CedarRequest; outputs: Told['outputs'] }, pointer: string): Scalar | undefined =>
  pointer.startsWith(OUTPUT) ? outputs?.[pointer] : inputAt(request, pointer);

/** Tags that a pointer leads to: itself, or with `*` as many as there are. */
function tagsAt(tags: Members, pointer: string): string[] {
  const wanted = pointer.slice(1).split('/');
  if (!wanted.includes('*')) return Object.hasOwn(tags, pointer.slice(1)) ? [pointer.slice(1)] : [];
  return Object.keys(tags).filter((tag) => {
    const parts = tag.split('/');
    return parts.length === wanted.length && wanted.every((part, i) => part === '*' || part === parts[i]);
  });
}

/** Values as text; null when there is none, or one is no scalar. */
export function textsAt(request: CedarRequest, pointer: string): string[] | null {
  const tags = tagsOf(request, 'args');
  const found = tags ? tagsAt(tags, pointer) : [];
  return found.length ? [...new Set(found.map((tag) => String(tags?.[tag])))] : null;
}

/** The sum of what is there; null when there is nothing, or what is no number, or one below zero. */
export function sumAt(request: CedarRequest, pointer: string): number | null {
  const found = tagsAt(tagsOf(request, 'args') ?? {}, pointer);
  const units = found.map((tag) => unitsIn(tagsOf(request, 'decimals'), tag));
  if (!units.length || units.some((one) => one === null || one < 0)) return null;
  const sum = units.reduce<number>((all, one) => all + (one ?? 0), 0);
  return Number.isSafeInteger(sum) ? sum : null;
}

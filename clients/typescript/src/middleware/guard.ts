/** What stands between the two sides of an MCP connection, whatever carries their messages. */
import type { Countersign } from '../client.ts';
import { fail, type Enforcement, type Message } from '../enforce.ts';
import { CountersignError } from '../errors.ts';
import { isObject } from '../exchange.ts';
import type { ValidateRequest } from '../generated/types.ts';
import { Recent } from './recent.ts';
import { JUDGING_CHARS_MAX, Room, WAITING_CHARS_MAX } from './room.ts';

/** What judges: a client of the service, or whatever enforces as it does. */
export type Judge = Pick<Countersign, 'enforce'>;
export type { Message };
export type Context = NonNullable<ValidateRequest['context']>;

/** `near` is the side that runs in this process, or behind it. */
export type Side = 'near' | 'far';

/** What is known beside the message. */
export type About = {
  context: Context;
  /** The session or the connection in which an id is one request's; null where many share what is there. */
  line: string | null;
  /** Which server it is, where the guard stands before more than one. */
  server?: string;
  headers?: Record<string, string>;
  /** What has been asked in the same exchange: there an answer is looked for first. */
  asked?: unknown;
};

/** `onward` goes to the other side, `back` to the one that has sent; where both are null nobody gets anything. */
export type Passage = { onward: Message | null; back: Message | null };

type JsonObject = { [name: string]: unknown };

const ASKED_CHARS_MAX = 16_777_216;
const TOOLS_CHARS_MAX = 16_777_216;
const SESSIONS_MAX = 10_000;
/** As many as the service takes in one call, and the SDKs in one batch; each answer in one is a question to the service. */
const BATCH_MAX = 100;
const REFUSALS_CHARS_MAX = 1_048_576;
/** Nobody has it, so that who is asked for it answers with an error. */
const REFUSED_METHOD = 'countersign/refused';

const TOO_MUCH = `Beside ${JUDGING_CHARS_MAX} characters that are judged, ${WAITING_CHARS_MAX} wait already`;

export const isAnswer = (message: unknown): message is JsonObject =>
  isObject(message) && !('method' in message) && ('result' in message || 'error' in message);

export class Guard {
  readonly #judge: Judge;
  readonly #server: ValidateRequest['server'];
  readonly #asked = { near: new Recent<JsonObject>(ASKED_CHARS_MAX), far: new Recent<JsonObject>(ASKED_CHARS_MAX) };
  readonly #refused = new Recent<JsonObject>(REFUSALS_CHARS_MAX);
  readonly #tools = new Recent<JsonObject>(TOOLS_CHARS_MAX);
  readonly #versions = new Recent<string>(SESSIONS_MAX);
  readonly #room = new Room();

  constructor(judge: Judge, server?: ValidateRequest['server']) {
    this.#judge = judge;
    this.#server = server;
  }

  /**
   * Judges what `from` says. Never throws: what cannot be judged is refused.
   * `detour`: there is no way back to the near side but by the far one. Who is refused there still gets an error, because the far side is
   * asked for something that nobody has, and its answer is replaced.
   */
  async pass(from: Side, message: unknown, about: About, back: 'back' | 'detour' = 'back'): Promise<Passage> {
    const passage = await this.#pass(from, message, about);
    if (back === 'back' || !passage.back) return passage;
    const detours = listOf(passage.back).map((refusal) => this.#detour(refusal as JsonObject, about));
    const onward = Array.isArray(message) ? [...listOf(passage.onward), ...detours] : (detours[0] ?? null);
    return { onward, back: null };
  }

  async #pass(from: Side, message: unknown, about: About): Promise<Passage> {
    if (Array.isArray(message)) return this.#passBatch(from, message, about);
    if (!isObject(message)) return { onward: null, back: null };
    if (isAnswer(message)) return { onward: await this.#answer(from, message, about), back: null };
    const { action, message: allowed, reply } = await this.#enforce(otherOf(from), { request: message }, about);
    if (action !== 'forward') return { onward: null, back: reply };
    this.remember(from, allowed, about);
    return { onward: allowed, back: null };
  }

  #detour(refusal: JsonObject, about: About): JsonObject {
    const place = placeOf(refusal['id'], about);
    if (place) this.#refused.set(...place, refusal, JSON.stringify(refusal).length);
    return { jsonrpc: '2.0', id: refusal['id'], method: REFUSED_METHOD };
  }

  /** An answer is looked for in the session as well: it may come by another way than its request did. */
  remember(from: Side, message: unknown, about: About): void {
    for (const one of listOf(message)) {
      const place = isObject(one) && 'method' in one ? placeOf(one['id'], about) : null;
      if (!place) continue;
      this.#asked[from].set(...place, one as JsonObject, JSON.stringify(one).length);
      if (from === 'near') this.#refused.delete(...place);
    }
  }

  /** A batch (2025-03-26) passes or fails whole, but answers are each judged beside their own request. */
  async #passBatch(from: Side, batch: unknown[], about: About): Promise<Passage> {
    if (batch.length > BATCH_MAX) return refusedBatch(batch, refused(batch).back);
    if (!batch.length || !batch.every(isAnswer)) {
      const { action, message, reply } = await this.#enforce(otherOf(from), { request: batch }, about);
      if (action !== 'forward') return refusedBatch(batch, reply);
      this.remember(from, message, about);
      batch = message as unknown[];
    }
    const parts = await Promise.all(batch.map((one) => (isAnswer(one) ? this.#answer(from, one, about) : (one as Message))));
    const onward = parts.filter((part) => part !== null);
    return { onward: onward.length ? onward : null, back: null };
  }

  /** Who waits for an answer gets one: a refusal goes the way of the answer. */
  async #answer(from: Side, response: JsonObject, about: About): Promise<Message | null> {
    const place = placeOf(response['id'], about);
    const refusal = from === 'far' && place ? this.#refused.get(...place) : undefined;
    if (refusal) return refusal;
    const request = this.#requestOf(from, response, about);
    const { action, message, reply } = await this.#enforce(from, { ...(request && { request }), response }, about);
    if (action !== 'forward') return reply;
    if (request) this.#learn(from, request, message, about);
    return message;
  }

  #requestOf(from: Side, { id }: JsonObject, about: About): JsonObject | undefined {
    for (const one_id of readingsOf(id)) {
      const own = listOf(about.asked).find((one) => isObject(one) && 'method' in one && one['id'] === one_id);
      const place = placeOf(one_id, about);
      const request = (own as JsonObject | undefined) ?? (place ? this.#asked[otherOf(from)].get(...place) : undefined);
      if (request) return request;
    }
    return undefined;
  }

  #learn(from: Side, request: JsonObject, response: Message, about: About): void {
    const { line } = about;
    const result = isObject(response) ? response['result'] : undefined;
    if (!isObject(result)) return;
    const version = result['protocolVersion'];
    if (request['method'] === 'initialize' && typeof version === 'string' && line !== null)
      this.#versions.set(line, '', version.slice(0, 256));
    if (request['method'] !== 'tools/list' || !Array.isArray(result['tools'])) return;
    for (const tool of result['tools'] as unknown[])
      if (isObject(tool) && typeof tool['name'] === 'string')
        for (const owner of ownersOf(from, about)) this.#tools.set(owner, tool['name'], tool, JSON.stringify(tool).length);
  }

  /** The session or the connection is over: what was remembered of it is forgotten. What its server is known for stays. */
  release(line: string): void {
    for (const all of [this.#asked.near, this.#asked.far, this.#refused, this.#versions]) all.release(line);
    this.#tools.release(lineOwner(line));
  }

  /** `server` is the side of who is asked. */
  async #enforce(server: Side, said: Pick<ValidateRequest, 'request' | 'response'>, about: About): Promise<Enforcement> {
    const { context, line } = about;
    // They say what the far side has posted; what the near one says by itself is something else.
    const headers = server === 'far' && said.response === undefined ? undefined : about.headers;
    const version = line === null ? undefined : this.#versions.get(line, '');
    const tool = this.#toolOf(server, said.request, about);
    const call: ValidateRequest = {
      ...said,
      ...(tool && { tool }),
      ...(this.#server && { server: this.#server }),
      ...(headers && { headers }),
      context: { ...context, ...(version !== undefined && { protocol_version: version }) },
    };
    try {
      const judged = await this.#room.within(JSON.stringify(said).length, () => this.#judge.enforce(call));
      return judged ?? fail(call, new CountersignError('response_invalid', TOO_MUCH), 'closed');
    } catch (error) {
      return fail(call, new CountersignError('response_invalid', 'The message cannot be judged', error), 'closed');
    }
  }

  #toolOf(server: Side, request: unknown, about: About): JsonObject | undefined {
    if (!isObject(request) || request['method'] !== 'tools/call' || !isObject(request['params'])) return undefined;
    const name = request['params']['name'];
    if (typeof name !== 'string') return undefined;
    for (const owner of ownersOf(server, about)) {
      const tool = this.#tools.get(owner, name);
      if (tool) return tool;
    }
    return undefined;
  }
}

/** Without a question to the service. */
export function refused(message: unknown, cause?: unknown): Passage {
  const said = isAnswer(message) ? { response: message } : { request: message as JsonObject };
  const { reply } = fail(said, new CountersignError('response_invalid', 'The message cannot be judged', cause), 'closed');
  return isAnswer(message) ? { onward: reply, back: null } : { onward: null, back: reply };
}

/** Who waits for an answer that was in it gets the refusal of that. */
function refusedBatch(batch: unknown[], reply: Message | null): Passage {
  const answers = batch.filter(isAnswer);
  const answered = new Set(answers.map(({ id }) => id));
  const onward = answers.flatMap((answer) => refused(answer).onward ?? []);
  const back = listOf(reply).filter((one) => isObject(one) && !answered.has(one['id']));
  return { onward: onward.length ? onward : null, back: back.length ? back : null };
}

const listOf = (given: unknown): unknown[] =>
  Array.isArray(given) ? (given as unknown[]) : given === null || given === undefined ? [] : [given];

/** The SDKs take an answer to `"1"`, `"1.0"` and `" 1"` for one to `1`: judged beside that request it is refused, alone it might pass. */
function readingsOf(id: unknown): unknown[] {
  if (typeof id !== 'string') return id === undefined ? [] : [id];
  return Number.isNaN(Number(id)) ? [id] : [id, Number(id)];
}

/** Whose request it is and which; `1` and `"1"` are two. Null where that cannot be told. */
function placeOf(id: unknown, { line }: About): readonly [line: string, id: string] | null {
  return line !== null && (typeof id === 'string' || typeof id === 'number') ? [line, JSON.stringify(id)] : null;
}

const otherOf = (side: Side): Side => (side === 'near' ? 'far' : 'near');

const lineOwner = (line: string): string => `line ${line}`;

/**
 * For whom a definition holds: two servers may have tools of one name. A session goes by what it was told itself; one that has not
 * asked, by what its server has told others, for else leaving out the question would be a way not to be judged by it. On the far side
 * is whatever server a client is connected to.
 */
const ownersOf = (server: Side, about: About): string[] => [
  ...(about.line === null ? [] : [lineOwner(about.line)]),
  ...(server === 'near' ? [`server ${about.server ?? ''}`] : []),
];

/** What stands between the two sides of an MCP connection, whatever carries their messages. */
import type { Countersign } from '../client.ts';
import { fail, type Enforcement, type Message } from '../enforce.ts';
import { CountersignError } from '../errors.ts';
import { isObject } from '../exchange.ts';
import type { ValidateRequest } from '../generated/types.ts';
import { Recent } from './recent.ts';

/** What judges: a client of the service, or whatever enforces as it does. */
export type Judge = Pick<Countersign, 'enforce'>;
export type Context = NonNullable<ValidateRequest['context']>;

/** `near` is the side that runs in this process, or behind it. */
export type Side = 'near' | 'far';

/** What is known beside the message. */
export type About = {
  context: Context;
  /** The session or the connection in which an id is one request's; null where many share what is there. */
  line: string | null;
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

export const isAnswer = (message: unknown): message is JsonObject =>
  isObject(message) && !('method' in message) && ('result' in message || 'error' in message);

export class Guard {
  readonly #judge: Judge;
  readonly #server: ValidateRequest['server'];
  readonly #asked = { near: new Recent<JsonObject>(ASKED_CHARS_MAX), far: new Recent<JsonObject>(ASKED_CHARS_MAX) };
  readonly #tools = new Recent<JsonObject>(TOOLS_CHARS_MAX);
  readonly #versions = new Recent<string>(SESSIONS_MAX);

  constructor(judge: Judge, server?: ValidateRequest['server']) {
    this.#judge = judge;
    this.#server = server;
  }

  /** Judges what `from` says. Never throws: what cannot be judged is refused. */
  async pass(from: Side, message: unknown, about: About): Promise<Passage> {
    if (Array.isArray(message)) return this.#passBatch(from, message, about);
    if (!isObject(message)) return { onward: null, back: null };
    if (isAnswer(message)) return { onward: await this.#answer(from, message, about), back: null };
    const { action, message: allowed, reply } = await this.#enforce({ request: message }, about);
    if (action !== 'forward') return { onward: null, back: reply };
    this.remember(from, allowed, about);
    return { onward: allowed, back: null };
  }

  /** An answer is looked for in the session as well: it may come by another way than its request did. */
  remember(from: Side, message: unknown, about: About): void {
    for (const one of Array.isArray(message) ? (message as unknown[]) : [message]) {
      const key = isObject(one) && 'method' in one ? keyOf(one['id'], about) : null;
      if (key !== null) this.#asked[from].set(key, one as JsonObject, JSON.stringify(one).length);
    }
  }

  /** A batch (2025-03-26) passes or fails whole, but answers are each judged beside their own request. */
  async #passBatch(from: Side, batch: unknown[], about: About): Promise<Passage> {
    if (!batch.length || !batch.every(isAnswer)) {
      const { action, message, reply } = await this.#enforce({ request: batch }, about);
      if (action !== 'forward') return { onward: null, back: reply };
      this.remember(from, message, about);
      batch = message as unknown[];
    }
    const parts = await Promise.all(batch.map((one) => (isAnswer(one) ? this.#answer(from, one, about) : (one as Message))));
    const onward = parts.filter((part) => part !== null);
    return { onward: onward.length ? onward : null, back: null };
  }

  /** Who waits for an answer gets one: a refusal goes the way of the answer. */
  async #answer(from: Side, response: JsonObject, about: About): Promise<Message | null> {
    const request = this.#requestOf(from, response, about);
    const { action, message, reply } = await this.#enforce({ ...(request && { request }), response }, about);
    if (action !== 'forward') return reply;
    if (request) this.#learn(request, message, about);
    return message;
  }

  #requestOf(from: Side, { id }: JsonObject, about: About): JsonObject | undefined {
    const asked: unknown[] = Array.isArray(about.asked) ? about.asked : [about.asked];
    const own = asked.find((one) => isObject(one) && 'method' in one && id !== undefined && one['id'] === id);
    const key = keyOf(id, about);
    return (own as JsonObject | undefined) ?? (key === null ? undefined : this.#asked[from === 'near' ? 'far' : 'near'].get(key));
  }

  #learn(request: JsonObject, response: Message, { line }: About): void {
    const result = isObject(response) ? response['result'] : undefined;
    if (!isObject(result)) return;
    const version = result['protocolVersion'];
    if (request['method'] === 'initialize' && typeof version === 'string' && line !== null) this.#versions.set(line, version.slice(0, 256));
    if (request['method'] !== 'tools/list' || !Array.isArray(result['tools'])) return;
    for (const tool of result['tools'] as unknown[])
      if (isObject(tool) && typeof tool['name'] === 'string') this.#tools.set(tool['name'], tool, JSON.stringify(tool).length);
  }

  async #enforce(said: Pick<ValidateRequest, 'request' | 'response'>, { context, headers, line }: About): Promise<Enforcement> {
    const version = line === null ? undefined : this.#versions.get(line);
    const tool = this.#toolOf(said.request);
    const call: ValidateRequest = {
      ...said,
      ...(tool && { tool }),
      ...(this.#server && { server: this.#server }),
      ...(headers && { headers }),
      context: { ...context, ...(version !== undefined && { protocol_version: version }) },
    };
    return this.#judge
      .enforce(call)
      .catch((error: unknown) => fail(call, new CountersignError('response_invalid', 'The message cannot be judged', error), 'closed'));
  }

  #toolOf(request: unknown): JsonObject | undefined {
    if (!isObject(request) || request['method'] !== 'tools/call' || !isObject(request['params'])) return undefined;
    const name = request['params']['name'];
    return typeof name === 'string' ? this.#tools.get(name) : undefined;
  }
}

/** Without a question to the service. */
export function refused(message: unknown, cause?: unknown): Passage {
  const said = isAnswer(message) ? { response: message } : { request: message as JsonObject };
  const { reply } = fail(said, new CountersignError('response_invalid', 'The message cannot be judged', cause), 'closed');
  return isAnswer(message) ? { onward: reply, back: null } : { onward: null, back: reply };
}

/** `1` and `"1"` are two. */
function keyOf(id: unknown, { line }: About): string | null {
  return line !== null && (typeof id === 'string' || typeof id === 'number') ? JSON.stringify([line, id]) : null;
}

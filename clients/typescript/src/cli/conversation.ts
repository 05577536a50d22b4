/** What has to be known of one MCP conversation to judge its messages: who waits for what, and what the tools are. */
import { isObject } from '../exchange.ts';
import type { ValidateRequest } from '../generated/types.ts';
import { Recent } from '../middleware/recent.ts';

export type Side = 'client' | 'server';
export type Json = { [name: string]: unknown };

/** More are not waited for at once: the first to be asked is refused room, not the last that was promised. */
const WAITING_MAX = 1_000;
/** Of each side: who never answers is not to fill our memory with what he was asked. */
const WAITING_CHARS_MAX = 16_777_216;
const TOOLS_CHARS_MAX = 16_777_216;

export type Kind = 'request' | 'notification' | 'response';

export const kindOf = (message: Json): Kind => (!('method' in message) ? 'response' : 'id' in message ? 'request' : 'notification');

/** `1` and `"1"` are two ids. */
const keyOf = (id: unknown): string => `${typeof id}:${String(id)}`;

export class Conversation {
  readonly #context: NonNullable<ValidateRequest['context']>;
  readonly #server: NonNullable<ValidateRequest['server']>;
  /** Of requests, by the side that sent them. */
  readonly #waiting: Record<Side, Waiting> = { client: new Waiting(), server: new Waiting() };
  readonly #tools = new Recent<Json>(TOOLS_CHARS_MAX);
  #revision: string | undefined;

  constructor({ context, server }: { context: NonNullable<ValidateRequest['context']>; server: NonNullable<ValidateRequest['server']> }) {
    this.#context = context;
    this.#server = server;
  }

  /** Whether there is room for a request of so many characters, and its id is not that of one whose answer is still to come. */
  canAsk(side: Side, request: Json, chars: number): boolean {
    return this.#waiting[side].hasRoom(keyOf(request['id']), chars);
  }

  ask(side: Side, request: Json, chars: number): void {
    this.#waiting[side].add(keyOf(request['id']), request, chars);
  }

  /** The request that `response`, sent by `side`, answers; each once. Undefined where nobody waits for it. */
  answered(side: Side, response: Json): Json | undefined {
    return this.#waiting[side === 'client' ? 'server' : 'client'].take(keyOf(response['id']));
  }

  /** Of a notification that was passed on: who cancels a request waits for its answer no longer. */
  cancel(side: Side, { method, params }: Json): void {
    if (method === 'notifications/cancelled' && isObject(params)) this.#waiting[side].take(keyOf(params['requestId']));
  }

  /** Nobody answers what was not passed on. */
  forget(side: Side, request: Json): void {
    this.#waiting[side].take(keyOf(request['id']));
  }

  callOf(message: Json, request: Json | undefined): ValidateRequest {
    const { method, params } = (request ?? message) as { method?: unknown; params?: unknown };
    const name = method === 'tools/call' && isObject(params) ? params['name'] : undefined;
    const tool = typeof name === 'string' ? this.#tools.get('', name) : undefined;
    const context = { ...this.#context, ...(this.#revision !== undefined && { protocol_version: this.#revision }) };
    return {
      ...(kindOf(message) === 'response' ? { ...(request && { request }), response: message } : { request: message }),
      ...(tool && { tool }),
      ...(Object.keys(this.#server).length > 0 && { server: this.#server }),
      context,
    };
  }

  /** Of an answer that was passed on, as it was passed on. */
  learn(request: Json, response: Json): void {
    const { result } = response;
    if (!isObject(result)) return;
    const { tools, protocolVersion } = result;
    if (request['method'] === 'initialize' && typeof protocolVersion === 'string' && /^\d{4}-\d\d-\d\d$/.test(protocolVersion))
      this.#revision = protocolVersion;
    if (request['method'] !== 'tools/list' || !Array.isArray(tools)) return;
    for (const tool of tools as unknown[])
      if (isObject(tool) && typeof tool['name'] === 'string') this.#tools.set('', tool['name'], tool, JSON.stringify(tool).length);
  }
}

/** What one side has asked and the other has not answered. */
class Waiting {
  readonly #requests = new Map<string, { request: Json; chars: number }>();
  #chars = 0;

  hasRoom(key: string, chars: number): boolean {
    return this.#requests.size < WAITING_MAX && this.#chars + chars <= WAITING_CHARS_MAX && !this.#requests.has(key);
  }

  add(key: string, request: Json, chars: number): void {
    this.#requests.set(key, { request, chars });
    this.#chars += chars;
  }

  take(key: string): Json | undefined {
    const found = this.#requests.get(key);
    if (!found) return undefined;
    this.#requests.delete(key);
    this.#chars -= found.chars;
    return found.request;
  }
}

/** What has to be known of one MCP conversation to judge its messages: who waits for what, and what the tools are. */
import { isObject } from '../exchange.ts';
import type { ValidateRequest } from '../generated/types.ts';

export type Side = 'client' | 'server';
export type Json = { [name: string]: unknown };

/** More are not waited for at once: the first to be asked is refused room, not the last that was promised. */
const WAITING_MAX = 1_000;
const TOOLS_MAX = 5_000;

export type Kind = 'request' | 'notification' | 'response';

export const kindOf = (message: Json): Kind => (!('method' in message) ? 'response' : 'id' in message ? 'request' : 'notification');

/** `1` and `"1"` are two ids. */
const keyOf = (id: unknown): string => `${typeof id}:${String(id)}`;

export class Conversation {
  readonly #context: NonNullable<ValidateRequest['context']>;
  readonly #server: NonNullable<ValidateRequest['server']>;
  /** Of requests, by the side that sent them. */
  readonly #waiting: Record<Side, Map<string, Json>> = { client: new Map(), server: new Map() };
  readonly #tools = new Map<string, Json>();
  #revision: string | undefined;

  constructor({ context, server }: { context: NonNullable<ValidateRequest['context']>; server: NonNullable<ValidateRequest['server']> }) {
    this.#context = context;
    this.#server = server;
  }

  /** Whether there is room for a request, and its id is not that of one whose answer is still to come. */
  canAsk(side: Side, request: Json): boolean {
    const waiting = this.#waiting[side];
    return waiting.size < WAITING_MAX && !waiting.has(keyOf(request['id']));
  }

  ask(side: Side, request: Json): void {
    this.#waiting[side].set(keyOf(request['id']), request);
  }

  /** The request that `response`, sent by `side`, answers; each once. Undefined where nobody waits for it. */
  answered(side: Side, response: Json): Json | undefined {
    const waiting = this.#waiting[side === 'client' ? 'server' : 'client'];
    const key = keyOf(response['id']);
    const request = waiting.get(key);
    waiting.delete(key);
    return request;
  }

  /** Of a notification that was passed on: who cancels a request waits for its answer no longer. */
  cancel(side: Side, { method, params }: Json): void {
    if (method === 'notifications/cancelled' && isObject(params)) this.#waiting[side].delete(keyOf(params['requestId']));
  }

  /** Nobody answers what was not passed on. */
  forget(side: Side, request: Json): void {
    this.#waiting[side].delete(keyOf(request['id']));
  }

  callOf(message: Json, request: Json | undefined): ValidateRequest {
    const { method, params } = (request ?? message) as { method?: unknown; params?: unknown };
    const name = method === 'tools/call' && isObject(params) ? params['name'] : undefined;
    const tool = typeof name === 'string' ? this.#tools.get(name) : undefined;
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
    for (const tool of tools)
      if (isObject(tool) && typeof tool['name'] === 'string' && (this.#tools.size < TOOLS_MAX || this.#tools.has(tool['name'])))
        this.#tools.set(tool['name'], tool);
  }
}

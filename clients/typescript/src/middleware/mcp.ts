/** For the official SDKs, `@modelcontextprotocol/sdk` (v1) and `@modelcontextprotocol/server` and `/client` (v2). */
import type { ValidateRequest } from '../generated/types.ts';
import { mcpHeaders } from './body.ts';
import { Guard, refused, type Context, type Judge, type Passage, type Side } from './guard.ts';

/** What a transport of either SDK has. */
export type Transport = {
  // The two SDKs have types of their own for these, which agree in nothing but their names.
  send(message: any, options?: any): Promise<void>;
  onmessage?: ((message: any, extra?: any) => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  sessionId?: string | undefined;
  onclose?: (() => void) | undefined;
};

export type TransportOptions = {
  /** Who acts; `session_id` is that of the transport, else one of the connection's own. */
  context?: Context | (() => Context);
  /** What is told about the MCP server. */
  server?: ValidateRequest['server'];
};

const WAITING_MAX = 1_000;

/** A server or a client of either SDK; what v1 and v2 call `McpServer` has the one that connects within. */
export type Party = { connect(transport: any, ...rest: any[]): Promise<void>; server?: { connect(transport: any): Promise<void> } };
type Capabilities = { tools?: object; prompts?: object; resources?: object };
/** What makes a server for each connection or each request, as `serveStdio` and `createMcpHandler` (v2) take it. */
export type Factory = (...about: any[]) => Party | Promise<Party>;

/**
 * The transport of a server or a client, with every message judged in both directions: what is asked, what is answered, what is told.
 * A refused request is answered to the side that asks, a refused answer is replaced by the refusal, the rest is dropped.
 *
 * ```ts
 * await server.connect(guard(new StdioServerTransport(), new Countersign()));
 * ```
 *
 * Everything else of the transport is there as it was. Messages keep their order; above 1,000 that wait for verdicts the transport
 * refuses what comes.
 *
 * Given a server or a client, the same one comes back, and guards whatever transport it is connected to; given what makes servers,
 * the same holds for all of them, and what one has learnt of the tools holds for the next. Servers of 2026-07-28 made so offer no
 * subscriptions: those are told past them. Guard what carries them instead, the endpoint or the `transport` of `serveStdio`.
 *
 * ```ts
 * serveStdio(guard(makeServer, new Countersign()));
 * ```
 */
export function guard<T extends Transport | Party | Factory>(target: T, countersign: Judge, options: TransportOptions = {}): T {
  const judge = new Guard(countersign, options.server);
  if (typeof target === 'function')
    return (async (...about: unknown[]) => {
      const party = await target(...about);
      if (isModern(about[0])) withoutSubscriptions(party);
      return guardedParty(party, judge, options.context);
    }) as unknown as T;
  if ('connect' in target) return guardedParty(target as T & Party, judge, options.context);
  return guardedTransport(target as T & Transport, judge, options.context);
}

/** Before 2026-07-28 what a server tells by itself goes over its transport, where it is judged. */
const isModern = (about: unknown): boolean => typeof about === 'object' && about !== null && 'era' in about && about.era !== 'legacy';

/**
 * `serveStdio` and `createMcpHandler` answer `subscriptions/listen` themselves, for what the server says that it can: we would see
 * neither the question nor, over HTTP, what is told. What a server does not offer is told to nobody.
 */
function withoutSubscriptions(party: Party): void {
  const asked = (party.server ?? party) as { getCapabilities?: () => Capabilities };
  const all = asked.getCapabilities?.bind(asked);
  if (!all) return;
  asked.getCapabilities = () => {
    const { tools, prompts, resources, ...rest } = all();
    return {
      ...rest,
      ...(tools && { tools: { ...tools, listChanged: false } }),
      ...(prompts && { prompts: { ...prompts, listChanged: false } }),
      ...(resources && { resources: { ...resources, listChanged: false, subscribe: false } }),
    };
  };
}

function guardedParty<P extends Party>(party: P, judge: Guard, context: TransportOptions['context']): P {
  const connecting: Party = party.server ?? party;
  const connect = connecting.connect.bind(connecting);
  connecting.connect = (transport: Transport, ...rest) => connect(guardedTransport(transport, judge, context), ...rest);
  return party;
}

function guardedTransport<T extends Transport>(transport: T, judge: Guard, context: TransportOptions['context']): T {
  const own = crypto.randomUUID();
  const contextOf = (): Context => {
    const session_id = transport.sessionId ?? (isHttp(transport) ? undefined : own);
    return {
      ...(session_id !== undefined && { session_id }),
      ...(typeof context === 'function' ? context() : context),
    };
  };
  /** Above the limit nothing is judged, and so nothing passes. */
  const judged = async (from: Side, message: unknown, isFull: boolean, headers?: Record<string, string>): Promise<Passage> => {
    try {
      return isFull ? refused(message) : await judge.pass(from, message, { line: own, context: contextOf(), ...(headers && { headers }) });
    } catch (error) {
      return refused(message, error);
    }
  };
  const releasing = (closed: Transport['onclose']) => (): void => {
    judge.release(own);
    closed?.();
  };
  transport.onclose = releasing(transport.onclose);
  const [incoming, outgoing] = [new Lane(), new Lane()];
  let listener: Transport['onmessage'];

  const send = async (message: unknown, sendOptions?: unknown): Promise<void> =>
    outgoing.add(
      (isFull) => judged('near', message, isFull),
      async ({ onward, back }) => {
        if (back) listener?.(back);
        if (onward) await transport.send(onward, sendOptions);
      },
    );
  const receive = (message: unknown, extra?: unknown): void => {
    incoming
      .add(
        (isFull) => judged('far', message, isFull, headersOf(extra)),
        async ({ onward, back }) => {
          if (onward) listener?.(onward, extra);
          if (back) await transport.send(back);
        },
      )
      .catch((error: unknown) => transport.onerror?.(error instanceof Error ? error : new Error(String(error))));
  };

  return new Proxy(transport, {
    get(target, name) {
      if (name === 'send') return send;
      if (name === 'onmessage') return listener;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' && !isCallback(name) ? (value.bind(target) as unknown) : value;
    },
    set(target, name, value) {
      if (name === 'onclose') return Reflect.set(target, name, releasing(value as Transport['onclose']), target);
      if (name !== 'onmessage') return Reflect.set(target, name, value, target);
      listener = value as Transport['onmessage'];
      target.onmessage = listener && receive;
      return true;
    },
  });
}

/** The SDKs read back what they have set, to call it before their own. */
const isCallback = (name: string | symbol): boolean => typeof name === 'string' && name.startsWith('on');

/** There a transport without a session serves many. */
const isHttp = (transport: object): boolean => ['handleRequest', 'handleMessage', 'terminateSession'].some((name) => name in transport);

function headersOf(extra: unknown): Record<string, string> {
  const { request, requestInfo } = (extra ?? {}) as { request?: Request; requestInfo?: { headers?: object } };
  const headers = request?.headers ?? requestInfo?.headers;
  return mcpHeaders(headers instanceof Headers ? headers : Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}

/** Messages are judged at once and delivered in their order; what a delivery waits for holds up no other. */
class Lane {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  async add(judge: (isFull: boolean) => Promise<Passage>, deliver: (passage: Passage) => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const judged = judge(this.#waiting >= WAITING_MAX);
    const started = this.#tail.then(() => judged).then((passage) => ({ done: deliver(passage) }));
    this.#tail = started.then(
      () => void (this.#waiting -= 1),
      () => void (this.#waiting -= 1),
    );
    const { done } = await started;
    return done;
  }
}

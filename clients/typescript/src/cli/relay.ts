/** Between a client and a server that talk lines of JSON: what one side sends is judged before the other side has it. */
import type { Enforcement, Message } from '../enforce.ts';
import { isObject } from '../exchange.ts';
import type { ValidateRequest } from '../generated/types.ts';
import { kindOf, type Conversation, type Json, type Side } from './conversation.ts';

export type Judge = (call: ValidateRequest) => Promise<Enforcement>;
export type Relay = {
  judge: Judge;
  conversation: Conversation;
  /** Resolves when there is room for more. */
  send(side: Side, message: Message): Promise<void>;
  /** What was not passed on, and why. */
  note(text: string): void;
};

/** Judged at once for each side: as many as a batch. More are not read until one is done. */
const AT_ONCE = 100;
const OTHER = { client: 'server', server: 'client' } as const;
/** Of JSON-RPC 2.0. */
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/**
 * Reads `lines` of `side` to their end. Messages go on in the order in which they came, though they are judged side by side. What goes
 * on is written anew from what was judged, never the bytes that came: two parsers may read those differently.
 */
export async function relayFrom(side: Side, lines: AsyncIterable<string>, relay: Relay): Promise<void> {
  let tail: Promise<void> = Promise.resolve();
  const open = new Set<Promise<void>>();
  for await (const line of lines) {
    const passed = take(side, line, relay);
    const before = tail;
    const turn = (async (): Promise<void> => {
      const pass = await passed;
      await before;
      await pass();
    })();
    tail = turn;
    open.add(turn);
    void turn.finally(() => open.delete(turn)).catch(() => {});
    if (open.size >= AT_ONCE) await Promise.race(open);
  }
  await tail;
}

type Pass = () => Promise<void>;

/** What is to be done with the line when its turn comes. */
async function take(side: Side, line: string, relay: Relay): Promise<Pass> {
  const refuse = (text: string, code?: number, id: unknown = null): Pass => {
    return async () => {
      relay.note(`not passed on from the ${side}: ${text}`);
      if (code !== undefined) await relay.send(side, { jsonrpc: '2.0', id, error: { code, message: `Refused: ${text}` } });
    };
  };
  const message = parse(line);
  if (message === undefined) return side === 'client' ? refuse('not JSON', PARSE_ERROR) : refuse('not JSON');
  if (!isObject(message)) return refuse('a batch, or no message at all', INVALID_REQUEST);
  const kind = kindOf(message);
  if (kind === 'response') return takeResponse(side, message, relay, refuse);
  if (kind === 'request') {
    const id = message['id'];
    if (typeof id !== 'string' && typeof id !== 'number') return refuse('an id that is no string and no number', INVALID_REQUEST);
    if (!relay.conversation.canAsk(side, message))
      return refuse('an id that is in use, or too many requests without an answer', INVALID_REQUEST, id);
    relay.conversation.ask(side, message);
  }
  const { action, message: after, reply } = await relay.judge(relay.conversation.callOf(message, undefined));
  if (action !== 'forward' && kind === 'request') relay.conversation.forget(side, message);
  return async () => {
    if (action === 'forward') await relay.send(OTHER[side], after);
    else if (action === 'reply') await relay.send(side, reply);
  };
}

/** A refusal takes the place of the answer: whoever asked still waits for one. */
async function takeResponse(side: Side, message: Json, relay: Relay, refuse: (text: string) => Pass): Promise<Pass> {
  const request = relay.conversation.answered(side, message);
  if (!request) return refuse('an answer that nobody waits for');
  const { action, message: after, reply } = await relay.judge(relay.conversation.callOf(message, request));
  return async () => {
    if (action === 'forward' && isObject(after)) {
      relay.conversation.learn(request, after);
      await relay.send(OTHER[side], after);
    } else if (reply) await relay.send(OTHER[side], reply);
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

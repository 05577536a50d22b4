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

/**
 * Judged at once for each side: as many as a batch, and no more text than this and one line. More is not read until one is done. With
 * more, whoever floods us would make the service slow, and with `--fail-mode open` what he says next would pass unjudged.
 */
const AT_ONCE = 100;
const CHARS_AT_ONCE = 1_048_576;
const OTHER = { client: 'server', server: 'client' } as const;
/** Of JSON-RPC 2.0. */
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const INTERNAL_ERROR = -32_603;

/**
 * Reads `lines` of `side` to their end. Messages go on in the order in which they came, though they are judged side by side. What goes
 * on is written anew from what was judged, never the bytes that came: two parsers may read those differently.
 */
export async function relayFrom(side: Side, lines: AsyncIterable<string>, relay: Relay): Promise<void> {
  let tail: Promise<void> = Promise.resolve();
  const open = new Set<Promise<void>>();
  let chars = 0;
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
    chars += line.length;
    const done = (): void => {
      open.delete(turn);
      chars -= line.length;
    };
    turn.then(done, done);
    while (open.size >= AT_ONCE || chars > CHARS_AT_ONCE) await Promise.race(open);
  }
  await tail;
}

type Pass = () => Promise<void>;
type Refuse = (text: string, code?: number, id?: unknown) => Pass;

/** What is to be done with the line when its turn comes. */
async function take(side: Side, line: string, relay: Relay): Promise<Pass> {
  const refuse: Refuse = (text, code, id = null) => {
    return async () => {
      relay.note(`not passed on from the ${side}: ${text}`);
      // A server is not told of what has no id: two that answer each other's errors would never end.
      if (code !== undefined && (side === 'client' || id !== null))
        await relay.send(side, { jsonrpc: '2.0', id, error: { code, message: `Refused: ${text}` } });
    };
  };
  const message = parse(line);
  if (message === undefined) return refuse('not JSON', PARSE_ERROR);
  if (!isObject(message)) return refuse('a batch, or no message at all', INVALID_REQUEST);
  const kind = kindOf(message);
  if (losesDigits(line)) return refuseNumber(side, message, relay, refuse);
  if (kind === 'response') return takeResponse(side, message, relay, refuse);
  if (kind === 'request') {
    const id = message['id'];
    if (typeof id !== 'string' && typeof id !== 'number') return refuse('an id that is no string and no number', INVALID_REQUEST);
    if (!relay.conversation.canAsk(side, message, line.length))
      return refuse('an id that is in use, or too many requests without an answer', INVALID_REQUEST, id);
    relay.conversation.ask(side, message, line.length);
  }
  const { action, message: after, reply } = await relay.judge(relay.conversation.callOf(message, undefined));
  if (action !== 'forward' && kind === 'request') relay.conversation.forget(side, message);
  return async () => {
    if (action === 'forward') {
      if (kind === 'notification') relay.conversation.cancel(side, message);
      await relay.send(OTHER[side], after);
    } else if (action === 'reply') await relay.send(side, reply);
  };
}

/** A refusal takes the place of the answer: whoever asked still waits for one. */
async function takeResponse(side: Side, message: Json, relay: Relay, refuse: Refuse): Promise<Pass> {
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

/**
 * What cannot be written anew as it was (above 2^53, above 1e308) would be another number after us: another order, another id. Whoever
 * waits is told so.
 */
function refuseNumber(side: Side, message: Json, relay: Relay, refuse: Refuse): Pass {
  const text = 'a number that JavaScript cannot hold';
  if (kindOf(message) !== 'response') {
    const { id } = message;
    const is_known = typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));
    return refuse(text, kindOf(message) === 'request' ? INVALID_REQUEST : undefined, is_known ? id : null);
  }
  const request = relay.conversation.answered(side, message);
  if (!request) return refuse('an answer that nobody waits for');
  return async () => {
    await refuse(text)();
    await relay.send(OTHER[side], { jsonrpc: '2.0', id: request['id'], error: { code: INTERNAL_ERROR, message: `Refused: ${text}` } });
  };
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** Of JSON. Fractions are rounded by every parser. */
function losesDigits(json: string): boolean {
  if (!/\d{16}|\d[eE]/.test(json)) return false;
  for (const [token] of json.matchAll(STRING_OR_NUMBER)) {
    if (token.startsWith('"')) continue;
    const number = Number(token);
    if (/^-?\d+$/.test(token) ? !Number.isSafeInteger(number) : !Number.isFinite(number)) return true;
  }
  return false;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

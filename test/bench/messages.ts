/** What the benchmark sends: rows of the development corpus where it is present, else the regression set of this repository. */
import { readFileSync } from 'node:fs';
import type { CallContext, JsonObject } from '#core/submission.ts';
import { has_corpus, readRows, type Row } from '../support/corpus.ts';
import { seeded } from './random.ts';

export type Envelope = { request?: unknown; response?: unknown; tool?: JsonObject; context?: CallContext };
export type Supply = { origin: 'corpus' | 'built-in'; ordinary: Envelope[]; attacks: Envelope[] };

const BUILT_IN = new URL('../corpus/', import.meta.url);
/** Text of one message, in characters. */
const CHARS = { min: 480, max: 4_000 };
const FILES_SEED = 7;
/** One in so many messages is an attack. */
export const ATTACK_EVERY = 33;

export function readSupply(): Supply {
  const rows = has_corpus ? readRows().filter(isOfSize) : [];
  const [ordinary, attacks] = ['benign', 'malicious'].map((label) => rows.filter((r) => r.label === label).map(envelopeOf));
  if (ordinary?.length && attacks?.length) return { origin: 'corpus', ordinary: shuffled(ordinary), attacks: shuffled(attacks) };
  return { origin: 'built-in', ordinary: shuffled(builtIn('benign')), attacks: shuffled(builtIn('attacks')) };
}

const isOfSize = (row: Row): boolean => {
  const { length } = JSON.stringify(row);
  return length > CHARS.min && length < CHARS.max;
};

function envelopeOf({ direction, message, request, context }: Row): Envelope {
  const purpose = context?.tool_purpose;
  const tool = purpose === undefined ? {} : { tool: { description: purpose } };
  if (direction === 'request') return { request: message, ...tool };
  return { ...(request !== undefined && { request }), response: message, ...tool };
}

type Short = { call?: string; args?: JsonObject; about?: string; props?: JsonObject; result?: string; of?: string } & Envelope;

const called = (name: string, args: JsonObject): JsonObject => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

/** The short forms of `test/corpus`, brought to the size of traffic by results of several parts. */
function builtIn(file: string): Envelope[] {
  const shorts = JSON.parse(readFileSync(new URL(`${file}.json`, BUILT_IN), 'utf8')) as Short[];
  const texts = shorts.flatMap(({ result }) => (result === undefined ? [] : [result]));
  return shorts.flatMap((short, index): Envelope[] => {
    const { call, args, about, props, result, of, request, response, tool } = short;
    if (result !== undefined) {
      const content = [0, 1, 2].map((part) => ({ type: 'text', text: part ? texts[(index + part) % texts.length] : result }));
      return [{ request: called(of ?? 'fetch', {}), response: { jsonrpc: '2.0', id: 1, result: { content } } }];
    }
    if (call === undefined) return request === undefined && response === undefined ? [] : [present({ request, response, tool })];
    const schema = { type: 'object', properties: props ?? {} };
    return [{ request: called(call, args ?? {}), tool: { name: call, description: about ?? `Runs ${call}`, inputSchema: schema } }];
  });
}

const present = (envelope: Record<string, unknown>): Envelope =>
  Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));

function shuffled<T>(items: T[]): T[] {
  const random = seeded(FILES_SEED);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Callers of a tenant. */
const USERS = 40;
const AGENT = 'acme-assistant/3.4.1 (desktop; mcp-client 1.9.0)';

/** An endless mix of messages, each by some caller: the same one for the same seed. */
export function mixture({ ordinary, attacks }: Supply, seed: number): () => Envelope {
  const random = seeded(seed);
  let turn = Math.floor(random() * ordinary.length);
  const pick = (list: readonly Envelope[]): Envelope => list[turn % list.length]!;
  return () => {
    turn++;
    const user = Math.floor(random() * USERS);
    const context: CallContext = {
      user_id: `user-${user}@acme.example`,
      session_id: `session-${user}-${turn % 3}`,
      agent_id: 'acme-assistant',
      ip_address: `198.51.${user}.${1 + (turn % 250)}`,
      ip_kind: 'user',
      user_agent: AGENT,
    };
    return { ...pick(turn % ATTACK_EVERY ? ordinary : attacks), context };
  };
}

/** One route: what it takes, what it answers and what it checks, in an order that reveals nothing to those who may not know. */
import type { z } from 'zod';
import { authenticate, requireScope, type Actor } from '#app/actor.ts';
import type { Asked } from '#app/idempotency.ts';
import { refundLimits, takeLimits, type Limits } from '#app/limits.ts';
import { loadSettings } from '#app/settings.ts';
import type { Arrival } from '#app/validate.ts';
import type { SignupMode } from '#app/signup.ts';
import type { World } from '#app/world.ts';
import type { JsonFault, RootsAt } from '#core/json.ts';
import { Problem, type ProblemCode } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { bearerOf } from './bearer.ts';
import { requireMediaType } from './body.ts';
import { readInParts, roomFor, type Parts } from './body-parts.ts';
import type { Incoming, Reply } from './exchange.ts';
import { askedOf } from './idempotency.ts';
import { check, ERRORS_MAX, pointerTo, readJson } from './json-body.ts';
import { rateHeaders, requireAllowed } from './rate-headers.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export const JSON_TYPE = 'application/json';
export const NDJSON_TYPE = 'application/x-ndjson';
/** What is larger would hold the event loop for too long. */
export const BODY_HERE_BYTES_MAX = 16_384;

export type Definition = {
  method: Method;
  /** With `{id}` for parameters. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description: string;
  /** The scope that a key needs. */
  security: Scope | 'public';
  /** One that is enough with `dry_run=true`, which changes nothing. */
  security_of_dry_run?: Scope;
  params?: z.ZodObject;
  /** A change that takes `If-Match`. */
  conditional?: 'required' | 'optional';
  /** Changes nothing, though it is no GET: its question has a body. */
  is_question?: true;
  /** Takes `Idempotency-Key` (`creation.ts`). */
  idempotent?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A body that may be larger than others, and is read piece by piece. It fits `body` then as any other does. */
  in_parts?: Parts;
  /** Where in the body messages stand: faults of JSON inside them are for the verdict, not for us. */
  messagesAt?: RootsAt;
  /** A body above `BODY_HERE_BYTES_MAX` is given to the handler as it came, to be read and judged by another thread. */
  unread_when_large?: boolean;
  /** One JSON text a line in, one a line out. */
  lines?: { item: z.ZodType; answer: z.ZodType };
  /** A public route whose calls are counted all the same. */
  is_limited?: true;
  success: { status: number; description: string; schema?: z.ZodType; headers?: readonly ('ETag' | 'Location')[] };
  /** Operations that take the `id` of the answer as theirs. */
  leads_to?: readonly string[];
  /** What a call may get instead of success: something else is to follow, or something is new. */
  accepted?: { status: number; description: string; schema?: z.ZodType };
  /** Beyond those that follow from the rest of the definition. */
  problems: readonly ProblemCode[];
};

/** What the process tells the routes of itself. */
export type Site = {
  world: World;
  signup: { mode: SignupMode; per_hour: number };
  /** Aborted when the process goes down: streams end, for they need not end by themselves. */
  stopping: AbortSignal;
};

export type Call<D extends Definition> = {
  site: Site;
  world: World;
  /** Who calls; for a public route nobody. */
  actor: D['security'] extends 'public' ? null : Actor;
  params: D['params'] extends z.ZodType ? z.output<D['params']> : undefined;
  query: D['query'] extends z.ZodType ? z.output<D['query']> : undefined;
  body: D['body'] extends z.ZodType ? z.output<D['body']> : undefined;
  faults: readonly JsonFault[];
  /** The body where it was left unread; then there is neither `body` nor `faults`. */
  unread: Uint8Array | null;
  /** As in `Incoming`. */
  header(name: string): string | null;
  address(): string;
  /** What is to be done once; null without `Idempotency-Key`. */
  asked(): Asked | null;
  request_id: string;
  arrival: Arrival;
  /** Takes `cost` more units of the caller's rate. */
  charge(cost: number): Promise<void>;
};

/** `json`: the body as JSON text already, where it is too large to be made in one piece. */
export type Answer = { status?: number; body?: unknown; json?: string; headers?: Record<string, string> };
export type LinesCall = Pick<Call<Definition>, 'site' | 'world' | 'request_id' | 'arrival' | 'charge'> & {
  actor: Actor;
  input: ReadableStream<Uint8Array>;
  signal: AbortSignal;
};

export type Route = { definition: Definition; answer(site: Site, incoming: Incoming): Promise<Reply> };

/** The route that `definition` describes. `onLines` takes bodies of `NDJSON_TYPE` where the definition has `lines`. */
export function defineRoute<const D extends Definition>(
  definition: D,
  handler: (call: Call<D>) => Promise<Answer> | Answer,
  onLines?: (call: LinesCall) => ReadableStream<Uint8Array>,
): Route {
  return {
    definition,
    answer: async (site, incoming) => {
      const gate = await enter(site.world, definition, incoming).catch(renamed(definition));
      const room = roomOf(site, definition, gate, incoming);
      try {
        return await serve(site, incoming, gate, room?.bytes_max);
      } finally {
        room?.leave();
      }
    },
  };

  async function serve(site: Site, incoming: Incoming, gate: Gate, bytes_max: number | undefined): Promise<Reply> {
    const { world } = site;
    const { request_id } = incoming;
    const { arrival, charge, headers } = gate;
    if (definition.lines && onLines && gate.actor && mediaType(definition, incoming) === NDJSON_TYPE) {
      const [input, signal] = [incoming.stream(), incoming.signal()];
      const body = onLines({ site, world, actor: gate.actor, request_id, arrival, charge, input, signal });
      return { status: 200, headers: { ...headers, 'Content-Type': NDJSON_TYPE }, body };
    }
    const params = checkParams(definition, incoming.path_params);
    const query = definition.query && check(definition.query, onceEach(incoming.query()), 'QUERY_INVALID');
    const json = definition.body ? await readChecked(definition, incoming, bytes_max) : undefined;
    // The schemas that were just applied are those that the types of `Call<D>` are made of.
    const call = {
      site,
      world,
      actor: gate.actor,
      params,
      query,
      body: json?.body,
      faults: json?.faults,
      unread: json?.unread ?? null,
      header: (name: string) => incoming.header(name),
      address: () => incoming.address(),
      asked: () => askedOf(definition, (name) => incoming.header(name), incoming.path_params, json?.bytes ?? NO_BYTES),
      request_id,
      arrival,
      charge,
    } as Call<D>;
    const answer = await handler(call);
    return jsonReply(definition, answer, headers);
  }
}

const roomOf = ({ world }: Site, { in_parts }: Definition, { actor }: Gate, incoming: Incoming) =>
  in_parts && actor ? roomFor(world, actor.tenant, incoming.header('content-length'), in_parts) : undefined;

/** Without the store there is no trail, and without the trail no verdict: one code for whoever asks for one. */
const renamed =
  ({ security }: Definition) =>
  (error: unknown): never => {
    const is_verdict = security === 'validate' && error instanceof Problem && error.code === 'STORE_UNAVAILABLE';
    throw is_verdict ? new Problem('AUDIT_UNAVAILABLE', { ...error.more, cause: error.cause }) : error;
  };

type Gate = { actor: Actor | null; arrival: Arrival; charge(cost: number): Promise<void>; headers: Record<string, string> };

/** Key, scope, rate: in this order, and before a byte of the body is read. */
async function enter(world: World, { security, security_of_dry_run }: Definition, incoming: Incoming): Promise<Gate> {
  const { started_ms, notes } = incoming;
  const degraded: string[] = [];
  const headers: Record<string, string> = {};
  if (security === 'public')
    return { actor: null, arrival: { started_ms, degraded, notes, refund: () => {} }, charge: async () => {}, headers };
  const is_dry = security_of_dry_run !== undefined && incoming.query().get('dry_run') === 'true';
  const admit = async (): Promise<Actor> => {
    const from_ms = world.stopwatch();
    const actor = await authenticate(world, bearerOf(incoming.header('authorization')), () => incoming.address());
    notes.passed('authenticate', from_ms, world.stopwatch());
    notes.tenant = actor.tenant;
    notes.key_id = actor.key_id;
    if (!is_dry || !actor.scopes.includes(security_of_dry_run)) requireScope(actor, security);
    return actor;
  };
  const actor = await admit();
  // Of a stream only the call's own unit and the latest.
  const taken: Limits[] = [];
  const refund = (cost: number): void => void refundLimits(world, taken, cost);
  const take = async (cost: number): Promise<void> => {
    const { plan } = await loadSettings(world, actor.tenant);
    const from_ms = world.stopwatch();
    const limits = await takeLimits(world, actor, plan, cost);
    if (plan.rate) notes.passed('limits', from_ms, world.stopwatch());
    requireAllowed(limits);
    taken[Math.min(taken.length, 1)] = limits;
    if (limits.degraded && !degraded.includes('limits')) degraded.push('limits');
    Object.assign(headers, rateHeaders(limits));
  };
  const charge = async (cost: number): Promise<void> => {
    // A stream may outlive its key.
    await admit();
    await take(cost);
  };
  await take(1);
  return { actor, arrival: { started_ms, degraded, notes, refund }, charge, headers };
}

const JSON_ONLY = [JSON_TYPE];
const JSON_OR_LINES = [JSON_TYPE, NDJSON_TYPE];

const mediaType = ({ lines }: Definition, incoming: Incoming): string =>
  requireMediaType((name) => incoming.header(name), lines ? JSON_OR_LINES : JSON_ONLY);

function checkParams({ params }: Definition, given: Record<string, string>): unknown {
  const result = params?.safeParse(given);
  // An id that cannot exist is as absent as one that does not.
  if (result && !result.success) throw new Problem('NOT_FOUND');
  return result?.data;
}

/** Of a parameter that comes twice, what stands behind us may read the one and a proxy in front the other. */
function onceEach(query: URLSearchParams): Record<string, string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of query.keys()) (seen.has(name) ? repeated : seen).add(name);
  if (!repeated.size) return Object.fromEntries(query);
  const errors = [...repeated].slice(0, ERRORS_MAX).map((name) => ({ pointer: pointerTo([name]), detail: 'Given more than once.' }));
  throw new Problem('QUERY_INVALID', { errors });
}

type Checked = { body: unknown; faults: readonly JsonFault[]; bytes: Uint8Array; unread: Uint8Array | null };
const NO_BYTES = new Uint8Array(0);

async function readChecked(definition: Definition, incoming: Incoming, bytes_max: number | undefined): Promise<Checked> {
  mediaType(definition, incoming);
  const bytes = await incoming.bytes(bytes_max);
  incoming.notes.body_bytes = bytes.length;
  if (definition.in_parts) return { body: await readInParts(bytes, definition.in_parts), faults: [], bytes, unread: null };
  if (definition.unread_when_large && bytes.length > BODY_HERE_BYTES_MAX) return { body: undefined, faults: [], bytes, unread: bytes };
  const { value, faults } = readJson(bytes, definition.messagesAt);
  return { body: definition.body && check(definition.body, value), faults, bytes, unread: null };
}

function jsonReply({ success }: Definition, answer: Answer, headers: Record<string, string>): Reply {
  const status = answer.status ?? success.status;
  if (answer.body === undefined && answer.json === undefined) return { status, headers: { ...headers, ...answer.headers }, body: null };
  return {
    status,
    headers: { 'Content-Type': JSON_TYPE, ...headers, ...answer.headers },
    body: answer.json ?? JSON.stringify(answer.body),
  };
}

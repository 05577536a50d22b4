/** What the policies of a tenant say of one message: the lanes, evaluated and put together (docs: `policy.md` 5). */
import { atOnce, type InPieces } from '../in-pieces.ts';
import type { Posture } from '../tenant.ts';
import { REASONS, type Reason, type ReasonCode } from '../verdict.ts';
import type { CedarRequest } from './cedar/environment.ts';
import type { PolicyJson } from './cedar/policy-json.ts';
import { closureOf, compilingSet, evaluateSet, type CompiledSet, type SetAnswer } from './cedar/set.ts';
import { fail } from './cedar/value.ts';
import type { Obligation } from './document.ts';
import type { Identity } from './facts.ts';
import type { Lane, Statement } from './statement.ts';
import { BLIND, type Blind } from './unsupplied.ts';

/** A policy that is in force: plain data. */
export type StatedPolicy = { id: string; statements: readonly Statement[] };

type Own = Statement & { policy: string };
/** `blind`: forbids that look at what nobody may have told; null where there are none. */
type Lanes = { sets: Record<Lane, CompiledSet>; blind: CompiledSet | null; byId: ReadonlyMap<string, Own> };

/** Compiled once per list; a list that a tenant has changed is another list. */
const compiled = new WeakMap<readonly StatedPolicy[], Lanes>();

/** The work of many policies in pieces. */
export function* compiling(policies: readonly StatedPolicy[]): InPieces<Lanes> {
  const known = compiled.get(policies);
  if (known) return known;
  const lists: Record<Lane, { id: string; json: PolicyJson }[]> = { access: [], challenge: [], obligation: [] };
  const blind: { id: string; json: PolicyJson }[] = [];
  const byId = new Map<string, Own>();
  for (const { id: policy, statements } of policies) {
    for (const statement of statements) {
      const { lane, cedar: json } = statement;
      const id = `${policy}${statement.id}`;
      closureOf(json);
      lists[lane].push({ id, json });
      if (statement.blind) blind.push({ id, json });
      byId.set(id, { ...statement, policy });
    }
    yield;
  }
  const access = yield* compilingSet(lists.access);
  const challenge = yield* compilingSet(lists.challenge);
  const sets = { access, challenge, obligation: yield* compilingSet(lists.obligation) };
  const lanes = { sets, blind: blind.length ? yield* compilingSet(blind) : null, byId };
  compiled.set(policies, lanes);
  return lanes;
}

/** In one piece, where nobody has done it before. */
const lanesOf = (policies: readonly StatedPolicy[]): Lanes => atOnce(compiling(policies));

/** Listing and lifecycle need no permit in posture `strict`; everything else does, and so does what is not known. */
const UNGATED: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'roots/list',
  'tasks/list',
  'logging/setLevel',
  'subscriptions/listen',
]);
const needsPermit = (method: string | null): boolean => method === null || !(UNGATED.has(method) || method.startsWith('notifications/'));

export type Access = {
  /** Not empty: denied. In the order in which reasons are told. */
  denials: Reason[];
  challenges: Reason[];
  /** Policies that permit it; none of them is needed in posture `starter`. */
  permits: string[];
  obligations: { policy: string; obligation: Obligation }[];
  /** Counters and history, as `<policy>/<id>`, that would have to be asked before this can be said; whatever waits for them is left out above. */
  awaited: Awaited[];
};
/** `message`: which one of several; the first when left out. */
export type Awaited = { kind: 'counter' | 'history'; id: string; message?: number };

/** What of who acts is believed: what a token proves; everything, for the tenant takes his callers' word; or nothing. */
export type Belief = 'nothing' | 'proved' | 'all';
export const beliefIn = ({ assurance }: Pick<Identity, 'assurance'>, trust_asserted_roles: boolean): Belief =>
  trust_asserted_roles ? 'all' : assurance === 'verified' ? 'proved' : 'nothing';
const isGranted = ({ is_personal, is_said = false }: Statement, belief: Belief): boolean =>
  belief === 'all' || (belief === 'proved' ? !is_said : !is_personal && !is_said);

export type Asked = {
  request: CedarRequest;
  method: string | null;
  belief: Belief;
  /** Counters and history have been asked: what they do not say is not so. */
  is_complete: boolean;
};

/** Time, place, trust, limits, then the rest (`capabilities.md` PE-03); an error first, for nothing else is sure. */
const ORDER: readonly ReasonCode[] = [
  'POLICY_ERROR',
  'IDENTITY_REQUIREMENT',
  'TIME_RESTRICTION',
  'COUNTRY_UNKNOWN',
  'LOCATION_RESTRICTION',
  'TRUST_REQUIREMENT',
  'RESOURCE_LIMIT',
];
const rankOf = ({ code }: Reason): number => (ORDER.includes(code) ? ORDER.indexOf(code) : ORDER.length);
export const inOrder = (reasons: readonly Reason[]): Reason[] => reasons.toSorted((a, b) => rankOf(a) - rankOf(b));

export function accessOf(policies: readonly StatedPolicy[], posture: Posture, { request, method, belief, is_complete }: Asked): Access {
  const lanes = lanesOf(policies);
  const access = evaluateSet(lanes.sets.access, request);
  const challenge = evaluateSet(lanes.sets.challenge, request);
  const obligation = evaluateSet(lanes.sets.obligation, request);
  const own = (id: string): Own => lanes.byId.get(id)!;

  const awaited: Access['awaited'] = [];
  const sure = (ids: readonly string[]): Own[] =>
    ids.map(own).filter(({ policy, awaits }) => {
      if (!awaits || is_complete) return true;
      awaited.push({ kind: awaits.kind, id: `${policy}/${awaits.id}` });
      return false;
    });
  const spoken = new Set([access, challenge].flatMap(({ forbids, errors }) => [...forbids, ...errors.map(({ id }) => id)]));
  const denials = [
    ...blindly(lanes.blind, request)
      .filter((id) => !spoken.has(id))
      .map((id) => errorOf(own(id), 'A policy looks at labels of the session or at an approval, and nobody has told them.')),
    ...errorsOf(access, own),
    ...errorsOf(challenge, own),
    ...errorsOf(obligation, own),
    ...sure(access.forbids).map(reasonOf),
  ];
  // An approval that is there is valid, and of this call.
  const challenges = isTold(request, 'approval') ? [] : sure(challenge.forbids).map(reasonOf);
  const permits = access.permits.map(own).filter((one) => isGranted(one, belief));
  if (posture === 'strict' && !permits.length && !denials.length && needsPermit(method))
    denials.push({
      code: 'NO_PERMIT',
      ...told('NO_PERMIT'),
      severity: 'medium',
      message: 'No policy permits this call, and the posture of this tenant is strict.',
    });
  return {
    denials: inOrder(onceEach(denials)),
    challenges: inOrder(challenges),
    permits: [...new Set(permits.map(({ policy }) => policy))],
    obligations: obligation.forbids.map(own).flatMap(({ policy, obligations }) => obligations.map((one) => ({ policy, obligation: one }))),
    awaited,
  };
}

const told = (code: ReasonCode): Pick<Reason, 'layer'> => ({ layer: REASONS[code].layer });
const reasonOf = ({ policy, code, message, severity }: Own): Reason => ({ code, ...told(code), severity, message, policy });

const errorOf = ({ policy }: Own, message: string): Reason => ({
  code: 'POLICY_ERROR',
  ...told('POLICY_ERROR'),
  severity: 'high',
  message,
  policy,
});
/** That a policy is at fault is told once, by what says most of it. */
function onceEach(denials: Reason[]): Reason[] {
  if (denials.length < 2) return denials;
  const last = new Map(denials.flatMap((one) => (one.code === 'POLICY_ERROR' ? [[one.policy, one] as const] : [])));
  return denials.filter((one) => one.code !== 'POLICY_ERROR' || last.get(one.policy) === one);
}

/** Cedar passes over a forbid that it cannot evaluate: here nothing passes that way (docs: `policy.md` 1, trap 1). */
const errorsOf = ({ errors }: SetAnswer, own: (id: string) => Own): Reason[] =>
  errors.map(({ id }) => errorOf(own(id), 'A policy could not be evaluated on this call.'));

const isTold = ({ context }: CedarRequest, fact: Blind): boolean => Object.hasOwn(context.of, fact);

/** Ids of those that cannot be answered without what nobody has told. */
function blindly(set: CompiledSet | null, request: CedarRequest): string[] {
  if (!set) return [];
  const missing = BLIND.filter((fact) => !isTold(request, fact));
  if (!missing.length) return [];
  const of = unknowing(request.context.of, missing);
  return evaluateSet(set, { ...request, context: { kind: 'record', of } }).errors.map(({ id }) => id);
}

/** To look at one of the names is an error, even to ask whether it is there. */
function unknowing<T extends object>(members: T, names: readonly string[]): T {
  const look = (name: string | symbol): void => {
    if (typeof name === 'string' && names.includes(name)) fail(`${name} is not known`);
  };
  return new Proxy(members, {
    get: (target, name) => (look(name), Reflect.get(target, name) as unknown),
    has: (target, name) => (look(name), Reflect.has(target, name)),
    getOwnPropertyDescriptor: (target, name) => (look(name), Reflect.getOwnPropertyDescriptor(target, name)),
  });
}

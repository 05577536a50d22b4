/** What the policies of a tenant say of one message: the lanes, evaluated and put together (docs: `policy.md` 5). */
import type { Posture } from '../tenant.ts';
import { REASONS, type Reason, type ReasonCode } from '../verdict.ts';
import type { CedarRequest } from './cedar/environment.ts';
import { compileSet, evaluateSet, type CompiledSet, type SetAnswer } from './cedar/set.ts';
import type { Obligation } from './document.ts';
import type { Lane, Statement } from './statement.ts';

/** A policy that is in force: plain data. */
export type StatedPolicy = { id: string; statements: readonly Statement[] };

type Own = Statement & { policy: string };
type Lanes = { sets: Record<Lane, CompiledSet>; byId: ReadonlyMap<string, Own> };

/** Compiled once per list; a list that a tenant has changed is another list. */
const compiled = new WeakMap<readonly StatedPolicy[], Lanes>();

function lanesOf(policies: readonly StatedPolicy[]): Lanes {
  const known = compiled.get(policies);
  if (known) return known;
  const all = policies.flatMap(({ id: policy, statements }) =>
    statements.map((statement): [string, Own] => [`${policy}${statement.id}`, { ...statement, policy }]),
  );
  const setOf = (lane: Lane): CompiledSet =>
    compileSet(all.filter(([, own]) => own.lane === lane).map(([id, { cedar }]) => ({ id, json: cedar })));
  const lanes = { sets: { access: setOf('access'), challenge: setOf('challenge'), obligation: setOf('obligation') }, byId: new Map(all) };
  compiled.set(policies, lanes);
  return lanes;
}

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

export type Asked = {
  request: CedarRequest;
  method: string | null;
  /** Who acts is proved, or the tenant takes the caller's word. */
  is_believed: boolean;
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

export function accessOf(
  policies: readonly StatedPolicy[],
  posture: Posture,
  { request, method, is_believed, is_complete }: Asked,
): Access {
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
  const denials = [
    ...errorsOf(access, own),
    ...errorsOf(challenge, own),
    ...errorsOf(obligation, own),
    ...sure(access.forbids).map(reasonOf),
  ];
  const challenges = sure(challenge.forbids).map(reasonOf);
  const permits = access.permits.map(own).filter(({ is_personal }) => is_believed || !is_personal);
  if (posture === 'strict' && !permits.length && !denials.length && needsPermit(method))
    denials.push({
      code: 'NO_PERMIT',
      ...told('NO_PERMIT'),
      severity: 'medium',
      message: 'No policy permits this call, and the posture of this tenant is strict.',
    });
  return {
    denials: onceEach(denials).sort((a, b) => rankOf(a) - rankOf(b)),
    challenges: challenges.sort((a, b) => rankOf(a) - rankOf(b)),
    permits: [...new Set(permits.map(({ policy }) => policy))],
    obligations: obligation.forbids.map(own).flatMap(({ policy, obligations }) => obligations.map((one) => ({ policy, obligation: one }))),
    awaited,
  };
}

const told = (code: ReasonCode): Pick<Reason, 'layer'> => ({ layer: REASONS[code].layer });
const reasonOf = ({ policy, code, message, severity }: Own): Reason => ({ code, ...told(code), severity, message, policy });

/** That a policy is at fault is told once, by what says most of it. */
function onceEach(denials: Reason[]): Reason[] {
  if (denials.length < 2) return denials;
  const last = new Map(denials.flatMap((one) => (one.code === 'POLICY_ERROR' ? [[one.policy, one] as const] : [])));
  return denials.filter((one) => one.code !== 'POLICY_ERROR' || last.get(one.policy) === one);
}

/** Cedar passes over a forbid that it cannot evaluate: here nothing passes that way (docs: `policy.md` 1, trap 1). */
const errorsOf = ({ errors }: SetAnswer, own: (id: string) => Own): Reason[] =>
  errors.map(({ id }) => ({
    code: 'POLICY_ERROR',
    ...told('POLICY_ERROR'),
    severity: 'high',
    message: 'A policy could not be evaluated on this call.',
    policy: own(id).policy,
  }));

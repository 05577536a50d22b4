/** What policies say of a call that has gaps: only what holds whatever stands in the gaps. */
import { accessOf, type Access, type Asked, type StatedPolicy } from '../policy/access.ts';
import { compileSet, evaluateSet, type CompiledSet } from '../policy/cedar/set.ts';
import type { Statement } from '../policy/statement.ts';
import type { Posture } from '../tenant.ts';
import type { Decision } from '../verdict.ts';
import { Unrecorded, type Gap } from './unrecorded.ts';

export type SureAccess = {
  decision: Decision | 'unknown';
  /** What was missing; null unless `unknown`. */
  gap: Gap | null;
  /** Policies that deny, or ask for more proof. */
  determining: string[];
  /** Policies of which a statement holds, permits included. */
  speaking: string[];
  /** Types of what is due besides. */
  obligations: { type: string; policy: string }[];
  /** The same of what may be. */
  unsure: { type: string; gap: Gap }[];
};

type Single = { id: string; statement: Statement; set: CompiledSet };
type Parts = { singles: readonly Single[]; /** By the statements that they are made of. */ subsets: Map<string, readonly StatedPolicy[]> };
const SUBSETS_MAX = 500;
const parts = new WeakMap<readonly StatedPolicy[], Parts>();

function partsOf(policies: readonly StatedPolicy[]): Parts {
  const known = parts.get(policies);
  if (known) return known;
  const singles = policies.flatMap(({ id: policy, statements }) =>
    statements.map((statement): Single => {
      const id = `${policy}${statement.id}`;
      return { id, statement, set: compileSet([{ id, json: statement.cedar }]) };
    }),
  );
  const made = { singles, subsets: new Map<string, readonly StatedPolicy[]>() };
  parts.set(policies, made);
  return made;
}

type Unsure = ReadonlyMap<string, { statement: Statement; gap: Gap }>;

/** @param knows_identity whether what looks at who acts can be answered at all */
export function sureAccess(policies: readonly StatedPolicy[], posture: Posture, asked: Asked, knows_identity: boolean): SureAccess {
  if (knows_identity) {
    try {
      return sumUp(accessOf(policies, posture, asked), new Map());
    } catch (error) {
      if (!(error instanceof Unrecorded)) throw error;
    }
  }
  return oneByOne(policies, posture, asked, knows_identity);
}

/** Each statement by itself: those that hold, or err, say the same alone as among the others. */
function oneByOne(policies: readonly StatedPolicy[], posture: Posture, asked: Asked, knows_identity: boolean): SureAccess {
  const unsure = new Map<string, { statement: Statement; gap: Gap }>();
  const heard = new Set<string>();
  for (const { id, statement, set } of partsOf(policies).singles) {
    const said = statement.is_personal && !knows_identity ? 'fact' : saidBy(set, asked);
    if (typeof said === 'string') unsure.set(id, { statement, gap: said });
    // One that looks at what nobody may have told speaks by not being answered.
    else if (said || statement.blind) heard.add(id);
  }
  return sumUp(accessOf(only(policies, heard), posture, asked), unsure);
}

/** Whether it has anything to say; or what is missing to tell. */
function saidBy(set: CompiledSet, { request }: Asked): boolean | Gap {
  try {
    const { permits, forbids, errors } = evaluateSet(set, request);
    return permits.length + forbids.length + errors.length > 0;
  } catch (error) {
    if (!(error instanceof Unrecorded)) throw error;
    return error.gap;
  }
}

function only(policies: readonly StatedPolicy[], heard: ReadonlySet<string>): readonly StatedPolicy[] {
  const { subsets } = partsOf(policies);
  const key = [...heard].join(' ');
  const known = subsets.get(key);
  if (known) return known;
  const subset = policies.flatMap((policy) => {
    const statements = policy.statements.filter(({ id }) => heard.has(`${policy.id}${id}`));
    return statements.length ? [{ ...policy, statements }] : [];
  });
  if (subsets.size >= SUBSETS_MAX) subsets.clear();
  subsets.set(key, subset);
  return subset;
}

const policiesOf = (reasons: readonly { policy?: string }[]): string[] => [...new Set(reasons.flatMap(({ policy }) => policy ?? []))];

/** Of a statement that cannot be told both must be thought of, that it holds and that it does not. */
function sumUp({ denials, challenges, obligations, permits }: Access, unsure: Unsure): SureAccess {
  const open = (lane: Statement['lane'], effect: 'permit' | 'forbid'): Gap | null =>
    [...unsure.values()].find(({ statement }) => statement.lane === lane && statement.cedar.effect === effect)?.gap ?? null;
  const permit = open('access', 'permit');
  const sure = permit ? denials.filter(({ code }) => code !== 'NO_PERMIT') : denials;
  const speaking = [...new Set([...policiesOf([...denials, ...challenges, ...obligations]), ...permits])];
  const told = (decision: SureAccess['decision'], gap: Gap | null, of: readonly { policy?: string }[]): SureAccess => ({
    decision,
    gap,
    determining: policiesOf(of),
    speaking,
    obligations: obligations.map(({ policy, obligation: { type } }) => ({ policy, type })),
    unsure: [...unsure.values()].flatMap(({ statement, gap: own }) => statement.obligations.map(({ type }) => ({ type, gap: own }))),
  });
  if (sure.length) return told('deny', null, sure);
  const gap = open('access', 'forbid') ?? (denials.length ? permit : null);
  if (gap) return told('unknown', gap, []);
  if (challenges.length) return told('challenge', null, challenges);
  const doubt = open('challenge', 'forbid');
  return doubt ? told('unknown', doubt, []) : told('allow', null, []);
}

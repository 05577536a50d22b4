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
};

type Single = { id: string; statement: Statement; set: CompiledSet };
type Parts = { singles: readonly Single[]; /** By what is left out. */ subsets: Map<string, readonly StatedPolicy[]> };
/** Calls that lack the same things lack the same statements. */
const SUBSETS_MAX = 100;
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
  const personal: Unsure = knows_identity ? new Map() : unsureOf(policies, ({ statement }) => (statement.is_personal ? 'fact' : null));
  try {
    return sumUp(accessOf(without(policies, personal), posture, asked), personal);
  } catch (error) {
    if (!(error instanceof Unrecorded)) throw error;
    const unsure = unsureOf(policies, (single) => (personal.has(single.id) ? 'fact' : missingFor(single, asked)));
    return sumUp(accessOf(without(policies, unsure), posture, asked), unsure);
  }
}

function missingFor({ set }: Single, { request }: Asked): Gap | null {
  try {
    evaluateSet(set, request);
    return null;
  } catch (error) {
    if (!(error instanceof Unrecorded)) throw error;
    return error.gap;
  }
}

function unsureOf(policies: readonly StatedPolicy[], gapOf: (single: Single) => Gap | null): Unsure {
  const unsure = new Map<string, { statement: Statement; gap: Gap }>();
  for (const single of partsOf(policies).singles) {
    const gap = gapOf(single);
    if (gap) unsure.set(single.id, { statement: single.statement, gap });
  }
  return unsure;
}

function without(policies: readonly StatedPolicy[], unsure: Unsure): readonly StatedPolicy[] {
  if (!unsure.size) return policies;
  const { subsets } = partsOf(policies);
  const key = [...unsure.keys()].join(' ');
  const known = subsets.get(key);
  if (known) return known;
  const subset = policies.map((policy) => ({
    ...policy,
    statements: policy.statements.filter(({ id }) => !unsure.has(`${policy.id}${id}`)),
  }));
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
  });
  if (sure.length) return told('deny', null, sure);
  const gap = open('access', 'forbid') ?? (denials.length ? permit : null);
  if (gap) return told('unknown', gap, []);
  if (challenges.length) return told('challenge', null, challenges);
  const doubt = open('challenge', 'forbid');
  return doubt ? told('unknown', doubt, []) : told('allow', null, []);
}

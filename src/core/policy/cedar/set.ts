/** Many policies, and which of them speak on one request: found by scope, so that the rest cost nothing. */
import { atOnce, type InPieces } from '../../in-pieces.ts';
import { compilePolicy, type PolicyClosure } from './closures.ts';
import { CompileError, type Forms } from './compiler.ts';
import { aboveOf, environmentOf, type CedarRequest, type Dimension, type Environment } from './environment.ts';
import type { PolicyJson } from './policy-json.ts';
import { DIMENSIONS, type Bucket, type Scope } from './scope.ts';
import { EvaluationError, fail } from './value.ts';

/** `rest`: what is left to ask of its scope once it has been found. */
type Indexed = PolicyClosure & { id: string; at: number; rest: ((env: Environment) => boolean)[] };
type Buckets = Record<Dimension, Record<Bucket, Map<string, Indexed[]>>>;
export type CompiledSet = {
  /** Found under what they name; those that name nothing are always looked at. */
  buckets: Buckets;
  unscoped: Indexed[];
};

/** Ids in the order of the set. `errors`: policies that could not be evaluated, which are neither satisfied nor not. */
export type SetAnswer = { permits: string[]; forbids: string[]; errors: { id: string; message: string }[] };

const NOWHERE: Scope = { resource: null, principal: null, action: null };

/** By a policy's own JSON: of a list in which one policy is another, that one alone is compiled again. */
const closures = new WeakMap<PolicyJson, PolicyClosure>();

/** Compiled once. One that cannot be compiled is an error of every request, never silence: what is stored has been compiled once before. */
export function closureOf(json: PolicyJson): PolicyClosure {
  const known = closures.get(json);
  if (known) return known;
  const made = compiled(json, undefined);
  closures.set(json, made);
  return made;
}

function compiled(json: PolicyJson, forms: Forms | undefined): PolicyClosure {
  try {
    return compilePolicy(json, forms);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const message = `${error.pointer}: ${error.message}`;
    return { effect: 'forbid', scope: NOWHERE, isSatisfied: () => fail(message) };
  }
}

const newBuckets = (): Record<Bucket, Map<string, Indexed[]>> => ({ itself: new Map(), above: new Map(), type: new Map() });

/** Policies of one piece. */
const PIECE = 64;

/** @param forms another table than Cedar's own only to test the tests */
export const compileSet = (policies: readonly { id: string; json: PolicyJson }[], forms?: Forms): CompiledSet =>
  atOnce(compilingSet(policies, forms));

/** The same in pieces. */
export function* compilingSet(policies: readonly { id: string; json: PolicyJson }[], forms?: Forms): InPieces<CompiledSet> {
  const all: Indexed[] = [];
  const sharing = new Map<string, number>();
  for (const [at, { id, json }] of policies.entries()) {
    if (at % PIECE === 0) yield;
    const closure = forms ? compiled(json, forms) : closureOf(json);
    all.push({ ...closure, id, at, rest: [] });
    countIn(sharing, closure.scope);
  }
  const set: CompiledSet = { buckets: { resource: newBuckets(), principal: newBuckets(), action: newBuckets() }, unscoped: [] };
  for (const policy of all) {
    if (policy.at % PIECE === 0) yield;
    const dimension = rarest(policy.scope, sharing);
    const part = dimension && policy.scope[dimension];
    for (const other of DIMENSIONS) {
      const test = other === dimension ? policy.scope[other]?.rest : policy.scope[other]?.holds;
      if (test) policy.rest.push(test);
    }
    if (!part) set.unscoped.push(policy);
    else for (const key of part.keys) listIn(set.buckets[dimension][part.bucket], key).push(policy);
  }
  return set;
}

function listIn(map: Map<string, Indexed[]>, key: string): Indexed[] {
  const list = map.get(key) ?? [];
  if (!list.length) map.set(key, list);
  return list;
}

const nameOf = (dimension: Dimension, bucket: Bucket, key: string): string => `${dimension} ${bucket} ${key}`;

function countIn(counts: Map<string, number>, scope: Scope): void {
  for (const dimension of DIMENSIONS) {
    for (const key of scope[dimension]?.keys ?? []) {
      const name = nameOf(dimension, scope[dimension]!.bucket, key);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
}

/** The dimension in which the fewest other policies name the same: a request brings the fewest of those along. */
function rarest(scope: Scope, sharing: ReadonlyMap<string, number>): Dimension | null {
  let best: Dimension | null = null;
  let fewest = Infinity;
  for (const dimension of DIMENSIONS) {
    const part = scope[dimension];
    if (!part) continue;
    const others = part.keys.reduce((sum, key) => sum + sharing.get(nameOf(dimension, part.bucket, key))!, 0);
    if (others < fewest) [best, fewest] = [dimension, others];
  }
  return best;
}

/** Linear in the policies that speak on the request. Never throws on data that `CedarRequest` can hold. */
export function evaluateSet(set: CompiledSet, request: CedarRequest): SetAnswer {
  const env = environmentOf(request);
  const satisfied: Indexed[] = [];
  const errors: { at: number; id: string; message: string }[] = [];
  const look = (policies: readonly Indexed[] | undefined): void => {
    if (policies) for (const policy of policies) lookAt(policy, env, satisfied, errors);
  };
  look(set.unscoped);
  for (const dimension of DIMENSIONS) {
    const buckets = set.buckets[dimension];
    const uid = env[dimension];
    if (buckets.itself.size) look(buckets.itself.get(uid.key));
    if (buckets.type.size) look(buckets.type.get(uid.type));
    if (!buckets.above.size) continue;
    look(buckets.above.get(uid.key));
    for (const key of aboveOf(env, dimension)) look(buckets.above.get(key));
  }
  return answerOf(satisfied, errors);
}

function lookAt(policy: Indexed, env: Environment, satisfied: Indexed[], errors: { at: number; id: string; message: string }[]): void {
  for (const holds of policy.rest) if (!holds(env)) return;
  try {
    if (policy.isSatisfied(env)) satisfied.push(policy);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    errors.push({ at: policy.at, id: policy.id, message: error.message });
  }
}

/** A policy that names several entities may have been found under more than one. */
function inOrder<T extends { at: number }>(found: T[]): T[] {
  if (found.length < 2) return found;
  return found.sort((a, b) => a.at - b.at).filter((policy, i) => policy.at !== found[i - 1]?.at);
}

function answerOf(satisfied: Indexed[], errors: { at: number; id: string; message: string }[]): SetAnswer {
  const answer: SetAnswer = { permits: [], forbids: [], errors: [] };
  for (const { id, effect } of inOrder(satisfied)) (effect === 'permit' ? answer.permits : answer.forbids).push(id);
  for (const { id, message } of inOrder(errors)) answer.errors.push({ id, message });
  return answer;
}

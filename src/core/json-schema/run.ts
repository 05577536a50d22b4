/** One validation under way: its fuel, its faults, and how a compiled subschema is applied to a value. */
import type { Step } from '../pointer.ts';

/** Faults that one validation lists. */
export const FAULTS_MAX = 20;
/** Work units of one validation: a subschema applied, a property or an item looked at, or 64 characters. Exponential schemas end here. */
export const VALIDATION_STEPS_MAX = 500_000;
/** Subschemas within each other while validating: ends `$ref` circles that never move on in the instance. */
export const VALIDATION_DEPTH_MAX = 400;

/** A schema resource: the document or an embedded `$id` (JSON Schema 2020-12 Core, 4.3.5). */
export type Resource = { uri: string; root: object; anchors: Map<string, object>; dynamic: Map<string, object> };

export type Pending = { at: Step | null; keyword: string; detail: string };

/** What adjacent keywords have evaluated of one object or array, for `unevaluated*`. */
export type Seen = { allProperties: boolean; properties: Set<string>; itemsBelow: number; items: Set<number> };

export type Run = {
  fuel: number;
  /** The fuel ran out: from here on everything is accepted, and nothing is known any more. */
  spent: boolean;
  depth: number;
  /** Null while only the outcome counts (`not`, `if`, `contains`). */
  faults: Pending[] | null;
  /** Resources entered, outermost first, for `$dynamicRef`. */
  scope: Resource[];
};

/** True when the value passes. Reports through `fail`. */
export type Check = (run: Run, value: unknown, at: Step | null, seen: Seen | null) => boolean;

/** A compiled subschema. `late` are the `unevaluated*` keywords, which look at what the others have seen. */
export type Node = { never: boolean; checks: Check[]; late: Check[]; resource: Resource };

export const newRun = (): Run => ({ fuel: VALIDATION_STEPS_MAX, spent: false, depth: 0, faults: [], scope: [] });

export const newSeen = (): Seen => ({ allProperties: false, properties: new Set(), itemsBelow: 0, items: new Set() });

/** Takes `steps` from the fuel; false when there is none left. */
export function spend(run: Run, steps: number): boolean {
  run.fuel -= steps;
  if (run.fuel < 0) run.spent = true;
  return !run.spent;
}

/** The names of an object's members, paid for: listing them costs time even when none is looked at. */
export function namesOf(run: Run, value: object): string[] {
  const names = Object.keys(value);
  // Large objects are hash tables, whose keys are costly to list.
  spend(run, names.length > 1_000 ? names.length * 4 : names.length);
  return names;
}

/** Reports and fails; once the fuel is spent nothing is certain any more, so nothing fails. */
export function fail(run: Run, at: Step | null, keyword: string, detail: string): boolean {
  if (run.spent) return true;
  if (run.faults && run.faults.length < FAULTS_MAX) run.faults.push({ at, keyword, detail });
  return false;
}

/** False once there is no use in looking for further faults. */
export const goesOn = (run: Run, ok: boolean): boolean => !run.spent && (ok || (run.faults !== null && run.faults.length < FAULTS_MAX));

/** Applies a subschema. `keyword` is the one that asks: it is blamed when the subschema is `false`. */
export function apply(node: Node, run: Run, value: unknown, at: Step | null, seen: Seen | null, keyword: string): boolean {
  if (!spend(run, 1)) return true;
  if (node.never) return fail(run, at, keyword, 'No value is allowed here');
  if (node.checks.length === 0 && node.late.length === 0) return true;
  if (run.depth >= VALIDATION_DEPTH_MAX) {
    run.spent = true;
    return true;
  }
  run.depth++;
  const isEntered = run.scope.at(-1) !== node.resource;
  if (isEntered) run.scope.push(node.resource);
  const own = node.late.length > 0 ? newSeen() : seen;
  let ok = true;
  for (const check of node.checks) {
    if (!check(run, value, at, own)) ok = false;
    if (!goesOn(run, ok)) break;
  }
  if (ok && own) for (const check of node.late) if (!check(run, value, at, own)) ok = false;
  if (ok && own && seen && own !== seen) mergeSeen(run, seen, own);
  if (isEntered) run.scope.pop();
  run.depth--;
  return ok;
}

/** Applies a subschema whose failure need not be ours: what it reports and sees is kept apart. */
export function attempt(node: Node, run: Run, value: unknown, at: Step | null, seen: Seen | null, collects: boolean): Attempt {
  spend(run, 1);
  const outer = run.faults;
  run.faults = collects && outer ? [] : null;
  const own = seen ? newSeen() : null;
  const ok = apply(node, run, value, at, own, 'schema');
  const faults = run.faults ?? [];
  run.faults = outer;
  if (ok && own && seen) mergeSeen(run, seen, own);
  return { ok, faults };
}
export type Attempt = { ok: boolean; faults: Pending[] };

function mergeSeen(run: Run, into: Seen, from: Seen): void {
  spend(run, from.properties.size + from.items.size);
  if (from.allProperties) into.allProperties = true;
  for (const key of from.properties) into.properties.add(key);
  if (from.itemsBelow > into.itemsBelow) into.itemsBelow = from.itemsBelow;
  for (const index of from.items) into.items.add(index);
}

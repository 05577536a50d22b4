/** Keywords that apply subschemas to the value itself (JSON Schema 2020-12 Core, 10.2.1 and 10.2.2). */
import type { Step } from '../pointer.ts';
import type { Keyword, Maker } from './compile.ts';
import { apply, attempt, fail, FAULTS_MAX, goesOn, type Attempt, type Run } from './run.ts';

/** A list of subschemas; null when the value is no such list. */
const listed =
  (keyword: string, make: (nodes: ReturnType<Parameters<Maker>[2]['node']>[]) => ReturnType<Maker>): Maker =>
  (list, site, compiler) =>
    Array.isArray(list) && list.length > 0 ? make(list.map((schema, i) => compiler.child(site, schema, keyword, i))) : 'invalid';

const makeAllOf = listed('allOf', (nodes) => (run, value, at, seen) => {
  let ok = true;
  for (const node of nodes) {
    if (!apply(node, run, value, at, seen, 'allOf')) ok = false;
    if (!goesOn(run, ok)) break;
  }
  return ok;
});

const makeAnyOf = listed('anyOf', (nodes) => (run, value, at, seen) => {
  let ok = false;
  const failed: Attempt[] = [];
  for (const node of nodes) {
    const tried = attempt(node, run, value, at, seen, true);
    if (tried.ok) ok = true;
    else failed.push(tried);
    if (run.spent || (ok && !seen)) return true;
  }
  return ok || blame(run, at, 'anyOf', nodes.length, failed);
});

const makeOneOf = listed('oneOf', (nodes) => (run, value, at, seen) => {
  let n = 0;
  const failed: Attempt[] = [];
  for (const node of nodes) {
    const tried = attempt(node, run, value, at, seen, true);
    if (run.spent) return true;
    if (tried.ok) n++;
    else failed.push(tried);
    if (n > 1) return fail(run, at, 'oneOf', `Fits more than one of ${nodes.length} alternatives`);
  }
  return n === 1 || blame(run, at, 'oneOf', nodes.length, failed);
});

/** No alternative fits: report the one that failed deepest in the value; when none went deeper than here, only say so. */
function blame(run: Run, at: Step | null, keyword: string, of: number, failed: readonly Attempt[]): boolean {
  const here = depthOf(at);
  let best: Attempt | null = null;
  let furthest = here;
  for (const tried of failed) {
    const reached = tried.faults.reduce((least, f) => Math.min(least, depthOf(f.at)), Infinity);
    const isBetter = reached > furthest || (best !== null && reached === furthest && tried.faults.length < best.faults.length);
    if (reached === Infinity || !isBetter) continue;
    best = tried;
    furthest = reached;
  }
  if (!best) return fail(run, at, keyword, `Fits none of ${of} alternatives`);
  if (run.faults && !run.spent) run.faults.push(...best.faults.slice(0, FAULTS_MAX - run.faults.length));
  return run.spent;
}

function depthOf(at: Step | null): number {
  let n = 0;
  for (let s = at; s; s = s.up) n++;
  return n;
}

const makeNot: Maker = (schema, site, compiler) => {
  const node = compiler.child(site, schema, 'not');
  return (run, value, at) => !attempt(node, run, value, at, null, false).ok || fail(run, at, 'not', 'Fits what is excluded');
};

const makeIf: Maker = (schema, site, compiler) => {
  const test = compiler.child(site, schema, 'if');
  const branch = (name: string) => (Object.hasOwn(site.schema, name) ? compiler.child(site, site.schema[name], name) : null);
  const yes = branch('then');
  const no = branch('else');
  return (run, value, at, seen) => {
    const isMet = attempt(test, run, value, at, seen, false).ok;
    const next = isMet ? yes : no;
    return next ? apply(next, run, value, at, seen, isMet ? 'then' : 'else') : true;
  };
};

export const APPLICATORS: Record<string, Keyword> = {
  allOf: { make: makeAllOf },
  anyOf: { make: makeAnyOf },
  oneOf: { make: makeOneOf },
  not: { make: makeNot },
  if: { make: makeIf },
};

/** Keywords for the items of an array (JSON Schema 2020-12 Core, 10.3.1, 11.2; Validation, 6.4.4 and 6.4.5). */
import type { Compiler, Keyword, Maker, Site } from './compile.ts';
import { apply, attempt, fail, goesOn, spend, type Check, type Node } from './run.ts';

const nodesOf = (list: readonly unknown[], keyword: string, site: Site, compiler: Compiler): Node[] =>
  list.map((schema, i) => compiler.child(site, schema, keyword, i));

/** The first items, one subschema each; `items` in its array form of drafts before 2020-12. */
function first(nodes: readonly Node[], keyword: string): Check {
  return (run, value, at, seen) => {
    if (!Array.isArray(value)) return true;
    let ok = true;
    const n = Math.min(nodes.length, value.length);
    for (let i = 0; i < n; i++) {
      const node = nodes[i];
      if (node && !apply(node, run, value[i], { key: i, up: at }, null, keyword)) ok = false;
      if (!goesOn(run, ok)) break;
    }
    if (seen && seen.itemsBelow < n) seen.itemsBelow = n;
    return ok;
  };
}

function rest(node: Node, from: number, keyword: string): Check {
  return (run, value, at, seen) => {
    if (!Array.isArray(value)) return true;
    let ok = true;
    for (let i = from; i < value.length; i++) {
      if (!apply(node, run, value[i], { key: i, up: at }, null, keyword)) ok = false;
      if (!goesOn(run, ok)) break;
    }
    if (seen) seen.itemsBelow = Infinity;
    return ok;
  };
}

const makePrefixItems: Maker = (list, site, compiler) =>
  Array.isArray(list) ? first(nodesOf(list, 'prefixItems', site, compiler), 'prefixItems') : 'invalid';

const makeItems: Maker = (value, site, compiler) => {
  if (Array.isArray(value)) return first(nodesOf(value, 'items', site, compiler), 'items');
  const { prefixItems } = site.schema;
  const from = Array.isArray(prefixItems) && !compiler.document.isLegacy ? prefixItems.length : 0;
  return rest(compiler.child(site, value, 'items'), from, 'items');
};

const makeAdditionalItems: Maker = (value, site, compiler) => {
  const { items } = site.schema;
  return Array.isArray(items) ? rest(compiler.child(site, value, 'additionalItems'), items.length, 'additionalItems') : null;
};

const limitOf = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null);

const makeContains: Maker = (schema, site, compiler) => {
  const node = compiler.child(site, schema, 'contains');
  const isOld = compiler.document.isLegacy;
  const min = (isOld ? null : limitOf(site.schema.minContains)) ?? 1;
  const max = (isOld ? null : limitOf(site.schema.maxContains)) ?? Infinity;
  return (run, value, at, seen) => {
    if (!Array.isArray(value)) return true;
    let n = 0;
    for (let i = 0; i < value.length && spend(run, 1); i++) {
      if (!attempt(node, run, value[i], null, null, false).ok) continue;
      seen?.items.add(i);
      n++;
      if (n > max) return fail(run, at, 'maxContains', `More than ${max} items match`);
      if (n >= min && max === Infinity && !seen) return true;
    }
    return n >= min || fail(run, at, min === 1 ? 'contains' : 'minContains', `Fewer than ${min} items match`);
  };
};

const makeContainsBound: Maker = (value) => (limitOf(value) === null ? 'invalid' : null);

const makeUnevaluatedItems: Maker = (schema, site, compiler) => {
  const node = compiler.child(site, schema, 'unevaluatedItems');
  return (run, value, at, seen) => {
    if (!Array.isArray(value) || !seen) return true;
    let ok = true;
    for (let i = seen.itemsBelow; i < value.length && spend(run, 1); i++) {
      if (seen.items.has(i)) continue;
      if (!apply(node, run, value[i], { key: i, up: at }, null, 'unevaluatedItems')) ok = false;
      if (!goesOn(run, ok)) break;
    }
    seen.itemsBelow = Infinity;
    return ok;
  };
};

export const ARRAYS: Record<string, Keyword> = {
  prefixItems: { make: makePrefixItems, isNew: true },
  items: { make: makeItems },
  additionalItems: { make: makeAdditionalItems },
  contains: { make: makeContains },
  minContains: { make: makeContainsBound, isNew: true },
  maxContains: { make: makeContainsBound, isNew: true },
  unevaluatedItems: { make: makeUnevaluatedItems, isLate: true, isNew: true },
};

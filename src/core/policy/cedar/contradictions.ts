/** Conditions of Cedar text that can never hold because of the values in them: Cedar's own analysis knows types alone. */
import type { CedarValueJson, Expr, PolicyJson } from './policy-json.ts';

/** What is left for one attribute: whole numbers between two bounds, or one of a few values; null is any. */
type Range = { min: number; max: number; values: ReadonlySet<CedarValueJson> | null };
const ANY: Range = { min: -Infinity, max: Infinity, values: null };

/** A sentence for each condition that never holds. Linear in the policy; only what stands side by side with `&&` is put together. */
export function contradictionsIn({ conditions, effect }: PolicyJson): string[] {
  return conditions.flatMap(({ kind, body }) => {
    const path = contradicted(body);
    if (path === null) return [];
    if (kind === 'when') return [`Impossible: no value of ${path} holds all of this; the policy never speaks.`];
    const outcome = effect === 'permit' ? 'nothing is excepted from what it permits' : 'nothing is excepted from what it forbids';
    return [`Impossible: no value of ${path} holds all of \`unless\`; ${outcome}.`];
  });
}

/** The attribute for which nothing is left; null where there may be something for each. */
function contradicted(body: Expr): string | null {
  const ranges = new Map<string, Range>();
  const open: Expr[] = [body];
  for (let next = open.pop(); next; next = open.pop()) {
    if ('&&' in next) {
      open.push(next['&&'].right, next['&&'].left);
      continue;
    }
    const told = toldBy(next);
    if (!told) continue;
    for (const { path, range } of [told, ...onTheClock(told)]) {
      const left = meet(ranges.get(path) ?? ANY, range);
      if (left.min > left.max || left.values?.size === 0) return told.path;
      ranges.set(path, left);
    }
  }
  return null;
}

function meet(a: Range, b: Range): Range {
  const [min, max] = [Math.max(a.min, b.min), Math.min(a.max, b.max)];
  const values = a.values ?? b.values;
  const fits = (value: CedarValueJson): boolean =>
    (b.values?.has(value) ?? true) && (typeof value !== 'number' || (value >= min && value <= max));
  return { min, max, values: values && new Set([...values].filter(fits)) };
}

type Told = { path: string; range: Range };

/** `context.a.b`, `resource.name`; null for any other expression. */
function pathOf(expr: Expr): string | null {
  if ('Var' in expr) return expr.Var;
  if (!('.' in expr)) return null;
  const above = pathOf(expr['.'].left);
  return above === null ? null : `${above}.${expr['.'].attr}`;
}

const literalOf = (expr: Expr): CedarValueJson | undefined =>
  'Value' in expr && ['string', 'number', 'boolean'].includes(typeof expr.Value) ? expr.Value : undefined;

const BOUNDS: Readonly<Record<string, (n: number) => Partial<Range>>> = {
  '<': (n) => ({ max: n - 1 }),
  '<=': (n) => ({ max: n }),
  '>': (n) => ({ min: n + 1 }),
  '>=': (n) => ({ min: n }),
};
const TURNED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' };

function toldBy(expr: Expr): Told | null {
  const [name, node] = Object.entries(expr)[0] as [string, { left?: Expr; right?: Expr }];
  const { left, right } = node;
  if (!left || !right) return null;
  if (name === 'contains') return 'Set' in left ? among(pathOf(right), left.Set.map(literalOf)) : null;
  const turned = TURNED[name];
  if (turned === undefined) return null;
  const [path, value, how] = pathOf(left) === null ? [pathOf(right), literalOf(left), turned] : [pathOf(left), literalOf(right), name];
  if (path === null || value === undefined) return null;
  if (how === '==') return among(path, [value]);
  return typeof value === 'number' ? { path, range: { ...ANY, ...BOUNDS[how]!(value) } } : null;
}

const among = (path: string | null, values: readonly (CedarValueJson | undefined)[]): Told | null =>
  path === null || values.some((value) => value === undefined)
    ? null
    : { path, range: { ...ANY, values: new Set(values as readonly CedarValueJson[]) } };

const HOUR_MINUTES = 60;
const HOUR = /^(context\.clock\.\w+)\.hour$/;

/** What is said of the hour is said of the minute of the day. */
function onTheClock({ path, range }: Told): Told[] {
  const [, clock] = HOUR.exec(path) ?? [];
  if (clock === undefined) return [];
  const hours = range.values && [...range.values].filter((value) => typeof value === 'number');
  const [min, max] = hours ? [Math.min(...hours), Math.max(...hours)] : [range.min, range.max];
  return [{ path: `${clock}.minuteOfDay`, range: { min: min * HOUR_MINUTES, max: max * HOUR_MINUTES + HOUR_MINUTES - 1, values: null } }];
}

/** An amount in Cedar text (`measure: {cedar: "…"}`), parsed and strictly validated by Cedar itself. At write time only. */
import { NOTHING_REGISTERED, type Registered } from '../registered.ts';
import type { Expr, PolicyJson } from './policy-json.ts';
import type { References } from './references.ts';
import { reliedOn, type ReliedInputs } from './relied.ts';
import { placesIn, strayIn } from './text.ts';
import { readCedar, type CedarFault } from './validate.ts';

/** `inputs`: what it was validated against of `context.input`. */
export type Amount = { expr: Expr; references: References; inputs?: ReliedInputs };
/** Places are in the text of the amount. `amount` is null where there are faults. */
export type AmountReading = { amount: Amount | null; faults: CedarFault[]; warnings: CedarFault[] };

/** Cedar validates policies and no expressions: this one holds of every call exactly when the amount is a `Long`. A comment ends with its line. */
const HEAD = 'forbid (principal, action, resource) when {(\n';
const TAIL = '\n) >= 0};';

/** What is asked of the world after an amount is known, or by its policy alone. */
const LATER = ['counters', 'history', 'checks'];

/** @param registered what the text may name */
export async function readAmount(text: string, registered: Registered = NOTHING_REGISTERED): Promise<AmountReading> {
  const placeAt = placesIn(text);
  const placed = (one: Pick<CedarFault, 'start' | 'end' | 'detail' | 'suggestion'>): CedarFault => {
    const [start, end] = [one.start, one.end].map((at) => Math.min(Math.max(at, 0), text.length)) as [number, number];
    return { start, end, ...placeAt(start), policy: null, detail: one.detail, suggestion: one.suggestion };
  };
  const refused = (detail: string, start = 0, end = text.length): AmountReading => ({
    amount: null,
    faults: [placed({ start, end, detail, suggestion: null })],
    warnings: [],
  });
  const stray = strayIn(text);
  if (stray) return refused(stray.detail, stray.start, stray.end);
  const { policies, faults, warnings, references } = await readCedar(HEAD + text + TAIL, registered);
  const own = (list: readonly CedarFault[]): CedarFault[] =>
    list.map((one) => placed({ ...one, start: one.start - HEAD.length, end: one.end - HEAD.length }));
  if (faults.length) return { amount: null, faults: own(faults), warnings: own(warnings) };
  const json = policies.length === 1 ? policies[0]!.json : null;
  const expr = json && wrappedIn(json);
  if (!json || !expr) return refused('Must be one expression.');
  const later = LATER.find((name) => [...references.context].some((path) => path === name || path.startsWith(`${name}.`)));
  if (later !== undefined) return refused(`An amount must not look at context.${later}: it is told before that is known.`);
  const inputs = reliedOn(json, registered.types);
  return { amount: { expr, references, ...(inputs && { inputs }) }, faults: [], warnings: own(warnings) };
}

/** Null where the text has got out of what it was put in. */
function wrappedIn({ effect, principal, action, resource, conditions }: PolicyJson): Expr | null {
  const [only] = conditions;
  if (effect !== 'forbid' || conditions.length !== 1 || only?.kind !== 'when') return null;
  if ([principal, action, resource].some(({ op }) => op !== 'All') || !('>=' in only.body)) return null;
  const { left, right } = only.body['>='];
  return 'Value' in right && right.Value === 0 ? left : null;
}

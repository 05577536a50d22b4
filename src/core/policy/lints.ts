/** What is no fault and yet not what anybody means: said when a policy is written (docs: `policy.md` 6, "analysis, L2"). */
import { isStructured } from './compile.ts';
import type { ListsDocument, NameLists, PolicyDocument, StructuredDocument, TimeRequirement, TimeWindow } from './document.ts';
import type { OwnToolGroups } from './cedar/tool-groups.ts';
import { covers } from './covers.ts';
import { namesTool } from './forms/names.ts';
import { namesWhat } from './forms/target.ts';
import { minuteOfDay } from './forms/time.ts';
import { lastPart } from './plain-name.ts';
import { impossibleIn } from './impossible.ts';
import { unknownGroup } from './registered.ts';
import { unsuppliedBy } from './unsupplied.ts';

/** `pointer` is RFC 6901 into the document. */
export type Remark = { pointer: string; detail: string };

/** Of one document, as many as are told. */
export const REMARKS_MAX = 100;

/** Of lists and structured documents; of Cedar text Cedar itself has more to say. @param own the tenant's tool groups */
export function lint(document: PolicyDocument, own: OwnToolGroups = {}): Remark[] {
  if ('cedar' in document) return [];
  return (isStructured(document) ? [...groups(document, own), ...structured(document)] : lists(document)).slice(0, REMARKS_MAX);
}

const groups = ({ target = {} }: StructuredDocument, own: OwnToolGroups): Remark[] =>
  (target.tool_groups ?? []).flatMap((name, i) => {
    const detail = unknownGroup(name, own);
    return detail === undefined ? [] : [{ pointer: `/target/tool_groups/${i}`, detail }];
  });

const lists = ({ tools, methods }: ListsDocument): Remark[] => [...listed('tools', tools), ...listed('methods', methods)];

function listed(kind: 'tools' | 'methods', given: NameLists | undefined): Remark[] {
  const { allow, deny } = given ?? {};
  const found: Remark[] = [];
  if (allow && !allow.length) found.push({ pointer: `/${kind}/allow`, detail: `The list is empty: no ${kind} are allowed at all.` });
  if (deny && !deny.length) found.push({ pointer: `/${kind}/deny`, detail: 'The list is empty: it denies nothing.' });
  if (kind === 'tools')
    for (const [i, pattern] of (deny ?? []).entries())
      if (pattern.includes('/') && !namesTool(lastPart(pattern))) found.push({ pointer: `/tools/deny/${i}`, detail: NO_SERVER });
  found.push(...repeated(`/${kind}/allow`, allow), ...repeated(`/${kind}/deny`, deny));
  for (const [i, pattern] of (allow ?? []).entries()) {
    const by = deny?.find((wide) => covers(wide, pattern));
    if (by !== undefined) found.push({ pointer: `/${kind}/allow/${i}`, detail: `Allows nothing: \`${by}\` denies all of it.` });
  }
  return found;
}

function repeated(pointer: string, patterns: readonly string[] = []): Remark[] {
  return patterns.flatMap((pattern, i) => {
    const by = patterns.findIndex((wide, j) => j !== i && covers(wide, pattern) && (j < i || !covers(pattern, wide)));
    return by < 0 ? [] : [{ pointer: `${pointer}/${i}`, detail: `Says nothing more: \`${patterns[by]}\` covers it.` }];
  });
}

function structured(document: StructuredDocument): Remark[] {
  const { effect, target = {}, require = {} } = document;
  const { global: _, ...aims } = target;
  const found: Remark[] = [];
  const is_aimed = Object.values(aims).some((patterns) => patterns?.some((pattern) => pattern !== '*'));
  const asks = Object.values(require).some((member) => member !== undefined);
  if (effect === 'allow' && !is_aimed && !asks)
    found.push({
      pointer: '/target',
      detail: 'Permits everything to everybody: name a user, a role, a tool or a method, or require something.',
    });
  if (effect !== 'allow') found.push(...unbound(target));
  for (const [member, patterns] of Object.entries(aims)) found.push(...repeated(`/target/${member}`, patterns));
  if (require.time) found.push(...unreachable(require.time));
  found.push(...impossibleIn(document));
  found.push(...unsuppliedBy(document));
  return found;
}

const NO_SERVER = 'Does not bind calls that name no server: have every enforcement point send `server.name`, or name the tools.';

/** What is said of all that a server has: of a call without one nobody can tell. */
function unbound(target: NonNullable<StructuredDocument['target']>): Remark[] {
  const { tools = [], servers } = target;
  if (servers?.some((pattern) => pattern !== '*')) return namesWhat(target) ? [] : [{ pointer: '/target/servers', detail: NO_SERVER }];
  return tools.flatMap((pattern, i) =>
    pattern.includes('/') && !namesTool(lastPart(pattern)) ? [{ pointer: `/target/tools/${i}`, detail: NO_SERVER }] : [],
  );
}

/** Windows in which none of the hours lies, and hours that lie in no window. */
function unreachable({ allowed_hours, windows }: TimeRequirement): Remark[] {
  if (!allowed_hours || !windows) return [];
  const idle = windows.flatMap((window, i) => (allowed_hours.some((hour) => hasHour(window, hour)) ? [] : [i]));
  if (idle.length === windows.length)
    return [{ pointer: '/require/time', detail: 'Impossible: no hour of allowed_hours has a part in any window, and both must hold.' }];
  const unheard = allowed_hours.flatMap((hour, i) => (windows.some((window) => hasHour(window, hour)) ? [] : [i]));
  return [
    ...idle.map((i) => ({
      pointer: `/require/time/windows/${i}`,
      detail: 'Never holds: none of allowed_hours lies in it, and both must hold.',
    })),
    ...unheard.map((i) => ({ pointer: `/require/time/allowed_hours/${i}`, detail: 'Never holds: no window has a part of this hour.' })),
  ];
}

const HOUR = 60;
function hasHour({ from, to }: TimeWindow, hour: number): boolean {
  const [start, end] = [minuteOfDay(from), minuteOfDay(to)];
  const [first, last] = [hour * HOUR, (hour + 1) * HOUR];
  return end > start ? first < end && last > start : last > start || first < end;
}

/**
 * What can never hold, as far as the form makes it plain (docs: `policy.md` 6, "impossible policy"). Cedar's own analysis knows types and no
 * values, and takes tens of milliseconds for each document (docs/adr/0027).
 */
import type { Remark } from './lints.ts';
import { canonicalJson } from '../canonical.ts';
import { contains, parseNetwork } from '../network.ts';
import { METHOD_NAMES, SUBJECTS, type Subject } from './cedar/names.ts';
import { checksOf } from './checks.ts';
import { matchesName } from './match-name.ts';
import { covers } from './covers.ts';
import type {
  ArgumentRequirement,
  HistoryRequirement,
  LimitRequirement,
  LocationRequirement,
  Require,
  StructuredDocument,
  Target,
} from './document.ts';
import { EVENTS_MAX } from './history.ts';

/** What it comes to. */
const OUTCOME: Record<StructuredDocument['effect'], string> = {
  require: 'the policy refuses every call that it is about',
  allow: 'the policy permits nothing',
  deny: 'the policy denies nothing',
};

/** In no order; pointers into the document. */
export function impossibleIn({ effect, target = {}, require = {} }: StructuredDocument): Remark[] {
  const of_target = targetOf(target).map(({ pointer, detail }) => ({ pointer: `/target${pointer}`, detail }));
  const of_require = requireOf(require).map(({ pointer, detail, is_harmless }) => ({
    pointer: `/require${pointer}`,
    detail: is_harmless ? `${detail}.` : `Impossible: ${detail}; ${OUTCOME[effect]}.`,
  }));
  return [...of_target, ...of_require];
}

/** `is_harmless`: it can hold all the same. */
type Found = Remark & { is_harmless?: boolean };

const ABOUT_NOTHING = 'the policy is about no call.';

function targetOf({ methods, tools, resources, prompts, tool_groups, servers }: Target): Remark[] {
  const found: Remark[] = [];
  const named = (methods ?? ['*']).flatMap((pattern) => METHOD_NAMES.filter((name) => matchesName(pattern, name)));
  // A method that MCP does not know is about no tool, resource or prompt.
  const subjects = new Set(named.flatMap((name) => SUBJECTS.get(name) ?? []));
  const kinds = (
    [
      [tools, 'Tool'],
      [resources, 'Resource'],
      [prompts, 'Prompt'],
    ] as const
  ).flatMap(([given, kind]) => (given ? [kind] : []));
  const isReached = (wanted: readonly Subject[]): boolean => wanted.some((kind) => subjects.has(kind));
  if (methods && kinds.length && !isReached(kinds))
    found.push({
      pointer: '/methods',
      detail: `Impossible: none of these methods is about a ${kinds.join(' or a ').toLowerCase()}; ${ABOUT_NOTHING}`,
    });
  else if (methods && tool_groups && !isReached(['Tool']))
    found.push({
      pointer: '/methods',
      detail: `Impossible: none of these methods is about a tool, and tool_groups name tools; ${ABOUT_NOTHING}`,
    });
  if (tool_groups && kinds.length && !tools)
    found.push({
      pointer: '/tool_groups',
      detail: `Impossible: what is about a ${kinds.join(' or a ').toLowerCase()} is in no group of tools; ${ABOUT_NOTHING}`,
    });
  const strange = (pattern: string): boolean => {
    const [server = '', more] = pattern.split('/');
    return more !== undefined && !server.includes('*') && !servers?.some((one) => matchesName(one, server));
  };
  const strangers = servers ? (tools ?? []).flatMap((pattern, i) => (strange(pattern) ? [i] : [])) : [];
  const all = strangers.length > 0 && strangers.length === tools?.length && !resources && !prompts;
  for (const i of strangers)
    found.push({
      pointer: `/tools/${i}`,
      detail: `${all ? `Impossible: \`servers\` names no such server; ${ABOUT_NOTHING}` : 'Matches nothing: `servers` names no such server.'}`,
    });
  return found;
}

function requireOf({ location, limits = [], args = {}, findings = {}, history = [] }: Require): Found[] {
  return [
    ...(location ? nowhere(location) : []),
    ...limits.flatMap((limit, i) => (refusesAll(limit) ? [{ pointer: `/limits/${i}/max`, detail: 'no call fits into this limit' }] : [])),
    ...Object.entries(args).flatMap(([pointer, requirement]) =>
      argument(requirement).map(({ pointer: at, ...one }) => ({ pointer: `/args/${escaped(pointer)}${at}`, ...one })),
    ),
    ...within(args),
    ...history.flatMap((one, i) =>
      past(one, history.slice(0, i)).map(({ pointer, detail }) => ({ pointer: `/history/${i}${pointer}`, detail })),
    ),
    ...Object.entries(findings).flatMap(([category, { max }]) =>
      max >= 1 ? [{ pointer: `/findings/${category}/max`, detail: 'Requires nothing: no score is above 1', is_harmless: true }] : [],
    ),
  ];
}

const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** What is allowed lies within what is denied. */
function nowhere({ ip_allow = [], ip_deny = [], ip_lists = {} }: LocationRequirement): Found[] {
  const { allow = [], deny = [] } = ip_lists;
  if (!ip_allow.length && !allow.length) return [];
  const denied = ip_deny.flatMap((text) => parseNetwork(text) ?? []);
  const isDenied = (text: string): boolean => {
    const network = parseNetwork(text);
    return network !== null && contains(denied, network);
  };
  const is_empty = ip_allow.every(isDenied) && allow.every((name) => deny.includes(name));
  return is_empty ? [{ pointer: '/location', detail: 'every address that is allowed is denied too' }] : [];
}

/** A call, its bytes and a value of it count as something; what it sums up, or comes to in Cedar, may be nothing. */
const refusesAll = ({ max, measure = 'calls' }: LimitRequirement): boolean =>
  max < 1 && typeof measure === 'string' && !measure.startsWith('sum:');

function argument({ inList, notInList, optional, ...rest }: ArgumentRequirement): Found[] {
  const never = optional
    ? { detail: 'Only a call without it passes: no value holds all of this', is_harmless: true }
    : { detail: 'no value holds all of this' };
  const { equals, oneOf, like, notLike, maxLength } = rest;
  const holds = (value: unknown): boolean =>
    checksOf({ of: value }, [{ id: 'it', pointer: '/of', requirement: rest }], new Map())['it'] === true;
  if (inList !== undefined && inList === notInList) return [{ pointer: '/notInList', ...never }];
  if (equals !== undefined) return spellings(equals).some(holds) ? [] : [{ pointer: '/equals', ...never }];
  if (oneOf) {
    const idle = oneOf.flatMap((one, i) => (spellings(one).some(holds) ? [] : [i]));
    if (idle.length === oneOf.length) return [{ pointer: '/oneOf', ...never }];
    return idle.map((i) => ({ pointer: `/oneOf/${i}`, detail: 'Never holds: the rest excludes it', is_harmless: true }));
  }
  if (like === undefined) return [];
  if (notLike !== undefined && covers(notLike, like)) return [{ pointer: '/notLike', ...never }];
  return maxLength !== undefined && like.replaceAll('*', '').length > maxLength ? [{ pointer: '/maxLength', ...never }] : [];
}

/** Values compare as texts, but bounds want a number. */
const spellings = (value: string | number | boolean): unknown[] =>
  typeof value === 'string' && String(Number(value)) === value ? [value, Number(value)] : [value, String(value)];

/** What must be a value has no members. */
function within(args: NonNullable<Require['args']>): Found[] {
  const wanted = Object.entries(args).flatMap(([pointer, { optional }]) => (optional || pointer.includes('*') ? [] : [pointer]));
  return wanted.flatMap((pointer) => {
    const above = wanted.find((other) => pointer.startsWith(`${other}/`));
    return above === undefined
      ? []
      : [{ pointer: `/args/${escaped(pointer)}`, detail: `${above} must be a value, and cannot have members` }];
  });
}

function past(requirement: HistoryRequirement, before: readonly HistoryRequirement[]): Found[] {
  const { formerly, count_within, count_distinct_within, sum_within } = requirement;
  const counted = { count_within, count_distinct_within, sum_within };
  for (const [name, one] of Object.entries(counted)) {
    if (!one) continue;
    const { min = 0, max = Infinity } = one;
    if (min > max) return [{ pointer: `/${name}/min`, detail: 'min is above max' }];
    if (name !== 'sum_within' && min > EVENTS_MAX)
      return [{ pointer: `/${name}/min`, detail: `no more than ${EVENTS_MAX} events are kept` }];
  }
  if (!formerly) return [];
  const { is = true, ...event } = formerly;
  const contrary = before.some((other) => {
    const { is: other_is = true, ...rest } = other.formerly ?? { is };
    return other.formerly !== undefined && other_is !== is && canonicalJson(rest) === canonicalJson(event);
  });
  return contrary ? [{ pointer: '/formerly/is', detail: 'another requirement is the opposite of this one' }] : [];
}

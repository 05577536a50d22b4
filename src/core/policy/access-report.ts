/** Who may call what, by the policies in force: for people who review permissions. */
import { isStructured } from './compile.ts';
import type { PolicyDocument, Require, Target } from './document.ts';
import { groupsNamed } from './cedar/references.ts';
import type { OwnToolGroups } from './cedar/tool-groups.ts';
import { covers } from './covers.ts';
import type { Statement } from './statement.ts';
import type { PolicyJson } from './cedar/policy-json.ts';

/** A permit that nothing has used for so long is looked at again. */
export const UNUSED_DAYS = 90;
const DAY_MS = 86_400_000;

/** `cedar`: what its scope names; conditions may narrow it further. */
export type Scope = Target | { cedar: Pick<PolicyJson, 'principal' | 'action' | 'resource'>; conditions: number };
export type ReportEntry = {
  policy: string;
  name: string;
  version: number;
  form: 'lists' | 'structured' | 'cedar';
  /** Empty: everybody, everything. */
  scope: Scope;
  /** What must hold besides, such as `time`. */
  requires: string[];
  last_used_at: Date | null;
};
export type AccessReport = {
  permits: ReportEntry[];
  restrictions: (ReportEntry & { effect: 'deny' | 'require' | 'challenge' })[];
  /** Permits that no call has used since `since`, which is at least `UNUSED_DAYS` ago, or when the policy was made. */
  unused: { policy: string; name: string; since: Date; last_used_at: Date | null }[];
  over_broad: { policy: string | null; name: string; detail: string }[];
  /** The tenant's own groups that the policies name, with what stands for them. */
  tool_groups: { [name: string]: readonly string[] };
};

/** A version in force, with what is known of its policy. */
export type Reported = {
  id: string;
  name: string;
  version: number;
  document: PolicyDocument;
  statements: readonly Statement[];
  /** Of this version. */
  created_at: Date;
  last_used_at: Date | null;
};

type Scene = { posture: string; now_ms: number; tool_groups: OwnToolGroups };

export function accessReport(policies: readonly Reported[], { posture, now_ms, tool_groups }: Scene): AccessReport {
  const named = new Set(policies.flatMap(({ statements }) => statements.flatMap(({ cedar }) => groupsNamed(cedar))));
  const groups = Object.fromEntries(Object.entries(tool_groups).filter(([name]) => named.has(name)));
  const report: AccessReport = { permits: [], restrictions: [], unused: [], over_broad: [], tool_groups: groups };
  if (posture === 'starter')
    report.over_broad.push({
      policy: null,
      name: 'posture',
      detail: 'In posture `starter` everything is permitted that no policy restricts.',
    });
  const horizon_ms = now_ms - UNUSED_DAYS * DAY_MS;
  for (const policy of policies) {
    const entries = entriesOf(policy);
    report.restrictions.push(...entries.restrictions);
    report.permits.push(...entries.permits);
    if (!entries.permits.length) continue;
    const { id, name, last_used_at, created_at } = policy;
    if (last_used_at === null || last_used_at.getTime() < horizon_ms)
      report.unused.push({ policy: id, name, since: new Date(Math.max(horizon_ms, created_at.getTime())), last_used_at });
    for (const detail of new Set(entries.permits.flatMap((entry) => breadthOf(entry, groups))))
      report.over_broad.push({ policy: id, name, detail });
  }
  return report;
}

type Entries = Pick<AccessReport, 'permits' | 'restrictions'>;

function entriesOf(policy: Reported): Entries {
  const { id, name, version, document, last_used_at } = policy;
  const common = { policy: id, name, version, last_used_at };
  if ('cedar' in document) return cedarEntries(policy, common);
  if (isStructured(document)) {
    const { effect, decision, target = {}, require = {} } = document;
    const entry = { ...common, form: 'structured' as const, scope: target, requires: namesOf(require) };
    if (effect === 'allow') return { permits: [entry], restrictions: [] };
    return { permits: [], restrictions: [{ ...entry, effect: decision === 'challenge' ? ('challenge' as const) : effect }] };
  }
  const listed = (kind: 'tools' | 'methods', side: 'allow' | 'deny') => {
    const patterns = document[kind]?.[side];
    return patterns?.length ? [{ ...common, form: 'lists' as const, scope: { [kind]: patterns }, requires: [] }] : [];
  };
  const deny = { effect: 'deny' as const };
  return {
    permits: [...listed('tools', 'allow'), ...listed('methods', 'allow')],
    restrictions: [...listed('tools', 'deny'), ...listed('methods', 'deny')].map((entry) => ({ ...entry, ...deny })),
  };
}

const namesOf = (require: Require): string[] => Object.entries(require).flatMap(([name, member]) => (member === undefined ? [] : [name]));

type Common = Pick<ReportEntry, 'policy' | 'name' | 'version' | 'last_used_at'>;

function cedarEntries({ statements }: Reported, common: Common): Entries {
  const entries: Entries = { permits: [], restrictions: [] };
  for (const { lane, cedar } of statements) {
    if (lane === 'obligation') continue;
    const { effect, principal, action, resource, conditions } = cedar;
    const scope = { cedar: { principal, action, resource }, conditions: conditions.length };
    const entry = { ...common, form: 'cedar' as const, scope, requires: [] };
    if (effect === 'permit') entries.permits.push(entry);
    else entries.restrictions.push({ ...entry, effect: lane === 'challenge' ? 'challenge' : 'deny' });
  }
  return entries;
}

const EVERYBODY = 'For everybody: it names no user, role, group or agent, and requires no proved identity.';
const EVERYTHING = 'For everything: it names no tool, resource, prompt or method.';

/** Narrows nothing. */
const is_wide = (patterns: readonly string[] | undefined): boolean => !patterns?.length || patterns.some((pattern) => covers(pattern, '*'));

function breadthOf({ scope, requires, form }: ReportEntry, own: OwnToolGroups): string[] {
  if ('cedar' in scope) {
    const { principal, action, resource } = scope.cedar;
    const is_bare = scope.conditions === 0;
    return [
      ...(principal.op === 'All' && is_bare ? [EVERYBODY] : []),
      ...(action.op === 'All' && resource.op === 'All' && is_bare ? [EVERYTHING] : []),
    ];
  }
  const { users, roles, groups, agents, servers, tools, tool_groups, methods, resources, prompts } = scope as Target;
  const everybody = [users, roles, groups, agents].every(is_wide) && !requires.includes('auth') && form === 'structured';
  const grouped = (tool_groups ?? []).flatMap((name) => (Object.hasOwn(own, name) ? own[name]! : []));
  const is_wide_group = is_wide(tool_groups) || (grouped.length > 0 && is_wide(grouped));
  const everything = is_wide_group && [tools, methods, resources, prompts].every(is_wide);
  const servers_whole = [...(tools ?? []), ...grouped].filter((pattern) => pattern.endsWith('/*') && pattern !== '*/*');
  return [
    ...(everybody ? [EVERYBODY] : []),
    ...(everything ? [servers?.length ? 'For everything that these servers have.' : EVERYTHING] : []),
    ...servers_whole.map((pattern) => `For every tool of a server, those to come included: \`${pattern}\`.`),
  ];
}

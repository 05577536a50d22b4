/** Which groups a tool is in by itself: told from its name, its annotations and what it says of itself. */
import { LRUCache } from 'lru-cache';
import type { ToolHint } from '../../submission.ts';
import { purposesOf, stemsOf } from '../../roles/purposes.ts';
import { matcherOf } from './like.ts';

export const TOOL_GROUPS = ['read', 'write', 'egress', 'exec', 'destructive', 'financial', 'high-risk'] as const;
export type ToolGroup = (typeof TOOL_GROUPS)[number];

const stems = (words: string): readonly string[] => [...stemsOf([words])];
/** Looked for in name and title alone: descriptions speak of what a tool does not do, too. */
const WORDS = {
  read: stems('get list read search find fetch query lookup describe show view count check status inspect browse select download'),
  write: stems(
    'create update write set add insert put edit patch modify rename move copy upload save append commit merge push assign enable disable',
  ),
  destructive: stems('delete remove drop destroy purge truncate wipe erase kill terminate revoke uninstall reset clear'),
  egress: stems('send email mail post upload publish share webhook tweet slack sms notify forward reply export'),
  financial: stems('pay payment payout refund transfer invoice charge purchase buy sell trade withdraw deposit wire billing checkout'),
  powerful: stems('admin administrator sudo root grant privilege permission superuser'),
} as const;
/** Named as high-risk in `capabilities.md` ZT-09, whatever they say of themselves. */
const HIGH_RISK_TOOLS: ReadonlySet<string> = new Set(['system_admin', 'database_admin', 'file_manager']);

const KEPT_MAX = 2_000;
const known = new LRUCache<string, readonly ToolGroup[]>({ max: KEPT_MAX });
/** UTF-16 units of a description that count. */
const TEXT_MAX = 2_048;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, TEXT_MAX) : '');

/** @param name as the call has it; `hint` is what is known of the tool besides */
export function builtInGroups(name: string, hint: ToolHint | undefined): readonly ToolGroup[] {
  const annotations = (typeof hint?.annotations === 'object' && hint.annotations !== null ? hint.annotations : {}) as Record<
    string,
    unknown
  >;
  const flags = [annotations.readOnlyHint, annotations.destructiveHint, annotations.openWorldHint].map((flag) => flag === true);
  const key = JSON.stringify([
    name.slice(0, TEXT_MAX),
    textOf(hint?.title),
    textOf(hint?.description),
    flags,
    annotations.readOnlyHint === false,
  ]);
  const found = known.get(key) ?? groupsOf(name, textOf(hint?.title), textOf(hint?.description), flags, annotations.readOnlyHint === false);
  known.set(key, found);
  return found;
}

/** What a server claims only ever adds to the groups that restrict; to be in `read` nothing else may speak against it. */
function groupsOf(name: string, title: string, description: string, flags: boolean[], writes: boolean): readonly ToolGroup[] {
  const [readOnly, destructive, openWorld] = flags;
  const own = stemsOf([name, title]);
  const says = (words: readonly string[]): boolean => words.some((word) => own.has(word));
  const purposes = purposesOf([name, title, description]);
  const groups = new Set<ToolGroup>();
  if (writes || says(WORDS.write) || purposes.has('edit')) groups.add('write');
  if (destructive || says(WORDS.destructive)) groups.add('destructive').add('write');
  if (purposes.has('shell') || purposes.has('code') || purposes.has('run')) groups.add('exec');
  if (says(WORDS.financial)) groups.add('financial').add('write');
  if (groups.size === 0 && (readOnly || says(WORDS.read)) && !says(WORDS.egress)) groups.add('read');
  if (openWorld || says(WORDS.egress) || purposes.has('http')) groups.add('egress');
  if (groups.has('destructive') || groups.has('exec') || groups.has('financial') || says(WORDS.powerful) || HIGH_RISK_TOOLS.has(name))
    groups.add('high-risk');
  return [...groups];
}

/** Patterns of `tool` and `server/tool`, by the tenant's name of the group. One of a built-in name adds to what is told of tools by themselves. */
export type OwnToolGroups = { readonly [name: string]: readonly string[] };
export const OWN_GROUPS_MAX = 50;
/** Of one group, and of all groups of a tenant. */
export const GROUP_PATTERNS_MAX = 200;
export const ALL_GROUP_PATTERNS_MAX = 1_000;

type Matcher = { group: string; matches(name: string): boolean };
/** `kept` by names: calls name the same few tools again and again. */
type Matching = { matchers: readonly Matcher[]; kept: LRUCache<string, readonly string[]> };
const compiled = new WeakMap<OwnToolGroups, Matching>();
const KNOWN_NAME_MAX = 512;

function matchingOf(groups: OwnToolGroups): Matching {
  const before = compiled.get(groups);
  if (before) return before;
  const matchers = Object.entries(groups).flatMap(([group, patterns]) =>
    patterns.map((pattern) => ({
      group,
      matches: matcherOf(pattern.split('*').flatMap((Literal, i) => (i ? (['Wildcard', { Literal }] as const) : [{ Literal }]))),
    })),
  );
  const made = { matchers, kept: new LRUCache<string, readonly string[]>({ max: KEPT_MAX }) };
  compiled.set(groups, made);
  return made;
}

/** Those of the tenant's groups that a tool of these names is in. */
export function ownGroups(names: readonly string[], groups: OwnToolGroups): readonly string[] {
  const { matchers, kept } = matchingOf(groups);
  if (!matchers.length) return [];
  const key = JSON.stringify(names);
  const before = kept.get(key);
  if (before) return before;
  const found = [...new Set(matchers.filter(({ matches }) => names.some(matches)).map(({ group }) => group))];
  if (key.length <= KNOWN_NAME_MAX) kept.set(key, found);
  return found;
}

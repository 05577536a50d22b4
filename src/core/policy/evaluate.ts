/** The access lane of the first policy form: allow and deny lists, strictness and thresholds, over every active policy. */
import type { Category } from '../finding.ts';
import type { Posture } from '../tenant.ts';
import { STRICTNESS, type Strictness } from '../submission.ts';
import type { NameLists, PolicyDocument } from './document.ts';

export type ActivePolicy = { id: string; document: PolicyDocument };

/** What one message asks for. `tool` is null unless a tool is called; names are as the caller gave them. */
export type AccessRequest = { method: string | null; server: string | null; tool: string | null };

export type AccessDenial = { code: 'TOOL_DENIED' | 'METHOD_DENIED' | 'NO_PERMIT'; message: string; policy?: string };

/** Listing and lifecycle need no permit in posture `strict`; everything else does (docs: `policy.md` 5). */
const UNGATED = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'roots/list',
  'tasks/list',
  'logging/setLevel',
  'subscriptions/listen',
]);

const needsPermit = (method: string | null): boolean => method === null || !(UNGATED.has(method) || method.startsWith('notifications/'));

/** UTF-16 units. MCP asks for tool names of at most 128; a longer name than this is refused wherever a list is to be asked. */
export const NAME_LENGTH_MAX = 512;

/** True when `pattern` covers the whole of `name`; `*` stands for any run of characters, everything else for itself. */
export function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0]!;
  if (parts.length === 1) return pattern === name;
  const last = parts.at(-1)!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

const listed = (patterns: string[] | undefined, names: string[]): boolean =>
  (patterns ?? []).some((p) => names.some((n) => matchesName(p, n)));

type Standing = 'denied' | 'unlisted' | 'allowed' | 'silent';

function standing(lists: NameLists | undefined, names: string[]): Standing {
  if (!lists) return 'silent';
  if (names.some((n) => n.length > NAME_LENGTH_MAX)) return 'unlisted';
  if (listed(lists.deny, names)) return 'denied';
  if (!lists.allow) return 'silent';
  return listed(lists.allow, names) ? 'allowed' : 'unlisted';
}

/**
 * Every policy must pass. Deny wins over allow, an allow list that does not name the call refuses it, and in posture `strict`
 * a call that no allow list names is refused too. All refusals are returned, in order of policy; empty means permitted.
 */
export function evaluateAccess(request: AccessRequest, policies: readonly ActivePolicy[], posture: Posture): AccessDenial[] {
  const denials: AccessDenial[] = [];
  const toolNames =
    request.tool === null ? null : request.server === null ? [request.tool] : [request.tool, `${request.server}/${request.tool}`];
  let permitted = false;
  for (const { id, document } of policies) {
    const method = request.method === null ? 'silent' : standing(document.methods, [request.method]);
    const tool = toolNames === null ? 'silent' : standing(document.tools, toolNames);
    if (method === 'denied') denials.push({ code: 'METHOD_DENIED', message: 'A policy denies this method.', policy: id });
    if (tool === 'denied') denials.push({ code: 'TOOL_DENIED', message: 'A policy denies this tool.', policy: id });
    if (method === 'unlisted') denials.push({ code: 'NO_PERMIT', message: "A policy's allow list does not name this method.", policy: id });
    if (tool === 'unlisted') denials.push({ code: 'NO_PERMIT', message: "A policy's allow list does not name this tool.", policy: id });
    permitted ||= tool === 'allowed' || (toolNames === null && method === 'allowed');
  }
  if (posture === 'strict' && !permitted && !denials.length && needsPermit(request.method)) {
    denials.push({ code: 'NO_PERMIT', message: 'No policy permits this call, and the posture of this tenant is strict.' });
  }
  return denials;
}

/** From which score on a category is denied, and which policy said so. */
export type Bar = { strictness: Strictness; thresholds: ReadonlyMap<Category, number>; determining: ReadonlyMap<Category, string> };

/** The strictest that any policy asks for; the tenant's own strictness stands where no policy speaks. */
export function barOf(policies: readonly ActivePolicy[], tenant: Strictness): Bar {
  let strictness: Strictness | null = null;
  const thresholds = new Map<Category, number>();
  const determining = new Map<Category, string>();
  for (const { id, document } of policies) {
    if (document.strictness && (!strictness || isStricter(document.strictness, strictness))) strictness = document.strictness;
    for (const [category, threshold] of Object.entries(document.thresholds ?? {}) as [Category, number][]) {
      if (threshold >= (thresholds.get(category) ?? Infinity)) continue;
      thresholds.set(category, threshold);
      determining.set(category, id);
    }
  }
  return { strictness: strictness ?? tenant, thresholds, determining };
}

export const isStricter = (a: Strictness, b: Strictness): boolean => STRICTNESS.indexOf(a) > STRICTNESS.indexOf(b);

/** What a tenant has looked at and calls a false alarm: one rule in one place, until a day (docs: `detection.md`, "suppressions"). */
import { pointerOf } from './pointer.ts';
import type { Leaf } from './mcp/surface.ts';

export type Scope = {
  rule: string;
  /** As the enforcement point names it in `server.name`; null: whatever the server. */
  server: string | null;
  /** Of the called tool; null: whatever the tool, and messages that call none. */
  tool: string | null;
  /** JSON Pointer (RFC 6901) from the root of the call to us; a token `*` is any one token. */
  path: string;
};
export type Suppression = Scope & { id: string; /** Milliseconds since 1970. */ expires_ms: number };

/** Where a finding stands. */
export type Place = { rule: string; server: string | null; tool: string | null; path: string };

/** Linear in the path. */
export function covers(scope: Scope, place: Place): boolean {
  if (scope.rule !== place.rule) return false;
  if (scope.server !== null && scope.server !== place.server) return false;
  if (scope.tool !== null && scope.tool !== place.tool) return false;
  const wanted = scope.path.split('/');
  const given = place.path.split('/');
  return wanted.length === given.length && wanted.every((token, i) => token === '*' || token === given[i]);
}

/** The suppressions that hide findings of a message, by rule; null where there is none: the usual case, which costs nothing. */
export function inForce(suppressions: readonly Suppression[], now_ms: number): ReadonlyMap<string, Suppression[]> | null {
  if (suppressions.length === 0) return null;
  const byRule = new Map<string, Suppression[]>();
  for (const one of suppressions) {
    if (one.expires_ms <= now_ms) continue;
    const others = byRule.get(one.rule);
    if (others) others.push(one);
    else byRule.set(one.rule, [one]);
  }
  return byRule;
}

/** Whether a finding of the rule in that leaf is hidden. */
export function isHidden(
  byRule: ReadonlyMap<string, readonly Suppression[]>,
  { rule, leaf }: { rule: { id: string }; leaf: Leaf },
  where: { server: string | null; tool: string | null },
): boolean {
  const own = byRule.get(rule.id);
  if (!own) return false;
  const place = { rule: rule.id, path: pointerOf(leaf.at), ...where };
  return own.some((one) => covers(one, place));
}

/** Positions in lists are one place: `/content/0/text` and `/content/3/text`. */
const wholeLists = (path: string): string => path.replace(/\/(?:\d+|\*)(?=\/|$)/g, '/*');

/** What the tests of a rule say of where an attack may stand. */
export type PositiveCase = { name: string; path: string };

/**
 * The first positive case of the rule that stands elsewhere, with another server, tool or path, and would be hidden all the same; null when there is none, that is, when the
 * scope names one place.
 */
export function hiddenElsewhere(scope: Scope, cases: readonly PositiveCase[]): { name: string; where: string } | null {
  const own = { rule: scope.rule, server: scope.server ?? 'another', tool: scope.tool ?? 'another', path: scope.path.replaceAll('*', '0') };
  for (const { name, path } of cases) {
    if (covers(scope, { ...own, server: 'another', tool: 'another' })) return { name, where: 'any tool of any server' };
    if (wholeLists(path) !== wholeLists(scope.path) && covers(scope, { ...own, path })) return { name, where: path };
  }
  return null;
}

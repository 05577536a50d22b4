/** Edits that remove exactly what must not pass on: proposed as RFC 6902, never applied here. */
import { pointerOf, type Leaf } from './mcp/surface.ts';
import type { Modification } from './verdict.ts';

export type Cut = { leaf: Leaf; start: number; end: number; label: string };

/** `text` with every span replaced by `[REDACTED:label]`. Spans may overlap and come in any order; a merged span keeps the first label. */
export function cutOut(text: string, cuts: readonly { start: number; end: number; label: string }[]): string {
  const ordered = [...cuts].sort((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = 0;
  for (const [i, cut] of ordered.entries()) {
    if (cut.end <= at && i > 0) continue;
    if (cut.start >= at) out += `${text.slice(at, cut.start)}[REDACTED:${cut.label}]`;
    at = Math.max(at, cut.end);
  }
  return out + text.slice(at);
}

/** One edit per leaf. Renamed properties come last and deepest first, so that every path still holds when its turn comes. */
export function modificationsOf(cuts: readonly Cut[]): Modification[] {
  const byLeaf = new Map<Leaf, Cut[]>();
  for (const cut of cuts) byLeaf.set(cut.leaf, [...(byLeaf.get(cut.leaf) ?? []), cut]);
  const replaced: Modification[] = [];
  const renamed: Modification[] = [];
  for (const [leaf, own] of byLeaf) {
    const path = pointerOf(leaf.at);
    const value = leaf.kind === 'number' ? `[REDACTED:${own[0]!.label}]` : cutOut(leaf.text, own);
    if (leaf.kind !== 'name') replaced.push({ op: 'replace', path, value });
    else renamed.push({ op: 'move', from: path, path: pointerOf({ key: value, up: leaf.at.up }) });
  }
  return [...replaced, ...renamed.sort((a, b) => b.path.split('/').length - a.path.split('/').length)];
}

const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/**
 * A copy of `root` with the edits made in order; what no edit touches is shared. An edit whose path leads nowhere changes nothing, and
 * a `move` can only rename a member. The depth of recursion is that of the longest path.
 */
export function applyEdits(root: unknown, edits: readonly Modification[]): unknown {
  return edits.reduce<unknown>((value, edit) => {
    if (edit.op === 'replace')
      return editAt(value, tokensOf(edit.path), (entries, key) => entries.map(([k, v]) => [k, k === key ? edit.value : v]));
    const name = tokensOf(edit.path).at(-1) ?? '';
    return editAt(value, tokensOf(edit.from), (entries, key) => entries.map(([k, v]) => [k === key ? name : k, v]));
  }, root);
}

type Entries = [string, unknown][];

function editAt(value: unknown, [token, ...rest]: string[], edit: (entries: Entries, key: string) => Entries): unknown {
  if (token === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return value;
  const below = rest.length ? editAt((value as { [key: string]: unknown })[token], rest, edit) : undefined;
  const change = (entries: Entries): Entries =>
    rest.length ? entries.map(([k, v]) => [k, k === token ? below : v]) : edit(entries, token);
  if (Array.isArray(value)) return change(value.map((v, i): [string, unknown] => [String(i), v])).map(([, v]) => v);
  return Object.fromEntries(change(Object.entries(value)));
}

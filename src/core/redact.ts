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

/**
 * The same for Base64: the bytes that a span touches are replaced, and the whole is Base64 again (RFC 4648, padded). Letters that no decoder
 * takes, and a last one that makes no byte, are left out.
 */
export function cutOutOfBase64(text: string, cuts: readonly { start: number; end: number; label: string }[]): string {
  const places: number[] = [];
  let sextets = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (!/[A-Za-z0-9+/_-]/.test(letter)) continue;
    places.push(i);
    sextets += letter === '-' ? '+' : letter === '_' ? '/' : letter;
  }
  if (sextets.length % 4 === 1) sextets = sextets.slice(0, -1);
  // Byte k begins in letter ⌊4k/3⌋; back from a letter to the byte that begins in it.
  const byteAt = (offset: number): number => Math.ceil((countBelow(places, offset) * 3) / 4);
  const bytes = atob(sextets);
  const own = cuts.map(({ start, end, label }) => ({
    start: byteAt(start),
    end: Math.min(bytes.length, byteAt(end)),
    label,
  }));
  return btoa(cutOut(bytes, own));
}

/** How many of the ascending numbers lie below `limit`. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A name that no other renamed property of the same object has: a second one would overwrite the first. */
function unusedName(path: string, used: Map<string, number>): string {
  const count = (used.get(path) ?? 0) + 1;
  used.set(path, count);
  return count === 1 ? path : `${path} ${count}`;
}

/** One edit per leaf. Renamed properties come last and deepest first, so that every path still holds when its turn comes. */
export function modificationsOf(cuts: readonly Cut[]): Modification[] {
  const byLeaf = new Map<Leaf, Cut[]>();
  for (const cut of cuts) byLeaf.set(cut.leaf, [...(byLeaf.get(cut.leaf) ?? []), cut]);
  const replaced: Modification[] = [];
  const renamed: Modification[] = [];
  const used = new Map<string, number>();
  for (const [leaf, own] of byLeaf) {
    const path = pointerOf(leaf.at);
    const cut = leaf.isBase64 ? cutOutOfBase64 : cutOut;
    const value = leaf.kind === 'number' ? `[REDACTED:${own[0]!.label}]` : cut(leaf.text, own);
    if (leaf.kind !== 'name') replaced.push({ op: 'replace', path, value });
    else renamed.push({ op: 'move', from: path, path: unusedName(pointerOf({ key: value, up: leaf.at.up }), used) });
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

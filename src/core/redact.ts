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

/** Words that must follow each other within a reach: what one expression could only say by trying again and again. */

export type Chain = {
  /** Global. */
  head: RegExp;
  /** Each is looked for behind the one before. */
  links: readonly RegExp[];
  /** Units behind the head. */
  reach: number;
  /** Nothing behind it counts. */
  stop?: RegExp;
};

/** Heads that are looked behind. */
const HEADS_MAX = 100;

export function findChain(text: string, { head, links, reach, stop }: Chain): { start: number; end: number } | null {
  let seen = 0;
  for (const { 0: found, index } of text.matchAll(head)) {
    if (++seen > HEADS_MAX) return null;
    const from = index + found.length;
    let rest = text.slice(from, from + reach);
    const cut = stop ? rest.search(stop) : -1;
    if (cut >= 0) rest = rest.slice(0, cut);
    let at = 0;
    for (const link of links) {
      const next = link.exec(rest.slice(at));
      at = next ? at + next.index + next[0].length : -1;
      if (at < 0) break;
    }
    if (at >= 0) return { start: index, end: from + at };
  }
  return null;
}

export const hasChain = (text: string, chain: Chain): boolean => findChain(text, chain) !== null;

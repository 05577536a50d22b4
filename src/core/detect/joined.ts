/** Findings in text that was joined from the parts of one result, told in terms of the parts: payloads get split. */
import type { JoinedLeaf, Leaf } from '../mcp/surface.ts';
import type { Hit } from './tally.ts';

/** Hits by the leaf that they stand in; what is pushed to the list later is known too. Messages hold thousands of joined texts. */
export class KnownHits {
  readonly #hits: readonly Hit[];
  readonly #byLeaf = new Map<Leaf, Hit[]>();
  #indexed = 0;

  constructor(hits: readonly Hit[]) {
    this.#hits = hits;
  }

  in(leaf: Leaf): readonly Hit[] | undefined {
    for (; this.#indexed < this.#hits.length; this.#indexed++) {
      const hit = this.#hits[this.#indexed]!;
      const own = this.#byLeaf.get(hit.leaf);
      if (own) own.push(hit);
      else this.#byLeaf.set(hit.leaf, [hit]);
    }
    return this.#byLeaf.get(leaf);
  }
}

/**
 * What the joined text shows beyond what its parts showed alone, as hits in the parts. A finding over several parts is told where it
 * begins; what must be cut out is told in each part that it touches.
 * @param found hits with offsets into `joined.text`
 * @param known hits of the parts, among others
 */
export function locateJoined(joined: JoinedLeaf, found: readonly Hit[], known: KnownHits): Hit[] {
  const located: Hit[] = [];
  for (const hit of found) {
    const pieces = piecesOf(joined, hit);
    const fresh = pieces.filter(
      (piece) => !known.in(piece.leaf)?.some((k) => k.rule === piece.rule && k.start < piece.end && piece.start < k.end),
    );
    if (hit.redactable) located.push(...fresh);
    else if (fresh.length === pieces.length) located.push(...pieces.slice(0, 1));
  }
  return located;
}

function piecesOf(joined: JoinedLeaf, hit: Hit): Hit[] {
  const pieces: Hit[] = [];
  for (let offset = hit.start; offset < hit.end;) {
    const { part, offset: start } = joined.locate(offset);
    const end = Math.min(part.text.length, start + hit.end - offset);
    if (end > start) pieces.push({ ...hit, leaf: part, start, end });
    // One more step where the parts are joined by a separator, which belongs to the part before it.
    offset += Math.max(end - start, 1);
  }
  return pieces;
}

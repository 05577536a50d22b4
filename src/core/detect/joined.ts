/** Findings in text that was joined from the parts of one result, told in terms of the parts: payloads get split. */
import type { JoinedLeaf, Leaf } from '../mcp/surface.ts';
import type { Hit } from './tally.ts';

/**
 * What the joined text shows beyond what its parts showed alone, as hits in the parts. A finding over several parts is told where it
 * begins; what must be cut out is told in each part that it touches.
 * @param found hits with offsets into `joined.text`
 * @param known hits of the parts
 */
export function locateJoined(joined: JoinedLeaf, found: readonly Hit[], known: readonly Hit[]): Hit[] {
  if (found.length === 0) return [];
  const parts = new Set<Leaf>(joined.parts);
  const alone = new Map<Leaf, Hit[]>();
  for (const hit of known) {
    if (!parts.has(hit.leaf)) continue;
    const own = alone.get(hit.leaf);
    if (own) own.push(hit);
    else alone.set(hit.leaf, [hit]);
  }
  const located: Hit[] = [];
  for (const hit of found) {
    const pieces = piecesOf(joined, hit);
    const fresh = pieces.filter(
      (piece) => !alone.get(piece.leaf)?.some((k) => k.rule === piece.rule && k.start < piece.end && piece.start < k.end),
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

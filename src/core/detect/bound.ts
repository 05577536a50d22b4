/** What is returned of all that was found: the strongest, and every place where something was left out. */
import { pointerOf, type Leaf, type Step, type Unjudged } from '../mcp/surface.ts';
import type { Hit } from './tally.ts';

/** Hits returned for one message; what is redactable comes on top (see `REDACTIONS_MAX`). */
export const FINDINGS_MAX = 100;
/** Redactable hits returned for one message: at most `MATCHES_MAX` and one per category from each leaf get this far. */
export const REDACTIONS_MAX = 10_000;
/** Leaves named in `unjudged`; further ones are told as one entry for the whole message. */
export const UNJUDGED_MAX = 50;

export type Detected = { hits: Hit[]; unjudged: Unjudged[] };

function rootOf(at: Step): Step {
  let root = at;
  while (root.up) root = root.up;
  return root;
}

/** Asked of hits in their order: whether each is one of the `most` with the highest scores, of equals the first. Scores are few, hits may be many. */
class Strongest {
  #least = -Infinity;
  #equals = Infinity;

  constructor(hits: readonly Hit[], redactable: boolean, most: number) {
    const counts = new Map<number, number>();
    for (const hit of hits) if (hit.redactable === redactable) counts.set(hit.score, (counts.get(hit.score) ?? 0) + 1);
    let left = most;
    for (const [score, count] of [...counts].sort(([a], [b]) => b - a)) {
      if (count > left) {
        this.#least = score;
        this.#equals = left;
        return;
      }
      left -= count;
    }
  }

  takes({ score }: Hit): boolean {
    return score > this.#least || (score === this.#least && this.#equals-- > 0);
  }
}

/** @param over leaves in which something was left out; those of hits that are left out here are added */
export function bound(hits: Hit[], over: Set<Leaf>): Detected {
  let kept = hits;
  if (hits.length > FINDINGS_MAX) {
    const shown = new Strongest(hits, false, FINDINGS_MAX);
    const cut = new Strongest(hits, true, REDACTIONS_MAX);
    kept = hits.filter((hit) => {
      if ((hit.redactable ? cut : shown).takes(hit)) return true;
      if (over.size <= UNJUDGED_MAX) over.add(hit.leaf);
      return false;
    });
  }
  const unjudged = [...over].slice(0, UNJUDGED_MAX).map((leaf): Unjudged => ({ path: pointerOf(leaf.at), reason: 'over_budget' }));
  const more = [...over][UNJUDGED_MAX];
  if (more) unjudged.push({ path: pointerOf(rootOf(more.at)), reason: 'over_budget' });
  return { hits: kept, unjudged };
}

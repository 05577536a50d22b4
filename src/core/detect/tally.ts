/** What a leaf's detectors found, counted once each and bounded. */
import type { Category, Match, Role, Rule } from '../finding.ts';
import type { Leaf } from '../mcp/surface.ts';
import { sourceSpan, type View } from '../text/views.ts';

/** A rule that matched in a leaf; `start` and `end` are UTF-16 offsets into the leaf as sent. */
export type Hit = {
  rule: Rule;
  leaf: Leaf;
  /** Name of the view. */
  view: string;
  start: number;
  end: number;
  score: number;
  role: Role;
  redactable: boolean;
};

/** Matches kept of one leaf in one role. */
export const MATCHES_MAX = 200;

/** Hits that are looked through rather than looked up. */
const FEW_MAX = 8;

export class Tally {
  readonly hits: Hit[] = [];
  /** True once a match was left out. What must be cut out, and the strongest of each category, is never left out. */
  over_budget = false;
  readonly #leaf: Leaf;
  readonly #role: Role;
  /** Null while the hits are few enough to be looked through. */
  #byRule: Map<string, Hit[]> | null = null;
  /** Per category, past the limit: the strongest match, and one that covers all that is redactable. */
  #strongest: Map<Category, Hit> | null = null;
  #cover: Map<Category, Hit> | null = null;

  constructor(leaf: Leaf, role: Role) {
    this.#leaf = leaf;
    this.#role = role;
  }

  /** Views must come raw first, then by depth: what an earlier view showed of the same rule in the same place is not counted again. */
  add(match: Match, view: View): void {
    const { start, end } = view.name === 'raw' ? match : sourceSpan(view, match.start, match.end);
    const hit: Hit = {
      rule: match.rule,
      leaf: this.#leaf,
      view: view.name,
      start,
      end,
      score: match.score ?? match.rule.score,
      role: this.#role,
      redactable: match.redactable ?? false,
    };
    const known = this.#byRule ? this.#byRule.get(hit.rule.id) : this.hits;
    const same = known?.find((k) => k.rule === hit.rule && isSame(k, hit));
    if (same) {
      // What one view showed in part another shows whole. What is cut out stays as it was found first.
      if (hit.score > same.score && hit.view !== same.view && !same.redactable && !hit.redactable) Object.assign(same, hit);
      return;
    }
    if (this.hits.length >= MATCHES_MAX) {
      this.#overflow(hit);
      return;
    }
    this.hits.push(hit);
    if (this.#byRule) this.#index(hit);
    else if (this.hits.length > FEW_MAX) {
      this.#byRule = new Map();
      for (const one of this.hits) this.#index(one);
    }
  }

  #index(hit: Hit): void {
    const known = this.#byRule!.get(hit.rule.id);
    if (known) known.push(hit);
    else this.#byRule!.set(hit.rule.id, [hit]);
  }

  /** Best score of each category. */
  best(): Map<Category, number> {
    const best = new Map<Category, number>();
    for (const { rule, score } of this.hits) if (score > (best.get(rule.category) ?? -1)) best.set(rule.category, score);
    return best;
  }

  #overflow(hit: Hit): void {
    this.over_budget = true;
    const { category } = hit.rule;
    if (hit.redactable) {
      const cover = (this.#cover ??= new Map()).get(category);
      if (cover) {
        cover.start = Math.min(cover.start, hit.start);
        cover.end = Math.max(cover.end, hit.end);
        cover.score = Math.max(cover.score, hit.score);
        return;
      }
      this.#cover.set(category, hit);
      this.hits.push(hit);
      return;
    }
    const strongest = (this.#strongest ??= new Map()).get(category);
    if (!strongest) {
      this.#strongest.set(category, hit);
      this.hits.push(hit);
    } else if (hit.score > strongest.score) Object.assign(strongest, hit);
  }
}

/** In one view a detector's word stands; across views, spans that touch are one finding. */
const isSame = (a: Hit, b: Hit): boolean =>
  a.view === b.view ? a.start === b.start && a.end === b.end : a.start < b.end && b.start < a.end;

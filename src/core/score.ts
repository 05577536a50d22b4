/** From hits to a weight per category (docs: `detection.md`, "Scores"). */
import type { Category, Rule } from './finding.ts';
import { CATEGORIES } from './finding.ts';
import type { Strictness } from './submission.ts';

/** Score in [0, 1] from which a category is denied, by strictness (`detection.md`, "Scores"). */
export const STRICTNESS_THRESHOLDS = { minimal: 0.95, standard: 0.8, maximum: 0.5 } as const satisfies Record<Strictness, number>;

/** Evidence below this share of the threshold is left out: it neither decides nor informs (`detection.md`: "≥ half of it → finding only"). */
export const FINDING_SHARE = 0.5;

/**
 * What each further independent rule adds, as a share of the doubt that is left (1 − strongest). One tenth: two rules often see the
 * same trait of a text, so they are far from independent, and noisy-or (a share of 1) would let many weak signs make a certainty.
 */
export const CORROBORATION_SHARE = 0.1;

/** Corroboration never carries a category over the next of these: many signs of one class do not make a sign of a stronger class. */
const CLASSES = [STRICTNESS_THRESHOLDS.maximum, STRICTNESS_THRESHOLDS.standard, STRICTNESS_THRESHOLDS.minimal] as const;

/** Keeps a capped score on its own side of a bar although bars are inclusive. */
const JUST_BELOW = 1e-4;

/** Data that must not pass on: cut out of results, refused in requests. */
const DATA_LEAKS: ReadonlySet<Category> = new Set(['secret_leak', 'pii_leak']);

export type Decided = 'deny' | 'finding' | 'redact';
export type CategoryWeight = { category: Category; score: number; decision: Decided };

/** What `weigh` needs of a hit. */
export type Evidence = { rule: Pick<Rule, 'id' | 'category'>; score: number; redactable?: boolean };

export type Bars = {
  strictness: Strictness;
  /** A category that stands here is denied from this score on, whatever the strictness says. */
  thresholds: ReadonlyMap<Category, number>;
  direction: 'request' | 'response';
};

/** 1 − Π(1 − sᵢ) over distinct categories, in [0, 1]. It informs; it never decides. */
export function riskOf(categories: readonly { score: number }[]): number {
  return 1 - categories.reduce((doubt, c) => doubt * (1 - clamp(c.score)), 1);
}

/**
 * Strongest evidence, plus a tenth of the remaining doubt for each further *rule* that fired (a rule that fired often counts once), but
 * never over the bar of the next class (0.50, 0.80, 0.95).
 * @param scores the best score of each distinct rule, in [0, 1], any order
 */
export function combine(scores: readonly number[]): number {
  if (scores.length === 0) return 0;
  const strongest = clamp(Math.max(...scores));
  let doubt = 1 - strongest;
  for (const score of scores) doubt *= 1 - CORROBORATION_SHARE * clamp(score);
  // The strongest was counted with the rest: give its own share back.
  doubt /= 1 - CORROBORATION_SHARE * strongest;
  const ceiling = CLASSES.find((bar) => bar > strongest);
  return Math.max(strongest, ceiling === undefined ? 1 - doubt : Math.min(1 - doubt, ceiling - JUST_BELOW));
}

/**
 * What the hits amount to, per category, strongest first.
 *
 * - `deny`: score ≥ threshold. Thresholds: 0.95 minimal, 0.80 standard, 0.50 maximum, or the policy's own for that category.
 * - `finding`: below that and at least half of it. What is weaker still is left out.
 * - `secret_leak`, `pii_leak`: the threshold says whether the evidence is sure enough to act on. Then secrets in a request deny; secrets and
 *   strong identifiers in a response are cut out (`redact`) and the rest passes; weak identifiers (not `redactable`) are findings only.
 *   A threshold that a policy sets for them speaks of refusal: at or over it they are denied in either direction.
 */
export function weigh(hits: readonly Evidence[], bars: Bars): { categories: CategoryWeight[]; risk: number } {
  if (hits.length === 0) return { categories: [], risk: 0 };
  const byCategory = new Map<Category, Map<string, Evidence>>();
  for (const hit of hits) {
    const rules = byCategory.get(hit.rule.category) ?? new Map<string, Evidence>();
    byCategory.set(hit.rule.category, rules);
    const best = rules.get(hit.rule.id);
    if (!best || outweighs(hit, best)) rules.set(hit.rule.id, hit);
  }
  const categories: CategoryWeight[] = [];
  for (const category of CATEGORIES) {
    const rules = byCategory.get(category);
    if (!rules) continue;
    const evidence = [...rules.values()];
    const score = combine(evidence.map((e) => e.score));
    if (score < FINDING_SHARE * thresholdOf(category, bars)) continue;
    categories.push({ category, score, decision: decide(category, score, evidence, bars) });
  }
  categories.sort((a, b) => b.score - a.score);
  return { categories, risk: riskOf(categories) };
}

const outweighs = (a: Evidence, b: Evidence): boolean =>
  a.score > b.score || (a.score === b.score && a.redactable === true && !b.redactable);

function decide(category: Category, score: number, evidence: readonly Evidence[], bars: Bars): Decided {
  if (!DATA_LEAKS.has(category)) return score >= thresholdOf(category, bars) ? 'deny' : 'finding';
  const own = bars.thresholds.get(category);
  if (own !== undefined && score >= own) return 'deny';
  const strong = combine(evidence.filter((e) => e.redactable).map((e) => e.score));
  if (strong < STRICTNESS_THRESHOLDS[bars.strictness]) return 'finding';
  if (bars.direction === 'response') return 'redact';
  return category === 'secret_leak' ? 'deny' : 'finding';
}

const thresholdOf = (category: Category, bars: Bars): number => bars.thresholds.get(category) ?? STRICTNESS_THRESHOLDS[bars.strictness];

const clamp = (score: number): number => Math.min(1, Math.max(0, score));

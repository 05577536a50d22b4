/** What hits amount to under the bars of one set of policies, or of several: then the stricter decision on each category stands. */
import type { Category } from './finding.ts';
import { isStricter, type Bar } from './policy/bar.ts';
import { riskOf, STRICTNESS_THRESHOLDS, weigh, type CategoryWeight, type Decided, type Evidence } from './score.ts';
import type { Strictness } from './submission.ts';

/** A policy's threshold stands unless the strictness that the call asks for is lower still. */
function thresholdsOf(bar: Bar, strictness: Strictness): ReadonlyMap<Category, number> {
  if (strictness === bar.strictness) return bar.thresholds;
  return new Map([...bar.thresholds].map(([category, threshold]) => [category, Math.min(threshold, STRICTNESS_THRESHOLDS[strictness])]));
}

/** `strictness` is the strictest of all; `bar` tells which of the bars has decided on a category. */
export type Weighed = {
  categories: CategoryWeight[];
  risk: number;
  strictness: Strictness;
  bar(category: CategoryWeight): Bar;
};

const RANK: Record<Decided, number> = { finding: 0, redact: 1, deny: 2 };

/** @param bars at least one @param asked heeded where it is stricter */
export function weighedBy(
  bars: readonly Bar[],
  hits: readonly Evidence[],
  { asked, direction }: { asked: Strictness | undefined; direction: 'request' | 'response' },
): Weighed {
  const each = bars.map((bar) => {
    const strictness = asked && isStricter(asked, bar.strictness) ? asked : bar.strictness;
    return { bar, strictness, ...weigh(hits, { strictness, thresholds: thresholdsOf(bar, strictness), direction }) };
  });
  const [first, ...others] = each;
  if (!first) throw new RangeError('there is no bar');
  if (!others.length) return { ...first, bar: () => first.bar };
  const stands = new Map<Category, { weight: CategoryWeight; bar: Bar }>();
  for (const { bar, categories } of each)
    for (const weight of categories) {
      const known = stands.get(weight.category);
      if (!known || RANK[weight.decision] > RANK[known.weight.decision]) stands.set(weight.category, { weight, bar });
    }
  const categories = [...stands.values()].map(({ weight }) => weight).sort((a, b) => b.score - a.score);
  return {
    categories,
    risk: riskOf(categories),
    strictness: each.reduce((strictest, { strictness }) => (isStricter(strictness, strictest) ? strictness : strictest), first.strictness),
    bar: ({ category }) => stands.get(category)?.bar ?? first.bar,
  };
}

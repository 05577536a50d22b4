/** From which score on a category is denied, as the policies have it. */
import type { Category } from '../finding.ts';
import { STRICTNESS, type Strictness } from '../submission.ts';

/** What a policy says of it: the lists form alone does. */
export type BarVoice = { id: string; bar?: { strictness?: Strictness; thresholds?: Partial<Record<Category, number>> } };

/** From which score on a category is denied, and which policy said so. */
export type Bar = { strictness: Strictness; thresholds: ReadonlyMap<Category, number>; determining: ReadonlyMap<Category, string> };

/** The strictest that any policy asks for; the tenant's own strictness stands where no policy speaks. */
export function barOf(policies: readonly BarVoice[], tenant: Strictness): Bar {
  let strictness: Strictness | null = null;
  const thresholds = new Map<Category, number>();
  const determining = new Map<Category, string>();
  for (const { id, bar } of policies) {
    if (bar?.strictness && (!strictness || isStricter(bar.strictness, strictness))) strictness = bar.strictness;
    for (const [category, threshold] of Object.entries(bar?.thresholds ?? {}) as [Category, number][]) {
      if (threshold >= (thresholds.get(category) ?? Infinity)) continue;
      thresholds.set(category, threshold);
      determining.set(category, id);
    }
  }
  return { strictness: strictness ?? tenant, thresholds, determining };
}

export const isStricter = (a: Strictness, b: Strictness): boolean => STRICTNESS.indexOf(a) > STRICTNESS.indexOf(b);

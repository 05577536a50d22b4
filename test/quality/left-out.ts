/** What the engine finds in messages whose sources its learned part has not seen. Rules are as they are. */
import { DETECTORS } from '#core/detect/index.ts';
import { engineOf } from '#core/detect/engine.ts';
import { orders, ordersWith } from '#core/detect/orders.ts';
import type { Scorer } from '#core/detect/orders/scorer.ts';
import type { Row } from '../support/corpus.ts';
import { categoriesOf, judgeRow, rateOf, rounded, type Judged, type Quality } from './measure.ts';

/** A scorer, and the sources that it was trained without. */
type Unknowing = { sources: ReadonlySet<string>; score: Scorer };

/** Each row as judged without its source. Rows of sources that nothing is learned from are as `judged` says. */
export function judgeLeftOut(judged: readonly Judged[], scorers: Iterable<Unknowing>): Judged[] {
  const again = new Map<Row, Judged>();
  for (const { sources, score } of scorers) {
    const find = engineOf(DETECTORS.map((detector) => (detector === orders ? ordersWith(score) : detector)));
    for (const { row } of judged) if (sources.has(row.source)) again.set(row, judgeRow(row, find));
  }
  return judged.map((one) => again.get(one.row) ?? one);
}

/** Over the categories with two sources or more: of the others nothing like them is left to learn from. */
export function leftOutOf(judged: readonly Judged[]): NonNullable<Quality['left_out']> {
  const categories = categoriesOf(judged.filter(({ row }) => row.label === 'malicious'))
    .filter(({ sources }) => sources.length > 1)
    .map(({ category, rows, hits, rate, low, high }) => ({ category, rows, hits, rate, low, high }));
  return {
    macro_recall: rounded(categories.reduce((sum, { rate }) => sum + rate, 0) / categories.length),
    false_positives: rateOf(judged.filter(({ row }) => row.label === 'benign')),
    categories,
  };
}

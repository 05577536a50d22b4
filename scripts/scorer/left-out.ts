/** Scorers that have not seen a source: one for each group of sources that is left out together (`sourceFolds`). */
import { scorerOf, type Scorer } from '#core/detect/orders/scorer.ts';
import { readModel } from '#core/detect/orders/scorer/model.ts';
import weights from '#core/detect/orders/scorer/weights.json' with { type: 'json' };
import { bagsOf, markOwn } from './bags.ts';
import { readCorpus } from './corpus.ts';
import { fit, OPTIONS } from './fit.ts';
import { sourceFolds } from './folds.ts';
import { phrases, PHRASES } from './phrases.ts';
import { weightsFile } from './weights-file.ts';
import { written } from './written.ts';

/** A scorer, and the sources that it was trained without. */
export type Unknowing = { sources: ReadonlySet<string>; score: Scorer };

/** Calibrated like the committed weights. Sources of which nothing is trained on are in none. */
export function* unknowing(folder: string): Generator<Unknowing> {
  const rows = readCorpus(folder);
  const examples = [...rows, ...phrases(OPTIONS.seed), ...written()];
  const all = bagsOf(examples);
  markOwn(all.bags);
  const folds = sourceFolds(rows);
  for (const fold of [...new Set(folds)].sort((a, b) => a - b)) {
    const known = all.bags.filter((_, i) => examples[i]!.source === PHRASES || folds[i] !== fold);
    const file = weightsFile(fit(all, known), all.hashes, weights.trained, weights.calibration);
    yield { sources: new Set(rows.filter((_, i) => folds[i] === fold).map(({ source }) => source)), score: scorerOf(readModel(file)) };
  }
}

/**
 * `npm run train-scorer -- [--corpus DIR] [--out FILE] [--scores FILE] [--only-fit] [--pause-file FILE]`: trains the scorer of orders to models, measures
 * it on examples that it has not seen, and writes its weights. The same corpus gives the same bytes. Not needed to build or to test.
 */
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bagsOf, markOwn } from './scorer/bags.ts';
import { platt, probability } from './scorer/calibrate.ts';
import { readCorpus, type Example } from './scorer/corpus.ts';
import { fit, OPTIONS } from './scorer/fit.ts';
import { phrases, PHRASES } from './scorer/phrases.ts';
import { calibrationTable, recallTable } from './scorer/report.ts';
import { randomFolds, sourceFolds } from './scorer/folds.ts';
import { weightsFile } from './scorer/weights-file.ts';
import { written } from './scorer/written.ts';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: '../shared/corpus' },
    out: { type: 'string', default: 'src/core/detect/orders/scorer/weights.json' },
    scores: { type: 'string', default: '' },
    'only-fit': { type: 'boolean', default: false },
    'pause-file': { type: 'string', default: '' },
  },
});

const pause = async (): Promise<void> => {
  while (values['pause-file'] !== '' && existsSync(values['pause-file'])) await sleep(1_000);
};

const rows = readCorpus(values.corpus);
const examples: Example[] = [...rows, ...phrases(OPTIONS.seed), ...written()];
const all = bagsOf(examples);
markOwn(all.bags);
console.log(`${rows.length} rows and ${examples.length - rows.length} phrases, ${all.hashes.length} features`);

/** Scores of every row by a model that was trained without its fold. Phrases are in every training set, and not measured. */
async function heldOut(folds: readonly number[]): Promise<Float64Array> {
  const scores = new Float64Array(rows.length);
  for (const fold of new Set(folds)) {
    await pause();
    const trainer = fit(
      all,
      all.bags.filter((_, i) => examples[i]!.source === PHRASES || folds[i] !== fold),
    );
    for (let i = 0; i < rows.length; i++) if (folds[i] === fold) scores[i] = trainer.score(all.bags[i]!);
  }
  return scores;
}

let calibration = { slope: 1, offset: 0 };
if (!values['only-fit']) {
  const seen = await heldOut(randomFolds(rows));
  const unseen = await heldOut(sourceFolds(rows));
  // Half of what comes will be like what is known, half will not: both count.
  calibration = platt([seen, unseen].flatMap((scores) => rows.map(({ hostile }, i) => ({ hostile, logit: scores[i]! }))));
  console.log(recallTable('Rows held out (five folds)', rows, seen, calibration));
  console.log(recallTable('Sources held out', rows, unseen, calibration));
  if (values.scores !== '') {
    const round = (logit: number): number => Math.round(probability(calibration, logit) * 10_000) / 10_000;
    const lines = rows.map(({ id, source, category }, i) =>
      JSON.stringify({ id, source, category, row_held_out: round(seen[i]!), source_held_out: round(unseen[i]!) }),
    );
    writeFileSync(values.scores, `${lines.join('\n')}\n`);
  }
  console.log(calibrationTable(rows, { 'rows held out': seen, 'sources held out': unseen }, calibration));
}

await pause();
const digest = createHash('sha256');
for (const { id, hostile, passages } of examples) digest.update(JSON.stringify([id, hostile, passages]));
const trained = { corpus: digest.digest('hex'), examples: examples.length, seed: OPTIONS.seed };
const file = weightsFile(fit(all, all.bags), all.hashes, trained, calibration);
writeFileSync(values.out, `${JSON.stringify(file, null, 1)}\n`);
console.log(`wrote ${values.out}: ${JSON.stringify(file).length} bytes, digest ${file.digest}`);

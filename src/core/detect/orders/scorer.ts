/** The learned scorer: how likely a text gives orders to a model that its user did not give (`docs/model-card.md`). */
import type { Evidence } from './signs.ts';
import weights from './scorer/weights.json' with { type: 'json' };
import { readModel, type Model } from './scorer/model.ts';
import { Reader } from './scorer/reader.ts';

/** SHA-256 in hex over the weights, as the file says; a test holds it against them. */
export const SCORER_DIGEST: string = weights.digest;

/**
 * Probability in (0, 1) that the text gives such orders: of texts of this score, so many did in the corpus (held-out rows). The most
 * hostile window decides. Linear in the text; the same for the same arguments.
 * @param evidence `evidenceIn(text)`
 * @param place `placeOf(leaf)`
 */
export type Scorer = (text: string, evidence: Evidence, place: number) => number;

/** By the committed weights. */
export const learned: Scorer = scorerOf(readModel(weights));

/** By others. */
export function scorerOf(model: Model): Scorer {
  const reader = new Reader(model);
  const { slope, offset } = model.calibration;
  return (text, evidence, place) => 1 / (1 + Math.exp(-(slope * reader.logit(text, evidence, place) + offset)));
}

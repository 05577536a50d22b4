/** From what was learned to the committed file: the strongest features, one byte each. */
import { createHash } from 'node:crypto';
import type { WeightsFile } from '#core/detect/orders/scorer/model.ts';
import { PLACES } from '#core/detect/orders/scorer/place.ts';
import { SIGNS } from '#core/detect/orders/signs.ts';
import type { Trainer } from './fit.ts';

export const TABLE_BITS = 17;
/** Weights of a table of bytes go from −127 to 127. */
const UNITS = 127;
/** The few weights beyond this share of all are cut to it, so that the others keep their shades. */
const CLIPPED = 0.0005;

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

export function weightsFile(
  trainer: Trainer,
  hashes: Int32Array,
  trained: WeightsFile['trained'],
  calibration: WeightsFile['calibration'],
): WeightsFile {
  const { weights } = trainer;
  const order = [...weights.keys()].filter((f) => f > 0 && weights[f] !== 0);
  order.sort((a, b) => Math.abs(weights[b]!) - Math.abs(weights[a]!) || a - b);
  const largest = Math.abs(weights[order[Math.floor(order.length * CLIPPED)] ?? 0] ?? 0) || 1;
  const unit = Number((largest / UNITS).toPrecision(6));
  const size = 2 ** TABLE_BITS;
  const bytes = new Uint8Array(2 * size);
  const taken = new Uint8Array(size);
  for (const feature of order) {
    const at = hashes[feature]! >>> (32 - TABLE_BITS);
    // Of two that fall on one place the stronger stays.
    if (taken[at] === 1) continue;
    const value = Math.max(-UNITS, Math.min(UNITS, Math.round(weights[feature]! / unit)));
    if (value === 0) continue;
    taken[at] = 1;
    bytes[at] = value & 0xff;
    bytes[size + at] = hashes[feature]! & 0xff;
  }
  const numbers = {
    bits: TABLE_BITS,
    unit,
    part_scale: trainer.partScale,
    bias: round(trainer.bias),
    places: Object.fromEntries(PLACES.map((place, i) => [place, round(trainer.places[i]!)])),
    about: [...trainer.about].map(round),
    signs: Object.fromEntries(SIGNS.map((sign, i) => [sign, round(trainer.signs[i]!)])),
    calibration: { slope: round(calibration.slope), offset: round(calibration.offset) },
  };
  const digest = createHash('sha256').update(JSON.stringify(numbers)).update(bytes).digest('hex');
  return { format: 1, trained, ...numbers, digest, table: Buffer.from(bytes).toString('base64') };
}

/** The weights as the training script writes them, made ready for reading. */
import { SIGNS } from '../signs.ts';
import { PLACES } from './place.ts';

/** The committed file. Numbers that are not in `table` have at most four decimals. */
export type WeightsFile = {
  /** 1. */
  format: number;
  /** What it was trained on: digest of the examples, their number, the seed. */
  trained: { corpus: string; examples: number; seed: number };
  /** The table has 2^bits entries. */
  bits: number;
  /** What one unit of the table is worth. */
  unit: number;
  /** What parts of words count for beside whole words. */
  part_scale: number;
  bias: number;
  places: Record<string, number>;
  /** By `aboutLevel`. */
  about: number[];
  signs: Record<string, number>;
  calibration: { slope: number; offset: number };
  /** SHA-256 in hex over all numbers from `bits` to `calibration`, as JSON, and the bytes of `table`. */
  digest: string;
  /** Base64: 2^bits weights as signed bytes, then 2^bits tags as bytes. */
  table: string;
};

export type Model = {
  bits: number;
  weights: Int8Array;
  /** The last eight bits of the hash that the weight belongs to; other hashes that fall on it have none. */
  tags: Uint8Array;
  unit: number;
  partScale: number;
  bias: number;
  places: Float64Array;
  about: Float64Array;
  signs: Float64Array;
  calibration: { slope: number; offset: number };
};

/** Signs that came after the training count for nothing. */
export function readModel(file: WeightsFile): Model {
  const bytes = bytesOf(file.table);
  const size = 2 ** file.bits;
  return {
    bits: file.bits,
    weights: new Int8Array(bytes.buffer, 0, size),
    tags: bytes.subarray(size),
    unit: file.unit,
    partScale: file.part_scale,
    bias: file.bias,
    places: Float64Array.from(PLACES, (place) => file.places[place] ?? 0),
    about: Float64Array.from(file.about),
    signs: Float64Array.from(SIGNS, (sign) => file.signs[sign] ?? 0),
    calibration: file.calibration,
  };
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Weight of a hash, in units; 0 when it has none. */
export function weightAt({ weights, tags, bits }: Model, hash: number): number {
  const at = hash >>> (32 - bits);
  return tags[at] === (hash & 0xff) ? weights[at]! : 0;
}

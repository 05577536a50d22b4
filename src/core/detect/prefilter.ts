/** Which detectors a text concerns: one literal scan for all of them. */
import { buildLiterals, type LiteralHit } from '../text/literals.ts';
import type { Detector } from './detector.ts';

/** By detector number, the occurrences of its literals in order, numbered as in its own list; undefined where none occurs. */
export type HitsByDetector = readonly (readonly LiteralHit[] | undefined)[];

export type Prefilter = {
  /** @param wants asked for a detector when one of its literals occurs; false leaves its hits out */
  scan(text: string, wants: (detector: number) => boolean): { hits: HitsByDetector; left_out: number };
};

const NONE: HitsByDetector = [];

export function buildPrefilter(detectors: readonly Detector[]): Prefilter {
  const owners = new Map<string, { detector: number; local: number }[]>();
  for (const [detector, { literals }] of detectors.entries()) {
    for (const [local, literal] of new Set(literals ?? []).entries().map(([l]) => [(literals ?? []).indexOf(l), l] as const)) {
      const own = owners.get(literal);
      if (own) own.push({ detector, local });
      else owners.set(literal, [{ detector, local }]);
    }
  }
  const literals = buildLiterals([...owners.keys()]);
  /** `entries[starts[l] … starts[l + 1])` are the owners of literal `l`: detector number, then its own number of the literal. */
  const starts = new Uint32Array(owners.size + 1);
  const entries = new Uint32Array([...owners.values()].reduce((sum, own) => sum + own.length, 0) * 2);
  let at = 0;
  for (const [literal, own] of [...owners.values()].entries()) {
    for (const { detector, local } of own) {
      entries[at++] = detector;
      entries[at++] = local;
    }
    starts[literal + 1] = at;
  }

  return {
    scan(text, wants) {
      let hits: LiteralHit[][] | null = null;
      const left_out = literals.scan(text, (literal, start, end) => {
        for (let e = starts[literal]!; e < starts[literal + 1]!; e += 2) {
          const detector = entries[e]!;
          if (!wants(detector)) continue;
          hits ??= [];
          (hits[detector] ??= []).push({ literal: entries[e + 1]!, start, end });
        }
      });
      return { hits: hits ?? NONE, left_out };
    },
  };
}

/** Which detectors a text concerns: one literal scan for all of them. */
import { buildLiterals, type LiteralHit, type Literals } from '../text/literals.ts';
import type { Detector } from './detector.ts';

/** By detector number, the occurrences of its literals in order, numbered as in its own list; undefined where none occurs. */
export type HitsByDetector = readonly (readonly LiteralHit[] | undefined)[];

/** `woken` has a bit for each detector of which a literal occurs. */
export type Scan = { woken: number; hits: HitsByDetector; left_out: number };

export type Prefilter = {
  /** @param wanted detectors as bits; the hits of others, and of those that ignore them, are left out */
  scan(text: string, wanted: number): Scan;
};

/** Detectors are bits of a number. */
export const DETECTORS_MAX = 31;

const NONE: HitsByDetector = [];

/** Whoever wants to know of literals. */
type Listener = Pick<Detector, 'literals' | 'ignores_hits'>;

type Owner = { detector: number; local: number };

/**
 * @param often detectors as bits: a scan for some of these alone uses a smaller automaton
 * @throws RangeError for more than `DETECTORS_MAX` detectors
 */
export function buildPrefilter(detectors: readonly Listener[], often = 0): Prefilter {
  if (detectors.length > DETECTORS_MAX) throw new RangeError(`more than ${DETECTORS_MAX} detectors`);
  const listening = detectors.reduce((bits, { ignores_hits }, d) => (ignores_hits ? bits : bits | (1 << d)), 0);
  const all = automatonOf(detectors, -1);
  const few = often === 0 ? all : automatonOf(detectors, often);
  return {
    scan(text, wanted) {
      const { literals, owners } = (wanted & ~often) === 0 ? few : all;
      const loud = wanted & listening;
      let hits: LiteralHit[][] | null = null;
      const seen = literals.survey(text, loud, (literal, start, end) => {
        const own = owners[literal]!;
        for (let i = 0; i < own.length; i++) {
          const { detector, local } = own[i]!;
          if ((loud & (1 << detector)) === 0) continue;
          hits ??= [];
          (hits[detector] ??= []).push({ literal: local, start, end });
        }
      });
      return { woken: seen.groups, hits: hits ?? NONE, left_out: seen.left_out };
    },
  };
}

type Automaton = { literals: Literals; owners: readonly (readonly Owner[])[] };

/** @param among detectors as bits */
function automatonOf(detectors: readonly Listener[], among: number): Automaton {
  const byLiteral = ownersOf(detectors.map((detector, d) => ((among & (1 << d)) === 0 ? NOBODY : detector)));
  const owners = [...byLiteral.values()];
  const groups = owners.map((own) => own.reduce((bits, { detector }) => bits | (1 << detector), 0));
  return { literals: buildLiterals([...byLiteral.keys()], groups), owners };
}

const NOBODY: Listener = {};

/** Each literal with the detectors that have it, and its number in their lists. */
function ownersOf(detectors: readonly Listener[]): Map<string, Owner[]> {
  const owners = new Map<string, Owner[]>();
  for (const [detector, { literals }] of detectors.entries()) {
    for (const literal of new Set(literals ?? [])) {
      const owner = { detector, local: (literals ?? []).indexOf(literal) };
      const own = owners.get(literal);
      if (own) own.push(owner);
      else owners.set(literal, [owner]);
    }
  }
  return owners;
}

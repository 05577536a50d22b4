/** Which detectors look at a leaf. Most leaves of a message stand in one kind of place, so most answers are kept. */
import type { Role } from '../finding.ts';
import type { LeafKind, Slot } from '../mcp/surface.ts';
import type { Purposes } from '../roles/purposes.ts';
import type { Detector, Subject } from './detector.ts';

/** A subject, with the detectors that look at it as bits, and those of them that no literal has to wake. */
export type Gated = { subject: Subject; wanted: number; insisting: number };
type Answer = Omit<Gated, 'subject'>;

/** By role, slot, kind and direction. */
type Answers = Map<Role, Map<Slot, Map<LeafKind, Partial<Record<Subject['direction'], Answer>>>>>;

export class Gates {
  readonly #detectors: readonly Detector[];
  /** Those that must be asked of each leaf. */
  readonly #asked: readonly number[];
  readonly #kept = new WeakMap<Purposes, Answers>();
  /** The answers for the tool that was asked about last: the leaves of a message have one. */
  #purposes: Purposes | null = null;
  #answers: Answers = new Map();

  constructor(detectors: readonly Detector[]) {
    this.#detectors = detectors;
    this.#asked = detectors.flatMap(({ by_place }, d) => (by_place ? [] : [d]));
  }

  of(subject: Subject): Gated {
    let { wanted, insisting } = this.#byPlace(subject);
    for (const d of this.#asked) {
      const bits = this.#ask(d, subject);
      wanted |= bits.wanted;
      insisting |= bits.insisting;
    }
    return { subject, wanted, insisting };
  }

  #byPlace(subject: Subject): Answer {
    const { leaf, role, direction, purposes } = subject;
    if (!purposes) return this.#askAll(subject);
    if (purposes !== this.#purposes) this.#turnTo(purposes);
    const answers = this.#answers;
    let bySlot = answers.get(role);
    if (!bySlot) answers.set(role, (bySlot = new Map()));
    let byKind = bySlot.get(leaf.slot);
    if (!byKind) bySlot.set(leaf.slot, (byKind = new Map()));
    let answer = byKind.get(leaf.kind);
    if (!answer) byKind.set(leaf.kind, (answer = {}));
    return (answer[direction] ??= this.#askAll(subject));
  }

  #turnTo(purposes: Purposes): void {
    let answers = this.#kept.get(purposes);
    if (!answers) this.#kept.set(purposes, (answers = new Map()));
    this.#purposes = purposes;
    this.#answers = answers;
  }

  #askAll(subject: Subject): Answer {
    const all = { wanted: 0, insisting: 0 };
    for (const [d, { by_place }] of this.#detectors.entries()) {
      if (!by_place) continue;
      const { wanted, insisting } = this.#ask(d, subject);
      all.wanted |= wanted;
      all.insisting |= insisting;
    }
    return all;
  }

  #ask(d: number, subject: Subject): Answer {
    const detector = this.#detectors[d]!;
    if (!detector.looksAt(subject)) return NOT_AT_ALL;
    const wanted = 1 << d;
    return { wanted, insisting: !detector.literals || detector.insists?.(subject) ? wanted : 0 };
  }
}

const NOT_AT_ALL: Answer = { wanted: 0, insisting: 0 };

/**
 * What a backtracking matcher may spend on a regular expression at worst, read off its syntax tree: no set of sample texts proves that.
 *
 * A quantifier is *ambiguous* when a character that it takes could also begin what follows it: then, when the rest fails, the matcher comes
 * back and tries again from each place in the run. Where the two are disjoint, coming back fails at once, and costs no more than the run.
 */
import { RegExpParser, type AST } from '@eslint-community/regexpp';

export type RegexCost = {
  /** Runs without bound that the rest is tried again behind, one within reach of the other: the degree of the work of one attempt. */
  ambiguous: number;
  /** Steps of one attempt, those of runs without bound left out. */
  steps: number;
  /** A run without bound, and attempts may begin within it: every start pays for the run again. */
  restarts: boolean;
  /** A repetition without bound of something that can itself be read in more than one way. */
  nested: boolean;
};

/** Characters that stand for their like: ASCII, and one or two of each class that expressions tell apart. */
const SAMPLES = [
  ...Array.from({ length: 128 }, (_, i) => String.fromCharCode(i)),
  ...'\u0085\u00a0\u00adßéЖω中あ가\u200b\u2028\ufeff\uff21',
];
type Chars = bigint;
const NONE: Chars = 0n;
const ALL: Chars = (1n << BigInt(SAMPLES.length)) - 1n;

const sets = new Map<string, Chars>();
function charsOf(raw: string, flags: AST.Flags): Chars {
  const options = `${flags.ignoreCase ? 'i' : ''}${flags.unicode ? 'u' : ''}${flags.unicodeSets ? 'v' : ''}${flags.dotAll ? 's' : ''}`;
  const key = `${options}/${raw}`;
  let set = sets.get(key);
  if (set === undefined) {
    const one = new RegExp(`^(?:${raw})$`, options);
    set = SAMPLES.reduce((bits, sample, i) => (one.test(sample) ? bits | (1n << BigInt(i)) : bits), NONE);
    sets.set(key, set);
  }
  return set;
}

/** First characters of an element, all of its characters, whether it may take none, and whether it matches wherever it is tried. */
type Shape = { first: Chars; all: Chars; empty: boolean; sure: boolean };
const NOTHING: Shape = { first: NONE, all: NONE, empty: true, sure: true };
/** Only at the very beginning: no other attempt gets beyond it. */
const BEGINNING: Shape = { first: NONE, all: NONE, empty: false, sure: false };

class Reading {
  readonly #flags: AST.Flags;
  readonly cost: RegexCost = { ambiguous: 0, steps: 1, restarts: false, nested: false };
  /** Characters of all runs without bound. */
  runs: Chars = NONE;

  constructor(flags: AST.Flags) {
    this.#flags = flags;
  }

  shapeOf(node: AST.Element | AST.Alternative): Shape {
    switch (node.type) {
      case 'Alternative': {
        let shape = NOTHING;
        for (const element of node.elements) shape = sequence(shape, this.shapeOf(element));
        return shape;
      }
      case 'Group':
      case 'CapturingGroup':
        return node.alternatives.map((a) => this.shapeOf(a)).reduce(either);
      case 'Quantifier': {
        const shape = this.shapeOf(node.element);
        return { ...shape, empty: shape.empty || node.min === 0, sure: shape.sure || node.min === 0 };
      }
      case 'Assertion':
        return node.kind === 'start' && !this.#flags.multiline ? BEGINNING : { ...NOTHING, sure: false };
      case 'Backreference':
        return { first: ALL, all: ALL, empty: true, sure: false };
      default: {
        const chars = charsOf(node.raw, this.#flags);
        return { first: chars, all: chars, empty: false, sure: false };
      }
    }
  }

  /**
   * Steps of one attempt at the alternatives.
   * @param after what may follow them @param looped they stand in a repetition without bound
   */
  stepsOf(alternatives: readonly AST.Alternative[], after: Shape, looped: boolean): number {
    return alternatives.reduce((sum, a) => sum + this.#stepsOfSequence(a.elements, after, looped), 0);
  }

  #stepsOfSequence(elements: readonly AST.Element[], after: Shape, looped: boolean): number {
    let steps = 1;
    let rest = after;
    for (const element of elements.toReversed()) {
      steps = this.#stepsOfElement(element, rest, looped, steps);
      rest = sequence(this.shapeOf(element), rest);
    }
    return steps;
  }

  /** @param behind steps of what follows */
  #stepsOfElement(element: AST.Element, rest: Shape, looped: boolean, behind: number): number {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup': {
        // Branches that begin alike may both be taken, and what follows is tried behind each.
        const own = this.stepsOf(element.alternatives, rest, looped);
        const alike = this.#alike(element.alternatives);
        if (looped) this.#checkBranches(element.alternatives);
        return own + behind * alike;
      }
      case 'Assertion':
        return (
          behind + (element.kind === 'lookahead' || element.kind === 'lookbehind' ? this.stepsOf(element.alternatives, NOTHING, looped) : 0)
        );
      case 'Quantifier':
        return this.#stepsOfQuantifier(element, rest, looped, behind);
      default:
        return behind + 1;
    }
  }

  #stepsOfQuantifier(node: AST.Quantifier, rest: Shape, looped: boolean, behind: number): number {
    const shape = this.shapeOf(node.element);
    const variable = node.max !== node.min;
    const isRun = node.max === Infinity;
    const isAmbiguous = variable && (shape.first & rest.first) !== NONE;
    if (isRun) {
      // What cannot fail behind the run ends the search: there is no second start.
      if (looped || !rest.sure) this.runs |= shape.all;
      if (isAmbiguous) {
        this.cost.ambiguous++;
        if (looped) this.cost.nested = true;
      }
    } else if (isAmbiguous && looped && node.max > 1) this.cost.nested = true;
    const within = node.element.type === 'Group' || node.element.type === 'CapturingGroup';
    if (within && (looped || node.max > 1)) this.#checkBranches((node.element as AST.Group).alternatives);
    // In a repetition, what follows the body is the body again, or the rest.
    const body = within
      ? this.stepsOf(
          (node.element as AST.Group).alternatives,
          node.max > 1 ? either({ ...shape, empty: false }, rest) : rest,
          looped || node.max > 1,
        )
      : 1;
    const times = isRun ? 1 : Math.max(1, node.max);
    return body * times + behind * (isAmbiguous && !isRun ? node.max - node.min + 1 : 1);
  }

  /** In a repetition, branches that begin alike are two ways to read the same text, unless they are words of which none begins the other. */
  #checkBranches(alternatives: readonly AST.Alternative[]): void {
    for (const [i, a] of alternatives.entries()) {
      for (const b of alternatives.slice(i + 1)) {
        const isAlike = (this.shapeOf(a).first & this.shapeOf(b).first) !== NONE;
        if (isAlike && !(areWords(a, b) && !startsAlike(a.raw, b.raw))) this.cost.nested = true;
      }
    }
  }

  /** How many alternatives can begin with the same character. */
  #alike(alternatives: readonly AST.Alternative[]): number {
    const firsts = alternatives.map((a) => this.shapeOf(a)).map(({ first, empty }) => (empty ? ALL : first));
    return Math.max(1, ...SAMPLES.map((_, i) => firsts.filter((first) => (first & (1n << BigInt(i))) !== NONE).length));
  }
}

const areWords = (...alternatives: readonly AST.Alternative[]): boolean => alternatives.every(({ raw }) => /^[\w -]+$/.test(raw));
const startsAlike = (a: string, b: string): boolean =>
  a.toLowerCase().startsWith(b.toLowerCase()) || b.toLowerCase().startsWith(a.toLowerCase());
const either = (a: Shape, b: Shape): Shape => ({
  first: a.first | b.first,
  all: a.all | b.all,
  empty: a.empty || b.empty,
  sure: a.sure || b.sure,
});
const sequence = (a: Shape, b: Shape): Shape => ({
  first: a.empty ? a.first | b.first : a.first,
  all: a.all | b.all,
  empty: a.empty && b.empty,
  sure: a.sure && b.sure,
});

/** Characters before which no attempt gets beyond the first assertion, so that none begins within a run of them. */
function guardOf({ elements }: AST.Alternative, flags: AST.Flags): Chars {
  const [first] = elements;
  if (first?.type !== 'Assertion') return NONE;
  if (first.kind === 'word') return first.negate ? NONE : charsOf('\\w', flags);
  if (first.kind !== 'lookbehind' || !first.negate || first.alternatives.length !== 1) return NONE;
  const one = first.alternatives[0]!.elements;
  return one.length === 1 && one[0]!.type.startsWith('Character') ? charsOf(one[0]!.raw, flags) : NONE;
}

export function costOfRegex(source: string, flags: string): RegexCost {
  const { pattern, flags: parsed } = new RegExpParser({ ecmaVersion: 2025 }).parseLiteral(`/${source}/${flags}`);
  const cost: RegexCost = { ambiguous: 0, steps: 0, restarts: false, nested: false };
  for (const alternative of pattern.alternatives) {
    const reading = new Reading(parsed);
    cost.steps += reading.stepsOf([alternative], NOTHING, false);
    const { first, empty } = reading.shapeOf(alternative);
    const guarded = (reading.runs & ~guardOf(alternative, parsed)) === NONE;
    cost.restarts ||= !guarded && ((empty ? ALL : first) & reading.runs) !== NONE;
    cost.nested ||= reading.cost.nested;
    cost.ambiguous = Math.max(cost.ambiguous, reading.cost.ambiguous);
  }
  return cost;
}

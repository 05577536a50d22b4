/** Multi-pattern prefilter: all literals of all detectors in one automaton (Aho & Corasick, CACM 18(6), 1975). */

/** An occurrence of literal number `literal` in the scanned text: `[start, end)` in UTF-16 units. */
export type LiteralHit = { literal: number; start: number; end: number };

export type OnLiteral = (literal: number, start: number, end: number) => void;

export type Literals = {
  /** Number of literals. */
  size: number;
  /**
   * Reports every occurrence, ordered by its end, longer first; ASCII letters match in either case. Linear in the text plus its occurrences.
   * @returns how many occurrences were left out (see `HITS_MAX`); 0 means that all were reported
   */
  scan(text: string, onHit: OnLiteral): number;
  /**
   * The same for whoever needs to know of some literals only that they occur.
   * @param loud groups whose literals are reported
   * @returns the groups of all literals that occur, as bits, and how many occurrences were left out
   */
  survey(text: string, loud: number, onHit: OnLiteral): { groups: number; left_out: number };
};

/** Occurrences reported without question, per text. */
export const HITS_MAX = 65_536;
/** From then on each literal is reported this often and no more: a flood of one literal must not hide another. */
export const LATE_HITS_MAX = 16;
/** Cells of the transition table (4 bytes each): 5,000 literals of 12 units over 60 letters need 4 million. */
export const CELLS_MAX = 32_000_000;

const UNITS = 65_536;
/** What texts are mostly made of, by how often it stands there: the first half of a row is one line of the cache. */
const COMMON = ' etarsnioclduhmpgf.byv-w_,k/x"\n:0()21\'\t|=`\\q{}*4j53689z7#>;<[]';
/** The classes of these, and of what is in no literal: their part of the table stands apart, small enough to stay in the cache. */
const NARROW_BITS = 6;
const NARROW = 1 << NARROW_BITS;
/** Rows that 15 bits number; the sixteenth says that a literal ends there. */
const NARROW_ROWS_MAX = 0x8000;
const ENDS = 0x8000;

/**
 * Compiles literals into a dense automaton over the code units that occur in them, every other unit being one class.
 * @param literals non-empty; duplicates are reported each under its own number
 * @param groups for each literal its groups as bits; all in one when not given
 * @param alike units that are to match each other map to the same unit; ASCII letters of either case always do
 * @throws RangeError for an empty literal, and for a set whose table would exceed `CELLS_MAX`
 */
export function buildLiterals(literals: readonly string[], groups?: readonly number[], alike?: (unit: number) => number): Literals {
  const fold = alike ? (unit: number): number => lower(alike(unit)) : lower;
  const classes = new Uint16Array(UNITS);
  let width = 1;
  let units = 1;
  const occurring = new Set(literals.flatMap((literal) => Array.from({ length: literal.length }, (_, i) => fold(literal.charCodeAt(i)))));
  for (let i = 0; i < COMMON.length; i++)
    if (width < NARROW && occurring.has(COMMON.charCodeAt(i))) classes[COMMON.charCodeAt(i)] = width++;
  for (const literal of literals) {
    if (literal.length === 0) throw new RangeError('an empty literal occurs everywhere');
    units += literal.length;
    for (let i = 0; i < literal.length; i++) {
      const unit = fold(literal.charCodeAt(i));
      if (classes[unit] === 0) classes[unit] = width++;
    }
  }
  if (alike) for (let unit = 0; unit < UNITS; unit++) classes[unit] = classes[fold(unit)]!;
  for (let upper = 65; upper <= 90; upper++) classes[upper] = classes[upper + 32]!;
  const trie = growTrie(literals, classes, width, units);
  const automaton = linkFailures(trie, width);
  const survey = surveyor(literals, groups ?? literals.map(() => 1), classes, trie, automaton);
  return { size: literals.length, survey, scan: (text, onHit) => survey(text, -1, onHit).left_out };
}

const lower = (unit: number): number => (unit >= 65 && unit <= 90 ? unit + 32 : unit);

/** States are numbered in order of insertion; `child` and `sibling` chain the edges of each, 0 meaning "none", by the class that leads to them. */
type Trie = { states: number; child: Int32Array; sibling: Int32Array; via: Uint16Array; own: Int32Array; twin: Int32Array };

function growTrie(literals: readonly string[], classes: Uint16Array, width: number, units: number): Trie {
  if (units * width > CELLS_MAX) throw new RangeError(`${literals.length} literals need more than ${CELLS_MAX} cells`);
  const [child, sibling, via] = [new Int32Array(units), new Int32Array(units), new Uint16Array(units)];
  const first = new Int32Array(width);
  /** First literal that ends in a state, and for each literal the next of the same text; −1 for none. */
  const own = new Int32Array(units).fill(-1);
  const twin = new Int32Array(literals.length).fill(-1);
  let states = 1;
  const childOf = (state: number, kind: number): number => {
    let found = state === 0 ? first[kind]! : child[state]!;
    if (state !== 0) while (found !== 0 && via[found] !== kind) found = sibling[found]!;
    if (found !== 0) return found;
    via[states] = kind;
    sibling[states] = child[state]!;
    child[state] = states;
    if (state === 0) first[kind] = states;
    return states++;
  };
  for (const [number, literal] of literals.entries()) {
    let state = 0;
    for (let i = 0; i < literal.length; i++) state = childOf(state, classes[literal.charCodeAt(i)]!);
    if (own[state] === -1) own[state] = number;
    else {
      let last = own[state]!;
      while (twin[last] !== -1) last = twin[last]!;
      twin[last] = number;
    }
  }
  return { states, child, sibling, via, own, twin };
}

/**
 * `table` holds, per state and class, the row of the next state, states numbered breadth first so that the rows that ordinary
 * text visits lie together; its complement when a literal ends there. `rows` maps back to the trie, `outputs` gives the
 * next state of the trie, along the failure links, where a literal ends (0: none).
 */
type Automaton = { table: Int32Array; rows: Int32Array; outputs: Int32Array; width: number };

/** Breadth first: the row to which a state falls back is complete before its own, which is a copy of it but for its edges. */
function linkFailures({ states, child: firstChild, sibling, via, own }: Trie, width: number): Automaton {
  const table = new Int32Array(states * width);
  const rows = new Int32Array(states);
  const outputs = new Int32Array(states);
  const back = new Int32Array(states);
  let count = 1;
  for (let row = 0; row < count; row++) {
    const start = row * width;
    if (row > 0) table.copyWithin(start, back[row]! * width, (back[row]! + 1) * width);
    for (let child = firstChild[rows[row]!]!; child !== 0; child = sibling[child]!) {
      const cell = start + via[child]!;
      const to = row === 0 ? 0 : table[cell]!;
      const fallback = to < 0 ? ~to : to;
      const failure = rows[fallback]!;
      outputs[child] = own[failure] === -1 ? outputs[failure]! : failure;
      back[count] = fallback;
      rows[count] = child;
      table[cell] = own[child] !== -1 || outputs[child] !== 0 ? ~count : count;
      count++;
    }
  }
  return { table, rows, outputs, width };
}

/** The first `NARROW` cells of each row as numbers of rows, with `ENDS` where a literal ends; null when there are too many. */
function narrow({ table, rows, width }: Automaton): Uint16Array | null {
  if (rows.length > NARROW_ROWS_MAX) return null;
  const cells = new Uint16Array(rows.length * NARROW);
  for (let row = 0; row < rows.length; row++)
    for (let c = 0; c < Math.min(NARROW, width); c++) {
      const to = table[row * width + c]!;
      cells[row * NARROW + c] = to < 0 ? ~to | ENDS : to;
    }
  return cells;
}

type Survey = Literals['survey'];

/** Per row: the groups of all literals that end there, and how many they are. */
function summarise(
  groups: readonly number[],
  { own, twin }: Trie,
  { rows, outputs }: Automaton,
): { groups: Int32Array; counts: Int32Array } {
  const summary = { groups: new Int32Array(rows.length), counts: new Int32Array(rows.length) };
  for (let row = 0; row < rows.length; row++) {
    for (let state = rows[row]!; state !== 0; state = outputs[state]!) {
      for (let literal = own[state]!; literal !== -1; literal = twin[literal]!) {
        summary.groups[row]! |= groups[literal]!;
        summary.counts[row]!++;
      }
    }
  }
  return summary;
}

function surveyor(literals: readonly string[], groups: readonly number[], classes: Uint16Array, trie: Trie, automaton: Automaton): Survey {
  const { own, twin } = trie;
  const { table, rows, outputs, width } = automaton;
  const lengths = Int32Array.from(literals, (l) => l.length);
  const summary = summarise(groups, trie, automaton);
  const cells = narrow(automaton) ?? new Uint16Array(0);
  const common = cells.length > 0 ? NARROW : 0;
  return (text, loud, onHit) => {
    let row = 0;
    let seen = 0;
    let reported = 0;
    let left_out = 0;
    let late: Uint8Array | null = null;
    for (let i = 0; i < text.length; i++) {
      const kind = classes[text.charCodeAt(i)]!;
      if (kind < common) {
        row = cells[(row << NARROW_BITS) | kind]!;
        if (row < ENDS) continue;
        row ^= ENDS;
      } else {
        row = table[row * width + kind]!;
        if (row >= 0) continue;
        row = ~row;
      }
      seen |= summary.groups[row]!;
      if ((summary.groups[row]! & loud) === 0 && reported + summary.counts[row]! <= HITS_MAX) {
        reported += summary.counts[row]!;
        continue;
      }
      for (let state = rows[row]!; state !== 0; state = outputs[state]!) {
        for (let literal = own[state]!; literal !== -1; literal = twin[literal]!) {
          if (reported >= HITS_MAX) {
            late ??= new Uint8Array(literals.length);
            if (late[literal]! >= LATE_HITS_MAX) {
              left_out++;
              continue;
            }
            late[literal]!++;
          }
          reported++;
          if (groups[literal]! & loud) onHit(literal, i + 1 - lengths[literal]!, i + 1);
        }
      }
    }
    return { groups: seen, left_out };
  };
}

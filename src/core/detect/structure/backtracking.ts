/**
 * Patterns that a backtracking engine matches in exponentially many ways (CWE-1333). Sufficient condition: a loop whose body can match
 * runs of one character in two lengths, or one length in two ways, with something behind it that can fail.
 */
import { parsePattern, type PatternNode } from './pattern-nodes.ts';

/** What a part of a pattern can match in a text of nothing but one character: nothing, a run, runs in more than one way. Null: it cannot. */
type Matched = { empty: boolean; some: boolean; many: boolean };
type Reach = Matched | null;

const NOTHING: Matched = { empty: true, some: false, many: false };
/** Fewer rounds than this end soon. */
const ROUNDS_MIN = 20;
/** Characters for the classes; those of the pattern itself come on top. */
const USUAL = 'a0Z _-.,/:@"\\\u00e9';
const CANDIDATES_MAX = 24;

/** @param source of a JSON Schema `pattern`; what cannot be parsed is not judged */
export function isBacktracking(source: string): boolean {
  if (!/\)[*+{]/.test(source)) return false;
  const root = parsePattern(source);
  if (!root) return false;
  const loops: PatternNode[] = [];
  collect(root, false, loops);
  if (loops.length === 0) return false;
  const candidates = [...new Set(`${USUAL}${source}`)].slice(0, CANDIDATES_MAX);
  return loops.some((body) => candidates.some((char) => reachOf(body, char.codePointAt(0) ?? 0)?.many === true));
}

/** Bodies of loops that something follows which can fail. */
function collect(node: PatternNode, followed: boolean, loops: PatternNode[]): void {
  if (node.type === 'loop') {
    if (node.max >= ROUNDS_MIN && followed && node.body.type !== 'set') loops.push(node.body);
    collect(node.body, followed || node.max > 1, loops);
  } else if (node.type === 'either') {
    for (const branch of node.branches) collect(branch, followed, loops);
  } else if (node.type === 'row') {
    let after = followed;
    for (let i = node.parts.length - 1; i >= 0; i--) {
      const part = node.parts[i]!;
      collect(part, after, loops);
      after ||= canFail(part);
    }
  }
}

const canFail = (node: PatternNode): boolean => {
  if (node.type === 'loop') return node.min > 0 && canFail(node.body);
  if (node.type === 'row') return node.parts.some(canFail);
  if (node.type === 'either') return node.branches.every(canFail);
  return node.type !== 'start';
};

function reachOf(node: PatternNode, char: number): Reach {
  if (node.type === 'set') return node.has(char) ? { empty: false, some: true, many: false } : null;
  if (node.type === 'loop') return loopReach(node, char);
  if (node.type === 'row') return rowReach(node.parts, char);
  if (node.type === 'either') return eitherReach(node.branches, char);
  return null;
}

function loopReach({ body, min, max }: Extract<PatternNode, { type: 'loop' }>, char: number): Reach {
  const inner = max > 0 ? reachOf(body, char) : NOTHING;
  if (!inner) return min === 0 ? NOTHING : null;
  const varies = inner.some && max > 1 && (max > min || inner.empty);
  return { empty: min === 0 || inner.empty, some: inner.some, many: inner.many || varies };
}

function rowReach(parts: readonly PatternNode[], char: number): Reach {
  let all: Matched = NOTHING;
  for (const part of parts) {
    const next = reachOf(part, char);
    if (!next) return null;
    const both = all.some && next.some;
    all = {
      empty: all.empty && next.empty,
      some: all.some || next.some,
      many: all.many || next.many || (both && (all.empty || next.empty)),
    };
  }
  return all;
}

function eitherReach(branches: readonly PatternNode[], char: number): Reach {
  const reached = branches.map((branch) => reachOf(branch, char)).filter((reach) => reach !== null);
  if (reached.length === 0) return null;
  const filled = reached.filter(({ some }) => some);
  return {
    empty: reached.some(({ empty }) => empty),
    some: filled.length > 0,
    many: filled.length > 1 || filled.some(({ many }) => many),
  };
}

/** The shapes of SQL injection over tokens: what a value must hold to break out of the place that it was put into. */
import type { Rule } from '../../finding.ts';
import type { SqlToken } from '../../text/sql-tokens.ts';
import { callAt } from './calls.ts';
import { readExpression, readsAsProse, tailAt, wordAt } from './expressions.ts';
import { afterBreak } from './quote-break.ts';
import * as rules from './rules.ts';
import { type Scene, type Shape, SUBSELECT_CALLERS, isConstant } from './scene.ts';
import { selectItem, statementAt } from './statements.ts';
import {
  BOOLEANS,
  CAST_TYPES,
  CATALOGUES,
  CATALOGUE_TABLES,
  FILE_WORDS,
  INFO_CALLS,
  INFO_VARIABLES,
  LITERAL_WORDS,
  PROGRAM_WORDS,
  isSqlCall,
} from './words.ts';

const SPLIT = new Set(['union', 'select', 'insert', 'update', 'delete', 'drop', 'from', 'where', 'sleep', 'benchmark', 'order']);

/** OR, AND, || and their like, anywhere. */
function booleanAt({ t, first }: Scene, i: number): Shape | null {
  const before = t[i - 1];
  const joins = before ? before.kind !== 'operator' && before.kind !== 'comma' : first;
  if (!joins) return null;
  const isWord = t[i]?.kind === 'word';
  // `a|b` is everywhere; behind a bare bit operator only a call or a sub-select counts.
  if (t[i]?.text.length === 1 && t[i + 1]?.kind !== 'open' && t[i + 2]?.kind !== 'open') return null;
  // `5 > 3 && 2 < 4` is how other languages join comparisons.
  if (!isWord && t[i - 2]?.kind === 'operator') return null;
  const e = readExpression(t, i + 1);
  const tail = tailAt(t, e.end);
  if (e.end === i + 1) return null;
  if (isWord || t[i]?.text === '||' || t[i]?.text === '&&') {
    if (isConstant(e) && (tail !== 'other' || e.end >= i + EXPRESSION_SURE)) {
      const rule = e.sqlCalls > 0 ? rules.BLIND_COMPARISON : e.selects ? rules.SUBSELECT : rules.TAUTOLOGY;
      return { rule, from: i, to: e.end, score: 0.94 };
    }
    if (e.compares && tail === 'comment' && e.columns + e.literals + e.sqlCalls > 1)
      return { rule: rules.TAUTOLOGY, from: i, to: e.end, score: 0.86 };
    if (
      isWord &&
      tail === 'comment' &&
      e.columns === 0 &&
      (before?.kind === 'number' || before?.kind === 'close' || before?.kind === 'string')
    )
      return { rule: rules.TAUTOLOGY, from: i, to: e.end, score: 0.85 };
  }
  if (e.selects && tail !== 'other') return { rule: rules.SUBSELECT, from: i, to: e.end };
  if (e.sqlCalls > 0 && (e.compares || t[i]?.text === '||') && e.otherCalls === 0 && tail !== 'other')
    return { rule: rules.BLIND_COMPARISON, from: i, to: e.end, score: isWord && e.columns > 0 ? 0.8 : 0.88 };
  return null;
}
const EXPRESSION_SURE = 12;

function unionAt({ t }: Scene, i: number): Shape | null {
  let k = i + 1;
  while (
    ['all', 'distinct', 'distinctrow'].includes(wordAt(t, k)) ||
    t[k]?.kind === 'open' ||
    (t[k]?.kind === 'operator' && t[k]?.text === '+')
  )
    k++;
  const head = wordAt(t, k);
  if (head === 'values' && t[k + 1]?.kind === 'open') return { rule: rules.UNION_SELECT, from: i, to: k + 2 };
  if (head === 'table' && t[k - 1]?.kind !== 'word' && tailAt(t, k + 2) !== 'other')
    return { rule: rules.UNION_SELECT, from: i, to: k + 2, score: 0.8 };
  if (head !== 'select') return null;
  const item = selectItem(t, k + 1);
  if (item < 0 || readsAsProse(t, k + 1)) return null;
  // `union select support` is a headline; a column needs a table, a list or the end of the statement behind it.
  const last = t[item - 1];
  // Nor is `"union select" vs join`, where the words themselves are quoted.
  const isQuotation = last?.kind === 'string' && !last.closed && last.start === (t[k]?.end ?? 0);
  const isLoneWord = isQuotation || (item === t.length && last?.kind === 'word' && !LITERAL_WORDS.has(wordAt(t, item - 1)));
  return { rule: rules.UNION_SELECT, from: i, to: item, ...(isLoneWord && { score: 0.6 }) };
}

function holdsWord(t: readonly SqlToken[], from: number, to: number, word: string): boolean {
  for (let i = from; i < to && i < t.length; i++) if (wordAt(t, i) === word) return true;
  return false;
}

function subselectAt({ t, first, broke }: Scene, i: number): Shape | null {
  if (t[i - 1]?.kind !== 'open') return null;
  const item = selectItem(t, i + 1);
  if (item < 0 || readsAsProse(t, i)) return null;
  let k = i - 1;
  while (t[k - 1]?.kind === 'open') k--;
  const before = t[k - 1];
  const inSql = before
    ? before.kind === 'operator' ||
      before.kind === 'comma' ||
      before.kind === 'string' ||
      (before.kind === 'word' && (SUBSELECT_CALLERS.has(before.text) || isSqlCall(before.text)))
    : broke;
  const reads = holdsWord(t, item - 1, item + 40, 'from') || t[i + 2]?.kind === 'open' || t[i + 1]?.kind === 'variable';
  if (inSql) return { rule: rules.SUBSELECT, from: k, to: item };
  return { rule: rules.SUBSELECT, from: k, to: item, score: reads && (before ? before.kind === 'number' : first || broke) ? 0.88 : 0.6 };
}

const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max']);

function probeAt({ t, broke, first }: Scene, i: number): Shape | null {
  const word = wordAt(t, i);
  const before = t[i - 1];
  const starts = before ? before.kind === 'number' || before.kind === 'string' || before.kind === 'close' : broke || first;
  if (word === 'having') {
    const e = readExpression(t, i + 1);
    if (isConstant(e) || (e.compares && tailAt(t, e.end) === 'comment')) return { rule: rules.COLUMN_PROBE, from: i, to: e.end };
    return e.compares && e.sqlCalls > 0 && e.columns + e.literals > 0
      ? { rule: rules.COLUMN_PROBE, from: i, to: e.end, score: 0.85 }
      : null;
  }
  if (wordAt(t, i + 1) !== 'by') return null;
  let k = i + 2;
  while (t[k]?.kind === 'open') k++;
  if (t[k]?.kind === 'number') {
    while (t[k]?.kind === 'number' || t[k]?.kind === 'comma') k++;
    const tail = tailAt(t, k);
    if (tail === 'comment' && (starts || word === 'order')) return { rule: rules.COLUMN_PROBE, from: i, to: k };
    return (broke && i <= 4) || (before?.kind === 'number' && tail === 'end')
      ? { rule: rules.COLUMN_PROBE, from: i, to: k, score: 0.85 }
      : null;
  }
  const e = readExpression(t, i + 2);
  // `RETURN name, count(*) ORDER BY count(*)`: a report sorts by what it counts, whatever its language.
  if (AGGREGATES.has(wordAt(t, i + 2)) && !e.selects && tailAt(t, e.end) !== 'comment') return null;
  if (e.selects || (e.sqlCalls > 0 && starts)) return { rule: rules.COLUMN_PROBE, from: i, to: e.end };
  return starts && tailAt(t, e.end) === 'comment' ? { rule: rules.COLUMN_PROBE, from: i, to: e.end, score: 0.85 } : null;
}

function intoAt({ t }: Scene, i: number): Shape | null {
  const word = wordAt(t, i + 1);
  if (
    (word === 'outfile' || word === 'dumpfile') &&
    (t[i + 2]?.kind === 'string' || t[i + 2]?.kind === 'number' || t[i + 2]?.kind === 'variable')
  )
    return { rule: rules.FILE_ACCESS, from: i, to: i + 3 };
  return null;
}

function namedAt({ t }: Scene, i: number): Shape | null {
  const word = wordAt(t, i);
  const next = t[i + 1];
  const before = t[i - 1];
  if (PROGRAM_WORDS.has(word)) {
    const runs =
      before?.kind === 'dot' ||
      ['exec', 'execute', 'call', 'select'].includes(wordAt(t, i - 1)) ||
      next?.kind === 'open' ||
      next?.kind === 'string' ||
      next?.kind === 'variable';
    return { rule: rules.PROGRAM_ACCESS, from: i, to: i + 1, score: runs ? 0.97 : 0.6 };
  }
  if (FILE_WORDS.has(word)) {
    const runs =
      next?.kind === 'dot' ||
      next?.kind === 'open' ||
      next?.kind === 'string' ||
      next?.kind === 'variable' ||
      wordAt(t, i - 1).startsWith('exec') ||
      before?.kind === 'dot';
    return runs ? { rule: rules.FILE_ACCESS, from: i, to: i + 2 } : null;
  }
  return null;
}

/** Words that a table follows. */
const READING = new Set(['from', 'join', 'into', 'table']);

function readsBefore({ t }: Scene, i: number): boolean {
  const before = t[i - 1];
  if (before === undefined) return false;
  if (before.kind === 'word') return READING.has(before.text);
  return before.kind === 'comma' || (before.kind === 'open' && /^(?:from|join)$/.test(wordAt(t, i - 2)));
}

function catalogueAt(scene: Scene, i: number): Shape | null {
  if (!readsBefore(scene, i)) return null;
  const { t } = scene;
  const word = wordAt(t, i);
  const dotted = t[i + 1]?.kind === 'dot' ? `${word}.${wordAt(t, i + 2)}` : '';
  if (
    CATALOGUE_TABLES.has(dotted) ||
    (CATALOGUES.has(word) && word !== 'domain' && word !== 'master') ||
    (dotted.startsWith('master.') && dotted.length > 7)
  )
    return { rule: rules.CATALOGUE, from: i - 1, to: dotted ? i + 3 : i + 1 };
  return null;
}

function conditionAt({ t, broke, first }: Scene, i: number): Shape | null {
  const word = wordAt(t, i);
  const before = t[i - 1];
  if (word === 'case') {
    const words = t
      .slice(i + 1, i + EXPRESSION_SURE * 3)
      .filter((x) => x.kind === 'word')
      .map((x) => x.text);
    const when = words.indexOf('when');
    const then = words.indexOf('then', when + 1);
    // `case when then else end` names the keywords and holds no condition.
    if (
      when < 0 ||
      when > 2 ||
      then < 0 ||
      (wordAt(t, i + 1) === 'when' && wordAt(t, i + 2) === 'then') ||
      !words.includes('end') ||
      readsAsProse(t, i)
    )
      return null;
    return { rule: rules.CONDITIONAL, from: i, to: i + 2, score: before ? 0.88 : 0.7 };
  }
  if (t[i + 1]?.kind !== 'open') return null;
  const e = readExpression(t, i + 2);
  const inSql = before
    ? before.kind === 'operator' || (before.kind === 'word' && SUBSELECT_CALLERS.has(before.text)) || before.kind === 'open'
    : broke || first;
  if (!inSql || t[e.end]?.kind !== 'comma') return null;
  if (e.selects || isConstant(e) || (e.compares && e.sqlCalls > 0 && before !== undefined && before.text !== '='))
    return { rule: rules.CONDITIONAL, from: i, to: e.end };
  return null;
}

/** `current_user::int`, `'{}'::jsonb`: PostgreSQL casts, which show data in errors or build operands. */
function castAt({ t }: Scene, i: number): Shape | null {
  const before = t[i - 1];
  if (!before || !CAST_TYPES.has(wordAt(t, i + 1))) return null;
  if (before.kind === 'string') return { rule: rules.BLIND_COMPARISON, from: i - 1, to: i + 2, score: 0.85 };
  const isOperand = t[i - 2]?.kind === 'operator' || t[i - 2]?.kind === 'open';
  if (before.kind === 'close' || (before.kind === 'word' && INFO_CALLS.has(before.text) && isOperand))
    return { rule: rules.ERROR_BASED, from: i - 1, to: i + 2, score: 0.88 };
  return null;
}

/** Words that `shapeAt` knows by themselves: most are none, and one look tells. */
const TELLING: ReadonlySet<string> = new Set([
  ...BOOLEANS,
  ...PROGRAM_WORDS,
  ...FILE_WORDS,
  ...'union except intersect minus select order group having into waitfor program procedure case if iif'.split(' '),
]);

/** The shape that starts at token `i`, if any. */
function shapeAt(scene: Scene, i: number): Shape | null {
  const { t } = scene;
  const token = t[i] as SqlToken;
  if (token.text === '::') return castAt(scene, i);
  if (token.kind === 'operator') return BOOLEANS.has(token.text) ? booleanAt(scene, i) : null;
  if (token.kind === 'semicolon') {
    const next = t[i + 1];
    if (next?.kind !== 'word' || !statementAt(t, i + 1) || readsAsProse(t, i + 1)) return null;
    return { rule: rules.STACKED_QUERY, from: i, to: Math.min(t.length, i + 4) };
  }
  if (token.kind === 'variable') {
    const before = t[i - 1];
    if (!INFO_VARIABLES.has(token.text.split('.')[0] ?? '')) return null;
    return { rule: rules.INFO_PROBE, from: i, to: i + 1, score: before && before.kind !== 'other' ? 0.88 : 0.7 };
  }
  if (token.kind !== 'word') return null;
  const { text } = token;
  if (token.inExecutableComment && (SPLIT.has(text) || BOOLEANS.has(text))) return { rule: rules.SPLIT_KEYWORD, from: i, to: i + 1 };
  const next = t[i + 1];
  if (
    text !== '' &&
    next?.kind === 'word' &&
    next.text !== '' &&
    next.afterComment &&
    next.start === token.end + 4 &&
    SPLIT.has(text + next.text)
  )
    return { rule: rules.SPLIT_KEYWORD, from: i, to: i + 2 };
  if (!TELLING.has(text)) return catalogueAt(scene, i) ?? (next?.kind === 'open' ? callAt(scene, i) : null);
  if (BOOLEANS.has(text)) return booleanAt(scene, i);
  switch (text) {
    case 'union':
    case 'except':
    case 'intersect':
    case 'minus':
      return unionAt(scene, i);
    case 'select':
      return subselectAt(scene, i);
    case 'order':
    case 'group':
    case 'having':
      return probeAt(scene, i);
    case 'into':
      return intoAt(scene, i);
    case 'waitfor':
      return (wordAt(t, i + 1) === 'delay' || wordAt(t, i + 1) === 'time') && t[i + 2]?.kind === 'string'
        ? { rule: rules.TIME_DELAY, from: i, to: i + 3 }
        : null;
    case 'program':
      return t[i + 1]?.kind === 'string' && ['from', 'to'].includes(wordAt(t, i - 1))
        ? { rule: rules.PROGRAM_ACCESS, from: i - 1, to: i + 2 }
        : null;
    case 'procedure':
      return /^analy[sz]e$/.test(wordAt(t, i + 1)) && t[i + 2]?.kind === 'open' ? { rule: rules.ERROR_BASED, from: i, to: i + 3 } : null;
    case 'case':
    case 'if':
    case 'iif':
      return conditionAt(scene, i) ?? callAt(scene, i);
    default:
      return namedAt(scene, i) ?? catalogueAt(scene, i) ?? (next?.kind === 'open' ? callAt(scene, i) : null);
  }
}

/** The strongest shape of each rule in one segment. Each look-ahead is bounded, so the work is linear in the number of tokens. */
export function findShapes(scene: Scene): Shape[] {
  const { t } = scene;
  const best = new Map<Rule, Shape>();
  const keep = (shape: Shape | null): void => {
    if (!shape) return;
    const other = best.get(shape.rule);
    if (!other || (shape.score ?? shape.rule.score) > (other.score ?? other.rule.score)) best.set(shape.rule, shape);
  };
  if (scene.broke && scene.first) keep(afterBreak(scene));
  if (scene.first && !scene.broke && statementAt(t, 0) && t.length > 2 && !readsAsProse(t, 0))
    keep({ rule: rules.STATEMENT, from: 0, to: t.length });
  for (let i = 0; i < t.length; i++) keep(shapeAt(scene, i));
  return [...best.values()];
}

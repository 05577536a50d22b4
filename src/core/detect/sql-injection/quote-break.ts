/** What stands directly behind a quote that the value closes. */
import { readExpression, readsAsProse, tailAt } from './expressions.ts';
import type { SqlToken } from '../../text/sql-tokens.ts';
import * as rules from './rules.ts';
import { type Scene, type Shape, isBoolean } from './scene.ts';
import { statementAt } from './statements.ts';
import { COMPARE_WORDS } from './words.ts';

const GLUE = new Set(['=', '+', '-', '*', '/', '%', '<', '>', '<>', '!=', '<=', '>=', '<=>', '!', '~']);

/** Before a quote that opens; a letter may tell the kind of the string: `N'…'`. */
const OPENING = /[\s=([{,:;][NnEeXx]?$/;

/** True when the quote that the text "closed" looks like one that opens: `say "x"`, `href="x"`. */
function opensQuote({ text, t }: Scene): boolean {
  const first = t[0]?.start ?? 0;
  let quote = first - 1;
  while (quote > 0 && text[quote] !== "'" && text[quote] !== '"') quote--;
  return quote > 0 && quote === first - 1 && OPENING.test(text.slice(Math.max(0, quote - 2), quote));
}

/** The quote that the text closed is the only one in it, and stands directly behind a word. */
function isOnlyQuote({ text, t }: Scene): boolean {
  const before = text.slice(0, t[0]?.start ?? 0).trimEnd();
  const quote = before.at(-1) ?? '';
  return (
    /^["']$/.test(quote) &&
    text.indexOf(quote) === text.lastIndexOf(quote) &&
    /[a-z0-9]$/i.test(before.slice(0, -1)) &&
    !/s'$/i.test(before)
  );
}

const ROW_TOKENS_MAX = 64;

/** `x'),('eve','admin`, `x', is_admin=1 WHERE …--`: the value adds a row, a column or an assignment of its own to a list. */
function listAt({ t }: Scene, comma: number, closed: number): Shape | null {
  const next = t[comma + 1];
  const isRow = closed > 0 && next?.kind === 'open' && (t[comma + 2]?.kind === 'string' || t[comma + 2]?.kind === 'number');
  if (isRow) return { rule: rules.QUOTE_BALANCE, from: 0, to: comma + 3 };
  const sets = next?.kind === 'word' && t[comma + 2]?.text === '=';
  if (!sets && next?.kind !== 'string' && next?.kind !== 'number') return null;
  let where = false;
  for (let i = comma + 1; i < t.length && i < comma + ROW_TOKENS_MAX; i++) {
    const token = t[i]!;
    if (token.kind === 'word' && token.text === 'where') where = true;
    else if (token.kind === 'comment')
      return token.text === '--' && (sets ? where : t[i - 1]?.kind === 'close') ? { rule: rules.QUOTE_BALANCE, from: 0, to: i + 1 } : null;
    else if (token.kind === 'semicolon' || token.kind === 'other') return null;
  }
  return null;
}

/** Directly behind a closed quote. */
export function afterBreak(scene: Scene): Shape | null {
  const { text, t } = scene;
  let i = 0;
  while (t[i]?.kind === 'close') i++;
  const token = t[i];
  if (!token) return null;
  if (token.kind === 'comma') return opensQuote(scene) ? null : listAt(scene, i, i);
  if (token.kind === 'semicolon' && (t[i + 1]?.kind === 'comment' || (token.afterComment && !t[i + 1])))
    return { rule: rules.COMMENT_TAIL, from: 0, to: i + 2 };
  if (token.kind === 'comment') {
    const isBare = token.end - token.start <= token.text.length + 3;
    // A lone quote that nothing opened, and a comment that hides what follows: `admin' #`.
    if (token.text === '#' && isBare && isOnlyQuote(scene)) return { rule: rules.COMMENT_TAIL, from: 0, to: i + 1, score: 0.82 };
    const score = token.text === '--' ? (isBare ? 0.9 : 0.6) : token.text === '/*' && isBare ? 0.85 : i > 0 && isBare ? 0.85 : 0.5;
    return { rule: rules.COMMENT_TAIL, from: 0, to: i + 1, score };
  }
  if (token.kind === 'semicolon' && !t[i + 1]) return { rule: rules.COMMENT_TAIL, from: 0, to: i + 1, score: 0.5 };
  if (token.kind === 'word' && statementAt(t, i) && !readsAsProse(t, i) && !opensQuote(scene))
    return { rule: rules.STACKED_QUERY, from: 0, to: i + 3 };
  const joins = isBoolean(token);
  const isOperator = token.kind === 'operator' && (GLUE.has(token.text) || joins);
  const isWord =
    token.kind === 'word' &&
    (joins || COMPARE_WORDS.has(token.text) || ['not', 'div', 'mod', 'collate', 'is', 'sounds'].includes(token.text));
  if (!isOperator && !isWord) return null;
  const compares = token.kind === 'word' ? COMPARE_WORDS.has(token.text) : /^[=<>!]/.test(token.text);
  const e = readExpression(t, i + 1);
  const tail = tailAt(t, e.end);
  const operands = e.literals + e.columns + e.sqlCalls + e.otherCalls + Number(e.selects);
  if (operands === 0) return null;
  if (joins && e.compares && (tail !== 'other' || e.reopens)) {
    const rule = e.sqlCalls > 0 ? rules.BLIND_COMPARISON : e.selects ? rules.SUBSELECT : rules.TAUTOLOGY;
    if (e.columns > 0 && tail === 'end' && !e.reopens) return { rule, from: 0, to: e.end, score: 0.7 };
    return { rule, from: 0, to: e.end };
  }
  const isLogic = joins && !['|', '&', '^'].includes(token.text);
  if (isLogic && (tail === 'comment' || tail === 'semicolon') && e.columns === 0)
    return { rule: rules.TAUTOLOGY, from: 0, to: e.end, score: 0.93 };
  if (joins && e.sqlCalls > 0 && tail !== 'other') return { rule: rules.BLIND_COMPARISON, from: 0, to: e.end };
  if (e.joinsReopened) {
    // `dogs' or 'cats` is how people search, and "&" or 'and' quote a word; an operator or a number on the way is neither.
    const isRich = operands > 1 || (!joins && (compares || token.text === 'not')) || (joins && token.kind === 'operator');
    const last = t[e.end - 1] as SqlToken;
    const reopened = text.slice(last.start + 1, last.end);
    if (
      last.text !== text[(t[0] as SqlToken).start - 1] &&
      last.text !==
        text
          .slice(0, (t[0] as SqlToken).start)
          .trimEnd()
          .at(-1)
    )
      return null;
    if (/^[\s+]|\s\w+\s/.test(reopened) || opensQuote(scene) || (operands === 1 && reopened === '')) return null;
    const reopensNumber = reopened.length <= 2;
    return { rule: rules.QUOTE_BALANCE, from: 0, to: e.end, score: isRich || reopensNumber ? 0.93 : 0.5 };
  }
  if (tail === 'comment' && operands > e.columns && !readsAsProse(t, i) && !opensQuote(scene))
    return { rule: rules.TAUTOLOGY, from: 0, to: e.end, score: 0.85 };
  return null;
}

/** Whether markup in a text is meant to run or is spoken of: the role of the value, what stands around it, and how it is written down. */
import type { Subject } from '../detector.ts';
import { QUOTED_SCORE_CAP } from '../injection-places.ts';
import type { Deed } from './deed.ts';

/** Below this the role was guessed from the value's own first character. */
const DECLARED_MIN = 0.5;
/** Words around a payload up to which the value is nothing but the payload. */
const WHOLE_WORDS_MAX = 3;
/** Words around what any page could hold, and around what only an attack holds, beyond which it is a document. */
const ORDINARY_WORDS_MAX = 8;
const HOSTILE_WORDS_MAX = 60;
const QUERY_SCORE_CAP = 0.7;
const DISCUSSION_WORDS_MIN = 4;

const NATURAL = /(?<![^\s"'(“‘>])[\p{L}’-]{2,24}(?=[\s.,!?:;)"'”’<]|$)/gu;
const KEYWORDS = new Set(
  'var let const function return new throw void typeof in of this with if else for while true false null script'.split(' '),
);
const SPACELESS = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/gu;

/** Words by which people speak of markup and attacks on it instead of making one. */
const DISCUSSION =
  /\b(?:xss|csrf|csp|cross[- ]site|html5?|javascript|typescript|jsx|dom|css|payloads?|inject\w{0,6}|vulnerab\w{0,8}|exploit\w{0,6}|saniti[sz]\w{0,6}|escap(?:e|es|ed|ing)|unescaped|encod(?:e|es|ed|ing)|attack\w{0,5}|browsers?|snippets?|elements?|tags?|attributes?|handlers?|examples?|e\.g\.|filter(?:s|ed|ing)?|scripts?|code|renders?|rendered|parser?|embed|paste|owasp|cwe|waf|syntax|markup|markdown|templates?|components?|c[oó]digo|ejemplo|etiquetas?|vulnerabilidad|exemple|balises?|code source|beispiel|quelltext|schwachstelle|esempio|exemplo|voorbeeld|пример|скрипт|уязвим|тег|код)\b|[脚腳]本|代码|代碼|漏洞|注入|标签|標籤|例|スクリプト|脆弱|タグ|스크립트|취약|태그/iu;

/** Words by which people say where a piece of markup belongs. */
const INSTRUCTION =
  /(?<![\p{L}])(?:add|insert|include|embed|paste|put|copy|install|place|load|use|using|agrega|añade|inserta|ajoute[rz]?|insère|insérer|füge|einfügen|kopiere|inserisci|adicione|dodaj|добавьте|вставьте|添加|插入|追加|貼り付け|추가|삽입)(?![\p{L}])/iu;

/** The score that is left of a deed in this place; 0: nothing to tell. */
export type Exposure = (deed: Deed) => number;

const full = (deed: Deed): number => deed.score ?? deed.rule.score;
const quoted = (deed: Deed): number => Math.min(full(deed), QUOTED_SCORE_CAP);

/** @param outside the text with its markup blanked out */
export function exposureIn(text: string, outside: string, { role, confidence = 1, purposes }: Subject): Exposure {
  const isText = role === 'prose' || role === 'markdown' || role === 'xml' || role === 'template' || role === 'html';
  if (!isText && role !== 'query') return full;
  let fences: number[] | null = null;
  let discussed: boolean | null = null;
  let counted = -1;
  const words = (): number => (counted < 0 ? (counted = countWords(outside)) : counted);
  const declared = (role !== 'prose' && role !== 'query' && (role !== 'html' || confidence >= DECLARED_MIN)) || isPage(text);
  if (declared)
    return (deed) => (!deed.hostile ? 0 : role !== 'html' && role !== 'prose' && words() <= WHOLE_WORDS_MAX ? full(deed) : quoted(deed));
  if (role === 'query')
    return (deed) =>
      purposes?.has('lookup') || (!deed.whole && words() > WHOLE_WORDS_MAX) ? Math.min(full(deed), QUERY_SCORE_CAP) : full(deed);
  if (purposes?.has('code') || purposes?.has('review') || purposes?.has('edit')) return quoted;
  return (deed) => {
    if (isFenced((fences ??= fencesIn(text)), deed.start)) return quoted(deed);
    if (opensSpan(text, deed) && isInCodeSpan(text, deed)) return quoted(deed);
    if (deed.whole || words() <= WHOLE_WORDS_MAX) return full(deed);
    if (words() > (deed.hostile ? HOSTILE_WORDS_MAX : ORDINARY_WORDS_MAX)) return quoted(deed);
    if (words() >= DISCUSSION_WORDS_MIN && (discussed ??= DISCUSSION.test(outside))) return quoted(deed);
    if (!deed.hostile && words() >= DISCUSSION_WORDS_MIN && INSTRUCTION.test(outside)) return quoted(deed);
    return isInCodeSpan(text, deed) ? quoted(deed) : full(deed);
  };
}

/** Whether a text before an example introduces it: several words, or some that speak of markup, or a fence. */
export function isSpokenOf(before: string, wordsMax: number): boolean {
  const words = countWords(before);
  return words > wordsMax || (words >= DISCUSSION_WORDS_MIN && DISCUSSION.test(before)) || before.includes(FENCE);
}

/** Stops where more would change nothing. */
function countWords(outside: string): number {
  let words = 0;
  for (const [word] of outside.matchAll(NATURAL)) {
    if (words > HOSTILE_WORDS_MAX) return words;
    if (!KEYWORDS.has(word.toLowerCase())) words++;
  }
  let units = 0;
  for (const _unit of outside.matchAll(SPACELESS)) {
    if (words > HOSTILE_WORDS_MAX) return words;
    if (units++ % 2 === 1) words++;
  }
  return words;
}

const FENCE = '```';
const LINE_MAX = 512;
const INDENT_MAX = 9;

/** A whole page, as tools that publish or store pages are given them. */
const isPage = (text: string): boolean =>
  /^\s{0,64}<!(?:--[^>]{0,200}>\s{0,32}<!)?doctype html[^<]{0,256}<(?:html|head|body|title|meta)/i.test(text.slice(0, 1_024));

/** Offsets of Markdown's fences, which stand on lines of their own. */
function fencesIn(text: string): number[] {
  const fences: number[] = [];
  for (let at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + FENCE.length))
    if (
      /(?:^|\n)[\t >]{0,8}$/.test(text.slice(Math.max(0, at - INDENT_MAX), at)) &&
      (at < INDENT_MAX || text.slice(at - INDENT_MAX, at).includes('\n'))
    )
      fences.push(at);
  return fences;
}

/** Between two of them, or behind the last. */
function isFenced(fences: readonly number[], start: number): boolean {
  let low = 0;
  for (let high = fences.length; low < high;) {
    const middle = (low + high) >> 1;
    if (fences[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

const opensSpan = (text: string, { start }: Pick<Deed, 'start'>): boolean => text[start] === '`' && /[\s([]/.test(text[start - 1] ?? '');

/** Between Markdown's backticks on one line; the first of them may be what looks like a break-out. */
function isInCodeSpan(text: string, { start, end }: Deed): boolean {
  const opens = opensSpan(text, { start }) ? 1 : 0;
  const before = text.slice(Math.max(0, start - LINE_MAX), start + opens);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.split('`').length % 2 === 0 && text.slice(Math.max(0, end - 1), end + LINE_MAX).includes('`');
}

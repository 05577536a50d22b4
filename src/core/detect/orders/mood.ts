/** Whether a verb gives an order or is only spoken of. English only: the other lists hold imperative forms. */
import { isEscape, isWordUnit } from './lexicon.ts';

export type Mood = 'order' | 'told' | 'negated';

const WORD_MAX = 16;
/** After these the verb commands; what follows any other word is told of. */
const COMMANDING = new Set(
  'please must should shall now and then just also so simply immediately instead you kindly always first completely totally entirely utterly assistant ai important or but therefore hence next finally lastly again only second once agent model let ok okay agents gpt chatgpt claude dan urgent attention warning notice today here silently secretly quietly covertly discreetly automatically directly'.split(
    ' ',
  ),
);
const NEGATING = new Set("not never don't cannot can't won't dont didn't doesn't without nor".split(' '));
/** Before `to`: “you need to …”. */
const OBLIGING = new Set('need have are you required sure asked instructed going supposed remember ordered able told'.split(' '));

/** The word that ends before `end`, past spaces. */
function wordBefore(text: string, end: number): { word: string; start: number } {
  let to = end;
  while (to > 0 && end - to < 4 && text.charCodeAt(to - 1) === 32) to--;
  let from = to;
  if (to > 0 && isEscape(text, to - 1)) return { word: '', start: to };
  let isPlain = true;
  while (from > 0 && to - from < WORD_MAX) {
    const unit = text.charCodeAt(from - 1);
    if (unit < 97 || unit > 122) {
      if (!isWordUnit(unit) && !isApostrophe(unit)) break;
      isPlain = false;
    } else if (isEscape(text, from - 1)) break;
    from--;
  }
  const word = text.slice(from, to);
  return { word: isPlain ? word : word.toLowerCase().replaceAll('’', "'"), start: from };
}

/** “You may not copy, override or ignore …” */
const DENYING = /\b(?:may|must|shall|should|can) ?not [^.;:!?\n]{1,80}$/i;
const DENYING_MAX = 90;

const isApostrophe = (unit: number): boolean => unit === 39 || unit === 0x2019;

export function moodOf(text: string, start: number, end: number): Mood {
  if (text.startsWith('ing', end - 3) || text.startsWith('ing', end)) return 'told';
  const { word, start: at } = wordBefore(text, start);
  if (word === '' && text[start - 2] === ',' && DENYING.test(text.slice(Math.max(0, start - DENYING_MAX), start))) return 'negated';
  if (word === '' || word === "'") return 'order';
  if (NEGATING.has(word)) return 'negated';
  if (word === 'or' && DENYING.test(text.slice(Math.max(0, at - DENYING_MAX), at))) return 'negated';
  if (word === 'to') return OBLIGING.has(wordBefore(text, at).word) ? 'order' : 'told';
  return COMMANDING.has(word.replace(/^'/, '')) || word.startsWith("'") ? 'order' : 'told';
}

/** First word of a sentence, a line or a quoted value, `please` and the like left out. */
export function opens(text: string, start: number): boolean {
  let at = start;
  for (let words = 0; words < 4; words++) {
    const { word, start: from } = wordBefore(text, at);
    if (word === '' || word === "'" || word.startsWith("'")) return true;
    if (!OPENING.has(word)) return false;
    at = from;
  }
  return false;
}

const OPENING = new Set('please kindly now then also just immediately first and next must you should always simply'.split(' '));

/** Units before “without …” in which a “never …” stands that it belongs to. */
const FORBIDDING_MAX = 60;
const WITHOUT =
  /^(?:without|ohne|sans|sin|senza|sem|zonder|bez|без|utan|uden|uten|fără|χωρίς|tanpa|không|bila|ilman|دون|بدون|بلا|ללא|בלי)(?![\p{L}])/iu;
const FORBIDDING =
  /(?<![\p{L}])(?:never|not|don't|don’t|cannot|can't|no one|nobody|won't|nicht|nie|niemals|keine?|ne|n['’]\p{L}{2,20}|pas|jamais|no|nunca|jamás|não|non|mai|niet|nooit|nigdy|не|нельзя|никогда|ніколи|inte|aldrig|ikke|aldri|nu|jangan|đừng|μην|لا|لن|אל|לא)(?![\p{L}])/iu;
const STOP = /[.!?;:\n]/;
/** Where the verb comes last, it is denied behind: 「確認なしに実行しないでください」, “未经确认，不要执行”. */
const DENIED_LATER =
  /^[^。！？\n]{0,24}?(?:しない|ないで|てはいけ|てはなら|できません|하지 ?마|하지 ?말|지 ?않|안 ?됩|不要|不得|不能|不可|请勿|請勿|禁止|切勿)/u;
const LATER_MAX = 32;
/** Letters of scripts whose sentences are so. */
const VERB_LAST = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** “Never create an order without consent” asks for consent. */
export function forbids(text: string, start: number, end: number): boolean {
  if (VERB_LAST.test(text[start]!)) return DENIED_LATER.test(text.slice(end, end + LATER_MAX));
  if (!WITHOUT.test(text.slice(start, start + 9))) return false;
  const parts = text.slice(Math.max(0, start - FORBIDDING_MAX), start).split(STOP);
  return FORBIDDING.test(parts.at(-1)!);
}

/** Where verbs are denied by what is joined to them, or by a word at once before them. */
const DENIED_BEHIND = /^.{0,4}(?:ないで|ない(?:こと|よう)|ません|てはいけ|てはなら|지\s?마|지\s?말|지\s?않|면 안)/;
const DENIED_BEFORE = /(?:不要|切勿|请勿|請勿|禁止|不得|勿|别|別)[^。，,\s]{0,6}$/;
const JOINED_MAX = 10;

export const isDenied = (text: string, start: number, end: number): boolean =>
  DENIED_BEHIND.test(text.slice(end, end + JOINED_MAX)) || DENIED_BEFORE.test(text.slice(Math.max(0, start - JOINED_MAX), start));

/** The languages of the lexicon, by script. */
import type { Concept, Words } from '../concepts.ts';
import * as latin from './addressed-latin.ts';
import * as scripts from './addressed-scripts.ts';
import { CHINESE, JAPANESE, KOREAN } from './eastern.ts';
import { DUTCH, GERMAN } from './germanic.ts';
import { HEBREW, PERSIAN } from './near-east.ts';
import { MORE_LATIN } from './northern.ts';
import { FRENCH, ITALIAN, PORTUGUESE, SPANISH } from './romance.ts';
import { POLISH, RUSSIAN, UKRAINIAN } from './slavic.ts';
import { INDONESIAN, THAI, VIETNAMESE } from './south-east.ts';
import { ARABIC, HINDI, TURKISH } from './southern.ts';

function joined(one: Words, more: Words['words']): Words {
  const words = { ...one.words };
  for (const [concept, list] of Object.entries(more) as [Concept, string][])
    words[concept] = words[concept] ? `${words[concept]}|${list}` : list;
  return { ...one, words };
}

/** Other languages in Latin letters. */
export const LATIN: readonly Words[] = [
  joined(GERMAN, latin.GERMAN),
  joined(FRENCH, latin.FRENCH),
  joined(SPANISH, latin.SPANISH),
  joined(ITALIAN, latin.ITALIAN),
  joined(PORTUGUESE, latin.PORTUGUESE),
  joined(DUTCH, latin.DUTCH),
  joined(POLISH, latin.POLISH),
  joined(TURKISH, latin.TURKISH),
  INDONESIAN,
  ...MORE_LATIN,
];

/** Other scripts, each with what tells that a text has some of it. `exact`: without its marks a word would be another. */
export const SCRIPTS: readonly { letters: RegExp; languages: readonly Words[]; exact?: true }[] = [
  { letters: /[\u1ea0-\u1ef9]/, languages: [VIETNAMESE], exact: true },
  { letters: /[\u0400-\u04ff]/, languages: [joined(RUSSIAN, scripts.RUSSIAN), joined(UKRAINIAN, scripts.UKRAINIAN)] },
  { letters: /[\u0590-\u05ff]/, languages: [HEBREW] },
  { letters: /[\u0600-\u06ff]/, languages: [joined(ARABIC, scripts.ARABIC), PERSIAN] },
  { letters: /[\u0900-\u097f]/, languages: [joined(HINDI, scripts.HINDI)] },
  { letters: /[\u0e00-\u0e7f]/, languages: [THAI] },
  { letters: /[\u3040-\u30ff\u4e00-\u9fff]/, languages: [joined(CHINESE, scripts.CHINESE), joined(JAPANESE, scripts.JAPANESE)] },
  { letters: /[\uac00-\ud7af]/, languages: [joined(KOREAN, scripts.KOREAN)] },
];

/** The languages of the lexicon, by script. */
import type { Words } from '../concepts.ts';
import { CHINESE, JAPANESE, KOREAN } from './eastern.ts';
import { DUTCH, GERMAN } from './germanic.ts';
import { FRENCH, ITALIAN, PORTUGUESE, SPANISH } from './romance.ts';
import { POLISH, RUSSIAN, UKRAINIAN } from './slavic.ts';
import { ARABIC, HINDI, TURKISH } from './southern.ts';

/** Other languages in Latin letters. */
export const LATIN: readonly Words[] = [GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, POLISH, TURKISH];

/** Other scripts, each with what tells that a text has some of it. */
export const SCRIPTS: readonly { letters: RegExp; languages: readonly Words[] }[] = [
  { letters: /[\u0400-\u04ff]/, languages: [RUSSIAN, UKRAINIAN] },
  { letters: /[\u0600-\u06ff]/, languages: [ARABIC] },
  { letters: /[\u0900-\u097f]/, languages: [HINDI] },
  { letters: /[\u3040-\u30ff\u4e00-\u9fff]/, languages: [CHINESE, JAPANESE] },
  { letters: /[\uac00-\ud7af]/, languages: [KOREAN] },
];

/** All languages of the lexicon. */
import type { Words } from '../concepts.ts';
import { ENGLISH } from './english.ts';

export const LANGUAGES: readonly Words[] = [ENGLISH];

/** What stands around the numbers of a text. */
import type { Leaf, Step } from '../../mcp/surface.ts';
import type { Owner, Word } from './vocabulary.ts';
import { AFTER_MAX, BEFORE_MAX } from './context.ts';
import { VOCABULARY } from './owners.ts';

/** The words of a text, and those of the field that holds it; read when first asked for. */
export class Setting {
  readonly text: string;
  readonly #at: Step;
  #words: readonly Word[] | null = null;
  #field: readonly Word[] | null = null;
  #mentioned: ReadonlySet<Owner> | null = null;

  readonly #spans: readonly number[];

  /** @param spans all that is asked about lies in them: from, to, from, to …, in order and far apart */
  constructor(leaf: Leaf, text: string, spans: readonly number[]) {
    this.#at = leaf.at;
    this.text = text;
    this.#spans = spans;
  }

  get words(): readonly Word[] {
    return (this.#words ??= wordsAround(this.text, this.#spans));
  }

  /** Are there any words at all, in the text or in the name of its field? */
  get hasWords(): boolean {
    return this.words.length > 0 || this.field.length > 0;
  }

  /** Does any word of these occur, in the text or in the name of its field? */
  mentions(owners: readonly Owner[]): boolean {
    if (!this.hasWords) return false;
    this.#mentioned ??= ownersOf(this.field, this.words);
    for (let i = 0; i < owners.length; i++) if (this.#mentioned.has(owners[i]!)) return true;
    return false;
  }

  /** Does the name of its field hold a word of this? */
  isField(owner: Owner): boolean {
    for (const word of this.field) if (word.owner === owner) return true;
    return false;
  }

  /** The words of the nearest key that is a name. */
  get field(): readonly Word[] {
    return (this.#field ??= wordsOfField(this.#at));
  }
}

function ownersOf(...lists: readonly (readonly Word[])[]): Set<Owner> {
  const owners = new Set<Owner>();
  for (const words of lists) for (const { owner } of words) owners.add(owner);
  return owners;
}

const NO_WORDS: readonly Word[] = [];

function wordsOfField(at: Step): readonly Word[] {
  for (let step: Step | null = at; step; step = step.up) if (typeof step.key === 'string') return wordsOfKey(step.key);
  return NO_WORDS;
}

/** Lists say the same name again and again. */
let lastKey = '';
let lastWords: readonly Word[] = NO_WORDS;

function wordsOfKey(key: string): readonly Word[] {
  if (key !== lastKey) {
    lastWords = VOCABULARY.find(key, 0, key.length);
    lastKey = key;
  }
  return lastWords;
}

function wordsAround(text: string, spans: readonly number[]): readonly Word[] {
  if (spans.length === 2) return VOCABULARY.find(text, Math.max(0, spans[0]! - BEFORE_MAX - WORD_MAX), spans[1]! + AFTER_MAX + WORD_MAX);
  const found: Word[] = [];
  let done = 0;
  for (let i = 0; i < spans.length; i += 2) {
    const from = Math.max(done, spans[i]! - BEFORE_MAX - WORD_MAX);
    done = Math.max(from, spans[i + 1]! + AFTER_MAX + WORD_MAX);
    for (const word of VOCABULARY.find(text, from, done)) found.push(word);
  }
  return found;
}

/** A word may begin before what is looked at, and end after it. */
const WORD_MAX = 24;

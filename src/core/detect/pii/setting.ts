/** What stands around the numbers of a text. */
import type { Leaf, Step } from '../../mcp/surface.ts';
import type { Owner, Word } from './vocabulary.ts';
import { VOCABULARY } from './owners.ts';

/** Words farther away are never asked for. */
const REACH = 160;

/** The words of a text, and those of the field that holds it; read when first asked for. */
export class Setting {
  readonly text: string;
  readonly #at: Step;
  #words: readonly Word[] | null = null;
  #field: readonly Word[] | null = null;
  #mentioned: ReadonlySet<Owner> | null = null;

  readonly #from: number;
  readonly #to: number;

  /** @param from @param to all that is asked about lies between them */
  constructor(leaf: Leaf, text: string, from: number, to: number) {
    this.#at = leaf.at;
    this.text = text;
    this.#from = Math.max(0, from - REACH);
    this.#to = to + REACH;
  }

  get words(): readonly Word[] {
    return (this.#words ??= VOCABULARY.find(this.text, this.#from, this.#to));
  }

  /** Does any word of these occur, in the text or in the name of its field? */
  mentions(owners: readonly Owner[]): boolean {
    if (this.words.length + this.field.length === 0) return false;
    this.#mentioned ??= new Set([...this.field, ...this.words].map(({ owner }) => owner));
    for (const owner of owners) if (this.#mentioned.has(owner)) return true;
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

const NO_WORDS: readonly Word[] = [];

function wordsOfField(at: Step): readonly Word[] {
  for (let step: Step | null = at; step; step = step.up)
    if (typeof step.key === 'string') return VOCABULARY.find(step.key, 0, step.key.length);
  return NO_WORDS;
}

/** What stands around the numbers of a text. */
import type { Leaf, Step } from '../../mcp/surface.ts';
import type { Owner, Word } from './context.ts';
import { VOCABULARY } from './owners.ts';

/** Words farther away are never asked for. */
const REACH = 160;

const NO_FIELD: ReadonlySet<Owner> = new Set<Owner>();

/** The words of a text, and those of the field that holds it; read when first asked for. */
export class Setting {
  readonly text: string;
  readonly #at: Step;
  #words: readonly Word[] | null = null;
  #field: ReadonlySet<Owner> | null = null;

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

  get field(): ReadonlySet<Owner> {
    return (this.#field ??= ownersOfField(this.#at));
  }
}

/** The words of the nearest key that is a name. */
function ownersOfField(at: Step): ReadonlySet<Owner> {
  for (let step: Step | null = at; step; step = step.up)
    if (typeof step.key === 'string') return new Set(VOCABULARY.find(step.key, 0, step.key.length).map(({ owner }) => owner));
  return NO_FIELD;
}

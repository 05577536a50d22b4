/** Orders and harmless look-alikes written for this project: kinds of attack that the literature names, spelt out by a seeded grammar. */
import { readFileSync } from 'node:fs';
import type { Example } from './corpus.ts';
import { randomOf } from './fit.ts';

type Slots = Readonly<Record<string, readonly string[]>>;
/** `content` may stand anywhere, `data` is hostile in data only, `prompt` is ordinary where users speak to a model. */
type Kind = 'content' | 'data' | 'prompt' | 'definition';
type Templates = Readonly<Partial<Record<Kind, readonly string[]>>>;
type English = { slots: Slots; hostile: Templates; ordinary: Templates & { slots: Slots } };
type Lines = Readonly<Record<string, { hostile: readonly string[]; benign: readonly string[] }>>;

export const PHRASES = 'phrases of this project';
/** Sentences made of each template. */
const EACH: Readonly<Record<Kind, number>> = { content: 80, data: 100, prompt: 12, definition: 40 };
/** Places of each kind, by number of `PLACES`. */
const WHERE: Readonly<Record<Kind, readonly number[]>> = { content: [0, 0, 2, 3], data: [0], prompt: [2, 3], definition: [1] };
const DEPTH_MAX = 6;

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`phrases/${name}.json`, import.meta.url), 'utf8'));

/** The same examples for the same seed. */
export function phrases(seed: number): Example[] {
  const random = randomOf(seed);
  const english = read('english') as English;
  const languages = read('languages') as Lines;
  const examples: Example[] = [];
  const add = (text: string, place: number, hostile: boolean): void => {
    const id = `phrase-${examples.length}`;
    examples.push({ id, source: PHRASES, category: hostile ? 'phrase' : 'benign', hostile, passages: [{ text, place }] });
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const expand = (template: string, slots: Slots, depth = 0): string =>
    template.replaceAll(/\{(\w+)\}/g, (all, name: string) =>
      slots[name] && depth < DEPTH_MAX ? expand(pick(slots[name]), slots, depth + 1) : all,
    );

  const spell = (templates: Templates, slots: Slots, hostile: boolean): void => {
    for (const kind of ['content', 'data', 'prompt', 'definition'] as const) {
      for (const template of templates[kind] ?? []) {
        const texts = new Set<string>();
        for (let n = 0; n < EACH[kind]; n++) texts.add(tidy(expand(template, slots)));
        for (const text of texts) for (const place of kind === 'prompt' ? WHERE.prompt : [pick(WHERE[kind])]) add(text, place, hostile);
      }
    }
  };
  spell(english.hostile, english.slots, true);
  spell(english.ordinary, english.ordinary.slots, false);
  for (const { hostile, benign } of Object.values(languages)) {
    for (const text of hostile) for (const place of [0, 2, 3]) add(text, place, true);
    for (const text of benign) for (const place of [0, 2, 3]) add(text, place, false);
  }
  return examples;
}

/** Sentences begin with a capital, and have no space where a slot was empty. */
const tidy = (text: string): string =>
  text
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ([.;])/g, '$1')
    .trim()
    .replaceAll(/(^|[.!?:] )([a-z])/g, (_, head: string, letter: string) => head + letter.toUpperCase());

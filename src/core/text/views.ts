/** Views: decoded and normalised forms of a leaf, each with a map back to the text as sent (docs: `detection.md`, "Views"). */
import { backwards, wordsBackwards } from './decode/backwards.ts';
import { base32 } from './decode/base32.ts';
import { base64 } from './decode/base64.ts';
import { compatibility } from './decode/compatibility.ts';
import { concatenation } from './decode/concatenation.ts';
import type { Decoder } from './decode/decoder.ts';
import { Draft } from './decode/draft.ts';
import { entities } from './decode/entities.ts';
import { escapes } from './decode/escapes.ts';
import { hex } from './decode/hex.ts';
import { hidden } from './decode/hidden.ts';
import { invisible } from './decode/invisible.ts';
import { leet } from './decode/leet.ts';
import { marks } from './decode/marks.ts';
import { percent } from './decode/percent.ts';
import { quotedPrintable } from './decode/quoted-printable.ts';
import { rot13 } from './decode/rot13.ts';
import { spaced } from './decode/spaced.ts';
import { DISGUISE_LITERALS, disguisesOf } from './disguises.ts';
import { excerptOf } from './excerpt-view.ts';
import type { Runs } from './decode/runs.ts';
import { FEATURE, featuresOf, runsIn } from './features.ts';

/** One form of a leaf. `raw` is the text as sent. */
export type View = {
  /** `raw`, or the decodings from outer to inner, such as `url>base64`. */
  name: string;
  text: string;
  /** `FEATURE` bits of the text: what it may have. */
  features: number;
  /** How many decodings lie between it and the text as sent. */
  depth: number;
  /** Later units come from earlier places: the text was turned round. */
  descends: boolean;
  /** Of a long text only what stands around what was decoded, piece by piece. */
  excerpt: boolean;
  /** A later view shows the same text with more of it decoded: words in disguise are looked for there. */
  passing: boolean;
  /** Made by seeing through a disguise of words, as readers do and interpreters do not. */
  unmasked: boolean;
  /** Start offset in the leaf as sent of the unit that became `text[offset]`; `sourceOf(text.length)` is the end of the decoded span. */
  sourceOf(offset: number): number;
};

/** Decodings within each other. */
export const NESTING_MAX = 3;
/** Units decoded from a leaf of `n` units: at most `DECODED_FACTOR · n + DECODED_FLOOR`, over all views. */
export const DECODED_FACTOR = 4;
export const DECODED_FLOOR = 4_096;
/** Units that are listed of decodings which others were put on top of, over all texts of a message; then only what comes out of them is. */
export const PASSING_MAX = 131_072;
/** What such a decoding counts for beside its units: looking into a view costs something however short it is. */
const PASSING_FLOOR = 64;
/** Whole decodings on top of each other of which only what comes out is listed; they count as one for `NESTING_MAX`. */
const SPARED_STEPS_MAX = 8;

/** They decode in place and keep the rest of the text; applied one on top of the other, so that mixed spellings meet. */
const WHOLE: readonly Decoder[] = [percent, entities, escapes, invisible, compatibility];
/** They decode runs within a text; what they give is looked into afresh. */
const SPAN: readonly Decoder[] = [base64, base32, hex, hidden];
/** They are tried only on texts in which one of `LATE_LITERALS` occurs; what they give is looked into afresh. */
const LATE: readonly Decoder[] = [concatenation, quotedPrintable, spaced, leet, marks, rot13, backwards, wordsBackwards];
/** Those of them that only a reader sees through: a person, or a model. */
const DISGUISES: ReadonlySet<Decoder> = new Set([spaced, leet, marks, rot13, backwards, wordsBackwards]);
/** Those that put letters in the place of others, or nearer: no mark of another spelling appears that was not there before. */
const LETTERWISE: ReadonlySet<Decoder> = new Set([spaced, leet, marks]);
/** In lower case, ASCII letters in either: whoever scans the text anyway looks for them, and asks for the late views where one occurs. */
export const LATE_LITERALS: readonly string[] = LATE.flatMap((decoder) => decoder.literals ?? []);
export { DISGUISE_LITERALS };

const triggersOf = (decoders: readonly Decoder[]): number => decoders.reduce((all, decoder) => all | decoder.triggers, 0);
const WHOLE_TRIGGERS = triggersOf(WHOLE);
const TRIGGERS = WHOLE_TRIGGERS | triggersOf(SPAN);

/** The text as sent, unchanged. */
export function rawView(text: string, features: number = featuresOf(text)): View {
  return { name: 'raw', text, features, depth: 0, descends: false, excerpt: false, passing: false, unmasked: false, sourceOf: same };
}

const same = (offset: number): number => offset;

/** What may still be listed of a message: see `PASSING_MAX`. */
export class Allowance {
  #units = PASSING_MAX;

  /** False once it is used up. */
  takes({ text }: View): boolean {
    this.#units -= text.length + PASSING_FLOOR;
    return this.#units >= 0;
  }
}

/** The views of one text. */
export class Views {
  /** The text as sent first. */
  readonly views: View[];
  /** Something was left undecoded because of `NESTING_MAX` or the budget of decoded units. */
  over_budget = false;
  /** Units that may still be decoded. */
  room: number;
  /** Of decodings on top of each other only the last is listed. */
  readonly sparing: boolean;
  readonly #allowance: Allowance | null;
  /** Null for most texts, which have no other views. */
  #seen: Set<string> | null = null;

  constructor(raw: View, sparing = false, allowance: Allowance | null = null) {
    this.views = [raw];
    this.sparing = sparing;
    this.#allowance = allowance;
    this.room = DECODED_FACTOR * raw.text.length + DECODED_FLOOR;
  }

  /** Whether a decoding is not worth a view of its own, now that another was put on top of it. */
  spares(below: View, above: View): boolean {
    if (this.sparing) return true;
    // An excerpt does not show all that was decoded below it.
    if (above.excerpt || this.#allowance === null || this.#allowance.takes(below)) return false;
    this.over_budget = true;
    return true;
  }

  /** Takes the place of what was added last. */
  replace(view: View): boolean {
    const before = this.views.length;
    if (!this.add(view)) return false;
    this.views.splice(before - 1, 1);
    return true;
  }

  /** False when this text has been looked into already. */
  add(view: View | null): boolean {
    if (view === null) return false;
    this.#seen ??= new Set([this.views[0]!.text]);
    if (this.#seen.has(view.text)) return false;
    this.#seen.add(view.text);
    this.views.push(view);
    return true;
  }

  /**
   * Adds what a view, one of the list, is worth looking for only where one of the literals or a letter with an accent stands in it.
   * @param late whether one of `LATE_LITERALS` does
   * @param disguise whether one of `DISGUISE_LITERALS` does
   */
  unmask(view: View, late: boolean, disguise: boolean): void {
    const mayHide = !view.passing && (disguise || (view.features & FEATURE.accented) !== 0);
    if (!late && !mayHide) return;
    const disguises = mayHide ? disguisesOf(view.text) : null;
    for (const decoder of LATE) {
      const isDisguise = decoder.triggers !== 0;
      if (isDisguise && (!disguises || (decoder.triggers & disguises.bits) === 0)) continue;
      const where = isDisguise ? disguises!.where(decoder.triggers) : null;
      const found = decodeWith(decoder, where ? excerptOf(view, where) : view, this);
      if (found === null) continue;
      if (view.depth === NESTING_MAX) this.over_budget = true;
      else if (this.add(found) && !LETTERWISE.has(decoder)) explore(found, this);
    }
  }
}

/**
 * The raw view first, then every decoding that gives text, no text twice. Whole decoders are applied each on the result of the last until
 * nothing changes; a decoder that nesting kept out of that chain is applied to the text alone. Linear in the text, never throws.
 * @param sparing of such a chain only what comes out of it; for texts whose parts are looked into by themselves
 * @param allowance of the message that the text stands in; null: as much as there is
 */
export function viewsOf(text: string, sparing = false, allowance: Allowance | null = null): Views {
  return viewsFrom(rawView(text), sparing, allowance, false);
}

/** The same of a raw view. @param alone it alone; what may be hidden in it is not looked for */
export function viewsFrom(raw: View, sparing: boolean, allowance: Allowance | null, alone: boolean): Views {
  const views = new Views(raw, sparing, allowance);
  if (!alone && (raw.features & TRIGGERS) !== 0) explore(raw, views);
  return views;
}

/** False: a raw view is all that there is. @param late see `unmask`; 0 for no @param disguise likewise */
export const mayHaveViews = (raw: View, late: number, disguise: number): boolean =>
  (raw.features & (TRIGGERS | FEATURE.accented)) !== 0 || late !== 0 || disguise !== 0;

/** Leaf offsets `[start, end)` of the view's units `[start, end)`; never empty when `start < end`. */
export function sourceSpan(view: View, start: number, end: number): { start: number; end: number } {
  const from = view.sourceOf(start);
  if (end <= start) return { start: from, end: from };
  if (view.descends) return descendingSpan(view, start, end);
  const last = view.sourceOf(end - 1);
  let to = end;
  while (to < view.text.length && view.sourceOf(to) <= last) to++;
  return { start: from, end: Math.max(view.sourceOf(to), from + 1) };
}

function descendingSpan(view: View, start: number, end: number): { start: number; end: number } {
  const first = view.sourceOf(start);
  let from = start - 1;
  while (from >= 0 && view.sourceOf(from) <= first) from--;
  return { start: view.sourceOf(end - 1), end: from < 0 ? first + 1 : view.sourceOf(from) };
}

function explore(root: View, views: Views): void {
  if ((root.features & WHOLE_TRIGGERS) === 0) return spans(root, views);
  const { last, done } = chain(root, views);
  for (let d = 0; d < WHOLE.length && root.depth < NESTING_MAX; d++)
    if ((done & (1 << d)) === 0 && (root.features & WHOLE[d]!.triggers) !== 0) views.add(decodeWith(WHOLE[d]!, root, views));
  spans(root, views);
  if (last !== root) spans(last, views);
}

/** `done`: the decoders that were applied, and those that found nothing in the root, as bits by their places in `WHOLE`. */
type Chain = { last: View; done: number };

/** Whole decoders on top of each other, round after round. */
function chain(root: View, views: Views): Chain {
  let done = 0;
  let last = root;
  let spared = 0;
  for (let unchanged = 0, i = 0; unchanged < WHOLE.length; i++) {
    const decoder = WHOLE[i % WHOLE.length]!;
    const next = (last.features & decoder.triggers) === 0 ? null : decodeWith(decoder, last, views);
    if (next === null) {
      unchanged++;
      if (last === root) done |= 1 << (i % WHOLE.length);
      continue;
    }
    const isSpared = last !== root && views.spares(last, next);
    if (isSpared && !views.sparing && spared++ < SPARED_STEPS_MAX) next.depth = Math.min(next.depth, NESTING_MAX - 1);
    else if (last.depth === NESTING_MAX) {
      views.over_budget = true;
      break;
    }
    unchanged = 0;
    done |= 1 << (i % WHOLE.length);
    if (!(isSpared ? views.replace(next) : views.add(next))) break;
    // Where nothing more may be decoded, words in disguise are looked for one step before.
    last.passing = !next.excerpt && next.depth < NESTING_MAX;
    last = next;
  }
  return { last, done };
}

const NO_RUNS: Runs = [];

function spans(view: View, views: Views): void {
  const runs = (view.features & FEATURE.run) !== 0 ? runsIn(view.text) : NO_RUNS;
  for (const decoder of SPAN) {
    if ((view.features & decoder.triggers) === 0) continue;
    const found = decodeWith(decoder, view, views, runs);
    if (found === null) continue;
    if (view.depth === NESTING_MAX) views.over_budget = true;
    else if (views.add(found)) explore(found, views);
  }
}

function decodeWith(decoder: Decoder, view: View, views: Views, runs: Runs = NO_RUNS): View | null {
  if (views.room <= 0) {
    views.over_budget = true;
    return null;
  }
  const draft = new Draft(view.text, views.room);
  const end = decoder.decode(view.text, draft, runs);
  if (draft.full || draft.left_out) views.over_budget = true;
  if (!draft.changed || draft.length === 0) return null;
  const { text, sources, isExcerpt } = draft.finish(end);
  views.room -= text.length;
  const name = draft.inflated ? `${decoder.name}+gzip` : decoder.name;
  return {
    name: view.name === 'raw' ? name : `${view.name}>${name}`,
    text,
    features: featuresOf(text),
    depth: view.depth + 1,
    descends: view.descends !== (decoder === backwards),
    excerpt: view.excerpt || isExcerpt,
    passing: false,
    unmasked: view.unmasked || DISGUISES.has(decoder),
    sourceOf: (offset) => view.sourceOf(sources[Math.min(Math.max(offset, 0), text.length)]!),
  };
}

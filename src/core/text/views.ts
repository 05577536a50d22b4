/** Views: decoded and normalised forms of a leaf, each with a map back to the text as sent (docs: `detection.md`, "Views"). */
import { base64 } from './decode/base64.ts';
import { compatibility } from './decode/compatibility.ts';
import type { Decoder } from './decode/decoder.ts';
import { Draft } from './decode/draft.ts';
import { entities } from './decode/entities.ts';
import { escapes } from './decode/escapes.ts';
import { hex } from './decode/hex.ts';
import { hidden } from './decode/hidden.ts';
import { invisible } from './decode/invisible.ts';
import { percent } from './decode/percent.ts';
import { featuresOf } from './features.ts';

/** One form of a leaf. `raw` is the text as sent. */
export type View = {
  /** `raw`, or the decodings from outer to inner, such as `url>base64`. */
  name: string;
  text: string;
  /** `FEATURE` bits of the text: what it may have. */
  features: number;
  /** Start offset in the leaf as sent of the unit that became `text[offset]`; `sourceOf(text.length)` is the end of the decoded span. */
  sourceOf(offset: number): number;
};

/** Decodings within each other. */
export const NESTING_MAX = 3;
/** Units decoded from a leaf of `n` units: at most `DECODED_FACTOR · n + DECODED_FLOOR`, over all views. */
export const DECODED_FACTOR = 4;
export const DECODED_FLOOR = 4_096;

/** They decode in place and keep the rest of the text; applied one on top of the other, so that mixed spellings meet. */
const WHOLE: readonly Decoder[] = [percent, entities, escapes, invisible, compatibility];
/** They decode runs within a text; what they give is looked into afresh. */
const SPAN: readonly Decoder[] = [base64, hex, hidden];

/** Features of a text that nobody looked at. */
const ANY = -1;
const TRIGGERS = [...WHOLE, ...SPAN].reduce((all, decoder) => all | decoder.triggers, 0);

/** The text as sent, unchanged. */
export function rawView(text: string, features: number = featuresOf(text)): View {
  return { name: 'raw', text, features, sourceOf: same };
}

const same = (offset: number): number => offset;

/**
 * The raw view first, then every decoding that gives text, no text twice. Whole decoders are applied each on the result of the last until
 * nothing changes; a decoder that nesting kept out of that chain is applied to the text alone. Linear in the text, never throws.
 * @returns the views, and whether something was left undecoded because of `NESTING_MAX` or the budget of decoded units
 */
export function viewsOf(text: string): { views: View[]; over_budget: boolean } {
  const features = featuresOf(text);
  const raw = rawView(text, features);
  if ((features & TRIGGERS) === 0) return { views: [raw], over_budget: false };
  const search: Search = { views: [raw], seen: new Set([text]), room: DECODED_FACTOR * text.length + DECODED_FLOOR, over_budget: false };
  explore(raw, features, 0, search);
  return { views: search.views, over_budget: search.over_budget };
}

/** Leaf offsets `[start, end)` of the view's units `[start, end)`; never empty when `start < end`. */
export function sourceSpan(view: View, start: number, end: number): { start: number; end: number } {
  const from = view.sourceOf(start);
  if (end <= start) return { start: from, end: from };
  const last = view.sourceOf(end - 1);
  let to = end;
  while (to < view.text.length && view.sourceOf(to) <= last) to++;
  return { start: from, end: Math.max(view.sourceOf(to), from + 1) };
}

type Search = { views: View[]; seen: Set<string>; room: number; over_budget: boolean };

function explore(root: View, features: number, depth: number, search: Search): void {
  const { last, lastDepth, lastFeatures, done } = chain(root, features, depth, search);
  for (const decoder of WHOLE)
    if (depth < NESTING_MAX && (features & decoder.triggers) !== 0 && !done.has(decoder)) add(decodeWith(decoder, root, search), search);
  spans(root, features, depth, search);
  if (last !== root) spans(last, lastFeatures, lastDepth, search);
}

/** `done`: the decoders that were applied, and those that found nothing in the root. */
type Chain = { last: View; lastDepth: number; lastFeatures: number; done: Set<Decoder> };

/** Whole decoders on top of each other, round after round. */
function chain(root: View, rootFeatures: number, depth: number, search: Search): Chain {
  const done = new Set<Decoder>();
  let features = rootFeatures;
  let last = root;
  let lastDepth = depth;
  for (let unchanged = 0, i = 0; unchanged < WHOLE.length; i++) {
    const decoder = WHOLE[i % WHOLE.length]!;
    const next = (features & decoder.triggers) === 0 ? null : decodeWith(decoder, last, search);
    if (next === null) {
      unchanged++;
      if (last === root) done.add(decoder);
      continue;
    }
    if (lastDepth === NESTING_MAX) {
      search.over_budget = true;
      break;
    }
    unchanged = 0;
    done.add(decoder);
    if (!add(next, search)) break;
    last = next;
    lastDepth++;
    features = featuresOf(next.text);
  }
  return { last, lastDepth, lastFeatures: features, done };
}

function spans(view: View, features: number, depth: number, search: Search): void {
  for (const decoder of SPAN) {
    if ((features & decoder.triggers) === 0) continue;
    const found = decodeWith(decoder, view, search);
    if (found === null) continue;
    if (depth === NESTING_MAX) search.over_budget = true;
    else if (add(found, search)) explore(found, featuresOf(found.text), depth + 1, search);
  }
}

/** False when this text has been looked into already. */
function add(view: View | null, search: Search): boolean {
  if (view === null || search.seen.has(view.text)) return false;
  search.seen.add(view.text);
  search.views.push(view);
  return true;
}

function decodeWith(decoder: Decoder, view: View, search: Search): View | null {
  if (search.room <= 0) {
    search.over_budget = true;
    return null;
  }
  const draft = new Draft(view.text, search.room);
  const end = decoder.decode(view.text, draft);
  if (draft.full) search.over_budget = true;
  if (!draft.changed || draft.length === 0) return null;
  search.room -= draft.length;
  const { text, sources } = draft.finish(end);
  return {
    name: view.name === 'raw' ? decoder.name : `${view.name}>${decoder.name}`,
    text,
    features: ANY,
    sourceOf: (offset) => view.sourceOf(sources[Math.min(Math.max(offset, 0), text.length)]!),
  };
}

/** Walks a message once, in document order and without recursion, and collects every text leaf with its place. */
import { DEPTH_MAX } from '../json.ts';
import { pointerOf, type Step } from '../pointer.ts';
import { joinParts } from './joined.ts';
import type { Place } from './places.ts';
import type { JoinedLeaf, Leaf, LeafKind, Unjudged } from './surface.ts';

/** Leaves of one submission. */
export const LEAVES_MAX = 50_000;
/** UTF-16 units of all leaves of one submission: twice what a body of a call to us can hold. */
export const TEXT_CHARS_MAX = 2_097_152;
/** Entries listed in `unjudged`. The last one then stands for all that follow, and names the message. */
export const UNJUDGED_MAX = 100;
/** From this on a number may hide a secret (card, account and phone numbers); it is judged as its decimal text. */
export const NUMBER_MIN = 1e11;
/** Lists of parts within each other that are joined: messages, and the content of one message. */
const JOINS_MAX = 2;
/** Members left over that are named one by one when the budget ends; more are named by their container. */
const REST_MAX = 10;

type Frame = {
  /** Null for an array. */
  keys: string[] | null;
  value: object;
  next: number;
  at: Step;
  place: Place;
  /** Parts of this list, when it is one that is joined. */
  parts: Leaf[] | null;
};

export class Walk {
  readonly leaves: Leaf[] = [];
  readonly joined: JoinedLeaf[] = [];
  readonly unjudged: Unjudged[] = [];
  readonly #frames: Frame[] = [];
  readonly #open: Leaf[][] = [];
  #chars = 0;
  #isOver = false;

  /** A value that is a message, or stands where one should. */
  message(value: unknown, at: Step, place: Place): void {
    if (this.#isOver) return this.skip(at, 'over_budget');
    this.#enter(value, at, place, null);
    for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
      if (this.#isOver) return this.#leave();
      this.#step(frame);
    }
  }

  leaf(text: string, kind: LeafKind, at: Step, place: Place): Leaf | null {
    if (this.leaves.length >= LEAVES_MAX || this.#chars + text.length > TEXT_CHARS_MAX) {
      this.#isOver = true;
      this.skip(at, 'over_budget');
      return null;
    }
    this.#chars += text.length;
    const leaf: Leaf = { text, kind, origin: place.origin, slot: place.slot, at };
    this.leaves.push(leaf);
    return leaf;
  }

  skip(at: Step, reason: Unjudged['reason']): void {
    if (this.unjudged.length < UNJUDGED_MAX - 1) this.unjudged.push({ path: pointerOf(at), reason });
    else if (this.unjudged.length < UNJUDGED_MAX) this.unjudged.push({ path: pointerOf(rootOf(at)), reason });
  }

  #step(frame: Frame): void {
    const { keys, value, place } = frame;
    const i = frame.next++;
    if (keys) {
      const key = keys[i];
      if (key === undefined) return this.#close(frame);
      const at: Step = { key, up: frame.at };
      const member = place.members.get(key);
      if (!member && key !== '') this.leaf(key, 'name', at, place);
      this.#enter(Reflect.get(value, key), at, member ?? place.each ?? place, value);
    } else if (Array.isArray(value)) {
      if (i >= value.length) return this.#close(frame);
      this.#enter(value[i], { key: i, up: frame.at }, place, null);
    }
  }

  #close(frame: Frame): void {
    this.#frames.pop();
    if (!frame.parts) return;
    this.#open.pop();
    if (frame.parts.length < 2) return;
    const inner = this.joined.at(-1);
    const isSame = inner?.parts.length === frame.parts.length && inner.parts[0] === frame.parts[0];
    if (!isSame) this.joined.push(...joinParts(frame.parts));
  }

  #enter(value: unknown, at: Step, place: Place, owner: object | null): void {
    if (typeof value === 'string') {
      if (value === '' || place.constants.has(value)) return;
      if (place.typed) this.#typed(value, at, place, owner);
      else this.leaf(value, 'value', at, place);
    } else if (typeof value === 'number') {
      if (value >= NUMBER_MIN || value <= -NUMBER_MIN) this.leaf(String(value), 'number', at, place);
    } else if (typeof value === 'object' && value !== null) {
      if (this.#frames.length >= DEPTH_MAX) return this.skip(at, 'too_deep');
      const isArray = Array.isArray(value);
      const parts: Leaf[] | null = isArray && place.joins && this.#open.length < JOINS_MAX ? [] : null;
      if (parts) this.#open.push(parts);
      const own = isArray || !place.by ? place : chosen(value, place);
      this.#frames.push({ keys: isArray ? null : Object.keys(value), value, next: 0, at, place: own, parts });
    }
  }

  /** Text or Base64 whose media type stands beside it. Base64 of text, and what is no Base64 at all, is a leaf as sent; the views decode it. */
  #typed(text: string, at: Step, place: Place, owner: object | null): void {
    const mimeType = memberOf(owner, 'mimeType');
    if (place.typed === 'bytes' && !isTextual(mimeType) && !NOT_BASE64.test(text)) return this.skip(at, 'binary');
    const leaf = this.leaf(text, 'value', at, place);
    if (!leaf) return;
    if (mimeType) leaf.mimeType = mimeType;
    if (place.typed === 'bytes') {
      if (!NOT_BASE64.test(text)) leaf.isBase64 = true;
      return;
    }
    if (memberOf(owner, 'uri').startsWith('ui://')) leaf.isApp = true;
    if (isHtml(mimeType) || leaf.isApp) leaf.slot = 'html';
    for (const parts of this.#open) parts.push(leaf);
  }

  /** The budget is spent: names what was not reached, from the inside out. */
  #leave(): void {
    for (let frame = this.#frames.pop(); frame; frame = this.#frames.pop()) {
      const { keys, value, next, at } = frame;
      const total = keys ? keys.length : Array.isArray(value) ? value.length : 0;
      if (total - next > REST_MAX) this.skip(at, 'over_budget');
      else for (let i = next; i < total; i++) this.skip({ key: keys?.[i] ?? i, up: at }, 'over_budget');
    }
    this.#open.length = 0;
  }
}

const rootOf = (at: Step): Step => {
  let step = at;
  while (step.up) step = step.up;
  return step;
};

function memberOf(owner: object | null, key: string): string {
  const value: unknown = owner && Object.hasOwn(owner, key) ? Reflect.get(owner, key) : null;
  return typeof value === 'string' ? value : '';
}

function chosen(value: object, place: Place): Place {
  const { by } = place;
  return by?.cases.get(memberOf(value, by.member)) ?? place;
}

/** No spaces: words without punctuation would pass for Base64. */
const NOT_BASE64 = /[^A-Za-z0-9+/=_\r\n-]/;

const HTML = ['text/html', 'application/xhtml+xml'];
const isHtml = (mimeType: string): boolean => HTML.includes(essence(mimeType));

/** The type without its parameters (RFC 9110, 8.3.1). */
const essence = (mimeType: string): string => (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase();

const TEXTUAL = new Set([
  'json',
  'xml',
  'javascript',
  'ecmascript',
  'x-javascript',
  'yaml',
  'x-yaml',
  'toml',
  'sql',
  'graphql',
  'x-sh',
  'x-httpd-php',
  'xhtml+xml',
]);

function isTextual(mimeType: string): boolean {
  const type = essence(mimeType);
  if (type.startsWith('text/') || type.endsWith('+xml') || type.endsWith('+json') || type.endsWith('+yaml')) return true;
  return type.startsWith('application/') && TEXTUAL.has(type.slice('application/'.length));
}

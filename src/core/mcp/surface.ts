/** The surface of a message: every place where text can stand (docs: `detection.md`, "Surface"). */
import type { Submission } from '../submission.ts';
import type { Reading } from './message.ts';
import { placesOf, SCHEMA_KEYWORDS, type Place } from './surface-places.ts';

import { pointerOf, type Step } from '../pointer.ts';

export { pointerOf, type Step };

/** Who wrote the text: the caller of the tool, the server's own metadata, third parties whose content passes through, or the protocol. */
export type Origin = 'caller' | 'server' | 'content' | 'protocol';

/** Where in the protocol the leaf stands; detectors judge an order in a weather result unlike one in a prompt. */
export type Slot =
  | 'argument' // params.arguments.**, inputResponses content
  | 'uri' // resource URIs and templates, roots
  | 'result' // result.content[].text, embedded resources, contents[].text
  | 'structured' // structuredContent.**
  | 'prompt' // prompts/get messages, prompt names, descriptions and arguments
  | 'sampling' // sampling messages and system prompt
  | 'elicitation' // elicitation message, schema and URL
  | 'tool' // tool name, title, description, annotations
  | 'schema' // every text inside inputSchema/outputSchema
  | 'instructions' // server instructions
  | 'resource' // resource names, titles, descriptions
  | 'error' // error.message, error.data
  | 'notification' // log data, progress and status messages, cancel reasons
  | 'meta' // _meta.**
  | 'icon' // icons[].src
  | 'html' // ui:// resources and text/html contents
  | 'completion' // completion arguments and values
  | 'header' // HTTP headers of the MCP call
  | 'protocol'; // identifiers, cursors, versions, names of methods

export type LeafKind = 'value' | 'name' | 'number';

/** One text leaf. `keys` leads from the root of the call to us (`request`, `params`, …) to it; a `name` leaf is the last key itself. */
export type Leaf = {
  text: string;
  kind: LeafKind;
  origin: Origin;
  slot: Slot;
  /** Linked path, nearest key first; see `pointerOf`. */
  at: Step;
  /** Media type where the protocol gives one (embedded resources, contents). */
  mimeType?: string;
};

/** Something that was not looked into, and why. */
export type Unjudged = { path: string; reason: 'binary' | 'over_budget' | 'unknown_encoding' | 'too_deep' | 'credential' };

/** Adjacent text parts of one list, as a model reads them: payloads get split. */
export type JoinedLeaf = {
  parts: Leaf[];
  text: string;
  /** The part in which unit `offset` of `text` stands, and where in it. */
  locate(offset: number): { part: Leaf; offset: number };
};

export type Surface = { leaves: Leaf[]; joined: JoinedLeaf[]; unjudged: Unjudged[] };

/** Leaves of one submission; what stands beyond is named in `unjudged`. */
export const LEAVES_MAX = 50_000;
/** Deeper values are refused by the protocol layer (64); what a walk in spite of that leaves out is named. */
const WALK_DEPTH_MAX = 80;
/** Entries in `unjudged`; further ones are told as one entry for the whole message. */
const UNJUDGED_MAX = 50;
/** UTF-16 units of a joined text; longer lists are judged part by part only. */
const JOINED_LENGTH_MAX = 262_144;
/** Integers below have too few digits to be a card, an account or a key. */
const LONG_INTEGER = 1e11;
const CREDENTIAL_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key']);
const TEXTUAL_MIME = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript|yaml|x-ndjson|sql)\b|image\/svg)/;
const BASE64 = /^[A-Za-z0-9+/=_\s-]*$/;

/**
 * Every text leaf of the judged message (of the response when there is one) and of the call's headers, in document order.
 * Linear in the message. A string that is no leaf is under a path of `unjudged`, or is a constant of the protocol in its own place.
 */
export function surfaceOf({ submission, reading }: { submission: Submission; reading: Reading }): Surface {
  const walk = new Walk();
  for (const m of reading.messages) walk.value(m.message, m.base, placesOf(m), 0);
  if (!reading.messages.length) {
    const judged = reading.judged;
    walk.value(submission[judged], { key: judged, up: null }, placesOf(null), 0);
  }
  if (reading.judged === 'request' && submission.headers) walk.headers(submission.headers);
  return { leaves: walk.leaves, joined: walk.joined, unjudged: walk.unjudged };
}

class Walk {
  leaves: Leaf[] = [];
  joined: JoinedLeaf[] = [];
  unjudged: Unjudged[] = [];

  value(value: unknown, at: Step, place: Place, depth: number, mimeType?: string): void {
    if (typeof value === 'string') {
      if (value !== '' && !place.constants?.has(value)) this.leaf(value, 'value', at, place, mimeType);
    } else if (typeof value === 'number') {
      if (Number.isInteger(value) && Math.abs(value) >= LONG_INTEGER) this.leaf(String(value), 'number', at, place);
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= WALK_DEPTH_MAX) this.leaveOut(at, 'too_deep');
      else if (this.leaves.length >= LEAVES_MAX) this.leaveOut(at, 'over_budget');
      else if (Array.isArray(value)) this.array(value, at, place, depth);
      else this.object(value as { [key: string]: unknown }, at, place, depth);
    }
  }

  array(values: unknown[], at: Step, place: Place, depth: number): void {
    const first = this.leaves.length;
    for (let i = 0; i < values.length; i++) this.value(values[i], { key: i, up: at }, place.each ?? place, depth + 1);
    if (place.joins && values.length > 1) this.join(first);
  }

  object(object: { [key: string]: unknown }, at: Step, place: Place, depth: number): void {
    const mime = typeof object['mimeType'] === 'string' ? object['mimeType'] : undefined;
    for (const key in object) {
      if (!Object.hasOwn(object, key)) continue;
      const step = { key, up: at };
      const known = place.keys?.get(key);
      if (!known && !(place.schema && SCHEMA_KEYWORDS.has(key)) && key !== '') this.leaf(key, 'name', step, place);
      const below = known ?? place.rest ?? place;
      if (below.binary && typeof object[key] === 'string') this.bytes(object[key], step, below, mime);
      else this.value(object[key], step, below, depth + 1, mime ?? (below.mime ? below.mime(object) : undefined));
    }
  }

  /** Base64 of something that is not text is not looked into; text that only claims to be such is. */
  bytes(text: string, at: Step, place: Place, mime: string | undefined): void {
    if (text === '') return;
    if ((mime && TEXTUAL_MIME.test(mime)) || !BASE64.test(text)) this.leaf(text, 'value', at, place, mime);
    else this.leaveOut(at, 'binary');
  }

  leaf(text: string, kind: LeafKind, at: Step, place: Place, mimeType?: string): void {
    if (this.leaves.length >= LEAVES_MAX) return this.leaveOut(at, 'over_budget');
    const html = place.slot === 'result' && mimeType?.startsWith('text/html');
    const leaf: Leaf = { text, kind, origin: place.origin, slot: html ? 'html' : place.slot, at };
    if (mimeType !== undefined) leaf.mimeType = mimeType;
    this.leaves.push(leaf);
  }

  leaveOut(at: Step, reason: Unjudged['reason']): void {
    if (this.unjudged.length < UNJUDGED_MAX) this.unjudged.push({ path: pointerOf(at), reason });
    else if (this.unjudged.length === UNJUDGED_MAX) {
      let root = at;
      while (root.up) root = root.up;
      this.unjudged.push({ path: pointerOf(root), reason });
    }
  }

  headers(headers: ReadonlyMap<string, string>): void {
    const root: Step = { key: 'headers', up: null };
    for (const [name, text] of headers) {
      const at = { key: name, up: root };
      if (CREDENTIAL_HEADERS.has(name)) this.leaveOut(at, 'credential');
      else if (text !== '') this.leaf(text, 'value', at, { slot: 'header', origin: 'caller' });
    }
  }

  join(first: number): void {
    const parts = this.leaves.slice(first).filter((l) => l.kind === 'value' && l.at.key === 'text');
    const length = parts.reduce((sum, l) => sum + l.text.length, 0);
    if (parts.length < 2 || length > JOINED_LENGTH_MAX) return;
    const ends: number[] = [];
    for (const part of parts) ends.push((ends.at(-1) ?? 0) + part.text.length);
    const locate = (offset: number): { part: Leaf; offset: number } => {
      let low = 0;
      let high = parts.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (offset < ends[middle]!) high = middle;
        else low = middle + 1;
      }
      return { part: parts[low]!, offset: offset - (low ? ends[low - 1]! : 0) };
    };
    this.joined.push({ parts, text: parts.map((l) => l.text).join(''), locate });
  }
}

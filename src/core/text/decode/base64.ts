/** Base64 and base64url (RFC 4648), with or without padding, on one line or wrapped (RFC 2045); each run of text decoded to a line. */
import { FEATURE, RUN_MIN } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { Streams } from './inflate.ts';
import { mayBeText, putText } from './legible.ts';
import { scratch } from './scratch.ts';

const SEXTETS = new Int8Array(128).fill(-1);
for (const [i, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) SEXTETS[c.charCodeAt(0)] = i;
SEXTETS['-'.charCodeAt(0)] = 62;
SEXTETS['_'.charCodeAt(0)] = 63;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** A line this long may be one of several of the same run; RFC 2045 wraps at 76, PEM at 64. */
const WRAPPED_LINE_MIN = 40;
/** Sextets decoded to see whether a run could be text at all. */
const PROBE = 24;
/** Written anew for each text and each run: most are short, and making arrays costs more than filling them. */
const SHARED_SEXTETS = new Uint8Array(1_024);
const SHARED_PLACES = new Uint32Array(1_024);
const SHARED_PROBE = new Uint8Array(PROBE);

export const base64: Decoder = {
  name: 'base64',
  triggers: FEATURE.run,
  decode(text, draft, runs) {
    let sextets = SHARED_SEXTETS;
    let places = SHARED_PLACES;
    const streams = new Streams(text, draft);
    let end = 0;
    for (let r = 0, i = 0; r < runs.length && !draft.full; r += 2) {
      // It may have been read as a later line of the run before.
      if (runs[r]! < i) continue;
      i = runs[r]!;
      let count = 0;
      let lineStart = i;
      let counted = 0;
      for (;;) {
        const sextet = sextetAt(text, i);
        if (sextet < 0) {
          const next = wrapsAt(text, lineStart, i);
          if (next === 0) break;
          i = lineStart = next;
          counted = count;
          continue;
        }
        if (count === sextets.length) {
          sextets = doubled(sextets, new Uint8Array(count * 2));
          places = doubled(places, new Uint32Array(count * 2));
        }
        sextets[count] = sextet;
        places[count++] = i++;
      }
      const whole = decodeRun(sextets, places, 0, count, draft, streams);
      // What looks like a last line may be a word that follows.
      const others = whole === 0 && counted > 0 ? decodeRun(sextets, places, 0, counted, draft, streams) : 0;
      end = whole || others || decodeParts(sextets, places, count, draft, streams) || end;
    }
    return end;
  },
};

const sextetAt = (text: string, at: number): number => {
  const unit = text.charCodeAt(at);
  return unit < 128 ? SEXTETS[unit]! : -1;
};

/** Where the next line of a wrapped run begins, or 0 when the run ends at `at`. */
function wrapsAt(text: string, lineStart: number, at: number): number {
  if (at - lineStart < WRAPPED_LINE_MIN) return 0;
  const next = text.charCodeAt(at) === RETURN ? at + 1 : at;
  return text.charCodeAt(next) === NEWLINE && sextetAt(text, next + 1) >= 0 ? next + 1 : 0;
}

/** A run that is no text as a whole may be glued to its surroundings by `/`, `-`, `_` or `+` (a path, a slug): each part is tried. */
function decodeParts(sextets: Uint8Array, places: Uint32Array, count: number, draft: Draft, streams: Streams): number {
  let end = 0;
  let from = 0;
  for (let i = 0; i <= count; i++) {
    if (i < count && sextets[i]! < 62) continue;
    if (i - from >= RUN_MIN && i - from < count) end = decodeRun(sextets, places, from, i, draft, streams) || end;
    from = i + 1;
  }
  return end;
}

/** Decodes sextets `[from, to)`; returns the offset after them in the text when they are text, else 0. */
function decodeRun(sextets: Uint8Array, places: Uint32Array, from: number, to: number, draft: Draft, streams: Streams): number {
  const probe = SHARED_PROBE.fill(0);
  const mayText = mayBeText(probe, bytesOf(sextets, from, Math.min(to, from + PROBE), probe), ((to - from) * 3) >> 2);
  const mayStream = streams.mayBegin(probe);
  if (!mayText && !mayStream) return 0;
  const size = ((to - from) * 3) >> 2;
  const bytes = mayStream ? new Uint8Array(size) : scratch(size);
  const count = bytesOf(sextets, from, to, bytes);
  const end = places[to - 1]! + 1;
  if (mayText) {
    const start = draft.length;
    if (start > 0) draft.put(NEWLINE, places[from]!);
    if (putText(bytes, count, (byte) => places[from + Math.floor((byte * 4) / 3)]!, draft)) {
      draft.changed = true;
      return end;
    }
    draft.length = start;
  }
  return mayStream && streams.put(bytes, places[from]!) ? end : 0;
}

function bytesOf(sextets: Uint8Array, from: number, to: number, bytes: Uint8Array): number {
  let count = 0;
  let buffer = 0;
  let bits = 0;
  for (let i = from; i < to; i++) {
    buffer = ((buffer << 6) | sextets[i]!) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[count++] = (buffer >> bits) & 0xff;
    }
  }
  return count;
}

function doubled<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

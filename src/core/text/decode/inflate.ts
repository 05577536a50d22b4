/** Compressed data within Base64: gzip (RFC 1952), zlib (RFC 1950), and the raw deflate (RFC 1951) of SAML redirects and PHP's `gzinflate`. */
import { Inflate } from 'pako';
import type { Draft } from './draft.ts';
import { putText } from './legible.ts';

/** Inflated in pieces of this many bytes: a stream of a thousand times its size costs no more than what is kept of it. */
const PIECE = 16_384;
/** Streams tried in one text. */
const STREAMS_MAX = 8;
const GZIP = 0x1f8b;
/** Deflate with a window of 32 kB, as everybody writes it. */
const ZLIB_METHOD = 0x78;
const ZLIB_CHECK = 31;
/** First three bits of a stream that is one block: last, and of fixed or dynamic codes. */
const ONE_BLOCK = new Set([3, 5]);
/** Units of Base64, and inflated bytes, of a stream without a header: shorter ones are found in random bytes. */
const RAW_MIN = 40;
const RAW_TEXT_MIN = 16;
const RAW_HEAD = 256;
const NEWLINE = 0x0a;

/** The compressed streams of one text; together they give no more than the draft may hold. */
export class Streams {
  readonly #draft: Draft;
  readonly #text: string;
  /** Null until asked. */
  #mayBeRaw: boolean | null = null;
  #left = STREAMS_MAX;
  #room: number;

  constructor(text: string, draft: Draft) {
    this.#draft = draft;
    this.#room = draft.room;
    this.#text = text;
  }

  /** Whether these bytes may begin a stream. One in four of random ones may be deflate without a header. */
  mayBegin(bytes: Uint8Array): boolean {
    return hasHeader(bytes) || (ONE_BLOCK.has(bytes[0]! & 7) && (this.#mayBeRaw ??= mayHoldRaw(this.#text)));
  }

  /** Writes what the stream holds when that is text; all of it stands where the stream begins. */
  put(stream: Uint8Array, at: number): boolean {
    const draft = this.#draft;
    if (this.#left-- <= 0 || this.#room <= 0) {
      draft.left_out = true;
      return false;
    }
    const found = inflate(stream, !hasHeader(stream), this.#room);
    this.#room -= found.bytes.length;
    if (found.broken || (!hasHeader(stream) && found.bytes.length < RAW_TEXT_MIN)) return false;
    const start = draft.length;
    if (start > 0) draft.put(NEWLINE, at);
    if (!putText(found.bytes, endOfText(found), () => at, draft)) {
      draft.length = start;
      return false;
    }
    if (found.full) draft.left_out = true;
    draft.changed = draft.inflated = true;
    return true;
  }
}

function hasHeader(bytes: Uint8Array): boolean {
  const first = bytes[0]! * 256 + bytes[1]!;
  return first === GZIP || (bytes[0] === ZLIB_METHOD && first % ZLIB_CHECK === 0);
}

/** Deflate without a header looks like nothing: looked for only where the run is the whole text, or a parameter or call says so. */
const mayHoldRaw = (text: string): boolean =>
  text.length >= RAW_MIN && (/^[\w+/=%-]+$/.test(text.slice(0, RAW_HEAD)) || /SAML(?:Request|Response)=|inflate/i.test(text));

class Full extends Error {}

type Inflated = { bytes: Uint8Array; /** There was more. */ full: boolean; /** It is none, or breaks off. */ broken: boolean };

function inflate(stream: Uint8Array, raw: boolean, room: number): Inflated {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflator = new Inflate({ chunkSize: Math.min(PIECE, room + 1), raw });
  inflator.onData = (piece) => {
    pieces.push(piece);
    length += piece.length;
    if (length > room) throw new Full();
  };
  try {
    inflator.push(stream, true);
  } catch (error) {
    if (!(error instanceof Full)) throw error;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes: bytes.subarray(0, room), full: length > room, broken: length <= room && (inflator.err !== 0 || length === 0) };
}

/** A text that was cut off may end within a character. */
function endOfText({ bytes, full }: Inflated): number {
  let end = bytes.length;
  if (!full) return end;
  while (end > 0 && bytes.length - end < 4 && bytes[end - 1]! >= 0x80) end--;
  return end;
}

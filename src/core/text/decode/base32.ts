/** Base32 (RFC 4648), all in capitals or all in small letters; each run of text decoded to a line. */
import { FEATURE, RUN_MIN } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { mayBeText, putText } from './legible.ts';
import { nextRun, type Runs } from './runs.ts';
import { scratch } from './scratch.ts';

const CAPITALS = alphabetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
const SMALL = alphabetOf('abcdefghijklmnopqrstuvwxyz234567');
const NEWLINE = 0x0a;
const PROBE = 24;
/** Written anew for each run. */
const SHARED_PROBE = new Uint8Array(PROBE);
/** Digits left over by whole bytes; other lengths are no Base32. */
const TAILS: ReadonlySet<number> = new Set([0, 2, 4, 5, 7]);

export const base32: Decoder = {
  name: 'base32',
  triggers: FEATURE.run,
  decode(text, draft, runs) {
    return decodeRuns(text, runs, CAPITALS, draft) || decodeRuns(text, runs, SMALL, draft);
  },
};

function alphabetOf(digits: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (const [i, c] of [...digits].entries()) values[c.charCodeAt(0)] = i;
  return values;
}

function quintetAt(text: string, at: number, alphabet: Int8Array): number {
  const unit = text.charCodeAt(at);
  return unit < 128 ? alphabet[unit]! : -1;
}

function decodeRuns(text: string, runs: Runs, alphabet: Int8Array, draft: Draft): number {
  let end = 0;
  for (let r = 0; r < runs.length; r += 2) {
    const to = runs[r + 1]!;
    for (let from = nextRun(text, runs[r]!, alphabet, RUN_MIN, to); from < to && !draft.full;) {
      let i = from;
      while (quintetAt(text, i, alphabet) >= 0) i++;
      if (TAILS.has((i - from) % 8) && decodeRun(text, from, i, alphabet, draft)) end = i;
      from = nextRun(text, i, alphabet, RUN_MIN, to);
    }
  }
  return end;
}

function decodeRun(text: string, from: number, to: number, alphabet: Int8Array, draft: Draft): boolean {
  const probe = SHARED_PROBE.fill(0);
  if (!mayBeText(probe, bytesOf(text, from, Math.min(to, from + PROBE), alphabet, probe), ((to - from) * 5) >> 3)) return false;
  const bytes = scratch(((to - from) * 5) >> 3);
  const count = bytesOf(text, from, to, alphabet, bytes);
  const start = draft.length;
  if (start > 0) draft.put(NEWLINE, from);
  if (putText(bytes, count, (byte) => from + Math.floor((byte * 8) / 5), draft)) {
    draft.changed = true;
    return true;
  }
  draft.length = start;
  return false;
}

function bytesOf(text: string, from: number, to: number, alphabet: Int8Array, bytes: Uint8Array): number {
  let count = 0;
  let buffer = 0;
  let bits = 0;
  for (let i = from; i < to; i++) {
    buffer = ((buffer << 5) | quintetAt(text, i, alphabet)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[count++] = (buffer >> bits) & 0xff;
    }
  }
  return count;
}

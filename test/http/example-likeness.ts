/** Of recorded calls, what is good to look at and does not change from one recording to the next. */
import { sha256Hex } from '#core/hash.ts';

export type Kept = { id: string; name: string; status: number; sent: unknown; body: unknown };
type Named = Record<string, unknown>;
export type Recording = {
  /** By code. */
  problems: Named;
  /** By operation; answers by status and name. */
  operations: Record<string, { calls: Named; answers: Record<string, Named> }>;
};

const ITEMS_SHOWN = 2;
const MOMENT = '2026-11-21T12:00:00.000Z';
const LATER = '2027-02-19T12:00:00.000Z';
const KEY = `cs_live_${'0'.repeat(49)}`;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export function likeness(kept: readonly Kept[]): Recording {
  const names: Names = { ids: new Map(), digests: new Map() };
  const plain = (value: unknown): unknown => steady(cut(value), names);
  const recording: Recording = { problems: {}, operations: {} };
  for (const { id, name, status, sent, body } of kept) {
    if (status >= 400) {
      recording.problems[name] = plain(body);
      continue;
    }
    const operation = (recording.operations[id] ??= { calls: {}, answers: {} });
    if (sent !== undefined) operation.calls[name] = steady(sent, names);
    if (body !== undefined) (operation.answers[status] ??= {})[name] = plain(body);
  }
  return recording;
}

const cut = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, ITEMS_SHOWN).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member)]));
};

type Names = { ids: Map<string, string>; digests: Map<string, string> };

/** Ids and digests count up, times stand still, and what depends on a secret or on the machine is made up. */
function steady(value: unknown, { ids, digests }: Names): unknown {
  return JSON.parse(JSON.stringify(value), (name, member: unknown) => {
    if (name === 'latency_ms') return 0.7;
    if (typeof member !== 'string') return member;
    if (name === 'key') return KEY;
    if (name === 'expires_at') return LATER;
    if (name === 'hint') return KEY.slice(0, 12);
    if (name === 'code' && /^[a-z0-9]{5}-[a-z0-9]{5}$/.test(member)) return 'k7qx2-m9d4t';
    if (name === 'next_cursor' && member) return 'a2V5XzAxamQzazVtN3A5cTFyM3M1dDd2OXcxeDN5';
    if (name.endsWith('_hmac')) return '5f'.repeat(32);
    return member
      .replaceAll(/\b(ten|key|pol|set|job|sup|lst|vrd|aud|req|tst|imp)_[0-9a-z]{26}\b/g, (id, prefix: string) => {
        const known = ids.get(id) ?? `${prefix}_01kan5c8e0${numbered(ids.size)}`;
        ids.set(id, known);
        return known;
      })
      .replaceAll(/\b[0-9a-f]{64}\b/g, (digest) => {
        const known = digests.get(digest) ?? sha256Hex(String(digests.size));
        digests.set(digest, known);
        return known;
      })
      .replaceAll(/\b20\d\d-\d\d-\d\dT[0-9:.]+Z/g, MOMENT);
  });
}

/** 16 digits in base 32. */
const numbered = (n: number): string => Array.from({ length: 16 }, (_, i) => ALPHABET[Math.floor(n / 32 ** (15 - i)) % 32]).join('');

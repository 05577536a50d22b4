import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProtocol } from '#core/mcp/message.ts';
import { JOINED_CHARS_MAX, SEAM_REACH } from '#core/mcp/joined.ts';
import { LEAVES_MAX, TEXT_CHARS_MAX, UNJUDGED_MAX } from '#core/mcp/walk.ts';
import { pointerOf, surfaceOf, type Surface } from '#core/mcp/surface.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import cases from './surface.cases.json' with { type: 'json' };

const submit = (parts: Partial<Submission>): Submission => ({ context: {}, options: {}, faults: [], ...parts });
function look(parts: Partial<Submission>): Surface {
  const submission = submit(parts);
  return surfaceOf({ submission, reading: readProtocol(submission) });
}

const call = (args: unknown): JsonObject => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 't', arguments: args } });
const result = (content: unknown): JsonObject => ({ jsonrpc: '2.0', id: 1, result: { content } });

/** Pointers with the text that stands there, found by plain recursion. */
function textsOf(value: unknown, path: string, into: Map<string, string>, names: Map<string, string>): void {
  if (typeof value === 'string') into.set(path, value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!Array.isArray(value)) names.set(at, key);
      textsOf(member, at, into, names);
    }
  }
}

const isUnder = (path: string, paths: readonly string[]): boolean => paths.some((p) => path === p || path.startsWith(`${p}/`));

/** Every text of `body` is a leaf as it stands, or under a path that is named as unjudged. Names and words of the protocol do not count. */
function expectNothingMissed(surface: Surface, body: unknown, root: string, isOwnWord: (text: string) => boolean): number {
  const values = new Map<string, string>();
  const names = new Map<string, string>();
  textsOf(body, root, values, names);
  const unjudged = surface.unjudged.map((u) => u.path);
  const leaves = new Map(surface.leaves.map((leaf) => [`${leaf.kind} ${pointerOf(leaf.at)}`, leaf.text]));
  let n = 0;
  for (const [kind, texts] of [['value', values] as const, ['name', names] as const]) {
    for (const [path, text] of texts) {
      if (text === '' || isOwnWord(text) || isUnder(path, unjudged)) continue;
      expect([kind, path, leaves.get(`${kind} ${path}`)]).toEqual([kind, path, text]);
      n++;
    }
  }
  return n;
}

/** Words that no protocol table holds, so every one of them must turn up. */
const strange = fc.string({ minLength: 1, maxLength: 6 }).map((s) => `§${s}`);
const METHODS = [...new Set(cases.map((c) => c.body.method ?? 'tools/call')), 'x/unknown', 'notifications/unknown'];
const KNOWN = [...new Set(cases.flatMap((c) => membersOf(c.body)))];
function membersOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(membersOf);
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner];
}

const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    strange,
    fc.constantFrom(1, true, null, 4_111_111_111_111_111),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KNOWN), fc.constantFrom(...KNOWN), strange), tie('json'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
}));
const object = fc.dictionary(fc.oneof(fc.constantFrom(...KNOWN), strange), json, { maxKeys: 6, noNullPrototype: true });

describe('surfaceOf', () => {
  test.each(cases)('$title', ({ place, request, body, leaves, unjudged, joined }) => {
    const surface = look(place === 'response' ? { request: request ?? {}, response: body } : { request: body });
    const seen = surface.leaves.map(
      (l) => `${l.slot} ${l.origin} ${l.kind === 'value' ? '' : `${l.kind} `}${pointerOf(l.at).slice(place.length + 1)}`,
    );
    for (const line of leaves) expect(seen).toContain(line);
    expect(surface.unjudged.map((u) => `${u.reason} ${u.path.slice(place.length + 1)}`)).toEqual(unjudged ?? []);
    expect(surface.joined.map((j) => j.text)).toEqual(joined ?? []);
    expectNothingMissed(surface, body, `/${place}`, (text) => !text.includes('§'));
  });

  test('no string and no name of any message is missed: each is a leaf or under an unjudged path', () => {
    let found = 0;
    fc.assert(
      fc.property(object, fc.constantFrom(...METHODS), fc.boolean(), fc.boolean(), (inner, method, isResponse, isPlaced) => {
        const body: JsonObject = isPlaced ? (isResponse ? { id: 1, result: inner } : { id: 1, method, params: inner }) : { ...inner };
        const request = { jsonrpc: '2.0', id: 1, method };
        const surface = look(isResponse ? { request, response: body } : { request: body });
        found += expectNothingMissed(surface, body, isResponse ? '/response' : '/request', (text) => !text.includes('§'));
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(1_000);
  });

  test('nothing of a batch is missed either, whatever its items are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(object, strange, fc.array(strange)), { maxLength: 5 }), fc.boolean(), (items, isResponse) => {
        const surface = look(isResponse ? { response: items } : { request: items });
        expectNothingMissed(surface, items, isResponse ? '/response' : '/request', (text) => !text.includes('§'));
      }),
      { numRuns: 300 },
    );
    const many = Array.from({ length: 150 }, (_, i) => call(`§${i}`));
    expect(expectNothingMissed(look({ request: many }), many, '/request', (text) => !text.includes('§'))).toBe(150);
  });

  test('beside a response the request is no surface, and a supplied tool definition never is', () => {
    const tool = { name: 'marker', description: 'marker', inputSchema: { title: 'marker' } };
    const { leaves } = look({ request: call('marker'), response: result([{ type: 'text', text: 'x' }]), tool });
    expect(leaves.map((l) => l.text)).toEqual(['x']);
    expect(look({ request: call('x'), tool }).leaves.map((l) => l.text)).not.toContain('marker');
  });

  test('headers of the call are surface, credentials among them are only named', () => {
    const headers = new Map([
      ['mcp-param-q', 'value'],
      ['authorization', 'Bearer marker'],
    ]);
    const surface = look({ request: call({}), headers });
    expect(surface.leaves.filter((l) => l.slot === 'header').map((l) => [pointerOf(l.at), l.text])).toEqual([
      ['/headers/mcp-param-q', 'value'],
    ]);
    expect(surface.unjudged).toEqual([{ path: '/headers/authorization', reason: 'credential' }]);
    expect(look({ request: call({}), response: result([]), headers }).leaves).toEqual([]);
  });

  test.each([4_111_111_111_111_111, -123_456_789_012, 100_000_000_000, 123_456_789_012.5])('number %d is a leaf', (n) => {
    expect(look({ request: call({ n }) }).leaves.at(-1)).toMatchObject({ kind: 'number', text: String(n) });
  });

  test.each([0, 1.5, -99_999_999_999, 1e-300])('number %d is none', (n) => {
    expect(look({ request: call({ n }) }).leaves.some((l) => l.kind === 'number')).toBe(false);
  });

  test('a joined text leads back to its parts at every offset', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 10 }), (texts) => {
        const { joined } = look({ response: result(texts.map((text) => ({ type: 'text', text }))) });
        const [one] = joined;
        if (!one) throw new Error('expected a joined text');
        expect(one.text).toBe(texts.join(''));
        for (let i = 0; i < one.text.length; i++) {
          const { part, offset } = one.locate(i);
          expect(part.text[offset]).toBe(one.text[i]);
        }
        expect(one.locate(one.text.length)).toEqual({ part: one.parts.at(-1), offset: one.parts.at(-1)?.text.length });
      }),
    );
  });

  test('long lists are joined piece by piece, so that every short pair of neighbours stands together somewhere', () => {
    const texts = Array.from({ length: 80 }, (_, i) => String(i).padStart(5_000, '.'));
    const { joined } = look({ response: result(texts.map((text) => ({ type: 'text', text }))) });
    for (const { text } of joined) expect(text.length).toBeLessThanOrEqual(JOINED_CHARS_MAX);
    for (let i = 1; i < texts.length; i++) expect(joined.some((j) => j.text.includes(`${texts[i - 1]}${texts[i]}`))).toBe(true);
    expect(joined.reduce((sum, j) => sum + j.text.length, 0)).toBeLessThan(2 * 400_000);
  });

  test('of long parts the ends are joined, however long they are', () => {
    const lengths = [300_000, 5, 10_000, 20_000, 8_192, 9_000];
    const texts = lengths.map((length, i) => `${i}<`.padEnd(length - 2, '.') + `>${i}`);
    const { joined } = look({ response: result(texts.map((text) => ({ type: 'text', text }))) });
    for (let i = 1; i < texts.length; i++) {
      const seam = texts[i - 1]!.slice(-SEAM_REACH) + texts[i]!.slice(0, SEAM_REACH);
      expect(joined.some((j) => j.text.includes(seam))).toBe(true);
    }
    expect(joined.reduce((sum, j) => sum + j.text.length, 0)).toBeLessThan(10 * SEAM_REACH + 10_000);
    for (const { text, locate } of joined)
      for (let at = 0; at < text.length; at += 7) {
        const { part, offset } = locate(at);
        expect(part.text[offset]).toBe(text[at]);
      }
  });

  test('over budget, what was not reached is named', () => {
    const wide = call(Array.from({ length: LEAVES_MAX + 5_000 }, (_, i) => ({ k: `§${i}` })));
    const surface = look({ request: wide });
    expect(surface.leaves.length).toBe(LEAVES_MAX);
    expect(surface.unjudged.length).toBeLessThanOrEqual(UNJUDGED_MAX);
    expectNothingMissed(surface, wide, '/request', (text) => !text.includes('§'));
    const long = call(['§', 'x'.repeat(TEXT_CHARS_MAX), '§after']);
    const cut = look({ request: long });
    expect(cut.unjudged.map((u) => u.reason)).toContain('over_budget');
    expectNothingMissed(cut, long, '/request', (text) => !text.includes('§') && !text.startsWith('x'));
  });

  test('what is too deep is named, at any depth and width', () => {
    const deep: unknown = JSON.parse('['.repeat(50_000) + '"§"' + ']'.repeat(50_000));
    const surface = look({ request: call([deep, deep]) });
    expect(surface.unjudged).toMatchObject([{ reason: 'too_deep' }, { reason: 'too_deep' }]);
    const wide: unknown = JSON.parse('['.repeat(62) + Array.from({ length: 300 }, () => '["§"]').join(',') + ']'.repeat(62));
    const many = look({ request: call(wide) });
    expect(many.unjudged).toHaveLength(UNJUDGED_MAX);
    expect(many.unjudged.at(-1)).toEqual({ path: '/request', reason: 'too_deep' });
  });
});

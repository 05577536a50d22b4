import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEPTH_MAX, parseJson, type RootsAt } from '#core/json.ts';
import { FAULTS_MAX, POINTER_KEY_CHARS_MAX } from '#core/json-locator.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const item: RootsAt = (p) => p.length === 3 && p[0] === 'items' && p[2] === 'request';
const isMessage: RootsAt = (path) => path.length === 1 && (path[0] === 'request' || path[0] === 'response');

function faultsOf(text: string, rootsAt?: RootsAt): string[] {
  const read = parseJson(bytes(text), rootsAt);
  if (!read.ok) throw new Error(read.detail);
  return read.faults.map((f) => `${f.kind} ${f.pointer}`);
}

const nested = (depth: number, inner = ''): string => '['.repeat(depth) + inner + ']'.repeat(depth);

const FAULTS: [text: string, faults: string[]][] = [
  ['{"a":1,"a":2}', ['duplicate_key /a']],
  ['{"a":1,"\\u0061":2}', ['duplicate_key /a']],
  ['{"a":1,"a":2,"a":3}', ['duplicate_key /a']],
  ['{"":1,"":2}', ['duplicate_key /']],
  ['{"a/b":1,"a~c":{"x":1,"x":2},"a/b":2}', ['duplicate_key /a~1b', 'duplicate_key /a~0c/x'].reverse()],
  ['[{"a":1},{"a":1},{"b":[{"k":1,"k":1}]}]', ['duplicate_key /2/b/0/k']],
  ['{"a":{"b":1,"b":2},"a":3}', ['duplicate_key /a/b', 'duplicate_key /a']],
  ['{"__proto__":1,"__proto__":2}', ['duplicate_key /__proto__']],
  ['{"a":"\\":","b":"{\\\\","a":0}', ['duplicate_key /a']],
  ['1e400', ['number_out_of_range ']],
  ['{"a":[1,-1e400]}', ['number_out_of_range /a/1']],
  [`[${'9'.repeat(400)}]`, ['number_out_of_range /0']],
  ['["\\ud800"]', ['lone_surrogate /0']],
  ['["\\uDC00\\uD800"]', ['lone_surrogate /0']],
  ['["\\ud83d\\\\ude00"]', ['lone_surrogate /0']],
  ['{"\\udfff":1}', ['lone_surrogate /\ufffd']],
  [nested(65), [`too_deep ${'/0'.repeat(64)}`]],
  [nested(200, '{"a":1,"a":1}'), [`too_deep ${'/0'.repeat(64)}`]],
  [`[${nested(64)},${nested(64)}]`, [`too_deep /0${'/0'.repeat(63)}`, `too_deep /1${'/0'.repeat(63)}`]],
  [`[${nested(70)},{"a":1,"a":1}]`, [`too_deep ${'/0'.repeat(64)}`, 'duplicate_key /1/a']],
];
const CLEAN = [
  'null',
  ' {"a" : [1, 2.5e3, -0, "\\u00e9\\ud83d\\ude00\\uD83D\\uDE00", {}], "b":{"a":1}} ',
  '[9007199254740993, 123456789012345678901234567890, 1e308, 1e-400]',
  '{"a":"\\\\","b":"\\\\u\\"d800"}',
  '"\\\\ud800"',
  nested(64),
  '{"constructor":1,"toString":{},"hasOwnProperty":2}',
];
const REFUSED: [text: string, offset: number][] = [
  ['', 0],
  ['\ufeff{}', 0],
  ['{"a":1', 6],
  ['{"a":1,}', 7],
  ['[1,]', 3],
  ['{a:1}', 1],
  ["{'a':1}", 1],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['{"é":tru}', 6],
  ['["é😀",x]', 10],
  ['[1]]', 3],
  ['{"a":1}{}', 7],
  ['"\\x"', 2],
  ['"\\u12g4"', 5],
  ['"a\nb"', 2],
  ['"abc', 4],
  ['01', 1],
  ['1.', 2],
  ['-', 0],
  ['[1e+]', 4],
  ['NaN', 0],
  ['[1}', 2],
  ['/**/1', 0],
];

describe('parseJson', () => {
  test.each(FAULTS)('lists what parsers disagree about: %s', (text, faults) => {
    expect(faultsOf(text).toSorted()).toEqual(faults.toSorted());
  });

  test.each(CLEAN)('finds no fault in %s, and the value is that of JSON.parse', (text) => {
    expect(parseJson(bytes(text))).toEqual({ ok: true, value: JSON.parse(text), faults: [], bytes: bytes(text).length });
  });

  test.each(REFUSED)('refuses %j at byte %i', (text, offset) => {
    const read = parseJson(bytes(text));
    expect(read).toMatchObject({ ok: false, reason: 'invalid_json', offset });
  });

  test('no detail echoes the text', () => {
    for (const text of ['{"marker":marker}', '"marker', '{"marker":1,"marker":2}', '["\\ud800marker"]']) {
      expect(JSON.stringify({ ...parseJson(bytes(text)), value: null }).replace('"pointer":"/marker"', '')).not.toContain('marker');
    }
  });

  test.each([[[0xff]], [[0x22, 0xed, 0xa0, 0x80, 0x22]], [[0x22, 0xc0, 0x80, 0x22]], [[0x22, 0xf5, 0x80, 0x80, 0x80, 0x22]]])(
    'refuses bytes %j as invalid UTF-8: surrogates and overlong forms cannot stand raw',
    (raw) => {
      expect(parseJson(Uint8Array.from(raw))).toMatchObject({ ok: false, reason: 'invalid_utf8' });
    },
  );

  test('a __proto__ key is an own property and touches no prototype', () => {
    const read = parseJson(bytes('{"__proto__":{"polluted":true},"a":{"__proto__":null}}'));
    expect(read).toMatchObject({ ok: true, faults: [] });
    if (!read.ok || typeof read.value !== 'object' || read.value === null) throw new Error('expected an object');
    expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
    expect(Object.keys(read.value)).toEqual(['__proto__', 'a']);
    expect('polluted' in {}).toBe(false);
  });

  test('a message may be 64 deep wherever it stands, and its envelope too', () => {
    const inEnvelope = (depth: number): string => `{"request":${nested(depth)}}`;
    expect(faultsOf(inEnvelope(DEPTH_MAX))).toEqual([`too_deep /request${'/0'.repeat(63)}`]);
    expect(faultsOf(inEnvelope(DEPTH_MAX), isMessage)).toEqual([]);
    expect(faultsOf(inEnvelope(DEPTH_MAX + 1), isMessage)).toEqual([`too_deep /request${'/0'.repeat(64)}`]);
    expect(faultsOf(`{"items":[{"request":{}},{"request":${nested(64)}}]}`, item)).toEqual([]);
    expect(faultsOf(`{"items":[{"request":{}},{"request":${nested(65)}}]}`, item)).toEqual([`too_deep /items/1/request${'/0'.repeat(64)}`]);
  });

  test('faults in one message never crowd out those of another or of the envelope', () => {
    const many = Array.from({ length: 100 }, (_, i) => `"${i}":0,"${i}":0`).join(',');
    const faults = faultsOf(`{"request":{${many}},"response":{"a":1,"a":1},"x":1,"x":2}`, isMessage);
    expect(faults.filter((f) => f.includes(' /request/'))).toHaveLength(FAULTS_MAX);
    expect(faults.slice(FAULTS_MAX)).toEqual(['duplicate_key /response/a', 'duplicate_key /x']);
  });

  test('an answer cannot be blown up by long keys', () => {
    const key = '~'.repeat(50_000);
    const many = Array.from({ length: 100 }, (_, i) => `"${i}":0,"${i}":0`).join(',');
    const read = parseJson(bytes(`{"${key}":{${many}}}`));
    if (!read.ok) throw new Error(read.detail);
    expect(read.faults).toHaveLength(FAULTS_MAX);
    for (const fault of read.faults) expect(fault.pointer.length).toBeLessThan(POINTER_KEY_CHARS_MAX * 2 + 10);
  });

  test('what was stringified comes back equal and without fault', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(parseJson(bytes(text))).toEqual({ ok: true, value: JSON.parse(text), faults: [], bytes: bytes(text).length });
      }),
      { numRuns: 300 },
    );
  });

  test('an injected duplicate key is reported at exactly its place', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(), fc.boolean(), (value, pick, escaped) => {
        const objects = objectsOf(value);
        fc.pre(objects.length > 0);
        const target = objects[pick % objects.length];
        if (!target) throw new Error('no target');
        const key = Object.keys(target.object)[pick % Object.keys(target.object).length] ?? '';
        const text = write(value, target.object, key, escaped);
        const pointer = [...target.path, key].map((k) => `/${k.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        expect(faultsOf(text)).toEqual([`duplicate_key ${pointer}`]);
      }),
      { numRuns: 300 },
    );
  });

  test('accepts exactly what JSON.parse accepts, and every refusal has a place', () => {
    const soup = fc.array(fc.constantFrom(...'{}[]:,"\\"\\u0041 1-.eE+tfn0a\n'.split(''), 'true', 'null', '"a":', '"b"', '\\ud800'), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(soup, (parts) => {
        const text = parts.join('');
        const read = parseJson(bytes(text));
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect([read.ok, !read.ok && typeof read.offset]).toEqual([parses, parses ? false : 'number']);
      }),
      { numRuns: 5_000 },
    );
  });

  test('any bytes at all get an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (raw) => {
        expect(parseJson(raw).ok).toBeTypeOf('boolean');
      }),
    );
  });
});

type Found = { path: string[]; object: Record<string, unknown> };

function objectsOf(value: unknown, path: string[] = []): Found[] {
  if (Array.isArray(value)) return value.flatMap((v, i) => objectsOf(v, [...path, String(i)]));
  if (typeof value !== 'object' || value === null) return [];
  const object: Record<string, unknown> = { ...value };
  const inner = Object.entries(value).flatMap(([k, v]) => objectsOf(v, [...path, k]));
  return Object.keys(object).length ? [{ path, object: value as Record<string, unknown> }, ...inner] : inner;
}

/** JSON.stringify, but `key` stands twice in `target`; optionally the second one escaped. */
function write(value: unknown, target: object, key: string, escaped: boolean): string {
  if (Array.isArray(value)) return `[${value.map((v) => write(v, target, key, escaped)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${write(v, target, key, escaped)}`);
  if (value === target) members.push(`${escaped ? escapeAll(key) : JSON.stringify(key)}:0`);
  return `{${members.join(',')}}`;
}

const escapeAll = (key: string): string =>
  `"${Array.from({ length: key.length }, (_, i) => `\\u${key.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;

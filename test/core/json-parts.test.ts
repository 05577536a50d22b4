import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '#core/json.ts';
import { listsIn, without, type ListParts } from '#core/json-parts.ts';

const MOST = { policies: 5, lists: 5 };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function cut(bytes: Uint8Array, most: Record<string, number> = MOST): Map<string, ListParts> | null {
  const work = listsIn(bytes, most);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const read = (bytes: Uint8Array): unknown => {
  const text = parseJson(bytes);
  return text.ok ? text.value : undefined;
};

/** The whole, put together of its pieces; undefined where a piece is no JSON. */
function joined(text: string): unknown {
  const bytes = encode(text);
  const found = cut(bytes, { policies: 1_000, lists: 1_000 });
  if (!found) return undefined;
  const left = read(without(bytes, found.values()));
  if (left === undefined) return undefined;
  for (const [name, { elements }] of found) {
    const items = elements.map(({ start, end }) => read(bytes.subarray(start, end)));
    if (items.includes(undefined)) return undefined;
    (left as Record<string, unknown>)[name] = items;
  }
  return left;
}

describe('a text in parts', () => {
  it.each([
    ['{"policies":[1, {"a":[2]} ,"]"],"format":"x","lists":[]}', [3, 0]],
    ['{"policies":[ ] ,"lists":[[],[]]}', [0, 2]],
    ['{"a":{"policies":[1,2]},"policies":["\\"", "[,"]}', [2, undefined]],
    ['{"policies":{"policies":[1]}}', [undefined, undefined]],
    ['{"p":"policies","q":["policies",[1]]}', [undefined, undefined]],
    ['{"polic\\u0069es":[1]}', [undefined, undefined]],
    ['{"policies":[1,2,3,4,5,6,7]}', [7, undefined]],
  ])('%s', (text, counts) => {
    const found = cut(encode(text));
    expect([found?.get('policies')?.count, found?.get('lists')?.count]).toEqual(counts);
    expect(joined(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '{"policies":[1,]}',
    '{"policies":[,1]}',
    '{"policies":[,]}',
    '{"policies":[1 2]}',
    '{"policies":[1}',
    '{"policies":[{"a":1]]}',
    '{"policies":[{]}]}',
    '{"policies":[1]]}',
    '{"policies"[1]}',
    '{"policies"::[1]}',
    '{"policies":tru[1]}',
    '{"policies":[1],}',
    '["policies":[1]]',
    '{"policies":[1]',
    '{"policies":["a]}',
    '{"policies":["a\\"]}',
    '{"policies":[1]}[',
    '',
  ])('%s is no JSON in parts either', (text) => {
    expect(() => void JSON.parse(text)).toThrow(SyntaxError);
    expect(joined(text)).toBeUndefined();
  });

  it('what is named twice is there twice for who reads what is left', () => {
    const bytes = encode('{"policies":[1],"policies":[2]}');
    expect(parseJson(without(bytes, cut(bytes)!.values()))).toMatchObject({ ok: true, faults: [{ kind: 'duplicate_key' }] });
  });

  it('is what JSON.parse makes of the whole, and nothing where that fails', () => {
    const member = fc.constantFrom('"policies":', '"lists":', '"x":', '"policies"', ':');
    const piece = fc.oneof(
      member,
      fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', ' ', '[1,2]', '["]",{}]', '{"policies":[3]}', '1', 'null', '[]'),
    );
    const near = fc
      .tuple(member, fc.jsonValue(), fc.array(piece, { maxLength: 6 }))
      .map(([name, value, more]) => `{${name}[${JSON.stringify(value)},0]${more.join('')}}`);
    fc.assert(
      fc.property(
        fc.oneof(
          near,
          fc.array(piece, { maxLength: 12 }).map((all) => `{${all.join('')}}`),
        ),
        (text) => {
          let whole: unknown;
          try {
            whole = JSON.parse(text);
          } catch {
            whole = undefined;
          }
          const parts = joined(text);
          const strict = parseJson(encode(text));
          // What is ambiguous is refused, whatever it would come to.
          if (strict.ok && strict.faults.length) return;
          expect(parts).toEqual(whole);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('tells no more elements than are asked for, and goes on in pieces', () => {
    const bytes = encode(`{"policies":[${'1,'.repeat(500_000)}1]}`);
    const found = cut(bytes)!;
    expect(found.get('policies')).toMatchObject({ count: 500_001, elements: { length: 5 } });
    expect([...listsIn(bytes, MOST)].length).toBeGreaterThan(5);
  });
});

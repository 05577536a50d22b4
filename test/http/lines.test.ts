import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { GROUP_MAX, lineGroups } from '#http/lines.ts';

async function* chunked(bytes: Uint8Array, cuts: number[]): AsyncGenerator<Uint8Array> {
  const at = [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...at, bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function textsOf(groups: AsyncIterable<(Uint8Array | null)[]>): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  for await (const group of groups) {
    expect(group.length).toBeGreaterThan(0);
    expect(group.length).toBeLessThanOrEqual(GROUP_MAX);
    texts.push(...group.map((line) => line && new TextDecoder().decode(line)));
  }
  return texts;
}

it('lines are those of split, however the bytes arrive', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\n', '\r', '{'), maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat()), async (all, cuts) => {
      const bytes = new TextEncoder().encode(all);
      expect(await textsOf(lineGroups(chunked(bytes, cuts)))).toEqual(all.split('\n').filter((line) => line !== ''));
    }),
  );
});

it('a line above the limit is dropped up to its end, one at the limit is not', async () => {
  const exact = 'a'.repeat(BODY_BYTES_MAX);
  const bytes = new TextEncoder().encode(`x\n${exact}\n${exact}b\ny\n${exact}b`);
  const cuts = Array.from({ length: 100 }, (_, i) => i * 65_536);
  expect((await textsOf(lineGroups(chunked(bytes, cuts)))).map((t) => t?.length ?? null)).toEqual([1, BODY_BYTES_MAX, null, 1, null]);
});

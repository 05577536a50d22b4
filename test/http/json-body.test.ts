import { describe, expect, it } from 'vitest';
import { readJson } from '#http/json-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const isItem = (path: readonly (string | number)[]): boolean => path.length === 2 && path[0] === 'items';

describe('readJson', () => {
  it('leaves faults inside messages to the verdict', () => {
    expect(readJson(bytes('{"items":[{"a":1,"a":2}]}'), isItem).faults).toMatchObject([{ kind: 'duplicate_key', pointer: '/items/0/a' }]);
  });

  it('refuses the same fault outside of messages, with its pointer', () => {
    expect(() => readJson(bytes('{"items":[],"items":[]}'), isItem)).toThrow(
      expect.objectContaining({ code: 'JSON_REFUSED', more: { errors: [expect.objectContaining({ pointer: '/items' })] } }),
    );
  });

  it('a message with the name of a neighbour in front of its own is no neighbour', () => {
    const { faults } = readJson(bytes('{"items":[0,{"a":1,"a":2},0,0,0,0,0,0,0,0,{"a":1,"a":2}]}'), isItem);
    expect(faults.map((f) => f.pointer)).toEqual(['/items/1/a', '/items/10/a']);
  });

  it('stays linear in faults times messages', () => {
    const body = bytes(`{"items":[${Array(70_000).fill('{"a":1,"a":1}').join(',')}]}`);
    const started = performance.now();
    expect(readJson(body, isItem).faults).toHaveLength(70_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Leaf, Step } from '#core/mcp/surface.ts';
import { sourceSpan, viewsOf } from '#core/text/views.ts';
import { cutOut, cutOutOfBase64, modificationsOf } from '#core/redact.ts';

const step = (...keys: (string | number)[]): Step => keys.reduce<Step | null>((up, key) => ({ key, up }), null)!;
const leaf = (text: string, at: Step, kind: Leaf['kind'] = 'value'): Leaf => ({ text, kind, origin: 'content', slot: 'result', at });

describe('cutOut', () => {
  it('removes every character of every span and keeps every other one, in order', () => {
    const span = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1, label: 'x' }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (cuts) => {
        const text = Array.from({ length: 32 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
        const kept = [...text].filter((_, i) => !cuts.some((c) => i >= c.start && i < c.end)).join('');
        return cutOut(text, cuts).replaceAll('[REDACTED:x]', '') === kept;
      }),
    );
  });
  it('says what was cut', () => {
    expect(cutOut('key=abc;', [{ start: 4, end: 7, label: 'secret.aws' }])).toBe('key=[REDACTED:secret.aws];');
  });
});

describe('modificationsOf', () => {
  it('makes one edit per leaf', () => {
    const l = leaf('a b c', step('response', 'result', 'content', 0, 'text'));
    expect(
      modificationsOf([
        { leaf: l, start: 0, end: 1, label: 's' },
        { leaf: l, start: 4, end: 5, label: 's' },
      ]),
    ).toEqual([{ op: 'replace', path: '/response/result/content/0/text', value: '[REDACTED:s] b [REDACTED:s]' }]);
  });
  it('renames two properties of one object to two names', () => {
    const names = ['k1', 'k2'].map((key) => leaf(key, step('response', 'result', key), 'name'));
    expect(modificationsOf(names.map((l) => ({ leaf: l, start: 0, end: 2, label: 's' }))).map(({ path }) => path)).toEqual([
      '/response/result/[REDACTED:s]',
      '/response/result/[REDACTED:s] 2',
    ]);
  });
  it('renames a property last, deepest first, with its pointer escaped', () => {
    const outer = leaf('k/1', step('response', 'result', 'k/1'), 'name');
    const inner = leaf('k2', step('response', 'result', 'k/1', 'k2'), 'name');
    const value = leaf('v', step('response', 'result', 'k/1', 'k2'));
    const cuts = [outer, inner, value].map((l) => ({ leaf: l, start: 0, end: l.text.length, label: 's' }));
    expect(modificationsOf(cuts)).toEqual([
      { op: 'replace', path: '/response/result/k~11/k2', value: '[REDACTED:s]' },
      { op: 'move', from: '/response/result/k~11/k2', path: '/response/result/k~11/[REDACTED:s]' },
      { op: 'move', from: '/response/result/k~11', path: '/response/result/[REDACTED:s]' },
    ]);
  });
});

describe('cutOutOfBase64', () => {
  it('leaves Base64 in which the spans are replaced and every other byte stands', () => {
    const text = 'this stands before SECRET and this after';
    for (const head of ['', 'a', 'ab', 'abc']) {
      const encoded = btoa(head + text);
      const view = viewsOf(encoded).views.find((v) => v.text.includes('SECRET'))!;
      const at = view.text.indexOf('SECRET');
      const span = { ...sourceSpan(view, at, at + 'SECRET'.length), label: 'x' };
      expect(atob(cutOutOfBase64(encoded, [span]))).toBe(`${head}this stands before [REDACTED:x] and this after`);
    }
  });
  it('takes any text and any span, line ends and Base64url too', () => {
    const letters = fc.string({ unit: fc.constantFrom('A', 'z', '9', '+', '/', '-', '_', '=', '\n'), maxLength: 60 });
    fc.assert(
      fc.property(letters, fc.nat(60), fc.nat(60), (text, a, b) => {
        const cut = cutOutOfBase64(text, [{ start: Math.min(a, b), end: Math.max(a, b) + 1, label: 'x' }]);
        return atob(cut).includes('[REDACTED:x]');
      }),
    );
  });
});

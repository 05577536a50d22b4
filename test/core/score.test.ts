import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, type Category } from '#core/finding.ts';
import { combine, riskOf, STRICTNESS_THRESHOLDS, weigh, type Bars, type Decided, type Evidence } from '#core/score.ts';

const hit = (category: Category, score: number, rest: Partial<Evidence> = {}): Evidence => ({
  rule: { id: `${category}.rule`, category },
  score,
  ...rest,
});
const bars = (rest: Partial<Bars> = {}): Bars => ({ strictness: 'standard', thresholds: new Map(), direction: 'request', ...rest });

describe('weigh', () => {
  const rows: [name: string, evidence: Evidence, bars: Partial<Bars>, decision: Decided | undefined][] = [
    ['at the standard threshold', hit('ssrf', 0.8), {}, 'deny'],
    ['just below it', hit('ssrf', 0.79), {}, 'finding'],
    ['at half of it', hit('ssrf', 0.4), {}, 'finding'],
    ['below half of it', hit('ssrf', 0.39), {}, undefined],
    ['strong but minimal strictness', hit('ssrf', 0.94), { strictness: 'minimal' }, 'finding'],
    ['certain, minimal strictness', hit('ssrf', 0.95), { strictness: 'minimal' }, 'deny'],
    ['even odds, maximum strictness', hit('ssrf', 0.5), { strictness: 'maximum' }, 'deny'],
    ['over the policy’s own threshold', hit('ssrf', 0.6), { thresholds: new Map([['ssrf', 0.6]]) }, 'deny'],
    ['under the policy’s own threshold', hit('ssrf', 0.9), { thresholds: new Map([['ssrf', 0.99]]) }, 'finding'],
    ['a threshold of another category', hit('ssrf', 0.6), { thresholds: new Map([['xss', 0.1]]) }, 'finding'],
    ['a secret in an argument', hit('secret_leak', 0.95, { redactable: true }), {}, 'deny'],
    ['a secret in a result', hit('secret_leak', 0.95, { redactable: true }), { direction: 'response' }, 'redact'],
    ['what may be a secret', hit('secret_leak', 0.6, { redactable: true }), {}, 'finding'],
    ['what may be a secret, maximum strictness', hit('secret_leak', 0.6, { redactable: true }), { strictness: 'maximum' }, 'deny'],
    ['a card number in a result', hit('pii_leak', 0.9, { redactable: true }), { direction: 'response' }, 'redact'],
    ['a card number in an argument', hit('pii_leak', 0.9, { redactable: true }), {}, 'finding'],
    [
      'a card number in an argument, against policy',
      hit('pii_leak', 0.9, { redactable: true }),
      { thresholds: new Map([['pii_leak', 0.8]]) },
      'deny',
    ],
    ['an e-mail address in a result', hit('pii_leak', 0.99), { direction: 'response' }, 'finding'],
    [
      'a secret in a result, against policy',
      hit('secret_leak', 0.9, { redactable: true }),
      { direction: 'response', thresholds: new Map([['secret_leak', 0.8]]) },
      'deny',
    ],
  ];
  it.each(rows)('%s', (_, evidence, rest, decision) => {
    expect(weigh([evidence], bars(rest)).categories[0]?.decision).toBe(decision);
  });

  it('counts a rule once, however often it fired', () => {
    expect(weigh([hit('xss', 0.7), hit('xss', 0.7), hit('xss', 0.6)], bars()).categories).toEqual([
      { category: 'xss', score: 0.7, decision: 'finding' },
    ]);
  });

  it('puts the strongest category first', () => {
    expect(weigh([hit('xss', 0.7), hit('ssrf', 0.9)], bars()).categories.map((c) => c.category)).toEqual(['ssrf', 'xss']);
  });

  it('weighs nothing as nothing', () => {
    expect(weigh([], bars())).toEqual({ categories: [], risk: 0 });
  });

  const evidence = fc
    .record({
      category: fc.constantFrom(...CATEGORIES),
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      redactable: fc.boolean(),
    })
    .map(({ category, id, score, redactable }): Evidence => ({ rule: { id: `${category}.${id}`, category }, score, redactable }));
  const ORDER: Decided[] = ['finding', 'redact', 'deny'];

  it('decides no laxer at greater strictness, and whatever the order of the hits', () => {
    fc.assert(
      fc.property(
        fc.array(evidence, { maxLength: 12 }),
        fc.constantFrom<'request' | 'response'>('request', 'response'),
        (hits, direction) => {
          const decisions = (['minimal', 'standard', 'maximum'] as const).map(
            (strictness) => weigh(hits, bars({ strictness, direction })).categories,
          );
          for (const [weaker, stronger] of [
            [decisions[0]!, decisions[1]!],
            [decisions[1]!, decisions[2]!],
          ] as const)
            for (const c of weaker)
              expect(ORDER.indexOf(stronger.find((s) => s.category === c.category)!.decision)).toBeGreaterThanOrEqual(
                ORDER.indexOf(c.decision),
              );
          expect(
            weigh(hits.toReversed(), bars({ direction }))
              .categories.map((c) => [c.category, c.decision])
              .sort(),
          ).toEqual(decisions[1]!.map((c) => [c.category, c.decision]).sort());
        },
      ),
    );
  });
});

const passed = (score: number): number => Object.values(STRICTNESS_THRESHOLDS).filter((bar) => score >= bar).length;

describe('combine', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
  it('is at least the strongest, at most 1, and crosses no bar that the strongest does not', () => {
    fc.assert(
      fc.property(scores, (list) => {
        const strongest = Math.max(...list);
        const combined = combine(list);
        expect(combined).toBeGreaterThanOrEqual(strongest);
        expect(combined).toBeLessThanOrEqual(1);
        expect(passed(combined)).toBe(passed(strongest));
      }),
    );
  });

  it('adds a tenth of the doubt for a second certain rule', () => {
    expect(combine([0.6, 0.6])).toBeCloseTo(1 - 0.4 * (1 - 0.06), 10);
    expect(combine([0.6])).toBe(0.6);
  });
});

describe('riskOf', () => {
  it('is 1 − Π(1 − s)', () => {
    expect(riskOf([{ score: 0.5 }, { score: 0.8 }])).toBeCloseTo(0.9, 10);
    expect(riskOf([])).toBe(0);
    expect(riskOf([{ score: 1 }, { score: 0.1 }])).toBe(1);
  });
});

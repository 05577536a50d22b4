import { describe, expect, it } from 'vitest';
import { compileCedar } from '#core/policy/cedar/cedar-document.ts';

const head = 'forbid (principal, action, resource)';
const trust = (condition: string): string => `${head} when { context has trust && ${condition} };`;
const clock = (condition: string): string => `${head} unless { ${condition.replaceAll('clock.', 'context.clock.Europe_Berlin.')} };`;

/** Sentences about what can never hold. */
async function said(cedar: string): Promise<string[]> {
  const { faults, warnings } = await compileCedar(cedar);
  expect(faults).toEqual([]);
  return warnings.map(({ detail }) => detail).filter((detail) => detail.startsWith('Impossible'));
}

describe('values that exclude each other are told of', () => {
  it.each([
    [trust('context.trust.score >= 900 && context.trust.score <= 500'), 'context.trust.score'],
    [trust('900 <= context.trust.score && context.trust.confidence > 3 && context.trust.score < 900'), 'context.trust.score'],
    [trust('context.trust.score == 5 && [1, 2].contains(context.trust.score)'), 'context.trust.score'],
    [trust('[1, 2].contains(context.trust.score) && context.trust.score > 2'), 'context.trust.score'],
    [`${head} when { context.direction == "request" && context.direction == "response" };`, 'context.direction'],
    [clock('[9].contains(clock.hour) && clock.minuteOfDay >= 1080 && clock.minuteOfDay < 1200'), 'context.clock.Europe_Berlin.minuteOfDay'],
    [clock('clock.hour >= 20 && clock.minuteOfDay < 1200'), 'context.clock.Europe_Berlin.minuteOfDay'],
  ])('%s', async (cedar, path) => {
    const sentences = await said(cedar);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(path);
  });

  it.each([
    trust('context.trust.score >= 500 && context.trust.score <= 500'),
    trust('(context.trust.score >= 900 || context.trust.score <= 500)'),
    trust('context.trust.score >= 900 && !(context.trust.score <= 950)'),
    trust('[1, 2].contains(context.trust.score) && [2, 3].contains(context.trust.score)'),
    trust('context.trust.score >= 900 && context.trust.confidence <= 500'),
    clock('[9, 18].contains(clock.hour) && clock.minuteOfDay >= 1080'),
    clock('clock.hour >= 20 && clock.minuteOfDay >= 1200 && clock.minuteOfDay <= 1439'),
  ])('but nothing of %s', async (cedar) => expect(await said(cedar)).toEqual([]));

  it('of each policy, with its place', async () => {
    const { warnings } = await compileCedar(
      `${trust('context.trust.score > 1')}\n${trust('context.trust.score > 1 && context.trust.score < 1')}`,
    );
    expect(warnings.filter(({ detail }) => detail.startsWith('Impossible'))).toMatchObject([{ line: 2, column: 1, policy: 1 }]);
  });
});

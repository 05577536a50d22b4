import { describe, expect, it } from 'vitest';
import { compiling } from '#core/policy/access.ts';
import { closureOf } from '#core/policy/cedar/set.ts';
import { compile } from '#core/policy/compile.ts';

const policies = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    id: `pol_${i}`,
    ...compile(`pol_${i}`, { effect: 'deny', target: { tools: [`tool${i}`] } }),
  }));

describe('many policies', () => {
  it('are compiled in as many steps as there are, at least, and once for each list', () => {
    const list = policies(50);
    expect([...compiling(list)].length).toBeGreaterThanOrEqual(50);
    expect([...compiling(list)]).toEqual([]);
  });

  it('are not compiled again in another list', () => {
    const list = policies(3);
    const before = list.map(({ statements }) => closureOf(statements[0]!.cedar));
    const other = [...list, ...policies(1)];
    for (const _ of compiling(other));
    expect(other.slice(0, 3).map(({ statements }) => closureOf(statements[0]!.cedar))).toEqual(before);
    expect(closureOf(list[0]!.statements[0]!.cedar)).toBe(before[0]);
  });
});

import { describe, expect, it } from 'vitest';
import { covers } from '#core/policy/covers.ts';
import { checksOf } from '#core/policy/checks.ts';
import type { ArgumentRequirement, Require, StructuredDocument } from '#core/policy/document.ts';
import { lint } from '#core/policy/lints.ts';
import { holdsOfNothing } from '#core/policy/rehearse.ts';

describe('a pattern covers another', () => {
  it.each([
    ['*', 'a*b', true],
    ['a*', 'a', true],
    ['a*', 'ab*', true],
    ['*/x', 'github/x', true],
    ['a*b', 'a*c*b', true],
    ['a*a', 'a', false],
    ['a', 'a*', false],
    ['a*', '*', false],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['x', 'x', true],
    ['', 'x', false],
  ])('%s, %s: %s', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });

  it('in no more than a moment', () => {
    const from = performance.now();
    covers(`${'a*'.repeat(100_000)}b`, 'a'.repeat(100_000));
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});

it('says each thing once, of what is no fault', () => {
  expect(lint({ tools: { deny: ['a*', 'ab', 'ab'] } }).map(({ pointer }) => pointer)).toEqual(['/tools/deny/1', '/tools/deny/2']);
  expect(lint({ effect: 'deny', target: { tools: ['x'] } })).toEqual([]);
  const time = { tz: 'UTC', allowed_hours: [22, 5, 12], windows: [{ from: '22:00', to: '06:00' }] };
  expect(lint({ effect: 'require', require: { time } }).map(({ pointer }) => pointer)).toEqual(['/require/time/allowed_hours/2']);
});

it('what is required of the past is held against a session in which nothing has happened', () => {
  const of = { id: 'h', within: '1h', action: 'x' };
  const { id, ...event } = of;
  expect(holdsOfNothing({ id, formerly: event })).toBe(false);
  expect(holdsOfNothing({ id, formerly: { ...event, is: false } })).toBe(true);
  expect(holdsOfNothing({ id, count_within: { ...event, max: 3 } })).toBe(true);
  expect(holdsOfNothing({ id, count_within: { ...event, min: 1 } })).toBe(false);
  expect(holdsOfNothing({ id, sum_within: { ...event, of: 'input./a', min: 0, max: 5 } })).toBe(true);
});

describe('what can never hold is said, with its place', () => {
  const of = { effect: 'require' } as const;
  const req = (require: Require): StructuredDocument => ({ ...of, require });
  const event = { within: '1h', action: 'x' };
  const CASES: [string, StructuredDocument, ...string[]][] = [
    ['hours in no window', req({ time: { tz: 'UTC', allowed_hours: [9], windows: [{ from: '18:00', to: '20:00' }] } }), '/require/time'],
    [
      'hours at the edge of an overnight window',
      req({ time: { tz: 'UTC', allowed_hours: [5], windows: [{ from: '22:00', to: '05:30' }] } }),
    ],
    ['a method that is about no tool', { effect: 'deny', target: { methods: ['tools/list'], tools: ['x'] } }, '/target/methods'],
    ['a pattern of methods of which one is', { effect: 'deny', target: { methods: ['tools/*'], tools: ['x'] } }],
    [
      'a method about resources with prompts',
      { effect: 'deny', target: { methods: ['resources/read'], prompts: ['x'] } },
      '/target/methods',
    ],
    ['completion is about prompts and resources', { effect: 'deny', target: { methods: ['completion/complete'], prompts: ['x'] } }],
    [
      'a method without tools, groups of tools',
      { effect: 'deny', target: { methods: ['ping'], tool_groups: ['read'] } },
      '/target/methods',
    ],
    [
      'groups of tools and resources alone',
      { effect: 'deny', target: { tool_groups: ['read'], resources: ['file:*'] } },
      '/target/tool_groups',
    ],
    ['tools of another server', { effect: 'deny', target: { servers: ['github'], tools: ['slack/*', '*/x', 'bare'] } }, '/target/tools/0'],
    ['tools of the server', { effect: 'deny', target: { servers: ['git*'], tools: ['github/x'] } }],
    ['what is allowed is denied', req({ location: { ip_allow: ['10.1.0.0/16'], ip_deny: ['10.0.0.0/8'] } }), '/require/location'],
    ['a part of it is not', req({ location: { ip_allow: ['10.0.0.0/8'], ip_deny: ['10.1.0.0/16'] } })],
    ['one list both ways', req({ location: { ip_lists: { allow: ['a'], deny: ['a'] } } }), '/require/location'],
    ['a limit of nothing', req({ limits: [{ id: 'l', key: 'tenant', window: '1h', max: 0 }] }), '/require/limits/0/max'],
    ['a sum of nothing', req({ limits: [{ id: 'l', key: 'tenant', window: '1h', max: 0, measure: 'sum:/a' }] })],
    ['equal to what is too much', req({ args: { '/a/b': { equals: 5, max: 4 } } }), '/require/args/~1a~1b/equals'],
    ['equal, as text, to what fits', req({ args: { '/a': { equals: '5', min: 5 } } })],
    ['equal to what does not match', req({ args: { '/a': { equals: 'x', matches: '[0-9]+' } } }), '/require/args/~1a/equals'],
    ['one of what is excluded', req({ args: { '/a': { oneOf: ['xa', 'xb'], notLike: 'x*' } } }), '/require/args/~1a/oneOf'],
    ['one of them excluded', req({ args: { '/a': { oneOf: ['xa', 'yb'], notLike: 'x*' } } }), '/require/args/~1a/oneOf/0'],
    ['like what it must not be like', req({ args: { '/a': { like: '/etc/*', notLike: '/*' } } }), '/require/args/~1a/notLike'],
    ['like what is too long', req({ args: { '/a': { like: 'abc*def', maxLength: 5 } } }), '/require/args/~1a/maxLength'],
    ['in and not in one list', req({ args: { '/a': { inList: 'l', notInList: 'l' } } }), '/require/args/~1a/notInList'],
    ['a value with members', req({ args: { '/a': { max: 1 }, '/a/b': { max: 1 } } }), '/require/args/~1a~1b'],
    ['a value that need not be there', req({ args: { '/a': { max: 1, optional: true }, '/a/b': { max: 1 }, '/ab': { max: 1 } } })],
    [
      'at least more than at most',
      req({ history: [{ id: 'h', count_within: { ...event, min: 3, max: 2 } }] }),
      '/require/history/0/count_within/min',
    ],
    ['more than is kept', req({ history: [{ id: 'h', count_within: { ...event, min: 513 } }] }), '/require/history/0/count_within/min'],
    [
      'happened and not happened',
      req({
        history: [
          { id: 'a', formerly: event },
          { id: 'b', formerly: { ...event, is: false } },
        ],
      }),
      '/require/history/1/formerly/is',
    ],
    [
      'happened and something else not',
      req({
        history: [
          { id: 'a', formerly: event },
          { id: 'b', formerly: { ...event, action: 'y', is: false } },
        ],
      }),
    ],
    ['every score passes', req({ findings: { ssrf: { max: 1 } } }), '/require/findings/ssrf/max'],
  ];
  it.each(CASES)('%s', (_, document, ...pointers) => {
    expect(lint(document).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('and what it comes to', () => {
    const impossible: Require = { args: { '/a': { equals: 5, max: 4 } } };
    const optional: Require = { args: { '/a': { equals: 5, max: 4, optional: true } } };
    expect(lint(req(optional))[0]?.detail).toBe('Only a call without it passes: no value holds all of this.');
    const said = (['require', 'allow', 'deny'] as const).map((effect) => lint({ effect, require: impossible })[0]?.detail);
    expect(said.map((detail) => detail?.split('; ').at(-1))).toEqual([
      'the policy refuses every call that it is about.',
      'the policy permits nothing.',
      'the policy denies nothing.',
    ]);
  });

  it('never of a policy that some call satisfies', () => {
    // What is called impossible is refused whatever the value: 2,000 random requirements against 40 values each.
    const values = [-1, 0, 1, 2.5, 5, 10, 'a', 'ab', 'abc', 'xa', '5', '10', '', 'x', 'aaaa', true, false, '-1', '2.5', 'true'];
    let seed = 7;
    const pick = <T>(from: readonly T[]): T => from[(seed = (seed * 48_271) % 2_147_483_647) % from.length]!;
    const some = <T>(member: string, from: readonly T[]): object => (pick([0, 1, 2]) === 0 ? { [member]: pick(from) } : {});
    let impossible = 0;
    for (let i = 0; i < 2_000; i++) {
      const requirement: ArgumentRequirement = {
        ...some('equals', values),
        ...some('oneOf', [
          ['a', 'b'],
          [5, 'x'],
          ['xa', 'xb'],
          ['10', '-1'],
        ]),
        ...some('min', [0, 5]),
        ...some('max', [5, 7]),
        ...some('like', ['a*', '*b', 'abc*', '5']),
        ...some('notLike', ['a*', '*', 'x*']),
        ...some('maxLength', [0, 2, 9]),
        ...some('matches', ['[a-z]+', '[0-9]+']),
      };
      const said = lint(req({ args: { '/of': requirement } })).filter(({ detail }) => detail.startsWith('Impossible'));
      if (!said.length) continue;
      impossible++;
      for (const value of values)
        expect(
          checksOf({ of: value }, [{ id: 'c', pointer: '/of', requirement }], new Map()),
          JSON.stringify([requirement, value]),
        ).toEqual({ c: false });
    }
    expect(impossible).toBeGreaterThan(100);
  });
});

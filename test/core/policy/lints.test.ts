import { describe, expect, it } from 'vitest';
import { covers, lint } from '#core/policy/lints.ts';
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

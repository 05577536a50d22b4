import { describe, expect, it, test } from 'vitest';
import type { HistoryRequirement } from '#core/policy/document.ts';
import { EVENT_VALUES_MAX, eventOf, holdsInPast, type PastEvent, type Scalar } from '#core/policy/history.ts';
import { unitsOf } from '#core/policy/units.ts';

const NOW = Date.UTC(2026, 10, 20);
const MINUTE = 60_000;
const tagOf = (text: string): string => `<${text}>`;
const at = (values: Record<string, Scalar>) => (pointer: string) => values[pointer];

const noted = (requirement: HistoryRequirement, values: Record<string, Scalar>, minutes: number): PastEvent =>
  eventOf({ kind: 'request', names: ['tools/call', 'a', 's/a'], valueAt: at(values) }, [requirement], {
    id: 'v',
    at_ms: NOW - minutes * MINUTE,
    tagOf,
  })!;
const ask = (requirement: HistoryRequirement, events: PastEvent[], own: Record<string, Scalar> = {}, lost_ms: number | null = null) =>
  holdsInPast(requirement, { past: { events, lost_ms }, now_ms: NOW, valueAt: at(own), tagOf });

describe('what may have been pushed out', () => {
  const wanted: HistoryRequirement = { id: 'h', formerly: { within: '10m', action: 'a' } };
  const unwanted: HistoryRequirement = { id: 'h', formerly: { within: '10m', action: 'a', is: false } };
  const few: HistoryRequirement = { id: 'h', count_within: { within: '10m', action: 'a', max: 5 } };
  it.each([
    [wanted, null, false],
    [unwanted, null, true],
    [few, null, true],
    [wanted, 5, null],
    [unwanted, 5, null],
    [few, 5, null],
    [few, 10, true],
    [few, 11, true],
  ])('%j, lost %j minutes ago: %j', (requirement, minutes, holds) => {
    expect(ask(requirement, [], {}, minutes === null ? null : NOW - minutes * MINUTE)).toBe(holds);
  });
  it('does not matter where one that was kept tells it all', () => {
    expect(ask(wanted, [noted(wanted, {}, 1)], {}, NOW)).toBe(true);
    expect(ask(unwanted, [noted(unwanted, {}, 1)], {}, NOW)).toBe(false);
  });
});

describe('matches', () => {
  const same: HistoryRequirement = { id: 'h', formerly: { within: '1h', action: 's/*', match: { 'input./x': '$/y', 'input./z': '$z' } } };
  it.each([
    [{ 'input./x': 5, 'input./z': '$z' }, { '/y': 5 }, true],
    [{ 'input./x': '5', 'input./z': '$z' }, { '/y': 5 }, true],
    [{ 'input./x': 5, 'input./z': 'z' }, { '/y': 5 }, false],
    [{ 'input./z': '$z' }, { '/y': 5 }, false],
    [{ 'input./x': 5, 'input./z': '$z' }, {}, null],
  ])('%j for %j: %j', (values, own, holds) => {
    expect(ask(same, [noted(same, values as Record<string, Scalar>, 1)], own as Record<string, Scalar>)).toBe(holds);
  });
  it('only events of that kind and pattern, and of that time', () => {
    const event = noted(same, { 'input./x': 5, 'input./z': '$z' }, 1);
    expect(ask(same, [{ ...event, kind: 'response' }], { '/y': 5 })).toBe(false);
    expect(ask(same, [{ ...event, actions: ['<s/a>'] }], { '/y': 5 })).toBe(false);
    expect(ask(same, [{ ...event, at_ms: NOW - 60 * MINUTE }], { '/y': 5 })).toBe(false);
  });
});

test('nothing that was sent is kept in clear but numbers', () => {
  const requirement: HistoryRequirement = {
    id: 'h',
    sum_within: { within: '1h', action: 'a', of: 'input./amount', match: { 'input./to': 'bob' }, max: 1 },
  };
  const hidden = (text: string): string => `#${text.length}`;
  const told = { kind: 'request' as const, names: ['a'], valueAt: at({ 'input./amount': 1.5, 'input./to': 'bob@acme' }) };
  const event = eventOf(told, [requirement], { id: 'v', at_ms: NOW, tagOf: hidden });
  expect(event).toEqual({ id: 'v', at_ms: NOW, kind: 'request', actions: ['#1'], values: { '#9': ['#8'], '#13': ['#3', 15_000] } });
  expect(eventOf({ ...told, names: ['b'] }, [requirement], { id: 'v', at_ms: NOW, tagOf })).toBeNull();
});

test('an event with more values than are kept tells nothing that is not sure', () => {
  const many = Array.from({ length: EVENT_VALUES_MAX + 1 }, (_, i): HistoryRequirement => ({
    id: `h${i}`,
    count_within: { within: '1h', action: 'a', match: { [`input./${i}`]: 1 }, max: 5 },
  }));
  const event = eventOf({ kind: 'request', names: ['a'], valueAt: () => 1 }, many, { id: 'v', at_ms: NOW - 1, tagOf })!;
  expect(Object.keys(event.values)).toHaveLength(EVENT_VALUES_MAX);
  expect(ask(many.at(-1)!, [event])).toBeNull();
});

test.each([
  [0.1, 1_000],
  [-1.5, -15_000],
  [0.0001, 1],
  [0.00001, null],
  [900_000_000_000, 9_000_000_000_000_000],
  [900_719_925_474.0991, 9_007_199_254_740_991],
  [900_719_925_475, null],
  [1e300, null],
  [Number.NaN, null],
])('%j is %j ten-thousandths', (number, units) => {
  expect(unitsOf(number)).toBe(units);
});

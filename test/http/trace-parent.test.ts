/** W3C Trace Context, 3.2.2. */
import { expect, it } from 'vitest';
import { parseTraceParent } from '#http/trace-parent.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

it.each([
  ['01', true],
  ['00', false],
  ['03', true],
  ['fe', false],
])('flags %s: sampled %s', (flags, sampled) => {
  expect(parseTraceParent(`00-${TRACE}-${SPAN}-${flags}`)).toEqual({ trace_id: TRACE, span_id: SPAN, sampled });
});

it('of a later version, what this one knows is read', () => {
  for (const text of [`01-${TRACE}-${SPAN}-01`, `cc-${TRACE}-${SPAN}-01-what-comes`]) {
    expect(parseTraceParent(text)).toEqual({ trace_id: TRACE, span_id: SPAN, sampled: true });
  }
});

it.each([
  null,
  undefined,
  '',
  TRACE,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01-more`,
  `00-${TRACE}-${SPAN}-1`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE.slice(1)}-${SPAN}-01`,
  `01-${TRACE}-${SPAN}-01.more`,
  ` 00-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
])('%j is none', (text) => {
  expect(parseTraceParent(text)).toBeNull();
});

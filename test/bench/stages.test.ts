import { expect, test } from 'vitest';
import { costsOf } from './stages.ts';

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, lineNumber: 9 },
  children,
});
const profile = {
  nodes: [
    node(1, '(root)', '', [2, 5, 6]),
    node(2, 'judgeClosely', 'file:///app/src/core/judge.ts', [3]),
    node(3, 'test', '', []),
    node(5, '(idle)', ''),
    node(6, 'onStreamRead', 'node:internal/stream_base_commons', [7]),
    node(7, 'parse', 'file:///app/node_modules/pg-protocol/dist/parser.js'),
    node(8, 'constructor', ''),
  ],
  samples: [2, 3, 5, 6, 7, 7, 8],
  timeDeltas: [10, 20, 1_000, 4, 6, 6, 2],
};

test("a function's own time counts for its stage, a built-in one's for its caller's, and idling is not being busy", () => {
  const { stages, functions, busy_us } = costsOf(profile, 2);
  expect(Object.fromEntries(stages.map(({ name, micros }) => [name, micros]))).toEqual({
    idle: 500,
    judge: 15,
    'postgres client': 6,
    'sockets, streams, timers': 2,
    other: 1,
  });
  expect(busy_us).toBe(24);
  expect(functions[0]).toEqual({ name: 'test < judgeClosely src/core/judge.ts:10', micros: 10 });
});

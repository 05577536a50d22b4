import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, Submission } from '#core/submission.ts';
import { FAULTS_MAX, readProtocol } from '#core/mcp/message.ts';
import { POINTER_LENGTH_MAX } from '#core/mcp/fault.ts';
import { submit, type Given } from './submissions.ts';

const call = (params: JsonObject): JsonObject => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'a', ...params } });
const answer = (result: JsonObject): JsonObject => ({ jsonrpc: '2.0', id: 1, result });
const many = <T>(n: number, item: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => item(i));
const keys = (n: number, prefix: string, value: unknown): JsonObject => Object.fromEntries(many(n, (i) => [`${prefix}${i}`, value]));
const nested = (depth: number): unknown => {
  let value: unknown = {};
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { properties: value };
  return value;
};

/** Each builds a submission of a size that grows with `n`. */
const HOSTILE: readonly [title: string, build: (n: number) => Given][] = [
  ['content blocks', (n) => ({ response: answer({ content: many(n, () => ({ type: 'text', text: '' })) }) })],
  ['content that is all wrong', (n) => ({ response: answer({ content: many(n, () => 0) }) })],
  ['arguments', (n) => ({ request: call({ arguments: keys(n, 'k', 1) }) })],
  ['_meta keys', (n) => ({ request: call({ _meta: keys(n, 'io.mcp/', 1) }) })],
  ['tools', (n) => ({ response: answer({ tools: many(n >> 3, () => ({ name: 'a', inputSchema: { type: 'object' } })) }) })],
  [
    'tools with wrong headers',
    (n) => ({ response: answer({ tools: many(n >> 3, () => ({ name: 'a', inputSchema: { type: 'object', 'x-mcp-header': '' } })) }) }),
  ],
  [
    'arguments of a known tool',
    (n) => ({
      request: call({ arguments: keys(n, 'k', 1) }),
      tool: { inputSchema: { type: 'object', additionalProperties: { type: 'string' } } },
    }),
  ],
  [
    'properties in the schema of a tool',
    (n) => ({
      request: call({}),
      tool: { inputSchema: { type: 'object', properties: keys(n >> 3, 'k', { type: 'string', 'x-mcp-header': 'A' }) } },
    }),
  ],
  ['input responses', (n) => ({ request: call({ inputResponses: keys(n, 'k', { action: 'no' }) }) })],
  ['a batch', (n) => ({ request: many(n, (i) => ({ jsonrpc: '2.0', id: i, method: 'x' })) })],
  [
    'answers of a batch',
    (n) => ({
      request: many(n, (i) => ({ jsonrpc: '2.0', id: i, method: 'ping' })),
      response: many(n, (i) => ({ jsonrpc: '2.0', id: -i, result: {} })),
    }),
  ],
  ['headers', (n) => ({ request: call({}), headers: Object.fromEntries(many(n, (i) => [`mcp-param-${i}`, '\u0000'])) })],
  ['one long name', (n) => ({ request: call({ _meta: { [`io.mcp/${'x'.repeat(n)}`]: 1 } }) })],
  ['one long header', (n) => ({ request: call({}), headers: { 'mcp-name': `=?base64?${'A'.repeat(n * 4)}?=` } })],
  [
    'faults of the JSON text',
    (n) => ({ request: call({}), faults: many(n, () => ({ kind: 'too_deep', pointer: '/request', detail: '' })) }),
  ],
];

const millisecondsOf = (submission: Submission): number => {
  const start = performance.now();
  readProtocol(submission);
  return performance.now() - start;
};

describe('size costs time in proportion, and the answer stays small', () => {
  test.each(HOSTILE)('%s', (_title, build) => {
    const big = submit(build(80_000));
    const reading = readProtocol(big);
    expect(reading.faults.length).toBeLessThanOrEqual(FAULTS_MAX);
    expect(reading.messages.length).toBeLessThanOrEqual(100);
    for (const fault of reading.faults) expect(fault.pointer.length).toBeLessThanOrEqual(POINTER_LENGTH_MAX);
    // Quadratic work over 80,000 items takes many seconds; the bound leaves room for a busy machine.
    expect(Math.min(millisecondsOf(big), millisecondsOf(big))).toBeLessThan(5_000);
  });

  test('depth does not cost a stack', () => {
    const deep = nested(200_000);
    const given: Given[] = [
      { request: call({ arguments: { a: deep }, _meta: { a: deep } }) },
      { request: call({ _meta: deep }) },
      { response: answer({ content: deep, tools: deep, structuredContent: deep }) },
      { request: call({}), tool: { inputSchema: { type: 'object', properties: { a: deep } } } },
      { request: call({ inputResponses: deep }) },
    ];
    for (const one of given) expect(readProtocol(submit(one)).faults.length).toBeLessThanOrEqual(FAULTS_MAX);
  });
});

test('nothing that JSON can hold makes it throw, and every fault has a place in the submission', () => {
  const members = fc.dictionary(
    fc.constantFrom(
      'jsonrpc',
      'id',
      'method',
      'params',
      'result',
      'error',
      'name',
      'arguments',
      '_meta',
      'content',
      'type',
      'tools',
      '__proto__',
      'constructor',
    ),
    fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>('2.0', 'tools/call', 'tools/list', 'text', 'input_required', null, 1, true),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom('name', 'type', 'resultType', 'inputRequests', 'method', 'params', 'requestedSchema', 'properties', '_meta'),
          tie('json'),
        ),
      ),
    })).json,
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(members, fc.option(members, { nil: undefined }), fc.option(members, { nil: undefined }), (request, response, tool) => {
      const { faults } = readProtocol(submit({ request, ...(response && { response }), ...(tool && { tool }) }));
      for (const fault of faults) expect(fault.pointer).toMatch(/^\/(request|response|tool)(\/|$)/);
    }),
    { numRuns: 3_000 },
  );
});

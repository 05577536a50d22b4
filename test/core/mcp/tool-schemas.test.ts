import { describe, expect, test } from 'vitest';
import type { JsonObject, ToolHint } from '#core/submission.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { submit } from './submissions.ts';
import { R03, R26 } from './valid-messages.ts';

const tool = {
  name: 'book',
  inputSchema: { type: 'object', properties: { city: { type: 'string' }, nights: { type: 'integer', minimum: 1 } }, required: ['city'] },
  outputSchema: { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] },
};
const call = (args?: unknown): JsonObject => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'book', ...(args !== undefined && { arguments: args }) },
});
const answer = (result: JsonObject): JsonObject => ({ jsonrpc: '2.0', id: 1, result: { content: [], ...result } });
const named = (faults: readonly { threat: string; rule: string; pointer: string }[]): string[] =>
  faults.map((f) => `${f.threat} ${f.rule} ${f.pointer}`);

describe('arguments against the input schema', () => {
  const cases: [string, unknown, string[]][] = [
    ['that satisfy it pass', { city: 'Rome', nights: 2 }, []],
    ['of the wrong type are named', { city: 3 }, ['Q09 protocol.arguments-schema /request/params/arguments/city']],
    ['out of bounds are named', { city: 'Rome', nights: 0 }, ['Q09 protocol.arguments-schema /request/params/arguments/nights']],
  ];
  test.each(cases)('%s', (_title, args, expected) => {
    expect(named(readProtocol(submit({ request: call(args), tool })).faults)).toEqual(expected);
  });
  test('that are missing are held to it as an empty object', () => {
    expect(readProtocol(submit({ request: call(), tool })).faults).toMatchObject([{ rule: 'protocol.arguments-schema', threat: 'Q09' }]);
    expect(readProtocol(submit({ request: call(), tool: { name: 'book', inputSchema: { type: 'object' } } })).faults).toEqual([]);
  });
  test('are not held to the schema of another tool of the batch', () => {
    const other = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'other', arguments: {} } };
    const { faults } = readProtocol(submit({ request: [call({ city: 'Rome' }), other], tool }));
    expect(faults).toEqual([]);
  });
  test('are free where no schema is known', () => {
    expect(readProtocol(submit({ request: call({ anything: 1 }), tool: { name: 'book' } })).faults).toEqual([]);
  });
});

describe('results against the output schema', () => {
  const cases: [string, JsonObject, string[]][] = [
    ['that satisfy it pass', { structuredContent: { price: 3 } }, []],
    [
      'of another type are named',
      { structuredContent: { price: 'x' } },
      ['R06 protocol.output-schema /response/result/structuredContent/price'],
    ],
    ['without structuredContent are named', {}, ['R06 protocol.output-schema /response/result/structuredContent']],
    ['that report an error need none', { isError: true }, []],
    ['that ask for input need none', { resultType: 'input_required', requestState: 's' }, []],
  ];
  test.each(cases)('%s', (_title, result, expected) => {
    expect(named(readProtocol(submit({ request: call(), response: answer(result), tool: { ...tool } })).faults)).toEqual(expected);
  });
  test('are not held to it before output schemas existed', () => {
    expect(readProtocol(submit({ request: call(), response: answer({}), tool, protocol_version: R03 })).faults).toEqual([]);
  });
});

describe('schemas that nobody should evaluate', () => {
  const remote = { type: 'object', properties: { a: { $ref: 'https://evil.example/schema.json' } } };
  test('a reference to the network in a tool list', () => {
    const response = { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a', inputSchema: remote }] } };
    const { faults } = readProtocol(submit({ response }));
    expect(faults).toMatchObject([{ rule: 'protocol.schema', threat: 'M10' }]);
    expect(faults[0]?.pointer).toMatch(/^\/response\/result\/tools\/0\/inputSchema\/properties\/a/);
  });
  test('a reference to the network in an output schema of the tool beside a call', () => {
    const hint: ToolHint = { name: 'book', outputSchema: remote };
    const { faults } = readProtocol(submit({ request: call({}), tool: hint, protocol_version: '2025-11-25' }));
    expect(faults).toMatchObject([{ rule: 'protocol.schema', threat: 'M10' }]);
    expect(faults[0]?.pointer).toMatch(/^\/tool\/outputSchema\/properties\/a/);
  });
  test('a pattern that our engine does not know is the own affair of the tool', () => {
    const response = {
      jsonrpc: '2.0',
      id: 1,
      result: { tools: [{ name: 'a', inputSchema: { type: 'object', properties: { p: { type: 'string', pattern: '^(?=.*\\d).+$' } } } }] },
    };
    expect(readProtocol(submit({ response })).faults).toEqual([]);
  });
  test('in 2026-07-28 an output schema may be of any type', () => {
    const hint: ToolHint = { name: 'book', outputSchema: { type: 'array', items: { type: 'integer' } } };
    const response = { jsonrpc: '2.0', id: 1, result: { resultType: 'complete', content: [], structuredContent: [1, 'x'] } };
    const { faults } = readProtocol(submit({ response, request: call(), tool: hint, protocol_version: R26 }));
    expect(faults.map((f) => f.pointer)).toEqual(['/response/result/structuredContent/1']);
  });
});

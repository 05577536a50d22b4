import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#core/submission.ts';
import { decodeValue } from '#core/mcp/header-value.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { submit } from './submissions.ts';
import { META_2026, R11, R26 } from './valid-messages.ts';

const encode = (text: string): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;
const request = (method: string, params: JsonObject): JsonObject => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params: { ...params, _meta: META_2026 },
});
const good = { 'mcp-protocol-version': R26, 'mcp-method': 'tools/call', 'mcp-name': 'a' };
const call = request('tools/call', { name: 'a' });
const schema: JsonObject = {
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    page: { type: 'object', properties: { size: { type: 'integer', 'x-mcp-header': 'Size' } } },
    dry: { type: 'boolean', 'x-mcp-header': 'Dry' },
  },
};
const args = { region: 'us-west1', page: { size: 42 }, dry: false };
const mirrored = { ...good, 'mcp-param-region': 'us-west1', 'mcp-param-size': '42', 'mcp-param-dry': 'false' };
const withArgs = request('tools/call', { name: 'a', arguments: args });
const without = (name: keyof typeof mirrored): Record<string, string> =>
  Object.fromEntries(Object.entries(mirrored).filter(([key]) => key !== name));

const faultsOf = (message: JsonObject, headers: Record<string, string>, inputSchema?: JsonObject): string[] =>
  readProtocol(submit({ request: message, headers, ...(inputSchema && { tool: { inputSchema } }) })).faults.map(
    (f) => `${f.threat} ${f.rule} ${f.pointer}`,
  );

describe('headers that mirror the message pass', () => {
  const cases: [string, JsonObject, Record<string, string>, JsonObject?][] = [
    ['a call', call, good],
    ['other headers beside', call, { ...good, 'user-agent': 'ü', accept: '*/*' }],
    ['no Mcp header at all', call, { 'user-agent': 'x' }],
    [
      'a resource by its URI',
      request('resources/read', { uri: 'file:///a' }),
      { ...good, 'mcp-method': 'resources/read', 'mcp-name': 'file:///a' },
    ],
    ['a task by its id', request('tasks/get', { taskId: 't' }), { ...good, 'mcp-method': 'tasks/get', 'mcp-name': 't' }],
    ['a list, which has no name', request('tools/list', {}), { 'mcp-protocol-version': R26, 'mcp-method': 'tools/list' }],
    ['an encoded name', request('tools/call', { name: 'wörld' }), { ...good, 'mcp-name': encode('wörld') }],
    [
      'a name that looks encoded, encoded',
      request('tools/call', { name: '=?base64?x?=' }),
      { ...good, 'mcp-name': encode('=?base64?x?=') },
    ],
    ['a legacy call', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'a' } }, { 'mcp-protocol-version': R11 }],
    ['mirrored arguments', withArgs, mirrored, schema],
    ['an integer written as 42.0', withArgs, { ...mirrored, 'mcp-param-size': '42.0' }, schema],
    ['an encoded argument', withArgs, { ...mirrored, 'mcp-param-region': encode('us-west1') }, schema],
    [
      'a null argument without header',
      request('tools/call', { name: 'a', arguments: { region: null } }),
      good,
      { type: 'object', properties: { region: { 'x-mcp-header': 'R', type: 'string' } } },
    ],
    ['a header that mirrors nothing known', call, { ...good, 'mcp-param-other': 'x' }, schema],
  ];
  test.each(cases)('%s', (_title, message, headers, inputSchema) => {
    expect(faultsOf(message, headers, inputSchema).filter((f) => !f.includes('arguments-schema'))).toEqual([]);
  });
});

describe('headers that say otherwise than the message are named', () => {
  const cases: [string, JsonObject, Record<string, string>, string, JsonObject?][] = [
    ['another method', call, { ...good, 'mcp-method': 'tools/list' }, 'P01 protocol.header-mismatch /headers/mcp-method'],
    ['the method in another case', call, { ...good, 'mcp-method': 'Tools/Call' }, 'P01 protocol.header-mismatch /headers/mcp-method'],
    ['another name', call, { ...good, 'mcp-name': 'b' }, 'P01 protocol.header-mismatch /headers/mcp-name'],
    ['another name, encoded', call, { ...good, 'mcp-name': encode('b') }, 'P01 protocol.header-mismatch /headers/mcp-name'],
    [
      'a sentinel in upper case is no sentinel',
      call,
      { ...good, 'mcp-name': '=?BASE64?YQ==?=' },
      'P01 protocol.header-mismatch /headers/mcp-name',
    ],
    ['Base64 without padding', call, { ...good, 'mcp-name': '=?base64?YQ?=' }, 'P01 protocol.header-encoding /headers/mcp-name'],
    ['Base64 with rest bits', call, { ...good, 'mcp-name': '=?base64?YR==?=' }, 'P01 protocol.header-encoding /headers/mcp-name'],
    ['Base64 of no UTF-8', call, { ...good, 'mcp-name': '=?base64?/w==?=' }, 'P01 protocol.header-encoding /headers/mcp-name'],
    [
      'another revision',
      call,
      { ...good, 'mcp-protocol-version': R11 },
      'P01 protocol.header-mismatch /request/params/_meta/io.modelcontextprotocol~1protocolVersion',
    ],
    [
      'an unknown revision',
      call,
      { ...good, 'mcp-protocol-version': '1.0' },
      'P02 protocol.unknown-revision /headers/mcp-protocol-version',
    ],
    ['no revision', call, { 'mcp-method': 'tools/call', 'mcp-name': 'a' }, 'P01 protocol.header-missing /headers/mcp-protocol-version'],
    ['no method', call, { 'mcp-protocol-version': R26, 'mcp-name': 'a' }, 'P01 protocol.header-missing /headers/mcp-method'],
    ['no name', call, { 'mcp-protocol-version': R26, 'mcp-method': 'tools/call' }, 'P01 protocol.header-missing /headers/mcp-name'],
    [
      'mirrors without a revision',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'a' } },
      { 'mcp-method': 'tools/call', 'mcp-name': 'a' },
      'P01 protocol.header-missing /headers/mcp-protocol-version',
    ],
    ['a line break', call, { ...good, 'mcp-name': 'a\r\nx: y' }, 'P01 protocol.header-characters /headers/mcp-name'],
    ['a letter outside of ASCII', call, { ...good, 'mcp-name': 'ä' }, 'P01 protocol.header-characters /headers/mcp-name'],
    [
      'another argument',
      withArgs,
      { ...mirrored, 'mcp-param-region': 'eu' },
      'P01 protocol.header-mismatch /headers/mcp-param-region',
      schema,
    ],
    [
      'another integer',
      withArgs,
      { ...mirrored, 'mcp-param-size': '42.5' },
      'P01 protocol.header-mismatch /headers/mcp-param-size',
      schema,
    ],
    [
      'an integer in another notation',
      withArgs,
      { ...mirrored, 'mcp-param-size': '0x2a' },
      'P01 protocol.header-mismatch /headers/mcp-param-size',
      schema,
    ],
    [
      'a boolean in another notation',
      withArgs,
      { ...mirrored, 'mcp-param-dry': 'False' },
      'P01 protocol.header-mismatch /headers/mcp-param-dry',
      schema,
    ],
    ['a missing mirror', withArgs, without('mcp-param-region'), 'P01 protocol.header-missing /headers/mcp-param-region', schema],
    [
      'a header for an argument that is not there',
      call,
      { ...good, 'mcp-param-region': 'x' },
      'P01 protocol.header-mismatch /headers/mcp-param-region',
      schema,
    ],
  ];
  test.each(cases)('%s', (_title, message, headers, fault, inputSchema) => {
    expect(faultsOf(message, headers, inputSchema)).toContain(fault);
  });
  test('a batch has no single method', () => {
    const faults = readProtocol(
      submit({
        request: [
          { jsonrpc: '2.0', id: 1, method: 'ping' },
          { jsonrpc: '2.0', id: 2, method: 'ping' },
        ],
        headers: { 'mcp-method': 'ping' },
      }),
    ).faults;
    expect(faults.map((f) => f.rule)).toContain('protocol.header-mismatch');
  });
});

const property = (value: JsonObject): JsonObject => ({ type: 'object', properties: { a: value } });

describe('x-mcp-header in a tool definition', () => {
  const sound: [string, JsonObject][] = [
    ['the three primitives', schema],
    ['a property of that name', { type: 'object', properties: { 'x-mcp-header': { type: 'string' } } }],
    ['the word in data', property({ type: 'string', default: { 'x-mcp-header': '' }, enum: [{ 'x-mcp-header': '' }] })],
  ];
  test.each(sound)('%s: in order', (_title, inputSchema) => {
    const response = { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a', inputSchema }] } };
    expect(readProtocol(submit({ response })).faults).toEqual([]);
  });
  const faulty: [string, JsonObject, string][] = [
    ['empty', property({ type: 'string', 'x-mcp-header': '' }), '/properties/a/x-mcp-header'],
    ['with a line break', property({ type: 'string', 'x-mcp-header': 'A\r\nB' }), '/properties/a/x-mcp-header'],
    ['with a space', property({ type: 'string', 'x-mcp-header': 'A B' }), '/properties/a/x-mcp-header'],
    ['no string', property({ type: 'string', 'x-mcp-header': 3 }), '/properties/a/x-mcp-header'],
    ['on a number', property({ type: 'number', 'x-mcp-header': 'A' }), '/properties/a/x-mcp-header'],
    ['on an object', property({ type: 'object', 'x-mcp-header': 'A' }), '/properties/a/x-mcp-header'],
    ['on the root', { type: 'object', 'x-mcp-header': 'A' }, '/x-mcp-header'],
    ['below items', property({ type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } }), '/properties/a/items/x-mcp-header'],
    ['below anyOf', property({ anyOf: [{ type: 'string', 'x-mcp-header': 'A' }] }), '/properties/a/anyOf/0/x-mcp-header'],
    ['below $defs', { type: 'object', $defs: { d: { type: 'string', 'x-mcp-header': 'A' } } }, '/$defs/d/x-mcp-header'],
    [
      'below else',
      { type: 'object', else: { properties: { a: { type: 'string', 'x-mcp-header': 'A' } } } },
      '/else/properties/a/x-mcp-header',
    ],
  ];
  test.each(faulty)('%s: refused', (_title, inputSchema, at) => {
    const response = { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a', inputSchema }] } };
    const pointer = `/response/result/tools/0/inputSchema${at}`;
    expect(readProtocol(submit({ response })).faults).toContainEqual(
      expect.objectContaining({ rule: 'protocol.x-mcp-header', threat: 'M12', pointer }),
    );
  });
  test('two names that differ in case only: refused once', () => {
    const inputSchema = {
      type: 'object',
      properties: { a: { type: 'string', 'x-mcp-header': 'Key' }, b: { type: 'string', 'x-mcp-header': 'KEY' } },
    };
    const response = { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a', inputSchema }] } };
    expect(readProtocol(submit({ response })).faults.map((f) => f.rule)).toEqual(['protocol.x-mcp-header']);
  });
});

describe('encoded values', () => {
  test('every text comes back from its encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeValue(encode(text))).toBe(text);
      }),
    );
  });
  test('no two encodings stand for one text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'Q', '=', '/', ' ', '-', 'g'), maxLength: 8 }), (inner) => {
        const value = `=?base64?${inner}?=`;
        const decoded = decodeValue(value);
        expect(decoded === null ? null : encode(decoded)).toBe(decoded === null ? null : value);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { BATCH_MESSAGES_MAX, readProtocol } from '#core/mcp/message.ts';
import type { JsonObject } from '#core/submission.ts';
import { submit, type Given } from './submissions.ts';
import { META_2026, R06, R11, R24, R26, R03 } from './valid-messages.ts';

const rpc = { jsonrpc: '2.0', id: 1 };
const ping = { ...rpc, method: 'ping' };
const call = { ...rpc, method: 'tools/call', params: { name: 'a' } };
const stateless = { ...call, params: { name: 'a', _meta: META_2026 } };
const result = (value: JsonObject): JsonObject => ({ ...rpc, result: value });

type Case = [title: string, given: Given, rule: string, pointer: string, threat?: string];

const FAULTY: readonly Case[] = [
  ['no jsonrpc', { request: { id: 1, method: 'ping' } }, 'protocol.jsonrpc-version', '/request/jsonrpc', 'Q11'],
  ['jsonrpc 1.0', { request: { ...ping, jsonrpc: '1.0' } }, 'protocol.jsonrpc-version', '/request/jsonrpc'],
  ['jsonrpc as a number', { request: { ...ping, jsonrpc: 2 } }, 'protocol.jsonrpc-version', '/request/jsonrpc'],
  ['an empty object', { request: { jsonrpc: '2.0', id: 1 } }, 'protocol.not-a-message', '/request'],
  ['a method that is no string', { request: { ...rpc, method: 3 } }, 'protocol.method-type', '/request/method'],
  ['an empty method', { request: { ...rpc, method: '' } }, 'protocol.method-type', '/request/method'],
  ['a null id', { request: { ...ping, id: null } }, 'protocol.id-type', '/request/id'],
  ['a fraction as id', { request: { ...ping, id: 1.5 } }, 'protocol.id-type', '/request/id'],
  ['an id beyond what every reader can tell apart', { request: { ...ping, id: 2 ** 53 } }, 'protocol.id-type', '/request/id'],
  ['params as a list', { request: { ...call, params: ['a'] } }, 'protocol.params-type', '/request/params'],
  ['method and result', { request: { ...ping, result: {} } }, 'protocol.method-and-result', '/request'],
  ['method and error', { request: { ...ping, error: {} } }, 'protocol.method-and-result', '/request'],
  ['result and error', { response: { ...rpc, result: {}, error: { code: 1, message: 'm' } } }, 'protocol.result-and-error', '/response'],
  ['a result without id', { response: { jsonrpc: '2.0', result: {} } }, 'protocol.id-missing', '/response/id'],
  ['a result that is a list', { response: { ...rpc, result: [] } }, 'protocol.result-type', '/response/result'],
  ['an error that is a string', { response: { ...rpc, error: 'no' } }, 'protocol.error', '/response/error'],
  ['an error code as a string', { response: { ...rpc, error: { code: '1', message: 'm' } } }, 'protocol.error', '/response/error/code'],
  ['an error without message', { response: { ...rpc, error: { code: 1 } } }, 'protocol.error', '/response/error/message'],
  ['a response in the place of a request', { request: result({}) }, 'protocol.wrong-place', '/request'],
  ['a request in the place of a response', { request: call, response: ping }, 'protocol.wrong-place', '/response'],
  ['the id of another request', { request: ping, response: { ...rpc, id: 2, result: {} } }, 'protocol.id-mismatch', '/response/id', 'P08'],
  ['the id as another type', { request: ping, response: { ...rpc, id: '1', result: {} } }, 'protocol.id-mismatch', '/response/id', 'P08'],
  [
    'an answer to a notification',
    { request: { jsonrpc: '2.0', method: 'notifications/initialized' }, response: result({}) },
    'protocol.id-mismatch',
    '/response/id',
  ],
  [
    'a malformed request beside the response',
    { request: { ...ping, jsonrpc: '1.0' }, response: result({}) },
    'protocol.jsonrpc-version',
    '/request/jsonrpc',
  ],
  ['an unknown method', { request: { ...rpc, method: 'tools/steal' } }, 'protocol.unknown-method', '/request/method', 'P07'],
  [
    'a method of another revision',
    { request: { ...rpc, method: 'server/discover' }, protocol_version: R24 },
    'protocol.unknown-method',
    '/request/method',
    'P02',
  ],
  [
    'initialize in the stateless era',
    { request: { ...rpc, method: 'initialize' }, protocol_version: R26 },
    'protocol.unknown-method',
    '/request/method',
    'P02',
  ],
  [
    'a call without id',
    { request: { jsonrpc: '2.0', method: 'tools/call', params: { name: 'a' } } },
    'protocol.request-without-id',
    '/request/id',
  ],
  ['a notification with id', { request: { ...rpc, method: 'notifications/initialized' } }, 'protocol.notification-with-id', '/request/id'],
  ['a call without name', { request: { ...rpc, method: 'tools/call' } }, 'protocol.params', '/request/params/name', 'Q11'],
  [
    'arguments that are a string',
    { request: { ...call, params: { name: 'a', arguments: 'x' } } },
    'protocol.params',
    '/request/params/arguments',
  ],
  [
    'sampling in a message of its own in the stateless era',
    { request: { ...rpc, method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } }, protocol_version: R26 },
    'protocol.direction',
    '/request/method',
    'P02',
  ],
  ['a stateless request without _meta', { request: call, protocol_version: R26 }, 'protocol.params', '/request/params/_meta'],
  [
    'a request that declares capabilities but no revision',
    { request: { ...call, params: { name: 'a', _meta: { 'io.modelcontextprotocol/clientCapabilities': {} } } } },
    'protocol.params',
    '/request/params/_meta/io.modelcontextprotocol~1protocolVersion',
  ],
  [
    'a made-up key under a reserved prefix',
    { request: { ...call, params: { name: 'a', _meta: { 'io.modelcontextprotocol/admin': true } } } },
    'protocol.reserved-meta',
    '/request/params/_meta/io.modelcontextprotocol~1admin',
    'P07',
  ],
  [
    'a made-up key under the other reserved label',
    { request: call, response: result({ content: [], _meta: { 'dev.mcp/trusted': 1 } }) },
    'protocol.reserved-meta',
    '/response/result/_meta/dev.mcp~1trusted',
  ],
  [
    'a reserved key of the wrong type',
    { request: { ...call, params: { name: 'a', _meta: { progressToken: {} } } } },
    'protocol.params',
    '/request/params/_meta/progressToken',
  ],
  [
    'a revision that does not exist',
    { request: ping, protocol_version: '2025-01-01' },
    'protocol.unknown-revision',
    '/context/protocol_version',
    'P02',
  ],
  [
    'two revisions',
    { request: stateless, protocol_version: R11 },
    'protocol.revision-conflict',
    '/request/params/_meta/io.modelcontextprotocol~1protocolVersion',
    'P02',
  ],
  [
    'initialize answered with a stateless revision',
    {
      request: { ...rpc, method: 'initialize' },
      response: result({ protocolVersion: R26, capabilities: {}, serverInfo: { name: 's', version: '1' } }),
    },
    'protocol.unknown-revision',
    '/response/result/protocolVersion',
    'P02',
  ],
  ['a batch where none may be', { request: [ping], protocol_version: R06 }, 'protocol.batch', '/request', 'P02'],
  ['an empty batch', { request: [] }, 'protocol.batch', '/request'],
  [
    'a batch that is too long',
    { request: Array.from({ length: BATCH_MESSAGES_MAX + 1 }, (_, id) => ({ ...ping, id })) },
    'protocol.batch',
    '/request',
  ],
  ['initialize in a batch', { request: [{ ...rpc, method: 'initialize', params: {} }] }, 'protocol.batch', '/request'],
  ['one id twice in a batch', { request: [ping, ping] }, 'protocol.duplicate-id', '/request/1/id', 'P08'],
  ['a number in a batch', { request: [ping, 3] }, 'protocol.not-a-message', '/request/1'],
  [
    'a batch of methods that its revision lacks',
    { request: [{ ...rpc, method: 'elicitation/create' }] },
    'protocol.unknown-method',
    '/request/0/method',
  ],
  ['content that is no list', { request: call, response: result({ content: 'x' }) }, 'protocol.result', '/response/result/content', 'Q11'],
  [
    'a content block without type',
    { request: call, response: result({ content: [{ text: 'x' }] }) },
    'protocol.content',
    '/response/result/content/0/type',
  ],
  [
    'a content block of an unknown type',
    { response: result({ content: [{ type: 'script', text: 'x' }] }) },
    'protocol.content',
    '/response/result/content/0/type',
  ],
  [
    'a tool without inputSchema',
    { response: result({ tools: [{ name: 'a' }] }) },
    'protocol.tool-definition',
    '/response/result/tools/0/inputSchema',
  ],
  [
    'a tool whose arguments are a list',
    { response: result({ tools: [{ name: 'a', inputSchema: { type: 'array' } }] }) },
    'protocol.tool-definition',
    '/response/result/tools/0/inputSchema/type',
  ],
  [
    'a result of an unknown type',
    { request: stateless, response: result({ resultType: 'redirect' }) },
    'protocol.result-type',
    '/response/result/resultType',
    'P07',
  ],
  [
    'a stateless list without caching hints',
    { request: { ...rpc, method: 'tools/list' }, response: result({ resultType: 'complete', tools: [] }), protocol_version: R26 },
    'protocol.result',
    '/response/result/ttlMs',
  ],
  [
    'a list that asks for input',
    { request: { ...rpc, method: 'tools/list' }, response: result({ resultType: 'input_required', requestState: 's' }) },
    'protocol.result-type',
    '/response/result/resultType',
    'P07',
  ],
  [
    'an input request for a tool call',
    {
      request: call,
      response: result({ resultType: 'input_required', inputRequests: { a: { method: 'tools/call', params: {} } } }),
    },
    'protocol.input-request',
    '/response/result/inputRequests/a/method',
    'S01',
  ],
  [
    'input_required without anything to do',
    { request: call, response: result({ resultType: 'input_required' }) },
    'protocol.result-type',
    '/response/result',
  ],
  [
    'requestState that is an object',
    { request: { ...call, params: { name: 'a', requestState: {} } } },
    'protocol.params',
    '/request/params/requestState',
  ],
  [
    'an input response of no kind',
    { request: { ...call, params: { name: 'a', inputResponses: { a: { hello: 1 } } } } },
    'protocol.input-response',
    '/request/params/inputResponses/a/role',
    'P03',
  ],
  [
    'a form with a nested object',
    {
      request: {
        ...rpc,
        method: 'elicitation/create',
        params: { message: 'm', requestedSchema: { type: 'object', properties: { a: { type: 'object', properties: {} } } } },
      },
    },
    'protocol.elicitation-form',
    '/request/params/requestedSchema/properties/a/type',
    'S02',
  ],
  [
    'a root that is no file',
    { response: result({ roots: [{ uri: 'https://example.com' }] }) },
    'protocol.root-uri',
    '/response/result/roots/0/uri',
    'S04',
  ],
  [
    'a retired error code',
    { response: { ...rpc, error: { code: -32042, message: 'm' } }, protocol_version: R26 },
    'protocol.error-code',
    '/response/error/code',
    'P07',
  ],
  [
    'a reserved error code',
    { response: { ...rpc, error: { code: -32055, message: 'm' } }, protocol_version: R26 },
    'protocol.error-code',
    '/response/error/code',
    'P07',
  ],
  [
    'an unsupported-version error that does not say which are supported',
    { response: { ...rpc, error: { code: -32022, message: 'm', data: { requested: 'x' } } }, protocol_version: R26 },
    'protocol.error',
    '/response/error/data/supported',
  ],
  [
    'a duplicate key',
    { request: ping, faults: [{ kind: 'duplicate_key', pointer: '/request/method', detail: '' }] },
    'protocol.duplicate-key',
    '/request/method',
    'Q11',
  ],
  [
    'too deep JSON',
    { request: ping, faults: [{ kind: 'too_deep', pointer: '/request/params', detail: '' }] },
    'protocol.too-deep',
    '/request/params',
    'Q11',
  ],
  [
    'a number out of range',
    { request: ping, faults: [{ kind: 'number_out_of_range', pointer: '/request/id', detail: '' }] },
    'protocol.number',
    '/request/id',
    'Q11',
  ],
  [
    'half a surrogate pair',
    { request: ping, faults: [{ kind: 'lone_surrogate', pointer: '/request/id', detail: '' }] },
    'protocol.surrogate',
    '/request/id',
    'Q11',
  ],
];

describe('what is wrong is named, with its place', () => {
  test.each(FAULTY)('%s', (_title, given, rule, pointer, threat) => {
    const { faults } = readProtocol(submit(given));
    expect(faults).toContainEqual(expect.objectContaining({ rule, pointer, ...(threat && { threat }) }));
    for (const fault of faults) expect(fault.detail).toMatch(/^[A-Z"].{5,200}\.$/);
  });
});

const SOUND: readonly [title: string, given: Given][] = [
  ['the least that works', { request: { jsonrpc: '2.0', method: 'tools/list', id: 1 } }],
  [
    'a list request without id, as in the specification',
    { request: { jsonrpc: '2.0', method: 'resources/list', params: { cursor: 'c' } } },
  ],
  ['an error without id', { response: { jsonrpc: '2.0', error: { code: -32700, message: 'm' } } }],
  ['an error with a null id', { request: ping, response: { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'm' } } }],
  ['a legacy server that answers a stateless request', { request: stateless, response: result({ content: [] }) }],
  ['an unknown result of an unknown request', { response: result({ anything: [1] }) }],
  ['a batch', { request: [ping, { ...call, id: 2 }, { jsonrpc: '2.0', method: 'notifications/initialized' }], protocol_version: R03 }],
  ['a batch in no stated revision', { request: [ping] }],
  ['a batch of answers', { request: [ping, { ...ping, id: 2 }], response: [{ ...rpc, id: 2, result: {} }, result({})] }],
  [
    'a client that proposes a revision of the future',
    {
      request: {
        ...rpc,
        method: 'initialize',
        params: { protocolVersion: '2031-01-01', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
      },
    },
  ],
  [
    'a key under a prefix that only looks reserved',
    { request: { ...call, params: { name: 'a', _meta: { 'com.example.mcp/x': 1, 'mcp/x': 1, 'a/b.mcp/c': 1 } } } },
  ],
  [
    'null content where the user declined',
    { request: { ...rpc, method: 'elicitation/create' }, response: result({ action: 'decline', content: null }) },
  ],
];

describe('what the specification allows passes', () => {
  test.each(SOUND)('%s', (_title, given) => {
    expect(readProtocol(submit(given)).faults).toEqual([]);
  });
});

describe('the reading', () => {
  test('a call gives its method, tool, params and id', () => {
    const { messages, judged, revision, era } = readProtocol(submit({ request: stateless }));
    expect(messages).toMatchObject([
      { kind: 'request', direction: 'request', method: 'tools/call', tool: 'a', id: 1, base: { key: 'request', up: null } },
    ]);
    expect({ judged, revision, era }).toEqual({ judged: 'request', revision: R26, era: 'stateless' });
  });
  test('a response has the method and tool of its request, and no params', () => {
    const { messages, judged } = readProtocol(submit({ request: call, response: { ...rpc, result: { content: [] } } }));
    expect(judged).toBe('response');
    expect(messages).toMatchObject([
      { kind: 'result', direction: 'response', method: 'tools/call', tool: 'a', params: null, result: { content: [] } },
    ]);
  });
  test('answers of a batch find their requests by id', () => {
    const reading = readProtocol(
      submit({ request: [ping, { ...call, id: 'b' }], response: [{ ...rpc, id: 'b', result: { content: [] } }, result({})] }),
    );
    expect(reading.messages.map((m) => m.method)).toEqual(['tools/call', 'ping']);
    expect(reading.messages[0]?.base).toEqual({ key: 0, up: { key: 'response', up: null } });
  });
  test('what is no message has no kind, and is still there to be looked into', () => {
    const { messages } = readProtocol(submit({ request: { hello: 'x' } }));
    expect(messages).toMatchObject([{ kind: null, method: null, id: null, message: { hello: 'x' } }]);
  });
  test('context states the revision before headers, headers before _meta', () => {
    const headers = { 'mcp-protocol-version': R11 };
    expect(readProtocol(submit({ request: ping, headers, protocol_version: R24 })).revision).toBe(R24);
    expect(readProtocol(submit({ request: stateless, headers })).revision).toBe(R11);
    expect(readProtocol(submit({ request: stateless })).revision).toBe(R26);
  });
  test('a method of one era gives the era, a method of both does not', () => {
    expect(readProtocol(submit({ request: ping })).era).toBe('legacy');
    expect(readProtocol(submit({ request: { ...rpc, method: 'server/discover' } })).era).toBe('stateless');
    expect(readProtocol(submit({ request: call })).era).toBeNull();
  });
});

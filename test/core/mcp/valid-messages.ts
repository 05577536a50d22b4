/** One valid message per method and shape, with the revisions in which it is valid: the ground of the table, differential and mutation tests. */
import type { JsonObject } from '#core/submission.ts';
import type { Revision } from '#core/mcp/revisions.ts';

export const R24 = '2024-11-05';
export const R03 = '2025-03-26';
export const R06 = '2025-06-18';
export const R11 = '2025-11-25';
export const R26 = '2026-07-28';
export const ALL: readonly Revision[] = [R24, R03, R06, R11, R26];
export const LEGACY: readonly Revision[] = [R24, R03, R06, R11];

export type ValidRequest = {
  title: string;
  method: string;
  params?: JsonObject;
  revisions: readonly Revision[];
  is_notification?: true;
  /** Left out of `params._meta` in 2026-07-28: notifications and embedded requests have none. */
};
export type ValidResult = { title: string; method: string; result: JsonObject; revisions: readonly Revision[] };

export const META_2026 = {
  'io.modelcontextprotocol/protocolVersion': R26,
  'io.modelcontextprotocol/clientInfo': { name: 'client', version: '1.0' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

const from = (first: Revision): readonly Revision[] => ALL.filter((revision) => revision >= first);
const text = { type: 'text', text: 'hello', annotations: { audience: ['user'], priority: 0.5 } };
const icon = { src: 'https://example.com/i.png', mimeType: 'image/png', sizes: ['48x48'], theme: 'light' };
const tool = {
  name: 'get_weather',
  title: 'Weather',
  description: 'Current weather',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  outputSchema: { type: 'object', properties: { temperature: { type: 'number' } }, required: ['temperature'] },
  annotations: { title: 'Weather', readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  icons: [icon],
  _meta: { 'example.com/a': 1 },
};
const form = (properties: JsonObject): JsonObject => ({
  message: 'Who are you?',
  requestedSchema: { type: 'object', properties, required: ['name'] },
});
const name = { name: { type: 'string', title: 'Name', minLength: 1, maxLength: 20, default: 'Ann' } };
const task = {
  taskId: 't1',
  status: 'working',
  createdAt: '2025-11-25T10:30:00Z',
  lastUpdatedAt: '2025-11-25T10:40:00Z',
  ttl: 60000,
  pollInterval: 5,
};
const task26 = { taskId: 't1', createdAt: '2026-11-25T10:30:00Z', lastUpdatedAt: '2026-11-25T10:40:00Z', ttlMs: null, pollIntervalMs: 5 };
const sampling = {
  messages: [{ role: 'user', content: { type: 'text', text: 'hi' } }],
  maxTokens: 100,
  systemPrompt: 'Be kind',
  modelPreferences: { hints: [{ name: 'm' }], costPriority: 0.1, speedPriority: 0.2, intelligencePriority: 1 },
  includeContext: 'none',
  temperature: 0.5,
  stopSequences: ['x'],
  metadata: { a: 1 },
};
const filter = { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: false, resourceSubscriptions: ['file:///a'] };

export const REQUESTS: readonly ValidRequest[] = [
  {
    title: 'initialize',
    method: 'initialize',
    params: {
      protocolVersion: R06,
      capabilities: { roots: { listChanged: true }, sampling: {}, experimental: { a: {} } },
      clientInfo: { name: 'c', version: '1', title: 'C' },
    },
    revisions: LEGACY,
  },
  { title: 'discover', method: 'server/discover', revisions: [R26] },
  { title: 'ping', method: 'ping', revisions: LEGACY },
  { title: 'tools/list', method: 'tools/list', params: { cursor: 'c' }, revisions: ALL },
  { title: 'tools/call', method: 'tools/call', params: { name: 'a', arguments: { x: [1, { y: null }] } }, revisions: ALL },
  { title: 'tools/call with progress', method: 'tools/call', params: { name: 'a', _meta: { progressToken: 7 } }, revisions: ALL },
  { title: 'tools/call as a task', method: 'tools/call', params: { name: 'a', task: { ttl: 1000 } }, revisions: ALL },
  {
    title: 'tools/call retried',
    method: 'tools/call',
    params: {
      name: 'a',
      requestState: 's',
      inputResponses: {
        who: { action: 'accept', content: { name: 'Ann', age: 3, tags: ['x'] } },
        where: { roots: [{ uri: 'file:///home', name: 'home' }] },
        what: { role: 'assistant', content: { type: 'text', text: 'x' }, model: 'm', stopReason: 'endTurn' },
      },
    },
    revisions: ALL,
  },
  { title: 'prompts/list', method: 'prompts/list', revisions: ALL },
  { title: 'prompts/get', method: 'prompts/get', params: { name: 'p', arguments: { a: 'b' } }, revisions: ALL },
  { title: 'resources/list', method: 'resources/list', params: { cursor: 'c' }, revisions: ALL },
  { title: 'resources/templates/list', method: 'resources/templates/list', revisions: ALL },
  { title: 'resources/read', method: 'resources/read', params: { uri: 'file:///a' }, revisions: ALL },
  { title: 'resources/subscribe', method: 'resources/subscribe', params: { uri: 'file:///a' }, revisions: LEGACY },
  { title: 'resources/unsubscribe', method: 'resources/unsubscribe', params: { uri: 'file:///a' }, revisions: LEGACY },
  { title: 'subscriptions/listen', method: 'subscriptions/listen', params: { notifications: filter }, revisions: [R26] },
  {
    title: 'completion/complete for a prompt',
    method: 'completion/complete',
    params: { ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value: 'b' }, context: { arguments: { c: 'd' } } },
    revisions: ALL,
  },
  {
    title: 'completion/complete for a resource',
    method: 'completion/complete',
    params: { ref: { type: 'ref/resource', uri: 'file:///{a}' }, argument: { name: 'a', value: 'b' } },
    revisions: ALL,
  },
  { title: 'logging/setLevel', method: 'logging/setLevel', params: { level: 'info' }, revisions: LEGACY },
  { title: 'sampling', method: 'sampling/createMessage', params: sampling, revisions: LEGACY },
  {
    title: 'sampling with audio',
    method: 'sampling/createMessage',
    params: { ...sampling, messages: [{ role: 'user', content: { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' } }] },
    revisions: [R03, R06, R11],
  },
  {
    title: 'sampling with tools',
    method: 'sampling/createMessage',
    params: {
      ...sampling,
      tools: [{ name: 'a', inputSchema: { type: 'object' } }],
      toolChoice: { mode: 'auto' },
      messages: [
        { role: 'assistant', content: [{ type: 'tool_use', id: 'u', name: 'a', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', toolUseId: 'u', content: [text], isError: false, structuredContent: { a: 1 } }] },
      ],
    },
    revisions: [R11],
  },
  { title: 'roots/list', method: 'roots/list', revisions: LEGACY },
  {
    title: 'elicitation by form',
    method: 'elicitation/create',
    params: form({ ...name, age: { type: 'integer', minimum: 0, maximum: 9, default: 1 }, ok: { type: 'boolean', default: true } }),
    revisions: [R06, R11],
  },
  {
    title: 'elicitation by form with choices',
    method: 'elicitation/create',
    params: {
      mode: 'form',
      ...form({
        ...name,
        one: { type: 'string', oneOf: [{ const: 'a', title: 'A' }] },
        many: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'string', enum: ['a', 'b'] }, default: ['a'] },
        more: { type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] } },
      }),
    },
    revisions: [R11],
  },
  {
    title: 'elicitation by URL',
    method: 'elicitation/create',
    params: { mode: 'url', message: 'Go there', url: 'https://example.com/', elicitationId: 'e1' },
    revisions: [R11],
  },
  { title: 'tasks/get', method: 'tasks/get', params: { taskId: 't1' }, revisions: [R11, R26] },
  { title: 'tasks/result', method: 'tasks/result', params: { taskId: 't1' }, revisions: [R11] },
  { title: 'tasks/list', method: 'tasks/list', params: { cursor: 'c' }, revisions: [R11] },
  { title: 'tasks/cancel', method: 'tasks/cancel', params: { taskId: 't1' }, revisions: [R11, R26] },
  {
    title: 'tasks/update',
    method: 'tasks/update',
    params: { taskId: 't1', inputResponses: { a: { action: 'cancel' } } },
    revisions: [R26],
  },
  { title: 'interceptors/list', method: 'interceptors/list', params: { event: 'tools/call' }, revisions: [R11, R26] },
  {
    title: 'interceptor/invoke',
    method: 'interceptor/invoke',
    params: { name: 'i', event: 'tools/call', phase: 'request', payload: {} },
    revisions: [R11, R26],
  },
  { title: 'initialized', method: 'notifications/initialized', revisions: LEGACY, is_notification: true },
  { title: 'cancelled', method: 'notifications/cancelled', params: { requestId: 1, reason: 'r' }, revisions: ALL, is_notification: true },
  { title: 'cancelled without id', method: 'notifications/cancelled', params: { reason: 'r' }, revisions: [R11], is_notification: true },
  {
    title: 'progress',
    method: 'notifications/progress',
    params: { progressToken: 'p', progress: 1, total: 2, message: 'm' },
    revisions: ALL,
    is_notification: true,
  },
  {
    title: 'log message',
    method: 'notifications/message',
    params: { level: 'error', logger: 'l', data: { a: 1 } },
    revisions: ALL,
    is_notification: true,
  },
  {
    title: 'resource updated',
    method: 'notifications/resources/updated',
    params: { uri: 'file:///a', _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
    revisions: ALL,
    is_notification: true,
  },
  { title: 'resources changed', method: 'notifications/resources/list_changed', revisions: ALL, is_notification: true },
  { title: 'tools changed', method: 'notifications/tools/list_changed', revisions: ALL, is_notification: true },
  { title: 'prompts changed', method: 'notifications/prompts/list_changed', revisions: ALL, is_notification: true },
  { title: 'roots changed', method: 'notifications/roots/list_changed', revisions: LEGACY, is_notification: true },
  {
    title: 'elicitation complete',
    method: 'notifications/elicitation/complete',
    params: { elicitationId: 'e1' },
    revisions: [R11],
    is_notification: true,
  },
  { title: 'task status', method: 'notifications/tasks/status', params: task, revisions: [R11], is_notification: true },
  {
    title: 'task notice',
    method: 'notifications/tasks',
    params: { ...task26, status: 'working' },
    revisions: [R26],
    is_notification: true,
  },
  {
    title: 'subscription acknowledged',
    method: 'notifications/subscriptions/acknowledged',
    params: { notifications: filter },
    revisions: [R26],
    is_notification: true,
  },
];

const cache = { ttlMs: 1000, cacheScope: 'private' };
const media = [
  { type: 'image', data: 'AAAA', mimeType: 'image/png' },
  { type: 'resource', resource: { uri: 'file:///a', text: 'x', mimeType: 'text/plain' } },
  { type: 'resource', resource: { uri: 'file:///b', blob: 'AAAA' } },
];
const audio = { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' };
const link = { type: 'resource_link', uri: 'file:///a', name: 'a', title: 'A', description: 'd', mimeType: 'text/plain', size: 3 };

/** Valid in every revision of `from`; with `resultType` and caching hints, so that 2026-07-28 has what it demands. */
const both = (result: JsonObject): JsonObject => ({ resultType: 'complete', ...cache, ...result });

export const RESULTS: readonly ValidResult[] = [
  {
    title: 'initialize',
    method: 'initialize',
    result: {
      protocolVersion: R06,
      capabilities: {
        logging: {},
        prompts: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        tools: { listChanged: true },
      },
      serverInfo: { name: 's', version: '1' },
      instructions: 'Use me',
    },
    revisions: LEGACY,
  },
  {
    title: 'discover',
    method: 'server/discover',
    result: both({
      supportedVersions: [R26],
      capabilities: { tools: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } },
      instructions: 'i',
    }),
    revisions: [R26],
  },
  { title: 'ping', method: 'ping', result: {}, revisions: LEGACY },
  { title: 'tools/list', method: 'tools/list', result: both({ tools: [tool], nextCursor: 'n' }), revisions: ALL },
  {
    title: 'tools/list with any output',
    method: 'tools/list',
    result: both({ tools: [{ name: 'a', inputSchema: { type: 'object', oneOf: [{}] }, outputSchema: { type: 'array' } }] }),
    revisions: [R26],
  },
  { title: 'tools/call', method: 'tools/call', result: both({ content: [text, ...media], isError: false }), revisions: ALL },
  { title: 'tools/call with audio', method: 'tools/call', result: both({ content: [audio] }), revisions: from(R03) },
  {
    title: 'tools/call with a link',
    method: 'tools/call',
    result: both({ content: [link], structuredContent: { a: 1 } }),
    revisions: from(R06),
  },
  {
    title: 'tools/call with a list',
    method: 'tools/call',
    result: both({ content: [], structuredContent: [1] }),
    revisions: [R24, R03, R26],
  },
  { title: 'tools/call made a task', method: 'tools/call', result: { task }, revisions: [R11] },
  {
    title: 'tools/call made a task handle',
    method: 'tools/call',
    result: { resultType: 'task', ...task26, status: 'working' },
    revisions: [R26],
  },
  {
    title: 'tools/call asking for input',
    method: 'tools/call',
    result: {
      resultType: 'input_required',
      requestState: 's',
      inputRequests: {
        a: { method: 'elicitation/create', params: { mode: 'form', ...form(name) } },
        b: { method: 'sampling/createMessage', params: sampling },
        c: { method: 'roots/list' },
        d: { method: 'elicitation/create', params: { mode: 'url', message: 'm', url: 'https://example.com/' } },
      },
    },
    revisions: [R26],
  },
  {
    title: 'prompts/list',
    method: 'prompts/list',
    result: both({
      prompts: [{ name: 'p', title: 'P', description: 'd', icons: [icon], arguments: [{ name: 'a', description: 'd', required: true }] }],
    }),
    revisions: ALL,
  },
  {
    title: 'prompts/get',
    method: 'prompts/get',
    result: both({
      description: 'd',
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', content: media[1] },
      ],
    }),
    revisions: ALL,
  },
  {
    title: 'prompts/get asking for input',
    method: 'prompts/get',
    result: { resultType: 'input_required', requestState: 's' },
    revisions: [R26],
  },
  {
    title: 'resources/list',
    method: 'resources/list',
    result: both({
      resources: [
        {
          uri: 'file:///a',
          name: 'a',
          title: 'A',
          description: 'd',
          mimeType: 'text/plain',
          size: 3,
          annotations: { priority: 1, lastModified: '2025-01-12T15:00:58Z' },
        },
      ],
    }),
    revisions: ALL,
  },
  {
    title: 'resources/templates/list',
    method: 'resources/templates/list',
    result: both({ resourceTemplates: [{ uriTemplate: 'file:///{a}', name: 'a', mimeType: 'text/plain' }] }),
    revisions: ALL,
  },
  {
    title: 'resources/read',
    method: 'resources/read',
    result: both({
      contents: [
        { uri: 'file:///a', text: 'x', mimeType: 'text/plain' },
        { uri: 'file:///b', blob: 'AAAA' },
      ],
    }),
    revisions: ALL,
  },
  { title: 'resources/subscribe', method: 'resources/subscribe', result: {}, revisions: LEGACY },
  {
    title: 'subscriptions/listen',
    method: 'subscriptions/listen',
    result: { resultType: 'complete', _meta: { 'io.modelcontextprotocol/subscriptionId': 1 } },
    revisions: [R26],
  },
  {
    title: 'completion/complete',
    method: 'completion/complete',
    result: both({ completion: { values: ['a'], total: 3, hasMore: true } }),
    revisions: ALL,
  },
  {
    title: 'sampling',
    method: 'sampling/createMessage',
    result: { role: 'assistant', content: { type: 'text', text: 'x' }, model: 'm', stopReason: 'endTurn' },
    revisions: LEGACY,
  },
  {
    title: 'sampling with tool use',
    method: 'sampling/createMessage',
    result: { role: 'assistant', content: [{ type: 'tool_use', id: 'u', name: 'a', input: { x: 1 } }], model: 'm' },
    revisions: [R11],
  },
  { title: 'roots/list', method: 'roots/list', result: { roots: [{ uri: 'file:///a', name: 'a' }] }, revisions: LEGACY },
  {
    title: 'elicitation',
    method: 'elicitation/create',
    result: { action: 'accept', content: { a: 'x', b: 1, c: true } },
    revisions: [R06, R11],
  },
  { title: 'tasks/get', method: 'tasks/get', result: task, revisions: [R11] },
  {
    title: 'tasks/get waiting',
    method: 'tasks/get',
    result: { resultType: 'complete', ...task26, status: 'input_required', inputRequests: {} },
    revisions: [R26],
  },
  { title: 'tasks/list', method: 'tasks/list', result: { tasks: [task] }, revisions: [R11] },
  { title: 'tasks/cancel', method: 'tasks/cancel', result: { ...task, status: 'cancelled' }, revisions: [R11, R26] },
  { title: 'tasks/cancel acknowledged', method: 'tasks/cancel', result: { resultType: 'complete' }, revisions: [R26] },
];

/** The request as it stands on the wire in a revision: in 2026-07-28 a client's request bears its `_meta`. */
export function wireRequest(entry: ValidRequest, revision?: Revision): JsonObject {
  const { method, is_notification } = entry;
  const params =
    revision === R26 && !is_notification ? { ...entry.params, _meta: { ...Object(entry.params?._meta), ...META_2026 } } : entry.params;
  return { jsonrpc: '2.0', ...(!is_notification && { id: 1 }), method, ...(params && { params }) };
}

export const wireResult = (entry: ValidResult): JsonObject => ({ jsonrpc: '2.0', id: 1, result: entry.result });

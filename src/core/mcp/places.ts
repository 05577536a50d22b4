/**
 * Where text stands in a message, and who wrote it, as data: from the root of a message, member by member (docs: `detection.md`, "Surface";
 * the specification's schema of every revision). What no entry names inherits the place of what it stands in, so nothing is ever left out.
 */
import type { Origin, Slot } from './surface.ts';

export type Place = {
  slot: Slot;
  origin: Origin;
  /** Places of members with fixed names. Those names are the protocol's own, and no leaves. */
  members: Map<string, Place>;
  /** Place of every other member, where names are free; null: like this one. */
  each: Place | null;
  /** The object's place depends on one of its members. */
  by: { member: string; cases: Map<string, Place> } | null;
  /** Text parts below it are also judged joined. */
  joins: boolean;
  /** Its sibling `mimeType` says what it is; `bytes` is in Base64. */
  typed: 'text' | 'bytes' | null;
  /** Words that the specification prescribes here, and that therefore say nothing. */
  constants: ReadonlySet<string>;
};

type Members = Record<string, Place>;
type Traits = Partial<Pick<Place, 'each' | 'by' | 'joins' | 'typed' | 'constants'>>;

const NONE: ReadonlySet<string> = new Set();

const place = (slot: Slot, origin: Origin, members: Members = {}, traits: Traits = {}): Place => ({
  slot,
  origin,
  members: new Map(Object.entries(members)),
  each: null,
  by: null,
  joins: false,
  typed: null,
  constants: NONE,
  ...traits,
});

/** Adds members that lead back to the place itself. */
function closing(to: Place, members: Members): Place {
  for (const [name, member] of Object.entries(members)) to.members.set(name, member);
  return to;
}

const WORDS = new Set(
  '2.0 text image audio resource resource_link tool_use tool_result user assistant complete input_required task accept decline cancel form url none thisServer allServers endTurn stopSequence maxTokens toolUse auto required optional forbidden ref/prompt ref/resource public private working completed failed cancelled debug info notice warning error critical alert emergency'.split(
    ' ',
  ),
);
const TYPES = new Set('string number integer boolean object array null'.split(' '));

const PROTOCOL = place('protocol', 'protocol', {}, { constants: WORDS });
const meta = (origin: Origin): Place => place('meta', origin);
const icons = (origin: Origin): Place => place('icon', origin, { src: place('icon', origin), mimeType: PROTOCOL, sizes: PROTOCOL });

const KEYWORDS =
  '$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment type format title description required pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems minContains maxContains minProperties maxProperties contentEncoding contentMediaType deprecated readOnly writeOnly enumNames';
const SUBSCHEMAS =
  'items prefixItems additionalItems additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames not if then else allOf anyOf oneOf contentSchema';
const SCHEMA_MAPS = 'properties patternProperties $defs definitions dependentSchemas dependencies dependentRequired';
const SCHEMA_DATA = 'default const enum examples';

function schema(slot: Slot): Place {
  const self = place(slot, 'server');
  const data = place(slot, 'server');
  const map = place(slot, 'server', {}, { each: self });
  for (const name of KEYWORDS.split(' ')) self.members.set(name, data);
  for (const name of SUBSCHEMAS.split(' ')) self.members.set(name, self);
  for (const name of SCHEMA_MAPS.split(' ')) self.members.set(name, map);
  for (const name of SCHEMA_DATA.split(' ')) self.members.set(name, data);
  self.members.set('type', place(slot, 'server', {}, { constants: TYPES }));
  return self;
}

const TOOL = place('tool', 'server', {
  name: place('tool', 'server'),
  title: place('tool', 'server'),
  description: place('tool', 'server'),
  inputSchema: schema('schema'),
  outputSchema: schema('schema'),
  annotations: place('tool', 'server', {
    title: place('tool', 'server'),
    readOnlyHint: PROTOCOL,
    destructiveHint: PROTOCOL,
    idempotentHint: PROTOCOL,
    openWorldHint: PROTOCOL,
  }),
  execution: place('tool', 'server', { taskSupport: PROTOCOL }),
  icons: icons('server'),
  _meta: meta('server'),
});

const ANNOTATIONS = (slot: Slot, origin: Origin): Place =>
  place(slot, origin, { audience: PROTOCOL, priority: PROTOCOL, lastModified: PROTOCOL });

const STRUCTURED = place('structured', 'content');

/** `contents[]` of resources/read, and `resource` of an embedded resource. */
const contents = (origin: Origin): Place =>
  place(
    'result',
    origin,
    {
      uri: place('uri', origin),
      mimeType: PROTOCOL,
      text: place('result', origin, {}, { typed: 'text' }),
      blob: place('result', origin, {}, { typed: 'bytes' }),
      _meta: meta(origin),
    },
    { joins: true },
  );

/** Content blocks of every type: text, image, audio, resource, resource_link, tool_use, tool_result. */
function content(slot: Slot, origin: Origin): Place {
  const label = place('resource', origin);
  const self = place(
    slot,
    origin,
    {
      type: PROTOCOL,
      text: place(slot, origin, {}, { typed: 'text' }),
      data: place(slot, origin, {}, { typed: 'bytes' }),
      mimeType: PROTOCOL,
      size: PROTOCOL,
      resource: contents(origin),
      uri: place('uri', origin),
      name: label,
      title: label,
      description: label,
      icons: icons(origin),
      annotations: ANNOTATIONS(slot, origin),
      _meta: meta(origin),
      id: PROTOCOL,
      toolUseId: PROTOCOL,
      isError: PROTOCOL,
      input: place(slot, origin),
      structuredContent: place('structured', origin),
    },
    { joins: true },
  );
  return closing(self, { content: self });
}

const messages = (slot: Slot, origin: Origin): Place =>
  place(slot, origin, { role: PROTOCOL, content: content(slot, origin), _meta: meta(origin) }, { joins: true });

const roots = (origin: Origin): Place =>
  place('uri', origin, { uri: place('uri', origin), name: place('resource', origin), _meta: meta(origin) });

const SAMPLING_PARAMS = place('sampling', 'server', {
  messages: messages('sampling', 'server'),
  systemPrompt: place('sampling', 'server'),
  stopSequences: place('sampling', 'server'),
  modelPreferences: place('sampling', 'server', { hints: place('sampling', 'server', { name: PROTOCOL }) }),
  includeContext: PROTOCOL,
  maxTokens: PROTOCOL,
  temperature: PROTOCOL,
  metadata: meta('server'),
  tools: TOOL,
  toolChoice: PROTOCOL,
  task: PROTOCOL,
  _meta: meta('server'),
});

const ELICITATION_PARAMS = place('elicitation', 'server', {
  mode: PROTOCOL,
  message: place('elicitation', 'server'),
  requestedSchema: schema('elicitation'),
  url: place('elicitation', 'server'),
  elicitationId: PROTOCOL,
  task: PROTOCOL,
  _meta: meta('server'),
});

const ROOTS_PARAMS = place('protocol', 'server', { _meta: meta('server') });

/** A server's questions inside a result (2026-07-28): each is a request without an envelope, under a name of the server's choice. */
const EMBEDDED: Members = {
  'sampling/createMessage': SAMPLING_PARAMS,
  'elicitation/create': ELICITATION_PARAMS,
  'roots/list': ROOTS_PARAMS,
};
const embedded = (params: Place): Place => place('sampling', 'server', { method: PROTOCOL, params });
const INPUT_REQUESTS = place(
  'sampling',
  'server',
  {},
  {
    each: place(
      'sampling',
      'server',
      { method: PROTOCOL },
      {
        by: { member: 'method', cases: new Map(Object.entries(EMBEDDED).map(([name, params]) => [name, embedded(params)])) },
      },
    ),
  },
);

const ARGUMENT = place('argument', 'caller');
const SAMPLING_RESULT = place('sampling', 'caller', {
  role: PROTOCOL,
  model: PROTOCOL,
  stopReason: PROTOCOL,
  resultType: PROTOCOL,
  content: content('sampling', 'caller'),
  _meta: meta('caller'),
});
const ELICITATION_RESULT = place('argument', 'caller', {
  action: PROTOCOL,
  content: ARGUMENT,
  elicitationId: PROTOCOL,
  resultType: PROTOCOL,
  _meta: meta('caller'),
});
const ROOTS_RESULT = place('uri', 'caller', { roots: roots('caller'), resultType: PROTOCOL, _meta: meta('caller') });

/** Answers to them; nothing in an answer says which question it answers. */
const INPUT_RESPONSES = place(
  'argument',
  'caller',
  {},
  {
    each: place('argument', 'caller', {
      action: PROTOCOL,
      role: PROTOCOL,
      model: PROTOCOL,
      stopReason: PROTOCOL,
      roots: roots('caller'),
      content: content('argument', 'caller'),
      _meta: meta('caller'),
    }),
  },
);

const ERROR = place('error', 'content', { code: PROTOCOL, message: place('error', 'content'), data: place('error', 'content') });

const RESOURCE = place('resource', 'server', {
  uri: place('uri', 'server'),
  uriTemplate: place('uri', 'server'),
  name: place('resource', 'server'),
  title: place('resource', 'server'),
  description: place('resource', 'server'),
  mimeType: PROTOCOL,
  size: PROTOCOL,
  annotations: ANNOTATIONS('resource', 'server'),
  icons: icons('server'),
  _meta: meta('server'),
});

const PROMPT_TEXT = place('prompt', 'server');
const PROMPT = place('prompt', 'server', {
  name: PROMPT_TEXT,
  title: PROMPT_TEXT,
  description: PROMPT_TEXT,
  arguments: place('prompt', 'server', { name: PROMPT_TEXT, title: PROMPT_TEXT, description: PROMPT_TEXT, required: PROTOCOL }),
  icons: icons('server'),
  _meta: meta('server'),
});

const IMPLEMENTATION = (origin: Origin): Place => {
  const text = place('meta', origin);
  return place('meta', origin, {
    name: text,
    title: text,
    description: text,
    version: PROTOCOL,
    websiteUrl: place('uri', origin),
    icons: icons(origin),
  });
};

const STATUS_TEXT = place('notification', 'content');
/** A task: a handle in 2025-11-25, with its outcome inside in 2026-07-28. */
const TASK = place('notification', 'content', {
  taskId: PROTOCOL,
  status: PROTOCOL,
  statusMessage: STATUS_TEXT,
  createdAt: PROTOCOL,
  lastUpdatedAt: PROTOCOL,
  ttl: PROTOCOL,
  ttlMs: PROTOCOL,
  pollInterval: PROTOCOL,
  pollIntervalMs: PROTOCOL,
  error: ERROR,
  inputRequests: INPUT_REQUESTS,
  _meta: meta('server'),
});

/** Results from servers. No member means two things in two methods, so one table serves all, known and unknown. */
const RESULT = place('structured', 'content', {
  content: content('result', 'content'),
  structuredContent: STRUCTURED,
  isError: PROTOCOL,
  contents: contents('content'),
  messages: messages('prompt', 'server'),
  description: PROMPT_TEXT,
  tools: TOOL,
  prompts: PROMPT,
  resources: RESOURCE,
  resourceTemplates: RESOURCE,
  completion: place('completion', 'server', { values: place('completion', 'server'), total: PROTOCOL, hasMore: PROTOCOL }),
  instructions: place('instructions', 'server'),
  serverInfo: IMPLEMENTATION('server'),
  capabilities: place('meta', 'server'),
  protocolVersion: PROTOCOL,
  supportedVersions: PROTOCOL,
  nextCursor: PROTOCOL,
  ttlMs: PROTOCOL,
  cacheScope: PROTOCOL,
  resultType: PROTOCOL,
  inputRequests: INPUT_REQUESTS,
  requestState: PROTOCOL,
  task: TASK,
  tasks: TASK,
  taskId: PROTOCOL,
  status: PROTOCOL,
  statusMessage: STATUS_TEXT,
  createdAt: PROTOCOL,
  lastUpdatedAt: PROTOCOL,
  error: ERROR,
  _meta: meta('server'),
});
closing(RESULT, { result: RESULT });
closing(TASK, { result: RESULT });

/** Results from clients, by the method that they answer. */
const RESULTS = new Map<string, Place>([
  ['sampling/createMessage', SAMPLING_RESULT],
  ['elicitation/create', ELICITATION_RESULT],
  ['roots/list', ROOTS_RESULT],
]);

const CALLER_META = meta('caller');
const params = (members: Members): Place =>
  place('argument', 'caller', {
    inputResponses: INPUT_RESPONSES,
    requestState: PROTOCOL,
    cursor: PROTOCOL,
    task: PROTOCOL,
    taskId: PROTOCOL,
    _meta: CALLER_META,
    ...members,
  });
const notice = (members: Members): Place => place('notification', 'content', { _meta: meta('server'), ...members });
const CALLER_URI = place('uri', 'caller');
const COMPLETION = place('completion', 'caller');

const ANY_PARAMS = params({ arguments: ARGUMENT });
const ANY_NOTICE = notice({});
const PARAMS = new Map<string, Place>([
  ['initialize', params({ protocolVersion: PROTOCOL, capabilities: place('meta', 'caller'), clientInfo: IMPLEMENTATION('caller') })],
  ['tools/call', params({ name: PROTOCOL, arguments: ARGUMENT })],
  ['prompts/get', params({ name: PROTOCOL, arguments: ARGUMENT })],
  ['resources/read', params({ uri: CALLER_URI })],
  ['resources/subscribe', params({ uri: CALLER_URI })],
  ['resources/unsubscribe', params({ uri: CALLER_URI })],
  ['subscriptions/listen', params({ notifications: place('protocol', 'caller', { resourceSubscriptions: CALLER_URI }) })],
  [
    'completion/complete',
    params({
      ref: place('completion', 'caller', { type: PROTOCOL, name: PROTOCOL, title: COMPLETION, uri: CALLER_URI }),
      argument: place('completion', 'caller', { name: PROTOCOL, value: COMPLETION }),
      context: place('completion', 'caller', { arguments: COMPLETION }),
    }),
  ],
  ['logging/setLevel', params({ level: PROTOCOL })],
  ['sampling/createMessage', SAMPLING_PARAMS],
  ['elicitation/create', ELICITATION_PARAMS],
  ['roots/list', ROOTS_PARAMS],
  ['notifications/cancelled', notice({ requestId: PROTOCOL, reason: STATUS_TEXT })],
  ['notifications/progress', notice({ progressToken: PROTOCOL, progress: PROTOCOL, total: PROTOCOL, message: STATUS_TEXT })],
  ['notifications/message', notice({ level: PROTOCOL, logger: place('notification', 'server'), data: STATUS_TEXT })],
  ['notifications/resources/updated', notice({ uri: place('uri', 'server') })],
  ['notifications/elicitation/complete', notice({ elicitationId: PROTOCOL })],
  ['notifications/tasks', TASK],
  ['notifications/tasks/status', TASK],
]);

const envelope = (own: Place, asked: Place, answered: Place): Place =>
  place(own.slot, own.origin, { jsonrpc: PROTOCOL, id: PROTOCOL, method: PROTOCOL, params: asked, result: answered, error: ERROR });

const OTHER_REQUEST = place('argument', 'caller');
const OTHER_RESPONSE = place('structured', 'content');
const REQUESTS = new Map([...PARAMS].map(([method, asked]) => [method, envelope(OTHER_REQUEST, asked, RESULT)]));
const RESPONSES = new Map([...RESULTS].map(([method, answered]) => [method, envelope(OTHER_RESPONSE, ANY_PARAMS, answered)]));
const ANY_REQUEST = envelope(OTHER_REQUEST, ANY_PARAMS, RESULT);
const ANY_NOTIFICATION = envelope(OTHER_REQUEST, ANY_NOTICE, RESULT);
const ANY_RESPONSE = envelope(OTHER_RESPONSE, ANY_PARAMS, RESULT);

/** The place of a whole message; `method` is its own or that of the request which it answers. */
export function placeOfMessage(direction: 'request' | 'response', method: string | null): Place {
  if (direction === 'response') return RESPONSES.get(method ?? '') ?? ANY_RESPONSE;
  return REQUESTS.get(method ?? '') ?? (method?.startsWith('notifications/') ? ANY_NOTIFICATION : ANY_REQUEST);
}

/** HTTP headers of the MCP call. */
export const HEADER = place('header', 'caller');

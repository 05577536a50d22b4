/** Which slot and origin each place of a message has, as data: a tree of places beside the tree of the message. */
import type { MessageReading } from './message.ts';
import type { Origin, Slot } from './surface.ts';

export type Place = {
  slot: Slot;
  origin: Origin;
  /** Members that the protocol names; their names are no leaves. */
  keys?: ReadonlyMap<string, Place>;
  /** Every other member; absent: the same place again. */
  rest?: Place;
  /** Elements of an array; absent: the same place again. */
  each?: Place;
  /** Texts of the elements are also judged joined. */
  joins?: boolean;
  /** A JSON Schema: its keywords are no leaves, its property names are. */
  schema?: boolean;
  /** Base64, by the protocol. */
  binary?: boolean;
  /** The media type of a text by its neighbours, where no `mimeType` stands beside it. */
  mime?: (siblings: { [key: string]: unknown }) => string | undefined;
  /** Strings that the protocol itself prescribes here, and that therefore say nothing. */
  constants?: ReadonlySet<string>;
};

export const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(
  `$schema $id $ref $defs $anchor $comment $dynamicRef $dynamicAnchor $vocabulary definitions dependencies type properties items required enum const
  default examples title description format pattern patternProperties additionalProperties propertyNames minLength maxLength minimum maximum
  exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties maxProperties contains minContains maxContains
  prefixItems allOf anyOf oneOf not if then else dependentSchemas dependentRequired unevaluatedItems unevaluatedProperties readOnly writeOnly
  deprecated contentMediaType contentEncoding contentSchema x-mcp-header enumNames`.split(/\s+/),
);

const CONSTANTS: ReadonlySet<string> = new Set(
  `2.0 text image audio resource resource_link user assistant complete input_required accept decline cancel tool_use tool_result form url
  none thisServer allServers endTurn stopSequence maxTokens toolUse auto required ref/prompt ref/resource public private`.split(/\s+/),
);

type Keys = { [key: string]: Place };
const place = (slot: Slot, origin: Origin, extra: Omit<Place, 'slot' | 'origin' | 'keys'> & { keys?: Keys } = {}): Place => {
  const { keys, ...rest } = extra;
  return { slot, origin, ...rest, ...(keys && { keys: new Map(Object.entries(keys)) }) };
};

const PROTOCOL = place('protocol', 'protocol', { constants: CONSTANTS });
const META = place('meta', 'protocol');
const ICONS = place('icon', 'server', { keys: { src: place('icon', 'server'), mimeType: PROTOCOL, sizes: PROTOCOL, theme: PROTOCOL } });

/** Members that every message, result and block may have. */
const common = (origin: Origin): Keys => ({ _meta: { ...META, origin }, type: PROTOCOL, mimeType: PROTOCOL, role: PROTOCOL, icons: ICONS });

const ANNOTATIONS = (origin: Origin): Place =>
  place('resource', origin, { keys: { audience: PROTOCOL, lastModified: PROTOCOL, priority: PROTOCOL } });

/** `ui://` resources are pages, whatever they call themselves (MCP Apps). */
const pageMime = ({ uri }: { [key: string]: unknown }): string | undefined =>
  typeof uri === 'string' && uri.startsWith('ui://') ? 'text/html' : undefined;

/** A list of content blocks, or one block (2025-11-25 sampling). */
function blocks(slot: Slot, origin: Origin): Place {
  const text = place(slot, origin, { mime: pageMime });
  const uri = place('uri', origin);
  const described = place('resource', origin);
  const resource = place(slot, origin, { keys: { ...common(origin), uri, text, blob: place(slot, origin, { binary: true }) } });
  const keys: Keys = {
    ...common(origin),
    text,
    uri,
    data: place(slot, origin, { binary: true }),
    blob: place(slot, origin, { binary: true }),
    resource,
    name: described,
    title: described,
    description: described,
    annotations: ANNOTATIONS(origin),
    input: place('structured', origin),
    structuredContent: place('structured', origin),
  };
  const block = place(slot, origin, { keys, joins: true });
  keys['content'] = block;
  return { ...block, keys: new Map(Object.entries(keys)) };
}

const schema = (origin: Origin): Place => {
  const own = place('schema', origin, { schema: true });
  const names = place('schema', origin, { rest: own });
  const keys = { properties: names, $defs: names, definitions: names, patternProperties: names, dependentSchemas: names };
  const constants = new Set('string number integer boolean object array null'.split(' '));
  return Object.assign(own, { keys: new Map(Object.entries({ ...keys, type: place('schema', origin, { constants }) })) });
};

const named = (slot: Slot, extra: Keys = {}): Place =>
  place(slot, 'server', {
    keys: { ...common('server'), name: place(slot, 'server'), title: place(slot, 'server'), description: place(slot, 'server'), ...extra },
  });

const TOOL = named('tool', {
  annotations: place('tool', 'server'),
  inputSchema: schema('server'),
  outputSchema: schema('server'),
  execution: PROTOCOL,
});
const RESOURCE = named('resource', {
  uri: place('uri', 'server'),
  uriTemplate: place('uri', 'server'),
  annotations: ANNOTATIONS('server'),
});
const PROMPT = named('prompt', { arguments: named('prompt') });
const ROOT = place('uri', 'caller', { keys: { uri: place('uri', 'caller'), name: place('resource', 'caller'), ...common('caller') } });
const MESSAGES = (slot: Slot, origin: Origin): Place =>
  place(slot, origin, { joins: true, keys: { ...common(origin), content: blocks(slot, origin) } });

const SAMPLING = place('sampling', 'server', {
  keys: {
    messages: MESSAGES('sampling', 'server'),
    systemPrompt: place('sampling', 'server'),
    modelPreferences: PROTOCOL,
    includeContext: PROTOCOL,
    stopSequences: place('sampling', 'server'),
    tools: TOOL,
    toolChoice: PROTOCOL,
    metadata: { ...META, origin: 'server' },
    _meta: { ...META, origin: 'server' },
  },
});
const ELICITATION = place('elicitation', 'server', {
  keys: {
    message: place('elicitation', 'server'),
    url: place('elicitation', 'server'),
    requestedSchema: { ...schema('server'), slot: 'elicitation' },
    mode: PROTOCOL,
    elicitationId: PROTOCOL,
    _meta: META,
  },
});

const ANSWERS = place('argument', 'caller', { keys: { action: PROTOCOL, roots: ROOT, _meta: META } });
const ARGUMENTS: Keys = {
  arguments: place('argument', 'caller'),
  inputResponses: place('argument', 'caller', { rest: ANSWERS }),
  requestState: PROTOCOL,
  name: PROTOCOL,
  task: PROTOCOL,
};
const IMPLEMENTATION = place('meta', 'caller', {
  keys: {
    name: place('meta', 'caller'),
    version: PROTOCOL,
    title: place('meta', 'caller'),
    description: place('meta', 'caller'),
    websiteUrl: place('uri', 'caller'),
    icons: ICONS,
  },
});
const NOTICE = place('notification', 'content');

/** `params` by method; methods not named have arguments of the caller. */
const PARAMS: ReadonlyMap<string, Place> = new Map(
  Object.entries({
    'sampling/createMessage': SAMPLING,
    'elicitation/create': ELICITATION,
    'resources/read': place('argument', 'caller', { keys: { ...ARGUMENTS, uri: place('uri', 'caller') } }),
    'resources/subscribe': place('argument', 'caller', { keys: { uri: place('uri', 'caller') } }),
    'resources/unsubscribe': place('argument', 'caller', { keys: { uri: place('uri', 'caller') } }),
    'completion/complete': place('completion', 'caller', {
      keys: {
        ref: place('protocol', 'caller', { keys: { uri: place('uri', 'caller'), name: PROTOCOL, type: PROTOCOL } }),
        argument: place('argument', 'caller', { keys: { name: PROTOCOL, value: place('argument', 'caller') } }),
        context: place('argument', 'caller', { keys: { arguments: place('argument', 'caller') } }),
      },
    }),
    initialize: place('meta', 'caller', { keys: { protocolVersion: PROTOCOL, clientInfo: IMPLEMENTATION } }),
    'notifications/resources/updated': place('notification', 'content', { keys: { uri: place('uri', 'server') } }),
  } satisfies Keys),
);

const CALL_PARAMS: Keys = { ...ARGUMENTS, cursor: PROTOCOL, uri: place('uri', 'caller'), level: PROTOCOL, taskId: PROTOCOL };
const NOTICE_PARAMS: Keys = {
  progressToken: PROTOCOL,
  requestId: PROTOCOL,
  level: PROTOCOL,
  logger: NOTICE,
  message: NOTICE,
  reason: NOTICE,
  data: NOTICE,
  taskId: PROTOCOL,
  status: PROTOCOL,
  statusMessage: NOTICE,
};

const INPUT_REQUEST = place('elicitation', 'server', { keys: { method: PROTOCOL } });
const inputRequest = (method: string | undefined): Place =>
  method === 'sampling/createMessage' ? SAMPLING : method === 'elicitation/create' ? ELICITATION : INPUT_REQUEST;

/** Members of `result`, whatever the method: their names do not collide between methods. */
const RESULT: Keys = {
  content: blocks('result', 'content'),
  structuredContent: place('structured', 'content'),
  contents: { ...blocks('result', 'content'), joins: true },
  messages: MESSAGES('prompt', 'server'),
  description: place('prompt', 'server'),
  tools: TOOL,
  resources: RESOURCE,
  resourceTemplates: RESOURCE,
  prompts: PROMPT,
  roots: ROOT,
  completion: place('completion', 'server', { keys: { values: place('completion', 'server') } }),
  instructions: place('instructions', 'server'),
  serverInfo: { ...IMPLEMENTATION, origin: 'server' },
  capabilities: place('meta', 'server'),
  inputRequests: place('elicitation', 'server', { rest: INPUT_REQUEST }),
  requestState: PROTOCOL,
  resultType: PROTOCOL,
  protocolVersion: PROTOCOL,
  supportedVersions: PROTOCOL,
  nextCursor: PROTOCOL,
  cacheScope: PROTOCOL,
  isError: PROTOCOL,
  action: PROTOCOL,
  role: PROTOCOL,
  stopReason: PROTOCOL,
  model: PROTOCOL,
  _meta: { ...META, origin: 'server' },
};
const ERROR = place('error', 'content', { keys: { message: place('error', 'content'), data: place('error', 'content'), code: PROTOCOL } });
const RESULT_PLACE = place('structured', 'content', { keys: RESULT });
const NO_MESSAGE = place('argument', 'caller');

const envelope = (params: Place, result: Place = RESULT_PLACE): Place =>
  place('argument', 'caller', { keys: { jsonrpc: PROTOCOL, id: PROTOCOL, method: PROTOCOL, params, result, error: ERROR } });

const CALL = envelope(place('argument', 'caller', { keys: { ...CALL_PARAMS, _meta: { ...META, origin: 'caller' } } }));
const NOTIFICATION = envelope(place('notification', 'content', { keys: { ...NOTICE_PARAMS, _meta: META } }));
const ENVELOPES: ReadonlyMap<string, Place> = new Map(
  [...PARAMS].map(([method, params]) => [method, envelope({ ...params, keys: new Map([['_meta', META], ...(params.keys ?? [])]) })]),
);

/** The place of a whole message; of anything else when null. */
export function placesOf(message: MessageReading | null): Place {
  if (!message?.kind) return message ? CALL : NO_MESSAGE;
  const { method, result } = message;
  const requests = result?.['inputRequests'];
  if (requests && typeof requests === 'object') return withInputRequests(requests as { [key: string]: unknown });
  const own = method === null ? undefined : ENVELOPES.get(method);
  return own ?? (method?.startsWith('notifications/') ? NOTIFICATION : CALL);
}

/** Embedded requests have the places of their own methods. */
function withInputRequests(requests: { [key: string]: unknown }): Place {
  const keys = new Map<string, Place>();
  for (const [name, request] of Object.entries(requests)) {
    const method = (request as { method?: unknown } | null)?.method;
    const params = inputRequest(typeof method === 'string' ? method : undefined);
    keys.set(name, place('elicitation', 'server', { keys: { method: PROTOCOL, params } }));
  }
  const inputRequests: Place = { slot: 'elicitation', origin: 'server', keys };
  return envelope(NO_MESSAGE, place('structured', 'content', { keys: { ...RESULT, inputRequests } }));
}

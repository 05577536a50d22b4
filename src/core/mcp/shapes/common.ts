/** Shapes that every noun uses: metadata, icons, annotations, implementations, capabilities. */
import { fields, list, literal, map, metaFields, type Members, type Shape } from '../shape.ts';

export const LOG_LEVEL = literal('debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency');
export const ROLE = literal('user', 'assistant');

const ICON = fields({ src: 'string', 'mimeType?': 'string', 'sizes?': list('string'), 'theme?': literal('light', 'dark') });
export const ICONS: Members = { 'icons?': list(ICON) };

export const IMPLEMENTATION = fields({
  name: 'string',
  version: 'string',
  'title?': 'string',
  'description?': 'string',
  'websiteUrl?': 'string',
  ...ICONS,
});

const TASKS_CAPABILITY = fields({ 'list?': 'object', 'cancel?': 'object', 'requests?': map('object') });

export const CLIENT_CAPABILITIES = fields({
  'experimental?': map('object'),
  'roots?': fields({ 'listChanged?': 'boolean' }),
  'sampling?': fields({ 'context?': 'object', 'tools?': 'object' }),
  'elicitation?': fields({ 'form?': 'object', 'url?': 'object' }),
  'tasks?': TASKS_CAPABILITY,
  'extensions?': map('object'),
});

export const SERVER_CAPABILITIES = fields({
  'experimental?': map('object'),
  'logging?': 'object',
  'completions?': 'object',
  'prompts?': fields({ 'listChanged?': 'boolean' }),
  'resources?': fields({ 'subscribe?': 'boolean', 'listChanged?': 'boolean' }),
  'tools?': fields({ 'listChanged?': 'boolean' }),
  'tasks?': TASKS_CAPABILITY,
  'extensions?': map('object'),
});

/** Reserved keys that may stand in any `_meta`; their types hold in every revision, because a dual-era peer may read them. */
const META_MEMBERS: Members = {
  'progressToken?': 'id',
  'traceparent?': 'string',
  'tracestate?': 'string',
  'baggage?': 'string',
  'io.modelcontextprotocol/protocolVersion?': 'string',
  'io.modelcontextprotocol/clientInfo?': IMPLEMENTATION,
  'io.modelcontextprotocol/clientCapabilities?': CLIENT_CAPABILITIES,
  'io.modelcontextprotocol/serverInfo?': IMPLEMENTATION,
  'io.modelcontextprotocol/logLevel?': LOG_LEVEL,
  'io.modelcontextprotocol/subscriptionId?': 'id',
  'io.modelcontextprotocol/related-task?': fields({ taskId: 'string' }),
};

export const META = metaFields(META_MEMBERS);
/** 2026-07-28, "Per-request protocol fields". */
const REQUEST_META_2026 = metaFields({
  ...META_MEMBERS,
  'io.modelcontextprotocol/protocolVersion~': 'string',
  'io.modelcontextprotocol/clientCapabilities~': CLIENT_CAPABILITIES,
});

export const OPEN_META: Members = { '_meta?': META };

export const legacyParams = (members: Members = {}): Shape => fields({ ...OPEN_META, ...members });
export const params2026 = (members: Members = {}): Shape => fields({ '_meta~': REQUEST_META_2026, ...members });
export const result = (members: Members = {}): Shape => fields({ ...OPEN_META, ...members });

export const ANNOTATIONS: Members = {
  'annotations?': fields({ 'audience?': list(ROLE), 'priority?': 'fraction', 'lastModified?': 'string' }),
};

export const NAMED: Members = { name: 'string', 'title?': 'string', 'description?': 'string' };

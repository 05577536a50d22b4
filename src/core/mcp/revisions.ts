/** MCP revisions and their methods, as data (docs: `protocol.md`; the specification's schema folder). */
import {
  ELICIT_RESULT,
  RETRY,
  ROOTS_RESULT,
  SAMPLING_RESULT_2024,
  SAMPLING_RESULT_2025_03,
  SAMPLING_RESULT_2025_11,
} from './shapes/answers.ts';
import {
  CLIENT_CAPABILITIES,
  IMPLEMENTATION,
  LOG_LEVEL,
  NAMED,
  ICONS,
  OPEN_META,
  ROLE,
  SERVER_CAPABILITIES,
  legacyParams,
  params2026,
  result,
} from './shapes/common.ts';
import { CONTENT_2024, CONTENT_2025_03, CONTENT_2025_06, RESOURCE, RESOURCE_CONTENTS, RESOURCE_TEMPLATE } from './shapes/content.ts';
import { ELICIT_PARAMS_2025_06, ELICIT_PARAMS_2025_11, ELICIT_PARAMS_2026, URL_PARAMS_2025_11 } from './shapes/elicitation.ts';
import { askingResult2026, result2026 } from './shapes/input.ts';
import { SAMPLING_PARAMS_2024, SAMPLING_PARAMS_2025_03, SAMPLING_PARAMS_2025_11, SAMPLING_PARAMS_2026 } from './shapes/sampling.ts';
import * as tasks from './shapes/tasks.ts';
import * as tools from './shapes/tools.ts';
import { fields, has, list, literal, map, tagged, type Members, type Shape } from './shape.ts';

/** Oldest first. Two eras: *legacy* up to 2025-11-25, *stateless* from 2026-07-28. */
export const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof REVISIONS)[number];
export type Era = 'legacy' | 'stateless';

export const eraOf = (revision: Revision): Era => (revision === '2026-07-28' ? 'stateless' : 'legacy');
export const isRevision = (text: string): text is Revision => REVISIONS.some((revision) => revision === text);
/** JSON-RPC batches came with 2025-03-26 and went with 2025-06-18. */
export const BATCH_REVISION: Revision = '2025-03-26';

/** Who may send it. `embedded`: only inside `result.inputRequests`, never as a message of its own. */
export type Sender = 'client' | 'server' | 'both' | 'embedded';
export type Method = {
  name: string;
  kind: 'request' | 'notification';
  sender: Sender;
  /** First and last revision, both included. */
  from: Revision;
  to: Revision;
  params: Shape;
  /** Null for notifications. */
  result: Shape | null;
  /** The extension or draft that defines it; absent for the specification itself. */
  extension?: string;
};

type Span = Pick<Method, 'from' | 'to'>;
const EVER: Span = { from: '2024-11-05', to: '2026-07-28' };
const LEGACY: Span = { from: '2024-11-05', to: '2025-11-25' };
const V2026: Span = { from: '2026-07-28', to: '2026-07-28' };
const V2025_11: Span = { from: '2025-11-25', to: '2025-11-25' };
const V2025_06: Span = { from: '2025-06-18', to: '2025-06-18' };
const V2025_03: Span = { from: '2025-03-26', to: '2025-03-26' };
const V2024: Span = { from: '2024-11-05', to: '2024-11-05' };
const TASKS = { extension: 'io.modelcontextprotocol/tasks' };
const INTERCEPTORS = { extension: 'SEP-2624' };

type Extra = Pick<Method, 'extension'>;
const ask = (name: string, sender: Sender, span: Span, params: Shape, answer: Shape, extra: Extra = {}): Method => ({
  name,
  kind: 'request',
  sender,
  ...span,
  params,
  result: answer,
  ...extra,
});
const tell = (name: string, sender: Sender, span: Span, params: Shape, extra: Extra = {}): Method => ({
  name,
  kind: 'notification',
  sender,
  ...span,
  params,
  result: null,
  ...extra,
});
const NOTHING = fields(OPEN_META);
const EMPTY = result();
const PAGE: Members = { 'cursor?': 'string' };
const NEXT: Members = { 'nextCursor?': 'string' };
const CACHE: Members = { 'ttlMs~': 'count', 'cacheScope~': literal('public', 'private') };
const URI: Members = { uri: 'string' };

const PROMPT = fields({
  ...NAMED,
  ...ICONS,
  ...OPEN_META,
  'arguments?': list(fields({ name: 'string', 'title?': 'string', 'description?': 'string', 'required?': 'boolean' })),
});
const PROMPT_CALL: Members = { name: 'string', 'arguments?': map('string') };
const prompted = (content: Shape): Members => ({ 'description?': 'string', messages: list(fields({ role: ROLE, content })) });

const COMPLETE: Members = {
  ref: tagged('type', { 'ref/prompt': fields({ name: 'string', 'title?': 'string' }), 'ref/resource': fields(URI) }),
  argument: fields({ name: 'string', value: 'string' }),
  'context?': fields({ 'arguments?': map('string') }),
};
const COMPLETED: Members = { completion: fields({ values: list('string', 100), 'total?': 'integer', 'hasMore?': 'boolean' }) };

const FILTER: Members = {
  notifications: fields({
    'toolsListChanged?': 'boolean',
    'promptsListChanged?': 'boolean',
    'resourcesListChanged?': 'boolean',
    'resourceSubscriptions?': list('string'),
    'taskIds?': list('string'),
  }),
};
const PROGRESS: Members = { progressToken: 'id', progress: 'number', 'total?': 'number', 'message?': 'string' };
const LOGGED: Members = { level: LOG_LEVEL, data: 'any', 'logger?': 'string' };

/** `task` in place of the answer, where the request was task-augmented (2025-11-25). */
const orTask = (shape: Shape): Shape => has('task', tasks.TASK_CREATED, shape);

export const METHODS: readonly Method[] = [
  ask(
    'initialize',
    'client',
    LEGACY,
    legacyParams({ protocolVersion: 'string', capabilities: CLIENT_CAPABILITIES, clientInfo: IMPLEMENTATION }),
    result({ protocolVersion: 'string', capabilities: SERVER_CAPABILITIES, serverInfo: IMPLEMENTATION, 'instructions?': 'string' }),
  ),
  ask(
    'server/discover',
    'client',
    V2026,
    params2026(),
    result2026({ supportedVersions: list('string'), capabilities: SERVER_CAPABILITIES, 'instructions?': 'string', ...CACHE }),
  ),
  ask('ping', 'both', LEGACY, legacyParams(), EMPTY),

  ask('tools/list', 'client', LEGACY, legacyParams(PAGE), result({ tools: list(tools.TOOL), ...NEXT })),
  ask('tools/list', 'client', V2026, params2026(PAGE), result2026({ tools: list(tools.TOOL_2026), ...NEXT, ...CACHE })),
  ask('tools/call', 'client', V2024, tools.CALL_PARAMS, tools.CALL_RESULT_2024),
  ask('tools/call', 'client', V2025_03, tools.CALL_PARAMS, tools.CALL_RESULT_2025_03),
  ask('tools/call', 'client', V2025_06, tools.CALL_PARAMS, tools.CALL_RESULT_2025_06),
  ask('tools/call', 'client', V2025_11, tools.CALL_PARAMS_2025_11, orTask(tools.CALL_RESULT_2025_06)),
  ask('tools/call', 'client', V2026, tools.CALL_PARAMS_2026, askingResult2026(tools.CALL_RESULT_2026, { task: tasks.TASK_HANDLE })),

  ask('prompts/list', 'client', LEGACY, legacyParams(PAGE), result({ prompts: list(PROMPT), ...NEXT })),
  ask('prompts/list', 'client', V2026, params2026(PAGE), result2026({ prompts: list(PROMPT), ...NEXT, ...CACHE })),
  ask('prompts/get', 'client', V2024, legacyParams(PROMPT_CALL), result(prompted(CONTENT_2024))),
  ask('prompts/get', 'client', V2025_03, legacyParams(PROMPT_CALL), result(prompted(CONTENT_2025_03))),
  ask('prompts/get', 'client', V2025_06, legacyParams(PROMPT_CALL), result(prompted(CONTENT_2025_06))),
  ask('prompts/get', 'client', V2025_11, legacyParams(PROMPT_CALL), result(prompted(CONTENT_2025_06))),
  ask('prompts/get', 'client', V2026, params2026({ ...PROMPT_CALL, ...RETRY }), askingResult2026(prompted(CONTENT_2025_06))),

  ask('resources/list', 'client', LEGACY, legacyParams(PAGE), result({ resources: list(RESOURCE), ...NEXT })),
  ask('resources/list', 'client', V2026, params2026(PAGE), result2026({ resources: list(RESOURCE), ...NEXT, ...CACHE })),
  ask('resources/templates/list', 'client', LEGACY, legacyParams(PAGE), result({ resourceTemplates: list(RESOURCE_TEMPLATE), ...NEXT })),
  ask(
    'resources/templates/list',
    'client',
    V2026,
    params2026(PAGE),
    result2026({ resourceTemplates: list(RESOURCE_TEMPLATE), ...NEXT, ...CACHE }),
  ),
  ask('resources/read', 'client', LEGACY, legacyParams(URI), result({ contents: list(RESOURCE_CONTENTS) })),
  ask(
    'resources/read',
    'client',
    V2026,
    params2026({ ...URI, ...RETRY }),
    askingResult2026({ contents: list(RESOURCE_CONTENTS), ...CACHE }),
  ),
  ask('resources/subscribe', 'client', LEGACY, legacyParams(URI), EMPTY),
  ask('resources/unsubscribe', 'client', LEGACY, legacyParams(URI), EMPTY),
  ask(
    'subscriptions/listen',
    'client',
    V2026,
    params2026(FILTER),
    result2026({ '_meta~': fields({ 'io.modelcontextprotocol/subscriptionId': 'id' }) }),
  ),

  ask('completion/complete', 'client', LEGACY, legacyParams(COMPLETE), result(COMPLETED)),
  ask('completion/complete', 'client', V2026, params2026(COMPLETE), result2026(COMPLETED)),
  ask('logging/setLevel', 'client', LEGACY, legacyParams({ level: LOG_LEVEL }), EMPTY),

  ask('sampling/createMessage', 'server', V2024, SAMPLING_PARAMS_2024, SAMPLING_RESULT_2024),
  ask('sampling/createMessage', 'server', V2025_03, SAMPLING_PARAMS_2025_03, SAMPLING_RESULT_2025_03),
  ask('sampling/createMessage', 'server', V2025_06, SAMPLING_PARAMS_2025_03, SAMPLING_RESULT_2025_03),
  ask('sampling/createMessage', 'server', V2025_11, SAMPLING_PARAMS_2025_11, orTask(SAMPLING_RESULT_2025_11)),
  ask('sampling/createMessage', 'embedded', V2026, SAMPLING_PARAMS_2026, SAMPLING_RESULT_2025_11),
  ask('roots/list', 'server', LEGACY, legacyParams(), ROOTS_RESULT),
  ask('roots/list', 'embedded', V2026, NOTHING, ROOTS_RESULT),
  ask('elicitation/create', 'server', V2025_06, ELICIT_PARAMS_2025_06, ELICIT_RESULT),
  ask('elicitation/create', 'server', V2025_11, ELICIT_PARAMS_2025_11, orTask(ELICIT_RESULT)),
  ask('elicitation/create', 'embedded', V2026, ELICIT_PARAMS_2026, ELICIT_RESULT),

  ask('tasks/get', 'both', V2025_11, tasks.TASK_ID_PARAMS, tasks.TASK_RESULT),
  ask('tasks/result', 'both', V2025_11, tasks.TASK_ID_PARAMS, EMPTY),
  ask('tasks/list', 'both', V2025_11, legacyParams(PAGE), tasks.TASK_LIST_RESULT),
  ask('tasks/cancel', 'both', V2025_11, tasks.TASK_ID_PARAMS, tasks.TASK_RESULT),
  ask('tasks/get', 'client', V2026, tasks.TASK_ID_PARAMS_2026, tasks.TASK_STATE, TASKS),
  ask('tasks/update', 'client', V2026, tasks.TASK_UPDATE_PARAMS, tasks.TASK_ACKNOWLEDGED, TASKS),
  ask('tasks/cancel', 'client', V2026, tasks.TASK_ID_PARAMS_2026, tasks.TASK_ACKNOWLEDGED, TASKS),
  tell('notifications/tasks', 'server', V2026, tasks.TASK_NOTICE, TASKS),

  tell('notifications/initialized', 'client', LEGACY, NOTHING),
  tell(
    'notifications/cancelled',
    'both',
    { from: '2024-11-05', to: '2025-06-18' },
    fields({ ...OPEN_META, requestId: 'id', 'reason?': 'string' }),
  ),
  tell('notifications/cancelled', 'both', V2025_11, fields({ ...OPEN_META, 'requestId?': 'id', 'reason?': 'string' })),
  tell('notifications/cancelled', 'both', V2026, fields({ ...OPEN_META, requestId: 'id', 'reason?': 'string' })),
  tell('notifications/progress', 'both', LEGACY, fields({ ...OPEN_META, ...PROGRESS })),
  tell('notifications/progress', 'server', V2026, fields({ ...OPEN_META, ...PROGRESS })),
  tell('notifications/message', 'server', EVER, fields({ ...OPEN_META, ...LOGGED })),
  tell('notifications/resources/updated', 'server', EVER, fields({ ...OPEN_META, ...URI })),
  tell('notifications/resources/list_changed', 'server', EVER, NOTHING),
  tell('notifications/tools/list_changed', 'server', EVER, NOTHING),
  tell('notifications/prompts/list_changed', 'server', EVER, NOTHING),
  tell('notifications/roots/list_changed', 'client', LEGACY, NOTHING),
  tell('notifications/elicitation/complete', 'server', V2025_11, fields({ ...OPEN_META, elicitationId: 'string' })),
  tell('notifications/tasks/status', 'both', V2025_11, tasks.TASK_STATUS_PARAMS),
  tell('notifications/subscriptions/acknowledged', 'server', V2026, fields({ ...OPEN_META, ...FILTER })),

  ask('interceptors/list', 'client', { from: '2025-11-25', to: '2026-07-28' }, fields({ 'event?': 'string' }), EMPTY, INTERCEPTORS),
  ask(
    'interceptor/invoke',
    'client',
    { from: '2025-11-25', to: '2026-07-28' },
    fields({ name: 'string', event: 'string', phase: 'string', payload: 'any', 'config?': 'object', 'context?': 'object' }),
    EMPTY,
    INTERCEPTORS,
  ),
];

const isIn = (method: Method, revision: Revision): boolean => method.from <= revision && revision <= method.to;
const BY_REVISION: ReadonlyMap<Revision, ReadonlyMap<string, Method>> = new Map(
  REVISIONS.map((revision) => [revision, new Map(METHODS.filter((m) => isIn(m, revision)).map((m) => [m.name, m]))]),
);

/** The method as the revision knows it, or null. */
export const methodOf = (revision: Revision, name: string): Method | null => BY_REVISION.get(revision)?.get(name) ?? null;

const NAMES: ReadonlySet<string> = new Set(METHODS.map((m) => m.name));
/** True when any revision has the method. */
export const isMethod = (name: string): boolean => NAMES.has(name);

/**
 * List requests do nothing when nobody is answered, and the specification's own pagination page shows one without id;
 * every other request without id is refused.
 */
export const isHarmlessUnanswered = (method: string): boolean => method.endsWith('/list');

/** Error codes whose `data` the revision defines. */
const ERROR_DATA: ReadonlyMap<Revision, ReadonlyMap<number, Shape>> = new Map([
  ['2025-11-25', new Map<number, Shape>([[-32042, fields({ elicitations: list(URL_PARAMS_2025_11) })]])],
  [
    '2026-07-28',
    new Map<number, Shape>([
      [-32021, fields({ requiredCapabilities: CLIENT_CAPABILITIES })],
      [-32022, fields({ supported: list('string'), requested: 'string' })],
    ]),
  ],
]);
export const errorDataOf = (revision: Revision, code: number): Shape | null => ERROR_DATA.get(revision)?.get(code) ?? null;

const RESERVED_CODES_2026: ReadonlySet<number> = new Set([-32020, -32021, -32022]);

/** 2026-07-28, "Error Codes": -32020…-32099 belong to the specification, and two codes of older revisions may not be sent any more. */
export function isForbiddenCode(revision: Revision, code: number): boolean {
  if (revision !== '2026-07-28') return false;
  return code === -32002 || code === -32042 || (code <= -32020 && code >= -32099 && !RESERVED_CODES_2026.has(code));
}

/** Whose answer a result looks like, by a member that only that answer has; used where the request is not known. In order. */
export const RESULT_MARKS: readonly (readonly [member: string, method: string])[] = [
  ['tools', 'tools/list'],
  ['contents', 'resources/read'],
  ['resources', 'resources/list'],
  ['resourceTemplates', 'resources/templates/list'],
  ['prompts', 'prompts/list'],
  ['messages', 'prompts/get'],
  ['completion', 'completion/complete'],
  ['supportedVersions', 'server/discover'],
  ['serverInfo', 'initialize'],
  ['roots', 'roots/list'],
  ['action', 'elicitation/create'],
  ['role', 'sampling/createMessage'],
  ['content', 'tools/call'],
  ['structuredContent', 'tools/call'],
  ['tasks', 'tasks/list'],
  ['task', 'tools/call'],
  ['taskId', 'tasks/get'],
];

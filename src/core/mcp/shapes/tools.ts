/** Tool definitions, calls and results. */
import { ICONS, NAMED, OPEN_META, legacyParams, params2026, result } from './common.ts';
import { CONTENT_2024, CONTENT_2025_03, CONTENT_2025_06 } from './content.ts';
import { RETRY } from './answers.ts';
import { fields, list, literal, map, under, type Members, type Shape } from '../shape.ts';

const SCHEMA_OBJECT: Members = {
  '$schema?': 'string',
  type: literal('object'),
  'properties?': map('json-schema'),
  'required?': list('string'),
};
const TOOL_MEMBERS: Members = {
  ...NAMED,
  ...ICONS,
  ...OPEN_META,
  inputSchema: fields(SCHEMA_OBJECT),
  'annotations?': fields({
    'title?': 'string',
    'readOnlyHint?': 'boolean',
    'destructiveHint?': 'boolean',
    'idempotentHint?': 'boolean',
    'openWorldHint?': 'boolean',
  }),
  'execution?': fields({ 'taskSupport?': literal('forbidden', 'optional', 'required') }),
};
const tool = (outputSchema: Shape): Shape =>
  under('protocol.tool-definition', 'Q11', fields({ ...TOOL_MEMBERS, 'outputSchema?': outputSchema }));

/** `outputSchema` describes an object up to 2025-11-25, any JSON value from 2026-07-28. */
export const TOOL = tool(fields(SCHEMA_OBJECT));
export const TOOL_2026 = tool(fields({ '$schema?': 'string' }));

const CALL: Members = { name: 'string', 'arguments?': 'object' };
export const CALL_PARAMS = legacyParams(CALL);
export const CALL_PARAMS_2025_11 = legacyParams({ ...CALL, 'task?': fields({ 'ttl?': 'number' }) });
export const CALL_PARAMS_2026 = params2026({ ...CALL, ...RETRY });

const returned = (content: Shape, structured: Shape): Members => ({
  content: list(content),
  'structuredContent?': structured,
  'isError?': 'boolean',
});
export const CALL_RESULT_2024 = result(returned(CONTENT_2024, 'any'));
export const CALL_RESULT_2025_03 = result(returned(CONTENT_2025_03, 'any'));
export const CALL_RESULT_2025_06 = result(returned(CONTENT_2025_06, 'object'));
export const CALL_RESULT_2026 = returned(CONTENT_2025_06, 'any');

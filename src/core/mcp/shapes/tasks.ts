/** Tasks: experimental in 2025-11-25, the extension `io.modelcontextprotocol/tasks` (SEP-2663) in 2026-07-28. */
import { OPEN_META, legacyParams, params2026, result } from './common.ts';
import { INPUT_RESPONSES } from './answers.ts';
import { INPUT_REQUESTS, result2026 } from './input.ts';
import { CALL_RESULT_2026 } from './tools.ts';
import { fields, has, list, literal, nullable, tagged, type Members, type Shape } from '../shape.ts';

const STATUS = literal('working', 'input_required', 'completed', 'failed', 'cancelled');

const TASK_2025: Members = {
  taskId: 'string',
  status: STATUS,
  'statusMessage?': 'string',
  createdAt: 'string',
  lastUpdatedAt: 'string',
  ttl: nullable('number'),
  'pollInterval?': 'number',
};
export const TASK_ID_PARAMS = legacyParams({ taskId: 'string' });
export const TASK_RESULT = result(TASK_2025);
export const TASK_LIST_RESULT = result({ tasks: list(fields(TASK_2025)), 'nextCursor?': 'string' });
export const TASK_CREATED = result({ task: fields(TASK_2025) });
export const TASK_STATUS_PARAMS = fields({ ...OPEN_META, ...TASK_2025 });

const TASK_2026: Members = {
  ...OPEN_META,
  taskId: 'string',
  status: STATUS,
  'statusMessage?': 'string',
  createdAt: 'string',
  lastUpdatedAt: 'string',
  ttlMs: nullable('number'),
  'pollIntervalMs?': 'number',
};
/** A task handle in place of a result: `resultType` is `task`. */
export const TASK_HANDLE = fields(TASK_2026);

/** Only tools/call can become a task. */
const FINAL = has('content', result(CALL_RESULT_2026), 'object');

const detailed = (more: Members): Shape =>
  tagged('status', {
    working: fields({ ...TASK_2026, ...more }),
    cancelled: fields({ ...TASK_2026, ...more }),
    input_required: fields({ ...TASK_2026, ...more, inputRequests: INPUT_REQUESTS }),
    completed: fields({ ...TASK_2026, ...more, result: FINAL }),
    failed: fields({ ...TASK_2026, ...more, error: fields({ code: 'integer', message: 'string' }) }),
  });
export const TASK_STATE = detailed({ 'resultType?': literal('complete') });
export const TASK_NOTICE = detailed({});
export const TASK_ID_PARAMS_2026 = params2026({ taskId: 'string' });
export const TASK_UPDATE_PARAMS = params2026({ taskId: 'string', inputResponses: INPUT_RESPONSES });
export const TASK_ACKNOWLEDGED = result2026();

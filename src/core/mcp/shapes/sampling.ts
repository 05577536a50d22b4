/** Sampling requests: what a server asks the client's model. */
import { OPEN_META, ROLE, legacyParams } from './common.ts';
import { SAMPLED_2024, SAMPLED_2025_03, SAMPLED_2025_11, SAMPLED_2026 } from './content.ts';
import { TOOL, TOOL_2026 } from './tools.ts';
import { fields, list, literal, oneOrMany, type Members, type Shape } from '../shape.ts';

const PREFERENCES = fields({
  'hints?': list(fields({ 'name?': 'string' })),
  'costPriority?': 'fraction',
  'speedPriority?': 'fraction',
  'intelligencePriority?': 'fraction',
});

const message = (content: Shape): Shape => fields({ role: ROLE, content, ...OPEN_META });
const ask = (content: Shape): Members => ({
  messages: list(message(content)),
  maxTokens: 'integer',
  'systemPrompt?': 'string',
  'modelPreferences?': PREFERENCES,
  'includeContext?': literal('none', 'thisServer', 'allServers'),
  'temperature?': 'number',
  'stopSequences?': list('string'),
  'metadata?': 'object',
});
const withTools = (tool: Shape): Members => ({
  'tools?': list(tool),
  'toolChoice?': fields({ 'mode?': literal('auto', 'required', 'none') }),
});

export const SAMPLING_PARAMS_2024 = legacyParams(ask(SAMPLED_2024));
export const SAMPLING_PARAMS_2025_03 = legacyParams(ask(SAMPLED_2025_03));
export const SAMPLING_PARAMS_2025_11 = legacyParams({
  ...ask(oneOrMany(SAMPLED_2025_11)),
  ...withTools(TOOL),
  'task?': fields({ 'ttl?': 'number' }),
});
export const SAMPLING_PARAMS_2026 = fields({ ...OPEN_META, ...ask(oneOrMany(SAMPLED_2026)), ...withTools(TOOL_2026) });

/** What clients answer to servers: results of sampling, elicitation and roots, alone or (2026-07-28) inside the retry of a request. */
import { OPEN_META, ROLE, result } from './common.ts';
import { SAMPLED_2024, SAMPLED_2025_03, SAMPLED_2025_11, SAMPLED_2026 } from './content.ts';
import { fields, has, list, literal, map, nullable, oneOrMany, under, type Members, type Shape } from '../shape.ts';

const sampled = (content: Shape): Shape => result({ role: ROLE, content, model: 'string', 'stopReason?': 'string' });
export const SAMPLING_RESULT_2024 = sampled(SAMPLED_2024);
export const SAMPLING_RESULT_2025_03 = sampled(SAMPLED_2025_03);
export const SAMPLING_RESULT_2025_11 = sampled(oneOrMany(SAMPLED_2025_11));
const SAMPLING_RESULT_2026 = sampled(oneOrMany(SAMPLED_2026));

/** "This must start with file:// for now", in every revision. */
export const ROOTS_RESULT = result({
  roots: list(under('protocol.root-uri', 'S04', fields({ uri: 'file-uri', 'name?': 'string', ...OPEN_META }))),
});

/** Clients send `content: null` when the user declines; the official SDK reads it as absent, and so do we. */
export const ELICIT_RESULT = result({
  action: literal('accept', 'decline', 'cancel'),
  'content?': nullable(map('form-value')),
});

const INPUT_RESPONSE = under(
  'protocol.input-response',
  'P03',
  has('action', ELICIT_RESULT, has('roots', ROOTS_RESULT, SAMPLING_RESULT_2026)),
);

export const INPUT_RESPONSES = map(INPUT_RESPONSE);

/** Members of a retried request (2026-07-28, SEP-2322). */
export const RETRY: Members = { 'inputResponses?': INPUT_RESPONSES, 'requestState?': 'string' };

/** Results of 2026-07-28 by `resultType`, with what a server may ask inside one (SEP-2322). */
import { OPEN_META, result } from './common.ts';
import { ELICIT_PARAMS_2026 } from './elicitation.ts';
import { SAMPLING_PARAMS_2026 } from './sampling.ts';
import { fields, lenient, map, someOf, tagged, under, type Members, type Shape } from '../shape.ts';

export const INPUT_REQUESTS = map(
  under(
    'protocol.input-request',
    'S01',
    tagged('method', {
      'elicitation/create': fields({ params: ELICIT_PARAMS_2026 }),
      'sampling/createMessage': fields({ params: SAMPLING_PARAMS_2026 }),
      'roots/list': fields({ 'params?': fields(OPEN_META) }),
    }),
  ),
);

const INPUT_REQUIRED = someOf(['inputRequests', 'requestState'], result({ 'inputRequests?': INPUT_REQUESTS, 'requestState?': 'string' }));

const plain = (shape: Shape): Shape => under('protocol.result', 'Q11', shape);

/** "The client MUST treat the absent field as complete": a legacy server may have answered, which knows none of this revision's members. */
const byType = (cases: Members, members: Members): Shape =>
  under(
    'protocol.result-type',
    'P07',
    tagged('resultType', { complete: plain(result(members)), ...cases }, lenient(plain(result(members)))),
  );

/** A result that is always complete. */
export const result2026 = (members: Members = {}): Shape => byType({}, members);
/** A result that may ask for input instead: only of tools/call, prompts/get and resources/read; `others` are result types of extensions. */
export const askingResult2026 = (members: Members, others: Members = {}): Shape =>
  byType({ input_required: INPUT_REQUIRED, ...others }, members);

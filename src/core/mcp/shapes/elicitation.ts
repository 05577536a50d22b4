/** Elicitation: forms of flat primitives only, or (from 2025-11-25) a URL. */
import { OPEN_META } from './common.ts';
import { fields, has, list, literal, map, tagged, under, type Members } from '../shape.ts';

const FORMAT = literal('email', 'uri', 'date', 'date-time');
const LABELS: Members = { 'title?': 'string', 'description?': 'string' };
const CHOICE = list(fields({ const: 'string', title: 'string' }));

const STRING = fields({
  ...LABELS,
  'minLength?': 'count',
  'maxLength?': 'count',
  'format?': FORMAT,
  'enum?': list('string'),
  'enumNames?': list('string'),
  'oneOf?': CHOICE,
  'default?': 'string',
});
const NUMBER = fields({ ...LABELS, 'minimum?': 'number', 'maximum?': 'number', 'default?': 'number' });
const BOOLEAN = fields({ ...LABELS, 'default?': 'boolean' });
const CHOICES = fields({
  ...LABELS,
  'minItems?': 'count',
  'maxItems?': 'count',
  'default?': list('string'),
  items: has('enum', fields({ type: literal('string'), enum: list('string') }), fields({ anyOf: CHOICE })),
});

const PRIMITIVES: Members = { string: STRING, number: NUMBER, integer: NUMBER, boolean: BOOLEAN };

const form = (primitives: Members): Members => ({
  message: 'string',
  requestedSchema: under(
    'protocol.elicitation-form',
    'S02',
    fields({
      '$schema?': 'string',
      type: literal('object'),
      properties: map(tagged('type', primitives)),
      'required?': list('string'),
    }),
  ),
});
const FORM_2025_11 = form({ ...PRIMITIVES, array: CHOICES });
const TASK: Members = { 'task?': fields({ 'ttl?': 'number' }) };

/** Parameters of a URL elicitation; also inside the -32042 error of 2025-11-25. */
export const URL_PARAMS_2025_11 = fields({
  ...OPEN_META,
  ...TASK,
  mode: literal('url'),
  message: 'string',
  elicitationId: 'string',
  url: 'string',
});

export const ELICIT_PARAMS_2025_06 = fields({ ...OPEN_META, ...form(PRIMITIVES) });
const FORM_PARAMS_2025_11 = fields({ ...OPEN_META, ...TASK, ...FORM_2025_11 });
export const ELICIT_PARAMS_2025_11 = tagged('mode', { form: FORM_PARAMS_2025_11, url: URL_PARAMS_2025_11 }, FORM_PARAMS_2025_11);
const FORM_PARAMS_2026 = fields({ ...OPEN_META, ...FORM_2025_11 });
export const ELICIT_PARAMS_2026 = tagged(
  'mode',
  { form: FORM_PARAMS_2026, url: fields({ ...OPEN_META, message: 'string', url: 'string' }) },
  FORM_PARAMS_2026,
);

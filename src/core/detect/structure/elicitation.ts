/** What a server asks the user (threats S02, S03). */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { inspectAddress } from './elicitation-url.ts';
import { RULES } from './rules.ts';
import { askedSecret, secretField, type Asked } from './secret-words.ts';

const FIELDS_MAX = 200;
/** Only words beside the field say so. */
const DESCRIBED_SCORE = 0.85;
const DOUBTFUL_SCORE = 0.6;

export function inspectElicitation(params: JsonObject, server: string | undefined, at: Step, report: Report): void {
  const { message, requestedSchema, url } = params;
  const text = typeof message === 'string' ? message : '';
  if (typeof url === 'string') inspectAddress(url, text, server, below(at, 'url'), report);
  if (isObject(requestedSchema) && isObject(requestedSchema.properties)) {
    inspectForm(requestedSchema.properties, text, at, report);
  }
}

function inspectForm(properties: JsonObject, message: string, at: Step, report: Report): void {
  const free: string[] = [];
  for (const name of Object.keys(properties).slice(0, FIELDS_MAX)) {
    const field = properties[name];
    if (!isObject(field) || !takesText(field)) continue;
    free.push(name);
    const place = below(at, 'requestedSchema', 'properties', name);
    const asked = secretField(name);
    if (asked) report({ rule: RULES.formSecret, at: place, score: scoreOf(asked, `${message} ${labelOf(field)}`) });
    else {
      const label = ['title', 'description'].find((key) => typeof field[key] === 'string' && asksFor(String(field[key]), key));
      if (label) report({ rule: RULES.formSecret, at: below(place, label), text: String(field[label]), score: DESCRIBED_SCORE });
    }
  }
  const asked = free.length > 0 ? askedSecret(message) : null;
  if (asked) report({ rule: RULES.formSecret, at: below(at, 'message'), text: message, ...asked, score: DESCRIBED_SCORE });
}

/** With such words beside it, a token or a pin is the one that lets somebody in. */
const ACCESS =
  /\b(?:sign(?:ed)?[- ]?in|log ?in|logged|auth\w{0,14}|verif\w{1,9}|unlock|access|account|api|bank|card|code|secret|credential|session|2fa|mfa)\b/i;
const LABELS_MAX = 2_000;

const labelOf = ({ title, description }: JsonObject): string =>
  `${typeof title === 'string' ? title : ''} ${typeof description === 'string' ? description : ''}`;

function scoreOf(asked: Asked, around: string): number {
  if (asked === 'certain') return RULES.formSecret.score;
  return asked === 'ambiguous' && ACCESS.test(around.slice(0, LABELS_MAX)) ? DESCRIBED_SCORE : DOUBTFUL_SCORE;
}

/** What can be typed, and is not chosen from a list. */
const takesText = ({ type, enum: choices, oneOf, format }: JsonObject): boolean =>
  (type === 'string' || type === 'number' || type === 'integer') &&
  choices === undefined &&
  oneOf === undefined &&
  format !== 'date' &&
  format !== 'date-time';

const asksFor = (text: string, key: string): boolean =>
  key === 'title' ? text.length <= 60 && secretField(text) === 'certain' : askedSecret(text) !== null;

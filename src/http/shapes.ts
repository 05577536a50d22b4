/** Shapes that several routes share. */
import { z } from 'zod';
import type { IdPrefix } from '#core/id.ts';
import { isId } from '#core/id.ts';
import { PROBLEMS, type ProblemCode } from '#core/problem.ts';
import { STRICTNESS, type JsonObject } from '#core/submission.ts';

export const NAME_CHARS_MAX = 120;
const POSTURES = ['starter', 'strict'] as const;

/** C0, DEL, C1, bidirectional controls and other invisible characters have no place in a name that people read (Unicode TR 36). */
export const isPrintable = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.test(text) && text.trim() === text;

export const nameSchema = z.string().min(1).max(NAME_CHARS_MAX).refine(isPrintable, 'Must be printable, without space at its ends');

export const idSchema = (...prefixes: [IdPrefix, ...IdPrefix[]]) =>
  z
    .string()
    .refine((text) => prefixes.some((prefix) => isId(prefix, text)))
    .meta({ type: 'string', pattern: `^(${prefixes.join('|')})_[0-9a-hjkmnp-tv-z]{26}$` });

/** RFC 3339, 1: years have four digits. Beyond them ISO 8601 wants a sign, which PostgreSQL does not read. */
const isFourDigitYear = (time: Date): boolean => time.getUTCFullYear() >= 1 && time.getUTCFullYear() <= 9_999;

export const timeSchema = z.iso
  .datetime({ offset: true, error: 'Must be a time as in RFC 3339' })
  .transform((text) => new Date(text))
  .refine(isFourDigitYear, 'Must lie in the years 1 to 9999, in UTC')
  .meta({ type: 'string', format: 'date-time' });

export const timeShape = z.string().meta({ format: 'date-time' });

/** Of one of these values today, and perhaps of others tomorrow: who reads it has to bear what it does not know. */
export const growing = <const V extends readonly [string, ...string[]]>(values: V) => z.enum(values).meta({ 'x-extensible-enum': true });

/** Any JSON object. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const jsonObject = z
  .custom<JsonObject>(isObject, 'Must be a JSON object')
  .meta({ id: 'JsonObject', type: 'object', description: 'Any JSON object.', additionalProperties: {} });

export const strictnessSchema = growing(STRICTNESS).meta({ id: 'Strictness' });
export const postureSchema = growing(POSTURES).meta({ id: 'Posture', description: 'What stands when no policy speaks.' });
export const statusShape = z.int().min(100).max(599);
export const countShape = z.int().min(0);

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
export const faultShape = z
  .object({ pointer: z.string().meta({ description: 'JSON Pointer to the place (RFC 6901).' }), detail: z.string() })
  .meta({ id: 'Fault' });

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: statusShape,
    detail: z.string(),
    code: growing(CODES).meta({ id: 'ProblemCode' }),
    request_id: z.string(),
    errors: z.array(faultShape).optional().meta({ description: 'All faults at once, 100 at most.' }),
  })
  .meta({ id: 'Problem' });

/** Shapes that several routes share. */
import { z } from '@hono/zod-openapi';
import type { IdPrefix } from '#core/id.ts';
import { isId } from '#core/id.ts';
import { PROBLEMS, type ProblemCode } from '#core/problem.ts';

export const NAME_CHARS_MAX = 120;

/** C0, DEL, C1, bidirectional controls and other invisible characters have no place in a name that people read (Unicode TR 36). */
export const isPrintable = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u.test(text) && text.trim() === text;

export const nameSchema = z.string().min(1).max(NAME_CHARS_MAX).refine(isPrintable, 'Must be printable, without space at its ends');

export const idSchema = (...prefixes: [IdPrefix, ...IdPrefix[]]) =>
  z
    .string()
    .refine((text) => prefixes.some((prefix) => isId(prefix, text)))
    .openapi({ type: 'string', pattern: `^(${prefixes.join('|')})_[0-9a-hjkmnp-tv-z]{26}$`, param: { name: 'id', in: 'path' } });

/** RFC 3339, 1: years have four digits. Beyond them ISO 8601 wants a sign, which PostgreSQL does not read. */
const isFourDigitYear = (time: Date): boolean => time.getUTCFullYear() >= 1 && time.getUTCFullYear() <= 9_999;

export const timeSchema = z.iso
  .datetime({ offset: true, error: 'Must be a time as in RFC 3339' })
  .transform((text) => new Date(text))
  .refine(isFourDigitYear, 'Must lie in the years 1 to 9999, in UTC')
  .openapi({ type: 'string', format: 'date-time' });

export const timeShape = z.string().openapi({ format: 'date-time' });

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(CODES),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem');

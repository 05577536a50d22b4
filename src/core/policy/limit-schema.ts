/** Whether a limit of a document is one. What its measure says in Cedar is read when the document is written (`amounts.ts`). */
import * as z from 'zod';
import { MEMBERS_MAX, SLOTS_MAX, UNITS_MAX } from './counters.ts';
import type { Measure } from './document.ts';
import { PATTERN_CHARS_MAX, slug, span } from './schema-parts.ts';
import { UNITS_PER_ONE, unitsOf } from './units.ts';

export const WINDOW_MS_MAX = 31 * 86_400_000;
/** UTF-16 units of an amount in Cedar. */
export const AMOUNT_CHARS_MAX = 2_000;
export const LIMIT_MAX = 1_000_000_000_000;

const MEASURES = 'Must be calls, concurrency, bytes, sum:/pointer, distinct:/pointer or {"cedar": "…"}';
const named = z
  .string(MEASURES)
  .max(PATTERN_CHARS_MAX)
  .regex(/^(?:calls|concurrency|bytes|(?:sum|distinct):(?:\/(?:[^~/]|~[01])*)+)$/, MEASURES);
const amount = z.strictObject({ cedar: z.string().min(1).max(AMOUNT_CHARS_MAX) });

/** The form is told by what was given, so that faults are those of the form that was meant. */
const measure = z.unknown().transform((given, context): Measure => {
  const is_object = typeof given === 'object' && given !== null && !Array.isArray(given);
  const result = (is_object ? amount : named).safeParse(given);
  if (result.success) return result.data as Measure;
  for (const issue of result.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  return z.NEVER;
});

function faultOfMax(max: number, measured: Measure): string | null {
  const units = unitsOf(max);
  if (typeof measured === 'string' && measured.startsWith('sum:'))
    return units !== null && units <= UNITS_MAX
      ? null
      : `Must be at most ${UNITS_MAX / UNITS_PER_ONE}, with at most four digits behind the point`;
  if (!Number.isInteger(max)) return 'Must be a whole number';
  if (measured === 'concurrency' && max > SLOTS_MAX) return `Must be at most ${SLOTS_MAX} calls in flight`;
  return typeof measured === 'string' && measured.startsWith('distinct:') && max > MEMBERS_MAX
    ? `Must be at most ${MEMBERS_MAX} distinct values`
    : null;
}

export const limitSchema = z
  .strictObject({
    id: slug,
    key: z.enum(['tenant', 'principal', 'session', 'tool', 'principal+tool', 'session+tool']),
    window: span(WINDOW_MS_MAX, '31d'),
    max: z.number().min(0).max(LIMIT_MAX),
    measure: measure.optional(),
    count: z.enum(['allowed', 'attempts']).optional(),
  })
  .superRefine(({ max, measure: measured = 'calls', count }, issues) => {
    const fault = faultOfMax(max, measured);
    if (fault !== null) issues.addIssue({ code: 'custom', path: ['max'], message: fault });
    if (measured === 'concurrency' && count === 'attempts')
      issues.addIssue({ code: 'custom', path: ['count'], message: 'Must be `allowed`: only calls that were let through are in flight' });
  });

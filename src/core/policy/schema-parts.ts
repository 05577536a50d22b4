/** What several parts of a document are made of. */
import * as z from 'zod';
import { spanOf } from './spans.ts';

export const PATTERN_CHARS_MAX = 256;

export const slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'Must be 1 to 64 letters, digits, `_`, `.` or `-`');
export const span = (max_ms: number, max: string) =>
  z.string().refine((text) => (spanOf(text) ?? Infinity) <= max_ms, `Must be a span such as 30s, 15m, 1h or 7d, of at most ${max}`);

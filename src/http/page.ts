/** Pages of lists: `?limit=1..100&cursor=`, newest first, `{data,next_cursor}`. A cursor is opaque: base64url of the last id. */
import { z } from 'zod';
import { isId, type IdPrefix } from '#core/id.ts';
import type { Page, PageRequest } from '#app/ports.ts';

export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 20;
const CURSOR_CHARS_MAX = 64;
const CANONICAL = /^[A-Za-z0-9_-]+$/;

const encode = (id: string): string => Buffer.from(id, 'utf8').toString('base64url');

function decode(cursor: string, prefixes: readonly IdPrefix[]): string | null {
  const id = CANONICAL.test(cursor) ? Buffer.from(cursor, 'base64url').toString('utf8') : '';
  return prefixes.some((prefix) => isId(prefix, id)) && encode(id) === cursor ? id : null;
}

/** Query members of every list of things with such ids. */
export const pageQuery = (...prefixes: [IdPrefix, ...IdPrefix[]]) => ({
  limit: z
    .string()
    .regex(/^[0-9]{1,3}$/, { error: `Must be a whole number from 1 to ${PAGE_MAX}`, abort: true })
    .transform(Number)
    .pipe(z.number().int().min(1).max(PAGE_MAX))
    .default(PAGE_DEFAULT)
    .meta({ type: 'integer', minimum: 1, maximum: PAGE_MAX, default: PAGE_DEFAULT, description: 'How many at most.' }),
  cursor: z
    .string()
    .max(CURSOR_CHARS_MAX)
    .transform((cursor, ctx) => {
      const id = decode(cursor, prefixes);
      if (id === null) ctx.addIssue({ code: 'custom', message: 'Not a cursor of this list' });
      return id ?? z.NEVER;
    })
    .optional()
    .meta({ type: 'string', description: '`next_cursor` of the page before.' }),
});

export const pageRequest = (query: { limit: number; cursor?: string | undefined }): PageRequest => ({
  limit: query.limit,
  ...(query.cursor !== undefined && { after: query.cursor }),
});

/** A page of `item`s, with the name that it has in the contract. */
export const pageSchema = <S extends z.ZodType>(item: S, id: string) =>
  z
    .object({ data: z.array(item), next_cursor: z.string().nullable().meta({ description: 'For the next page; null: this is the last.' }) })
    .meta({ id });

export const pageBody = <T>(page: Page<T>, show: (row: T) => unknown): { data: unknown[]; next_cursor: string | null } => ({
  data: page.rows.map(show),
  next_cursor: page.next === null ? null : encode(page.next),
});

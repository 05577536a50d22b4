/** The one session of PGlite, wherever it runs: in this thread for short-lived stores, else in one of its own. */
import { PGlite, type ParserOptions, types } from '@electric-sql/pglite';

export type Rows = { rows: unknown[]; affectedRows?: number | undefined };
export type RowMode = 'array' | 'object';

/** Statements are carried out in the order in which they were asked for. */
export type EmbeddedSession = {
  /** One statement. Times and dates come back as PostgreSQL spells them. */
  query(sql: string, params: readonly unknown[], mode: RowMode): Promise<Rows>;
  /** One or several statements without parameters, up to the first that fails; the rows of the last one. */
  exec(sql: string): Promise<unknown[]>;
  close(): Promise<void>;
};

const asText = (value: string): string => value;
const OIDS_OF_ARRAYS = { timestamp: 1115, date: 1182, timestamptz: 1185, interval: 1187, numeric: 1231 };
const AS_TEXT = [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE, ...Object.values(OIDS_OF_ARRAYS)];
const parsers: ParserOptions = Object.fromEntries(AS_TEXT.map((oid) => [oid, asText]));

/** In this thread. `data_dir` undefined: in memory. */
export async function openSessionHere(data_dir?: string): Promise<EmbeddedSession> {
  const pglite = await PGlite.create(data_dir);
  return {
    query: (sql, params, rowMode) => pglite.query(sql, [...params], { rowMode, parsers }),
    exec: async (sql) => (await pglite.exec(sql, { parsers })).at(-1)?.rows ?? [],
    close: () => pglite.close(),
  };
}

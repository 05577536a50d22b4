/** What the operator is told when something cannot start: in one line, with the variable to look at, and with nothing secret. */
import { type Config, ConfigError } from '#config';

/** Of the database: it is not there, or lets nobody in. Other SQLSTATEs come from one that was reached. */
const UNREACHED = /^(?:08|28|3D|53|57)...$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;
const AT_HOST = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAI_AGAIN', 'EINVAL', 'ENODATA', 'ENOTFOUND']);

export class CannotStart extends Error {}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
const named = (text: string, cause: unknown): CannotStart => new CannotStart(`${text}: ${messageOf(cause)}`, { cause });

/** Of a URL, without user, password and parameters. */
export const place = (url: string): string => new URL(url).host + new URL(url).pathname;

/** To be thrown instead of what kept a port from being listened on. */
export function ofListening(error: unknown, variable: 'PORT' | 'METRICS_PORT', host: string): unknown {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new CannotStart(`the port is in use (${messageOf(error)}). Set ${variable} to another one.`, { cause: error });
  if (code === 'EACCES') return named(`${variable}: this port is not for everybody`, error);
  return AT_HOST.has(code) ? named(`HOST: ${host} is no address of this machine`, error) : error;
}

export function ofDatabase(error: unknown, { DATABASE_URL, MIGRATION_DATABASE_URL }: Config): unknown {
  if (DATABASE_URL === undefined || !(error instanceof Error) || error.name !== 'StoreError') return error;
  const code = codeOf(error);
  if (SQLSTATE.test(code) && !UNREACHED.test(code)) return error;
  const names = MIGRATION_DATABASE_URL === undefined ? 'DATABASE_URL' : 'DATABASE_URL or MIGRATION_DATABASE_URL';
  const places = new Set([DATABASE_URL, MIGRATION_DATABASE_URL ?? DATABASE_URL].map(place));
  return named(`${names}: the database at ${[...places].join(' or ')} cannot be reached`, error);
}

export const ofRedis = (error: unknown, url: string): unknown => named(`REDIS_URL: ${place(url)}`, error);
export const ofDataDir = (error: unknown, folder: string): unknown => named(`DATA_DIR: ${folder} cannot be used`, error);

export const ofPacks = (error: unknown, folder: string): unknown => named(`PACKS_DIR: ${folder} cannot be read`, error);

export function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? `Could not start: ${error.message}` : 'Could not start.';
}

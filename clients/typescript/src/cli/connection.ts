/** Where the service is and with which key: an option, else the environment, else what `login` has written. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { Countersign } from '../client.ts';
import { isObject } from '../exchange.ts';
import type { Settings } from '../settings.ts';
import type { Invocation } from './command.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { hearing } from './heard.ts';

const TIMEOUT_MS_MAX = 2_147_483_647;
const URL_DEFAULT = 'http://localhost:8080';

type Saved = { url?: string; key?: string };
/** Each with where it comes from, for `doctor`. */
export type Place = { url: string; url_from: string; key: string | undefined; key_from: string };

/**
 * Of the XDG base directory specification, which takes no relative paths: the folder in which somebody stands may be somebody else's,
 * and say where our key goes. Undefined for a user without a home.
 */
export function savedFile(): string | undefined {
  const { XDG_CONFIG_HOME: config = '' } = process.env;
  const base = isAbsolute(config) ? config : join(homeOf(), '.config');
  return isAbsolute(base) ? join(base, 'countersign', 'config.json') : undefined;
}

/** A user that no list of users has, as in a container, has none. */
function homeOf(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/** Empty where nobody has logged in. @throws CommandError */
function readSaved(): Saved {
  const file = savedFile();
  if (file === undefined) return {};
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new CommandError(`${file} cannot be read: ${message}`);
  }
  const saved = parsed(text);
  if (!isObject(saved)) throw new CommandError(`${file} is not a JSON object: log in again with countersign login`);
  const { url, key } = saved;
  return { ...(typeof url === 'string' && { url }), ...(typeof key === 'string' && { key }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A file of this user alone, whatever was there before; whole or not at all. @throws CommandError */
export function save(saved: Saved): string {
  const file = savedFile();
  if (file === undefined) throw new CommandError('There is no home to keep a key in: set XDG_CONFIG_HOME, or COUNTERSIGN_API_KEY');
  const draft = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new CommandError(`The key cannot be kept: ${(error as Error).message}`);
  }
  return file;
}

/** For a key that is to be kept: what cannot be read is about to be replaced. */
export function newPlaceOf(call: Invocation): string {
  const given = call.text('url') || process.env['COUNTERSIGN_URL'];
  if (given) return given;
  try {
    return readSaved().url ?? URL_DEFAULT;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return URL_DEFAULT;
  }
}

export function placeOf(call: Invocation): Place {
  const env = process.env;
  // Not read where it has nothing to say.
  const settled = (call.text('url') || env['COUNTERSIGN_URL']) && env['COUNTERSIGN_API_KEY'];
  const saved = settled ? {} : readSaved();
  const file = savedFile() ?? '';
  const [url, url_from] = first([
    [call.text('url'), '--url'],
    [env['COUNTERSIGN_URL'], 'COUNTERSIGN_URL'],
    [saved.url, file],
  ]) ?? [URL_DEFAULT, 'default'];
  const [key, key_from] = first([
    [env['COUNTERSIGN_API_KEY'], 'COUNTERSIGN_API_KEY'],
    [saved.key, file],
  ]) ?? [undefined, ''];
  // A key goes to the place that it was saved for and to no other.
  if (key_from === file && (saved.url ?? URL_DEFAULT) !== url) return { url, url_from, key: undefined, key_from: '' };
  return { url, url_from, key, key_from };
}

const first = (all: (readonly [string | undefined, string])[]): readonly [string, string] | undefined =>
  all.find((one): one is readonly [string, string] => Boolean(one[0]));

/** @throws CommandError without a key */
export function connect(call: Invocation, settings: Settings = {}): Countersign {
  const { url, key } = placeOf(call);
  if (key === undefined)
    throw new CommandError(`There is no API key for ${url}: set COUNTERSIGN_API_KEY, or run countersign login`, EXIT.refused);
  const timeoutMs = call.whole('timeout', 1, TIMEOUT_MS_MAX);
  return new Countersign({
    url,
    key,
    fetch: hearing,
    ...(timeoutMs !== undefined && { timeoutMs, idleTimeoutMs: timeoutMs }),
    ...settings,
  });
}

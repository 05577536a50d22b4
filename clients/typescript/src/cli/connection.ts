/** Where the service is and with which key: an option, else the environment, else what `login` has written. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Countersign } from '../client.ts';
import { isObject } from '../exchange.ts';
import type { Settings } from '../settings.ts';
import type { Invocation } from './command.ts';
import { CommandError } from './exit-codes.ts';

const TIMEOUT_MS_MAX = 2_147_483_647;
export const URL_DEFAULT = 'http://localhost:8080';

export type Saved = { url?: string; key?: string };
/** Each with where it comes from, for `doctor`. */
export type Place = { url: string; url_from: string; key: string | undefined; key_from: string };

/** Of the XDG base directory specification. */
export const savedFile = (): string => join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'countersign', 'config.json');

/** Empty where nobody has logged in. @throws CommandError */
export function readSaved(): Saved {
  let text: string;
  try {
    text = readFileSync(savedFile(), 'utf8');
  } catch {
    return {};
  }
  const saved = parsed(text);
  if (!isObject(saved)) throw new CommandError(`${savedFile()} is not a JSON object: log in again with countersign login`);
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

/** A file of this user alone. */
export function save(saved: Saved): string {
  const file = savedFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 });
  // The mode above is only for a file that was not there.
  chmodSync(file, 0o600);
  return file;
}

export function placeOf(call: Invocation): Place {
  const saved = readSaved();
  const env = process.env;
  const [url, url_from] = first([
    [call.text('url'), '--url'],
    [env['COUNTERSIGN_URL'], 'COUNTERSIGN_URL'],
    [saved.url, savedFile()],
  ]) ?? [URL_DEFAULT, 'default'];
  const [key, key_from] = first([
    [env['COUNTERSIGN_API_KEY'], 'COUNTERSIGN_API_KEY'],
    [saved.key, savedFile()],
  ]) ?? [undefined, ''];
  // A key goes to the place that it was saved for and to no other.
  if (key_from === savedFile() && saved.url !== undefined && saved.url !== url) return { url, url_from, key: undefined, key_from: '' };
  return { url, url_from, key, key_from };
}

const first = (all: (readonly [string | undefined, string])[]): readonly [string, string] | undefined =>
  all.find((one): one is readonly [string, string] => Boolean(one[0]));

/** @throws CountersignError without a key */
export function connect(call: Invocation, settings: Settings = {}): Countersign {
  const { url, key } = placeOf(call);
  const timeoutMs = call.whole('timeout', 1, TIMEOUT_MS_MAX);
  return new Countersign({ url, key: key ?? '', ...(timeoutMs !== undefined && { timeoutMs, idleTimeoutMs: timeoutMs }), ...settings });
}

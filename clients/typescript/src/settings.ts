/** What a client is told once. */
import { CountersignError } from './errors.ts';
import type { Enforcement } from './enforce.ts';

export type FailMode = 'closed' | 'open';

export type Settings = {
  /** The API key; `COUNTERSIGN_API_KEY` by default. Null for a client that asks only for what is public. */
  key?: string | null;
  /** Where the service is; `COUNTERSIGN_URL` by default, else `http://localhost:8080`. It may have a path. */
  url?: string;
  /** For a whole call with its retries: 2,000 for verdicts of single messages, 30,000 for the rest. */
  timeoutMs?: number;
  /** How long a stream may be silent; 60,000. */
  idleTimeoutMs?: number;
  /** After the first attempt; 2. */
  maxRetries?: number;
  /** Of an answer after unpacking, of a stream for each line; 16 MiB. */
  responseBytesMax?: number;
  /** What `enforce()` does when there is no verdict because the service is down or slow; `closed`. */
  failMode?: FailMode;
  /** Is told of every enforcement without a verdict that could be followed; a warning on the console by default. */
  onFailure?: (failure: CountersignError, enforcement: Enforcement) => void;
  /** Another `fetch`, such as one that goes through a proxy. */
  fetch?: typeof fetch;
};

export type Setup = {
  key: string | null;
  /** Without a slash at its end. */
  url: string;
  timeoutMs: number | null;
  idleTimeoutMs: number;
  maxRetries: number;
  responseBytesMax: number;
  failMode: FailMode;
  onFailure(failure: CountersignError, enforcement: Enforcement): void;
  fetch: typeof fetch;
};

const URL_DEFAULT = 'http://localhost:8080';
/** Timers take no more (2³¹ − 1 ms). */
const TIMER_MS_MAX = 2_147_483_647;

/** Throws a `configuration` error. */
export function readSettings(given: Settings): Setup {
  const { failMode = 'closed' } = given;
  if (failMode !== 'closed' && failMode !== 'open') throw wrong('failMode must be "closed" or "open"');
  return {
    key: given.key === null ? null : keyOf(given.key ?? variable('COUNTERSIGN_API_KEY')),
    url: urlOf(given.url ?? variable('COUNTERSIGN_URL') ?? URL_DEFAULT),
    timeoutMs: given.timeoutMs === undefined ? null : whole('timeoutMs', given.timeoutMs, 1, TIMER_MS_MAX),
    idleTimeoutMs: whole('idleTimeoutMs', given.idleTimeoutMs ?? 60_000, 1, TIMER_MS_MAX),
    maxRetries: whole('maxRetries', given.maxRetries ?? 2, 0, 10),
    responseBytesMax: whole('responseBytesMax', given.responseBytesMax ?? 16_777_216, 1, Number.MAX_SAFE_INTEGER),
    failMode,
    onFailure: given.onFailure ?? warn,
    fetch: given.fetch ?? ((input, init) => fetch(input, init)),
  };
}

const wrong = (message: string): CountersignError => new CountersignError('configuration', message);

/** There is no `process` in a browser. */
function variable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name];
}

function keyOf(key: string | undefined): string {
  if (!key) throw wrong('There is no API key: set COUNTERSIGN_API_KEY, or give `key`');
  if (!/^[\x21-\x7e]+$/.test(key)) throw wrong('The API key has a character that no API key has');
  return key;
}

function urlOf(text: string): string {
  const url = URL.parse ? URL.parse(text) : parsed(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username || url.password)
    throw wrong('The URL of the service must be http:// or https://, without credentials, query and fragment');
  return url.href.replace(/\/+$/, '');
}

/** `URL.parse` is of Node 22. */
function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function whole(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) throw wrong(`${name} must be a whole number from ${least} to ${most}`);
  return value;
}

function warn(failure: CountersignError, { action, failOpen }: Enforcement): void {
  console.warn(`countersign: no verdict, ${failOpen ? 'let pass' : `refused (${action})`}: ${failure.message}`);
}

/** What is wrong with a request, in words. */
import type { IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { KEY, type Case, type Exchange, type Expected } from './cases.ts';

export type Arrival = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
  at_ms: number;
};

/** The arrival before, and when its answer ended. */
export type Before = { arrival: Arrival; answered_ms: number };

const USER_AGENT = /^countersign-[a-z]+\/\d+\.\d+\.\d+/;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;
/** Clocks and timers are not exact. */
const TOLERANCE_MS = 30;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 400) ?? 'nothing';

export function faultsOf(one: Case, { expect, retry, pause_ms }: Exchange, arrival: Arrival, before: Before | undefined): string[] {
  const faults = [...lineFaults(expect, arrival), ...headerFaults(one, expect, arrival), ...bodyFaults(expect, arrival)];
  if (retry && before) faults.push(...retryFaults(arrival, before.arrival));
  if (!retry && before && isKeyed(arrival) && keyOf(arrival) === keyOf(before.arrival))
    faults.push('another call with the Idempotency-Key of the one before');
  if (pause_ms && before) {
    const pause = arrival.at_ms - before.answered_ms;
    const [least, most] = pause_ms;
    if (pause < least - TOLERANCE_MS || pause > most)
      faults.push(`came ${Math.round(pause)} ms after the answer before it, not ${least} to ${most}`);
  }
  return faults;
}

function lineFaults({ method, path, query = {} }: Expected, arrival: Arrival): string[] {
  const faults: string[] = [];
  if (arrival.method !== method || arrival.path !== path) faults.push(`${arrival.method} ${arrival.path} instead of ${method} ${path}`);
  const given = [...arrival.query].sort();
  if (!isDeepStrictEqual(given, Object.entries(query).sort())) faults.push(`query ${shown(given)} instead of ${shown(query)}`);
  return faults;
}

function headerFaults(one: Case, { headers = {}, body, lines }: Expected, arrival: Arrival): string[] {
  const faults: string[] = [];
  const type = body !== undefined ? 'application/json' : lines && 'application/x-ndjson';
  const wanted = { authorization: `Bearer ${one.client?.key ?? KEY}`, ...headers };
  for (const [name, value] of Object.entries(wanted)) {
    const given = arrival.headers[name];
    if ((given ?? null) !== value) faults.push(`header ${name} is ${shown(given)} instead of ${shown(value)}`);
  }
  if (type && arrival.headers['content-type']?.split(';')[0]?.trim() !== type)
    faults.push(`content-type ${shown(arrival.headers['content-type'])} instead of ${type}`);
  if (!USER_AGENT.test(arrival.headers['user-agent'] ?? '')) faults.push(`user-agent ${shown(arrival.headers['user-agent'])}`);
  if (isKeyed(arrival) && !IDEMPOTENCY_KEY.test(keyOf(arrival))) faults.push(`Idempotency-Key ${shown(keyOf(arrival))}`);
  return faults;
}

export const isKeyed = ({ method }: Arrival): boolean => method === 'POST';
export const keyOf = ({ headers }: Arrival): string => String(headers['idempotency-key'] ?? '');

function bodyFaults({ body, lines }: Expected, arrival: Arrival): string[] {
  if (body !== undefined) {
    const given = parsed(arrival.body);
    return isDeepStrictEqual(given, body) ? [] : [`body ${shown(given)} instead of ${shown(body)}`];
  }
  if (lines) {
    const given = arrival.body.split('\n').filter(Boolean).map(parsed);
    return isDeepStrictEqual(given, lines) ? [] : [`lines ${shown(given)} instead of ${shown(lines)}`];
  }
  return arrival.body === '' ? [] : [`a body where none belongs: ${shown(arrival.body)}`];
}

function retryFaults(arrival: Arrival, before: Arrival): string[] {
  const faults: string[] = [];
  if (arrival.body !== before.body) faults.push('a retry with other bytes');
  if (keyOf(arrival) !== keyOf(before)) faults.push('a retry with another Idempotency-Key');
  return faults;
}

/** What `doctor` looks at, in the order in which one fault would hide the next; it ends where nothing more can be seen. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { checkApiKey } from '../../../../src/core/api-key.ts';
import { savedFile, type Place } from './connection.ts';
import { fault, ok, warning, type Check } from './check.ts';
import { keyFault, networkFault } from './doctor-remedies.ts';
import { probe, type Answer, type Seen } from './probe.ts';

const SKEW_WARN_MS = 5_000;
const SKEW_FAULT_MS = 60_000;
/** Of the two seconds that a client has. */
const SLOW_MS = 1_000;
const PING = JSON.stringify({ request: { jsonrpc: '2.0', id: 'countersign-doctor', method: 'ping' } });

export async function* examine(place: Place, timeout_ms: number): AsyncGenerator<Check, void, undefined> {
  const url = urlOf(place);
  yield url.check;
  const key = keyOf(place);
  yield key;
  if (url.check.state === 'fault') return;
  const alive = await probe(url.href, '/livez', {}, timeout_ms);
  const reached = reachedOf(alive, url.href);
  yield reached;
  if (!alive.ok || reached.state === 'fault') return;
  yield clockOf(alive.answer);
  yield passedBackOf(alive.answer);
  yield readyOf(await probe(url.href, '/readyz', {}, timeout_ms));
  if (key.state === 'fault' || place.key === undefined) return;
  yield* judged(url.href, place.key, timeout_ms);
}

function urlOf({ url, url_from }: Place): { check: Check; href: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const said = `${url} (${url_from})`;
  const remedy = 'Give --url or COUNTERSIGN_URL the address of the service, such as https://countersign.example.com';
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    return { check: fault('url', `${said} is no http:// or https:// URL`, remedy), href: '' };
  if (parsed.search || parsed.hash || parsed.username || parsed.password)
    return { check: fault('url', `the URL (${url_from}) has credentials, a query or a fragment`, remedy), href: '' };
  const href = parsed.href.replace(/\/+$/, '');
  const is_local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname);
  if (parsed.protocol === 'http:' && !is_local)
    return { check: warning('url', `${said} is not encrypted: the key and all messages can be read on the way`, 'Use https://'), href };
  return { check: ok('url', said), href };
}

function keyOf({ key, key_from }: Place): Check {
  if (key === undefined)
    return fault(
      'key',
      'there is no API key for this URL',
      `Set COUNTERSIGN_API_KEY, or run countersign login (it writes ${savedFile() ?? 'into a home, and there is none'})`,
    );
  if (!checkApiKey(key))
    return fault(
      'key',
      `what ${key_from} has is no whole key: its checksum is wrong`,
      'Copy the key again: cs_live_ or cs_test_ and 49 characters, without quotes and spaces',
    );
  if (key_from === savedFile() && process.platform !== 'win32' && statSync(key_from).mode & 0o077)
    return warning('key', `${key_from} can be read by other users`, `chmod 600 ${key_from}, and let a new key take the place of this one`);
  return ok('key', `${key.slice(0, 12)}… (${key_from})`);
}

function reachedOf(seen: Seen, url: string): Check {
  if (!seen.ok) return networkFault(seen, url);
  const { status, headers, body, ms } = seen.answer;
  if (status >= 300 && status < 400)
    return fault(
      'service',
      `${url} redirects to ${headers.get('location') ?? 'nowhere'}`,
      'Set COUNTERSIGN_URL to where it leads: the key is never sent on to another place',
    );
  if (status >= 500 && body?.['status'] !== 'ok')
    return fault(
      'service',
      `what stands before the service answers ${status}`,
      'The gateway or load balancer has no service behind it: see whether it runs, and the logs of the gateway',
    );
  if (status !== 200 || body?.['status'] !== 'ok')
    return fault(
      'service',
      `${url}/livez answers ${status} and is not Countersign`,
      'The URL is that of something else: check host, port and path of COUNTERSIGN_URL',
    );
  return ok('service', `answers in ${Math.round(ms)} ms`);
}

/** Dates have whole seconds, and the answer was written somewhen between sending and receiving. */
function clockOf({ headers, sent_at, received_at }: Answer): Check {
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs))
    return warning('clock', 'the answer has no Date, so the clocks cannot be compared', 'A proxy takes the header Date away; let it pass');
  const ahead_ms = Math.max(0, sent_at - (theirs + 1_000), theirs - received_at);
  if (ahead_ms < SKEW_WARN_MS) return ok('clock', 'within five seconds of that of the service');
  const found = `this clock is ${Math.round(ahead_ms / 1_000)} s ${theirs > received_at ? 'behind' : 'ahead of'} that of the service`;
  const remedy =
    'Set the clock of this machine by NTP (timedatectl set-ntp true): tokens, expiry and time restrictions are judged by the clock';
  return ahead_ms >= SKEW_FAULT_MS ? fault('clock', found, remedy) : warning('clock', found, remedy);
}

const passedBackOf = ({ headers }: Answer): Check =>
  headers.get('request-id')
    ? ok('answers', 'come with their Request-Id')
    : warning(
        'answers',
        'come without Request-Id: a proxy takes headers away',
        'Let the proxy pass Request-Id, Retry-After, RateLimit, ETag and Idempotency-Replayed of answers',
      );

function readyOf(seen: Seen): Check {
  const remedy = 'Ask the operator: /readyz says what is missing, the logs of the service say why';
  if (!seen.ok) return fault('ready', seen.message, remedy);
  const { status, body } = seen.answer;
  if (status !== 200)
    return fault(
      'ready',
      `the service is not ready (${status}${typeof body?.['detail'] === 'string' ? `: ${body['detail']}` : ''})`,
      remedy,
    );
  if (body?.['limiter'] === 'degraded')
    return warning(
      'ready',
      'the shared limiter is lost: limits count in each process alone',
      'Ask the operator to look at Redis (REDIS_URL)',
    );
  return ok('ready', 'database and limiter work');
}

async function* judged(url: string, key: string, timeout_ms: number): AsyncGenerator<Check, void, undefined> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const ask = (): Promise<Seen> => probe(url, '/validate', { method: 'POST', headers, body: PING }, timeout_ms);
  const first = await ask();
  if (!first.ok) return void (yield networkFault(first, url));
  if (first.answer.status !== 200) return void (yield keyFault(first.answer));
  yield verdictOf(first.answer);
  const again = await ask();
  if (!again.ok) return void (yield networkFault(again, url));
  if (again.answer.status === 200 && again.answer.body?.['id'] === first.answer.body?.['id'])
    yield ok('retries', 'a call that is sent again counts once');
  else
    yield warning(
      'retries',
      'a call that was sent again was judged again',
      'A proxy takes the header Idempotency-Key of requests away; let it pass, or every retry counts',
    );
  yield* usage(url, headers.authorization, timeout_ms);
}

function verdictOf({ body, ms }: Answer): Check {
  const degraded = Array.isArray(body?.['degraded']) ? body['degraded'] : [];
  if (typeof body?.['decision'] !== 'string')
    return fault('verdict', 'the answer is no verdict', 'Something between answers in the place of the service: check COUNTERSIGN_URL');
  if (degraded.length)
    return warning(
      'verdict',
      `the service is degraded: ${degraded.join(', ')}`,
      'Verdicts are given without what is named; ask the operator',
    );
  if (body['would_be'] !== undefined && body['would_be'] !== null)
    return warning(
      'verdict',
      'the tenant is in monitor mode: everything is allowed',
      'PATCH /tenant {"monitor": false} when you have seen enough',
    );
  if (body['decision'] !== 'allow')
    return warning(
      'verdict',
      `a ping is answered with ${body['decision']}`,
      'The policies of the tenant allow less than most clients need; see countersign policy plan',
    );
  if (ms > SLOW_MS)
    return warning(
      'verdict',
      `took ${Math.round(ms)} ms`,
      'Clients wait two seconds: run the service nearer to them, or raise their time-out',
    );
  return ok('verdict', `${body['decision']} in ${Math.round(ms)} ms`);
}

/** A key that may only judge is a good key: nothing is said without the scope. */
async function* usage(url: string, authorization: string, timeout_ms: number): AsyncGenerator<Check, void, undefined> {
  const seen = await probe(url, '/usage', { headers: { authorization } }, timeout_ms);
  if (!seen.ok || seen.answer.status !== 200 || !seen.answer.body) return;
  const { used, limit, warning: nearly, resets_at } = seen.answer.body;
  const found = `${String(used)} of ${limit === null ? 'unlimited' : String(limit)} verdicts of this month`;
  yield nearly === true ? warning('usage', found, `No verdicts are given above it until ${String(resets_at)}`) : ok('usage', found);
}

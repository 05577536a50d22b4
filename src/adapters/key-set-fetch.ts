/**
 * One key set (RFC 7517, 5) from where its issuer publishes it. The address is the tenant's, so it is a request that a stranger makes us
 * send (CWE-918): no redirects, no proxies, a deadline, a limit, and only to addresses that were checked in the moment of connecting.
 */
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { KEYS_MAX, publicKeyOf, type KeySet } from '#core/identity/public-key.ts';
import { parseJson } from '#core/json.ts';
import type { JsonObject } from '#core/submission.ts';
import { guardedLookup, isReachable, Unreachable } from './public-address.ts';

/** From the question for the name to the last byte. */
export const FETCH_MS = 3_000;
export const BODY_BYTES_MAX = 262_144;
const HEADER_BYTES_MAX = 16_384;

export type FetchOptions = {
  /** Loopback and private networks may be asked too, there also by plain http. */
  private_networks: boolean;
  /** PEM of what to trust instead of the authorities of the system. */
  ca?: string;
  /** Name servers, `address:port`, instead of those of the system. */
  name_servers?: readonly string[];
  fetch_ms?: number;
};

/** Its message is for the tenant: it tells what happened, and nothing of what was sent. */
export class NoKeySet extends Error {}

/** Rejects with `NoKeySet` alone. */
export async function fetchKeySet(uri: string, options: FetchOptions): Promise<{ set: KeySet; bytes: number }> {
  const fetch_ms = options.fetch_ms ?? FETCH_MS;
  const late = AbortSignal.timeout(fetch_ms);
  try {
    const bytes = await bodyOf(await answerTo(new URL(uri), options, late));
    return { set: keySetIn(bytes), bytes: bytes.length };
  } catch (error) {
    if (error instanceof NoKeySet) throw error;
    if (late.aborted) throw new NoKeySet(`they did not come within ${fetch_ms} ms`);
    throw new NoKeySet(phraseFor(error));
  }
}

async function answerTo(url: URL, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
  if (!isReachable(url, options.private_networks)) throw new NoKeySet(UNUSABLE);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asking = {
    // Neither connections that are kept nor proxies of the environment: each one is looked up and checked.
    agent: false,
    lookup: guardedLookup(url, options),
    signal,
    maxHeaderSize: HEADER_BYTES_MAX,
    headers: { Accept: 'application/jwk-set+json, application/json', 'Accept-Encoding': 'identity', 'User-Agent': 'countersign' },
  };
  const request = url.protocol === 'https:' ? getHttps(url, { ...asking, ...(options.ca && { ca: options.ca }) }) : getHttp(url, asking);
  request.on('response', resolve);
  request.on('error', reject);
  return promise;
}

async function bodyOf(answer: IncomingMessage): Promise<Uint8Array> {
  const { statusCode: status = 0, headers } = answer;
  try {
    if (status >= 300 && status < 400) throw new NoKeySet(`it answers with status ${status}, and redirects are not followed`);
    if (status !== 200) throw new NoKeySet(`it answers with status ${status}`);
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new NoKeySet('they came compressed, which was not asked for');
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BODY_BYTES_MAX) throw new NoKeySet(`they are larger than ${BODY_BYTES_MAX} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    answer.destroy();
  }
}

/** Keys that verify nothing are left out; a set without any is a set: its issuer has withdrawn them all. */
function keySetIn(bytes: Uint8Array): KeySet {
  const json = parseJson(bytes);
  const value = json.ok && json.faults.length === 0 ? json.value : null;
  const list: unknown = typeof value === 'object' && value !== null && Object.hasOwn(value, 'keys') ? Reflect.get(value, 'keys') : null;
  if (!Array.isArray(list)) throw new NoKeySet('what is there is no JSON Web Key Set');
  if (list.length > KEYS_MAX) throw new NoKeySet(`there are more than ${KEYS_MAX} of them`);
  const keys = list.flatMap((one: unknown) => (typeof one === 'object' && one !== null ? (publicKeyOf(one as JsonObject) ?? []) : []));
  return { keys };
}

/** The same for a name that is not there and one that leads inside: what names there are inside is nobody's business. */
const UNUSABLE = 'the host has no address that may be used';
const CERTIFICATE = /^(?:ERR_TLS_|CERT_|UNABLE_TO_|(?:DEPTH_ZERO_)?SELF_SIGNED_|HOSTNAME_MISMATCH)/;

function phraseFor(error: unknown): string {
  if (error instanceof Unreachable) return UNUSABLE;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return CERTIFICATE.test(code) ? 'the certificate of the host is not trusted' : 'the host did not answer';
}

/** Key sets as they come over real connections: kept, renewed, and never waited for longer than once. */
import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BODY_BYTES_MAX, fetchKeySet } from '#adapters/key-set-fetch.ts';
import { COOL_DOWN_MS, FRESH_MS, openKeySets, STALE_MS } from '#adapters/key-sets.ts';
import type { KeySet } from '#core/identity/public-key.ts';
import { CERTIFICATE, newKey, openIssuer, type IssuerServer, type SigningKey } from '../support/issuer.ts';
import { openNameServer } from '../support/name-server.ts';

const FETCH_MS = 400;
const NOW = 1_800_000_000_000;
const options = { private_networks: true, ca: CERTIFICATE, fetch_ms: FETCH_MS };

let first: SigningKey;
let second: SigningKey;
let issuer: IssuerServer;
let key_sets = openKeySets(options);

beforeAll(async () => {
  [first, second] = await Promise.all([newKey('first'), newKey('second', 'RS256')]);
});
beforeEach(async () => {
  issuer = await openIssuer({ tls: true, keys: [first.jwk] });
  key_sets = openKeySets(options);
});
afterEach(() => issuer.close());

const setAt = async (now_ms: number, uri = issuer.uri): Promise<KeySet> => {
  const found = await key_sets.get(uri, now_ms);
  if ('why' in found) throw new Error(found.why);
  return found.set;
};
const whyAt = async (now_ms: number, uri = issuer.uri): Promise<string> => {
  const found = await key_sets.get(uri, now_ms);
  return 'why' in found ? found.why : 'nothing is wrong';
};
const kids = ({ keys }: KeySet): unknown[] => keys.map(({ kid }) => kid);
const fail = (_: unknown, response: ServerResponse): void => void response.writeHead(503).end();
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

describe('what is kept', () => {
  it('is one fetch for all who ask at once, and none while it is fresh', async () => {
    const sets = await Promise.all(Array.from({ length: 50 }, () => setAt(NOW)));
    expect(new Set(sets).size).toBe(1);
    expect(await setAt(NOW + FRESH_MS - 1)).toBe(sets[0]);
    expect(issuer.asked).toEqual(['/keys']);
  });

  it('is given at once when it is no longer fresh, and replaced beside it', async () => {
    const old = await setAt(NOW);
    issuer.keys = [second.jwk];
    expect(await setAt(NOW + FRESH_MS)).toBe(old);
    await settle();
    expect(kids(await setAt(NOW + FRESH_MS))).toEqual(['second']);
    expect(issuer.asked.length).toBe(2);
  });

  it('outlives its issuer for a day and no longer; meanwhile nobody waits, and the issuer is asked once in 30 s', async () => {
    const set = await setAt(NOW);
    issuer.behave(() => {});
    const started_ms = performance.now();
    for (let later = FRESH_MS; later < FRESH_MS + COOL_DOWN_MS; later += 1_000) expect(await setAt(NOW + later)).toBe(set);
    expect(performance.now() - started_ms).toBeLessThan(FETCH_MS / 2);
    await new Promise((resolve) => setTimeout(resolve, FETCH_MS + 200));
    expect(issuer.asked.length).toBe(2);
    expect(await setAt(NOW + STALE_MS - 1)).toBe(set);
    await new Promise((resolve) => setTimeout(resolve, FETCH_MS + 200));
    expect(await whyAt(NOW + STALE_MS + COOL_DOWN_MS)).toBe(`they did not come within ${FETCH_MS} ms`);
    issuer.behave(null);
    expect(kids(await setAt(NOW + STALE_MS + 3 * COOL_DOWN_MS))).toEqual(['first']);
  });

  it('is not believed after the clock was set back', async () => {
    await setAt(NOW);
    await setAt(NOW - 1_000);
    expect(issuer.asked.length).toBe(2);
  });

  it('leaves out what verifies nothing: secrets, private and weak keys, keys for encryption, other types', async () => {
    const weak = { kty: 'RSA', n: 'A'.repeat(171), e: 'AQAB', kid: 'weak' };
    const { crv, x, y } = first.jwk;
    issuer.keys = [
      { kty: 'oct', k: 'c2VjcmV0', kid: 'oct' },
      { kty: 'EC', crv, x, y, d: x, kid: 'private' } as never,
      { ...first.jwk, kid: 'enc', use: 'enc' },
      { ...first.jwk, kid: 'ops', use: undefined, key_ops: ['sign'] } as never,
      weak,
      { ...second.jwk, kid: 'one', e: 'AQ' },
      { ...second.jwk, kid: 'huge', n: 'A'.repeat(1_367) },
      { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43), kid: 'x' },
      'text' as never,
      null as never,
      { ...second.jwk, x5c: ['MII'], issuer: 'ours' } as never,
    ];
    const { keys } = await setAt(NOW);
    expect(keys).toEqual([{ kty: 'RSA', n: second.jwk.n, e: 'AQAB', kid: 'second', alg: 'RS256' }]);
  });
});

describe('a key that is not there', () => {
  it('is asked for anew, once in 30 s, whoever asks', async () => {
    const old = await setAt(NOW);
    issuer.keys = [first.jwk, second.jwk];
    const [newer, same] = await Promise.all([key_sets.renew(issuer.uri, old, NOW + 1), key_sets.renew(issuer.uri, old, NOW + 1)]);
    expect(kids(newer)).toEqual(['first', 'second']);
    expect(same).toBe(newer);
    expect(await key_sets.renew(issuer.uri, old, NOW + 2)).toBe(newer);
    expect(await key_sets.renew(issuer.uri, newer, NOW + COOL_DOWN_MS)).toBe(newer);
    expect(issuer.asked.length).toBe(2);
    expect(await key_sets.renew(issuer.uri, newer, NOW + 1 + COOL_DOWN_MS)).not.toBe(newer);
    expect(issuer.asked.length).toBe(3);
  });

  it('leaves what is there when its issuer is down', async () => {
    const set = await setAt(NOW);
    issuer.behave(fail);
    expect(await key_sets.renew(issuer.uri, set, NOW + 1)).toBe(set);
    expect(await setAt(NOW + 2)).toBe(set);
  });
});

const json = (value: unknown) => (_: unknown, response: ServerResponse) => void response.end(JSON.stringify(value));

describe('an issuer that misbehaves', () => {
  it('costs its callers one wait, and is asked again after 30 s', async () => {
    issuer.behave(() => {});
    const started_ms = performance.now();
    const waits = await Promise.all(Array.from({ length: 20 }, () => whyAt(NOW)));
    expect(new Set(waits)).toEqual(new Set([`they did not come within ${FETCH_MS} ms`]));
    const waited_ms = performance.now() - started_ms;
    expect(waited_ms).toBeLessThan(2 * FETCH_MS);
    for (let later = 1; later < COOL_DOWN_MS; later += 1_000) await whyAt(NOW + later);
    expect(performance.now() - started_ms - waited_ms).toBeLessThan(FETCH_MS / 2);
    expect(issuer.asked.length).toBe(1);
    issuer.behave(null);
    expect(kids(await setAt(NOW + COOL_DOWN_MS))).toEqual(['first']);
  });

  it.each<[string, (request: unknown, response: ServerResponse) => void, RegExp]>([
    ['an error', fail, /^it answers with status 503$/],
    [
      'a redirect',
      (_, response) => void response.writeHead(302, { Location: `${issuer.origin}/elsewhere` }).end(),
      /^it answers with status 302, and redirects are not followed$/,
    ],
    ['another page', (_, response) => void response.end('<html>'), /^what is there is no JSON Web Key Set$/],
    ['nothing', (_, response) => void response.end(), /no JSON Web Key Set/],
    ['no list', json({ keys: { 0: {} } }), /no JSON Web Key Set/],
    ['a list by its prototype', json([]), /no JSON Web Key Set/],
    ['names twice', (_, response) => void response.end('{"keys":[],"keys":[]}'), /no JSON Web Key Set/],
    ['too many keys', json({ keys: Array.from({ length: 101 }, () => ({})) }), /^there are more than 100 of them$/],
    ['a huge body', (_, response) => void response.end(Buffer.alloc(BODY_BYTES_MAX + 1, 0x20)), /^they are larger than 262144 bytes$/],
    ['a body without end', (_, response) => flood(response), /larger than/],
    ['a body by the drop', (_, response) => drip(response), /did not come within/],
    ['headers without end', (_, response) => void response.setHeader('X', 'a'.repeat(20_000)).end('{"keys":[]}'), /did not answer/],
    [
      'compression',
      (_, response) => void response.setHeader('Content-Encoding', 'gzip').end(gzipSync('{"keys":[]}')),
      /^they came compressed, which was not asked for$/,
    ],
    ['a broken connection', (_, response) => void response.socket?.destroy(), /^the host did not answer$/],
  ])('%s: no keys, and why', async (_, how, why) => {
    issuer.behave(how);
    expect(await whyAt(NOW)).toMatch(why);
    expect(issuer.asked).toEqual(['/keys']);
  });

  it('none is asked while a hundred others are', async () => {
    const slow = await openIssuer();
    slow.behave(() => {});
    const whys = await Promise.all(Array.from({ length: 101 }, (_, i) => whyAt(NOW, `${slow.origin}/${i}`)));
    expect(whys.at(-1)).toBe('100 other issuers are being asked at the moment');
    expect(new Set(whys.slice(0, -1))).toEqual(new Set([`they did not come within ${FETCH_MS} ms`]));
    slow.behave((_, response) => void response.end('{"keys":[]}'));
    expect(await setAt(NOW, `${slow.origin}/100`)).toEqual({ keys: [] });
    await slow.close();
  });
});

function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, 0x20);
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}

const port = (): string => new URL(issuer.uri).port;

describe('where it may be asked', () => {
  it('only with a certificate that is trusted', async () => {
    const found = await openKeySets({ private_networks: true }).get(issuer.uri, NOW);
    expect(found).toEqual({ why: 'the certificate of the host is not trusted' });
    expect(issuer.asked).toEqual([]);
  });

  it.each(['https://127.0.0.1:PORT/keys', 'https://localhost:PORT/keys', 'https://[::1]:PORT/keys', 'https://0x7f000001:PORT/keys'])(
    'not at %s, unless the operator permits private networks',
    async (pattern) => {
      const uri = pattern.replace('PORT', port());
      await expect(fetchKeySet(uri, { ...options, private_networks: false })).rejects.toThrow('the host has no address that may be used');
      expect(issuer.asked).toEqual([]);
    },
  );

  it.each([
    ['inside.test', ['127.0.0.1']],
    ['inside.test', ['192.0.2.1', '127.0.0.1']],
    ['inside.test', ['10.0.0.1']],
    ['inside.test', ['169.254.169.254']],
    ['inside.test', ['0.0.0.0']],
    ['inside.test', []],
  ])('not under a public name that leads inside: %s → %j', async (name, addresses) => {
    const names = await openNameServer({ [name]: addresses });
    const uri = `https://${name}:${port()}/keys`;
    const asking = { ...options, private_networks: false, name_servers: [names.at] };
    await expect(fetchKeySet(uri, asking)).rejects.toThrow('the host has no address that may be used');
    expect([issuer.asked, names.asked.includes(name)]).toEqual([[], true]);
    await names.close();
  });

  it('under such a name where private networks are permitted; metadata services never', async () => {
    const names = await openNameServer({ 'inside.test': ['127.0.0.1'], 'metadata.test': ['169.254.169.254'] });
    const asking = { ...options, name_servers: [names.at] };
    expect(kids((await fetchKeySet(`https://inside.test:${port()}/keys`, asking)).set)).toEqual(['first']);
    await expect(fetchKeySet('https://metadata.test/keys', asking)).rejects.toThrow('no address that may be used');
    await expect(fetchKeySet('http://169.254.169.254/keys', asking)).rejects.toThrow('no address that may be used');
    await names.close();
  });

  it('by plain http only inside, and only where that is permitted', async () => {
    const plain = await openIssuer({ keys: [first.jwk] });
    const names = await openNameServer({ 'public.test': ['192.0.2.1'] });
    expect(kids((await fetchKeySet(plain.uri, options)).set)).toEqual(['first']);
    await expect(fetchKeySet(plain.uri, { ...options, private_networks: false })).rejects.toThrow('no address that may be used');
    await expect(fetchKeySet('http://public.test/keys', { ...options, name_servers: [names.at] })).rejects.toThrow('no address');
    await Promise.all([plain.close(), names.close()]);
  });
});

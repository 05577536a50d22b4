/** Conditional requests (RFC 9110, 13.1): lists, weak tags and stars, and what they are for: no change is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { etagOf, ifMatch, ifMatchGiven, isKnown } from '#http/etag.ts';
import { Problem } from '#core/problem.ts';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const DIGEST = 'ab12';
const OTHER = 'cd34';
const given = (name: string, value: string | null) => (asked: string) => (asked === name ? value : null);

const statuses = (answers: readonly Response[]): number[] => answers.map((a) => a.status).sort();

describe('If-Match', () => {
  it.each([
    ['"ab12"', true],
    ['*', true],
    [' * ', true],
    ['"cd34", "ab12"', true],
    ['"cd34","ab12"', true],
    [',, "ab12" ,', true],
    ['"x,y", "ab12"', true],
    ['W/"x", "ab12"', true],
    ['W/"ab12"', false],
    ['W/"cd34", W/"ab12"', false],
    ['"cd34"', false],
    ['ab12', false],
    ['"AB12"', false],
    ['"ab12', false],
    ['"ab12""cd34"', false],
    ['"*"', false],
    ['*, "cd34"', false],
    [',', false],
    [`${'"cd34",'.repeat(4_000)}"ab12"`, true],
  ])('%s', (value, matches) => {
    expect(ifMatch(given('if-match', value))(DIGEST)).toBe(matches);
  });

  it.each([[null], [''], ['  ']])('%j is no condition', (value) => {
    expect(ifMatchGiven(given('if-match', value))).toBeUndefined();
    expect(() => ifMatch(given('if-match', value))).toThrow(new Problem('PRECONDITION_REQUIRED'));
  });
});

describe('If-None-Match', () => {
  it.each([
    [null, false],
    ['', false],
    ['"ab12"', true],
    ['W/"ab12"', true],
    ['"cd34", W/"ab12"', true],
    ['*', true],
    ['"cd34"', false],
    ['w/"ab12"', false],
    ['ab12', false],
  ])('%s', (value, known) => {
    expect(isKnown(given('if-none-match', value), DIGEST)).toBe(known);
    expect(isKnown(given('if-none-match', value), OTHER)).toBe(value === '*' || (value?.includes(etagOf(OTHER)) ?? false));
  });
});

describe('over HTTP', () => {
  let harness: Harness;
  let own: Tenancy;
  beforeAll(async () => {
    harness = await openHarness(await hostedStores());
    own = await harness.tenant();
  });
  afterAll(() => harness.close());
  const ask = (method: string, path: string, json?: object, headers: Record<string, string> = {}, key = own.key) =>
    harness.ask(method, path, { key, headers, ...(json && { json }) });

  it('of twenty replacements of one version exactly one wins, and nineteen are told', async () => {
    const made = await ask('POST', '/policies', { name: 'p', document: {} });
    const [path, etag] = [made.headers.get('location') ?? '', made.headers.get('etag') ?? ''];
    const put = (i: number) => ask('PUT', path, { name: `n${i}`, document: {} }, { 'If-Match': etag });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => put(i)));
    expect(statuses(answers)).toEqual([200, ...Array<number>(19).fill(412)]);
    const winner = answers.find((a) => a.status === 200);
    const now = await ask('GET', path);
    expect(await now.json()).toEqual(await winner?.json());
    expect(now.headers.get('etag')).toBe(winner?.headers.get('etag'));
  });

  it('of twenty settings after one reading exactly one wins, when they say so', async () => {
    const { key } = await harness.tenant();
    const etag = (await ask('GET', '/tenant', undefined, {}, key)).headers.get('etag') ?? '';
    const patch = (i: number) => ask('PATCH', '/tenant', { name: `n${i}` }, { 'If-Match': etag }, key);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => patch(i)));
    expect(statuses(answers)).toEqual([200, ...Array<number>(19).fill(412)]);
    const now = await ask('GET', '/tenant', undefined, {}, key);
    expect(await now.text()).toBe(await answers.find((a) => a.status === 200)?.text());
    expect((await ask('PATCH', '/tenant', { name: 'last' }, {}, key)).status).toBe(200);
    expect((await ask('PATCH', '/tenant', { name: 'last' }, { 'If-Match': '*' }, key)).status).toBe(200);
  });

  it('304 to who has the settings as they are; they have the same ETag when they come back', async () => {
    const { key } = await harness.tenant();
    const get = (headers = {}) => ask('GET', '/tenant', undefined, headers, key);
    const etag = (await get()).headers.get('etag') ?? '';
    const known = await get({ 'If-None-Match': etag });
    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', etag]);
    const changed = await ask('PATCH', '/tenant', { monitor: true }, { 'If-Match': etag }, key);
    expect((await get({ 'If-None-Match': etag })).status).toBe(200);
    expect(changed.headers.get('etag')).toBe((await get()).headers.get('etag'));
    await ask('PATCH', '/tenant', { monitor: false }, {}, key);
    expect((await get()).headers.get('etag')).toBe(etag);
  });
});

/** The cases that every client plays: what the service says now, and a player that sees what is wrong. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseFiles, KEY, readCases } from '../../clients/conformance/cases.ts';
import { play } from '../../clients/conformance/server.ts';
import { ROOT } from '../support/packed.ts';

const cases = caseFiles().flatMap(readCases);

it('the recorded answers are those of the service', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/record-conformance.ts'), '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/\(\d+ cases, [1-9]\d* exchanges recorded\)/);
}, 120_000);

it('each has a name of its own, says why, and has as many attempts as exchanges', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  for (const one of cases) {
    expect(one.name).toMatch(/^[a-z0-9-]+$/);
    expect(one.why).not.toBe('');
    expect(one.attempts, one.name).toBe(one.exchanges.length);
    expect(
      Object.keys(one.outcome).filter((key) => ['value', 'problem', 'error'].includes(key)),
      one.name,
    ).toHaveLength(1);
    for (const { answer, fault } of one.exchanges) expect(answer ?? fault, one.name).toBeDefined();
  }
});

it.each(['429 with Retry-After', '503', 'cut', 'slow_body', 'huge_body', 'unknown members'])('there is one with %s', (what) => {
  const text = JSON.stringify(cases);
  const signs: Record<string, RegExp> = {
    '429 with Retry-After': /"status":429,"headers":\{[^}]*"retry-after"/,
    503: /"status":503/,
    'unknown members': /"novel"/,
  };
  expect(text).toMatch(signs[what] ?? new RegExp(`"kind":"${what}`));
});

describe('the player', () => {
  let url: string;
  let player: ReturnType<typeof play>;
  beforeAll(async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    player = play(resolve);
    url = `http://127.0.0.1:${await promise}`;
  });
  afterAll(() => player.close());

  const good = (): Record<string, string> => ({
    authorization: `Bearer ${KEY}`,
    'user-agent': 'countersign-test/0.0.0',
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  });
  let runs = 0;
  /** Sends these to the case `retry-503` and tells what the player saw. */
  async function sent(
    ...calls: { path?: string; headers?: Record<string, string>; body?: string }[]
  ): Promise<{ attempts: number; faults: string[] }> {
    const name = `retry-503@${runs++}`;
    for (const { path = '/validate', headers = good(), body = '{"request":{"id":1,"method":"tools/list","jsonrpc":"2.0"}}' } of calls)
      await (await fetch(`${url}/cases/${name}${path}`, { method: 'POST', headers, body })).text();
    return (await (await fetch(`${url}/seen/${name}`)).json()) as { attempts: number; faults: string[] };
  }

  it('finds nothing where nothing is wrong', async () => {
    const headers = good();
    expect(await sent({ headers }, { headers })).toEqual({ attempts: 2, faults: [] });
  });

  it.each([
    ['another path', { path: '/validate/' }, /\/validate\/ instead of/],
    ['a query', { path: '/validate?x=1' }, /query/],
    ['another body', { body: '{"request":{}}' }, /body/],
    ['no key', { headers: { ...good(), authorization: '' } }, /authorization/],
    ['another media type', { headers: { ...good(), 'content-type': 'text/plain' } }, /content-type/],
    ['no Idempotency-Key', { headers: { ...good(), 'idempotency-key': '' } }, /Idempotency-Key/],
    ['an anonymous client', { headers: { ...good(), 'user-agent': 'node' } }, /user-agent/],
  ])('finds %s', async (_, call, fault) => {
    const { faults } = await sent(call);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  it('finds retries with other bytes, with another key, and one too many', async () => {
    const headers = good();
    const other = '{"request":{"jsonrpc":"2.0","id":1,"method":"tools/list"}}';
    expect((await sent({ headers }, { headers, body: other })).faults).toEqual(['request 2: a retry with other bytes']);
    expect((await sent({}, {})).faults).toEqual(['request 2: a retry with another Idempotency-Key']);
    const again = good();
    expect((await sent({ headers: again }, { headers: again }, { headers: again })).faults).toEqual([
      'request 3: one more than expected, POST /validate',
    ]);
  });

  it('finds the Idempotency-Key of another call', async () => {
    const headers = good();
    await sent({ headers });
    expect((await sent({ headers })).faults[0]).toMatch(/Idempotency-Key of another call/);
  });

  it('knows no other cases', async () => {
    expect((await fetch(`${url}/cases/no-such-case/validate`)).status).toBe(418);
  });
});

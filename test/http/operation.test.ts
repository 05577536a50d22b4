import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { embeddedStores, LIST_TOOLS, METRICS_TOKEN, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
let own: Tenancy;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  await writeFile(join(folder, 'scalar.js'), 'window.reference = true;');
  harness = await openHarness(await embeddedStores(), { signup: 'closed', scalar_path: join(folder, 'scalar.js'), hops: 1 });
  own = await harness.tenant();
});
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});

it('sign-up is refused where it is closed', async () => {
  const response = await harness.ask('POST', '/signup', { json: { email: 'a@example.com', name: 'A' } });
  expect(await response.json()).toMatchObject({ status: 403, code: 'SIGNUP_CLOSED' });
});

it('settings change one by one, and the next verdict follows them', async () => {
  const { key } = await harness.tenant();
  const patch = async (json: object) => (await harness.ask('PATCH', '/tenant', { key, json })).json();
  expect(await patch({ posture: 'strict' })).toMatchObject({ posture: 'strict', strictness: 'standard', monitor: false });
  const call = { request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', arguments: {} } } };
  expect(await (await harness.ask('POST', '/validate', { key, json: call })).json()).toMatchObject({
    decision: 'deny',
    reasons: [{ code: 'NO_PERMIT' }],
  });
  expect(await patch({ posture: 'starter', name: 'Neu' })).toMatchObject({ posture: 'starter', name: 'Neu' });
  expect(await (await harness.ask('POST', '/validate', { key, json: call })).json()).toMatchObject({ decision: 'allow' });
  expect(await patch({ plan: 'unlimited' })).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/plan' }] });
});

it('usage counts verdicts', async () => {
  const { key } = await harness.tenant({ plan: 'free' });
  await harness.ask('POST', '/validate', { key, json: LIST_TOOLS });
  expect(await (await harness.ask('GET', '/usage', { key })).json()).toMatchObject({ used: 1, limit: 1_000 });
});

describe('/metrics', () => {
  it('needs its own token', async () => {
    expect((await harness.ask('GET', '/metrics')).status).toBe(401);
    expect((await harness.ask('GET', '/metrics', { key: own.key })).status).toBe(401);
  });

  it('counts by template, decision and category, and names no tenant, key or path', async () => {
    await harness.ask('GET', '/keys/key_00000000000000000000000000', { key: own.key });
    await harness.ask('GET', '/a-path-of-the-callers-choice', { key: own.key });
    await harness.ask('POST', '/validate', { key: own.key, json: { request: {} } });
    const text = await (await harness.ask('GET', '/metrics', { key: METRICS_TOKEN })).text();
    expect(text).toMatch(/countersign_requests_total\{method="GET",route="\/keys\/\{id\}",status="404"\} 1/);
    expect(text).toMatch(/countersign_verdicts_total\{decision="deny"\} [1-9]/);
    expect(text).toMatch(/countersign_findings_total\{category="protocol_violation"\} [1-9]/);
    expect(text).not.toMatch(/callers-choice|key_0|ten_|cs_live_/);
  });
});

describe('/docs', () => {
  it('loads the reference from this service, and its policy lets no inline script run', async () => {
    const response = await harness.ask('GET', '/docs');
    const [html, policy] = [await response.text(), response.headers.get('content-security-policy') ?? ''];
    expect(html).toContain('<script id="api-reference" data-url="/openapi.json"></script>');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    const script = await harness.ask('GET', '/docs/scalar.js');
    expect([script.headers.get('content-type'), await script.text()]).toEqual([
      'text/javascript; charset=utf-8',
      'window.reference = true;',
    ]);
  });

  it('without the script it is a plain link', async () => {
    const plain = await openHarness(await embeddedStores());
    const html = await (await plain.ask('GET', '/docs')).text();
    expect(html).toContain('<a href="/openapi.json">');
    expect(html).not.toContain('<script');
    expect((await plain.ask('GET', '/docs/scalar.js')).status).toBe(404);
    await plain.close();
  });
});

it('a failure that nobody expected says nothing of its cause outside, and all of it in the log', async () => {
  const broken = await openHarness({ ...(await embeddedStores()) }, {});
  const { key } = await broken.tenant();
  const world = broken.world;
  world.telemetry.countVerdict = () => {
    throw new Error('the inner cause');
  };
  const response = await broken.ask('POST', '/validate', { key, json: LIST_TOOLS });
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'INTERNAL' });
  expect(text).not.toContain('inner cause');
  expect(broken.logs.join('')).toContain('the inner cause');
  await broken.close();
});

it('a trace and a sane id of the caller stand in the log; the id of the answer is ours', async () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01`, 'Request-Id': 'caller-1' };
  const response = await harness.ask('GET', '/livez', { headers });
  const line = z.looseObject({}).parse(JSON.parse(harness.logs.at(-1) ?? '{}'));
  expect(line).toMatchObject({ trace_id: trace, client_request_id: 'caller-1', request_id: response.headers.get('request-id') });
  expect(response.headers.get('request-id')).toMatch(/^req_[0-9a-z]{26}$/);
});

/** Traces of the service as its operator starts it; and what is not loaded where nobody collects them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Collector, openCollector } from '../support/collector.ts';
import { MESSAGE, post, startService, tempFolder } from './service.ts';

/** A start of the embedded store under coverage takes its time. */
vi.setConfig({ testTimeout: 90_000 });

let collector: Collector;
let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  collector = await openCollector();
  folder = await tempFolder();
});
afterAll(async () => {
  await collector.close();
  await folder.remove();
});

/** A start, two calls and an orderly end; the modules that were loaded meanwhile, as V8's coverage lists them. */
async function life(name: string, variables: Record<string, string>): Promise<string[]> {
  const coverage = join(folder.path, `coverage-${name}`);
  const own = { DATA_DIR: join(folder.path, name), EXPECTS_KEY: 'yes', NODE_V8_COVERAGE: coverage };
  const service = await startService({ ...own, ...variables });
  expect((await post(service, '/validate', service.key ?? '', MESSAGE)).status).toBe(200);
  expect((await fetch(`${service.url}/keys`, { headers: { authorization: `Bearer ${service.key}` } })).status).toBe(200);
  expect(await service.stop('SIGTERM')).toBe(0);
  return readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
}
/** Without the API, which others load too: it does nothing by itself. */
const ofTraces = (loaded: readonly string[]): string[] => loaded.filter((url) => /@opentelemetry\/(?!api\/)|adapters\/tracing/.test(url));

it('nothing that makes traces is loaded without a collector', async () => {
  const loaded = await life('without', {});
  expect(loaded.some((url) => url.endsWith('/src/adapters/telemetry.ts'))).toBe(true);
  expect(ofTraces(loaded)).toEqual([]);
});

it('with one, the last spans are sent before the process ends', async () => {
  const loaded = await life('with', { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`, OTEL_SERVICE_NAME: 'the gate' });
  expect(ofTraces(loaded).length).toBeGreaterThan(0);
  const names = collector.spans.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['POST /validate', 'GET /keys', 'authenticate', 'judge', 'commit']));
  expect(collector.spans[0]?.resource).toMatchObject({ 'service.name': 'the gate' });
});

it('a collector that does not answer holds up no call, and no end', async () => {
  collector.behave('silently');
  const from = performance.now();
  await life('silent', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  expect(performance.now() - from).toBeLessThan(25_000);
});

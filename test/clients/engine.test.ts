/** The engine as it is published: packed, unpacked somewhere else, run without this repository. */
import { spawn } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CORPUS, has_corpus, readRows, submissionOf } from '../support/corpus.ts';
import { type Harness, hostedStores, openHarness } from '../http/harness.ts';
import { installPacked, run, type Installed } from '../support/packed.ts';

const BATCH = 100;
/** Below the limit of a body. */
const BATCH_CHARS = 800_000;
if (!has_corpus)
  console.warn(`No corpus at ${CORPUS} (set COUNTERSIGN_CORPUS): the packed engine is compared on the messages of this repository alone.`);

let installed: Installed;
let home: string;
let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  installed = installPacked();
  home = installed.home;
  cpSync(fileURLToPath(new URL('engine-judge.mjs', import.meta.url)), join(home, 'judge.mjs'));
}, 120_000);
afterAll(async () => {
  await harness.close();
  installed.remove();
});

async function judgedByPackage(lines: readonly string[]): Promise<unknown[]> {
  const child = spawn(process.execPath, ['judge.mjs'], { cwd: home, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(lines.join('\n'));
  const out = await text(child.stdout);
  return out.split('\n').filter(Boolean).map(comparable);
}

/** Without what differs between any two calls. */
function comparable(json: string): unknown {
  const { id, latency_ms: _, policy: _1, degraded: _2, item_id: _3, ignored: _4, ...verdict } = JSON.parse(json) as Record<string, unknown>;
  return JSON.parse(JSON.stringify(verdict).replaceAll(String(id), 'vrd'));
}

/** As few calls as their sizes allow. */
function batches(lines: readonly string[]): string[][] {
  const all: string[][] = [];
  let size = Infinity;
  for (const line of lines) {
    if (size + line.length > BATCH_CHARS || (all.at(-1)?.length ?? BATCH) === BATCH) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(line);
    size += line.length;
  }
  return all;
}

async function judgedByService(lines: readonly string[]): Promise<unknown[]> {
  const { key } = await harness.tenant();
  const verdicts: unknown[] = [];
  for (const batch of batches(lines)) {
    const response = await harness.ask('POST', '/validate/batch', { key, raw: `{"items":[${batch.join(',')}]}` });
    expect(response.status).toBe(200);
    const { results } = (await response.json()) as { results: object[] };
    verdicts.push(...results.map((result) => comparable(JSON.stringify(result))));
  }
  return verdicts;
}

const OWN = [
  '{"request":{"jsonrpc":"2.0","method":"tools/list","id":1},"context":{"user_id":"user123"}}',
  '{"request":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b","arguments":{}}}}',
  '{"request":{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get","arguments":{"id":"1\' or \'1\'=\'1"}}}}',
  '{"request":{"jsonrpc":"2.0","id":1,"method":"tools/list"},"headers":{"Mcp-Method":"tools/call"},"options":{"strictness":"maximum"}}',
];

it('judges as the service does', async () => {
  const rows = has_corpus ? readRows().map((row) => JSON.stringify(present(submissionOf(row)))) : [];
  const lines = [...OWN, ...rows];
  const [here, there] = [await judgedByPackage(lines), await judgedByService(lines)];
  expect(here).toHaveLength(lines.length);
  for (const [i, verdict] of here.entries()) expect(verdict, lines[i]?.slice(0, 500)).toEqual(there[i]);
  expect(new Set(here.map((verdict) => (verdict as { decision: string }).decision))).toEqual(new Set(['allow', 'deny']));
}, 300_000);
const present = ({ request, response, tool }: ReturnType<typeof submissionOf>): object => ({ request, response, tool });

it('says what is wrong with a call', () => {
  const script = `import { judge } from 'countersign/engine';
    for (const call of ['{', '[]', '{}', {}]) try { judge(call); console.log('no error'); } catch (error) { console.log(error.name, error.message); }`;
  writeFileSync(join(home, 'wrong.mjs'), script);
  const lines = run(process.execPath, ['wrong.mjs'], home).trim().split('\n');
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^TypeError \w+/);
});

/** The npm package as it is published, run without this repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VERSION } from '../../clients/typescript/src/version.ts';
import { MESSAGE, post, startService, tempFolder, type Running } from '../e2e/service.ts';
import { installPacked, manifestOf, ROOT, run, type Installed } from '../support/packed.ts';

let installed: Installed;
let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
beforeAll(async () => {
  installed = installPacked();
  folder = await tempFolder();
  service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  // The first call of a process is the slowest, and the examples have two seconds.
  await post(service, '/validate', service.key ?? '', MESSAGE);
}, 180_000);
afterAll(async () => {
  await service.stop('SIGKILL');
  await folder.remove();
  installed.remove();
});

const unpacked = (): string => join(installed.home, 'node_modules/countersign');

/** Each may stand alone; `// …` behind a line says what it prints. */
const examples = [...readFileSync(join(ROOT, 'clients/typescript/README.md'), 'utf8').matchAll(/```js\n(.*?)```/gs)].map(
  ([, code = '']) => code,
);

// Their two seconds are real ones, which a machine that is busy with other tests may not have.
it.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i of the README prints what it says',
  { retry: 3 },
  (index, code) => {
    const file = join(installed.home, `example-${index}.mjs`);
    writeFileSync(file, code);
    const env = { PATH: process.env['PATH'], COUNTERSIGN_URL: service.url, COUNTERSIGN_API_KEY: service.key ?? '' };
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8', env });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const printed = stdout.trim().split('\n');
    const promised = [...code.matchAll(/console\.log.*\/\/ (.*)$/gm)].map(([, text = '']) => text);
    expect(promised.length).toBeGreaterThan(0);
    for (const [i, text] of promised.entries()) expect(printed[i]).toContain(text);
  },
);

it('the first example is five lines', () => {
  expect(examples[0]?.trim().split('\n').filter(Boolean)).toHaveLength(5);
});

it('has what its package.json promises', () => {
  const { version, dependencies, exports } = manifestOf(unpacked());
  const root = manifestOf(ROOT);
  expect(version).toBe(root.version);
  expect(VERSION).toBe(version);
  for (const [name, range] of Object.entries(dependencies)) expect(root.dependencies[name]).toBe(range);
  for (const entry of Object.values(exports))
    for (const file of Object.values(entry)) expect(existsSync(join(unpacked(), file)), file).toBe(true);
  for (const file of ['README.md', 'LICENSE']) expect(existsSync(join(unpacked(), file)), file).toBe(true);
});

it('the client needs no other package, and nothing of Node: only the engine and the program do', () => {
  const dist = join(unpacked(), 'dist/clients/typescript/src');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && file !== 'engine.js' && !file.startsWith('cli/'),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const code = readFileSync(join(dist, file), 'utf8');
    const imports = [...code.matchAll(/^(?:import|export)\b.* from '([^']+)'|\bimport\(|\brequire\(/gm)].map(
      ([, name = 'loaded by hand']) => name,
    );
    for (const name of imports)
      expect(name, file).toMatch(file === 'middleware/fastify.js' ? /^\.\/|^node:stream$/ : /^(?:\.\/|(?:\.\.\/)+)[a-z]/);
  }
});

it('an entry loads what it is for, and nothing of another', () => {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import('countersign/' + process.argv[2]);
    console.log(JSON.stringify(loaded));`;
  const file = join(installed.home, 'loads.mjs');
  writeFileSync(file, program);
  for (const entry of ['mcp', 'express', 'fastify', 'hono']) {
    const loaded = JSON.parse(run(process.execPath, [file, entry], installed.home)) as string[];
    const others = ['mcp', 'express', 'fastify', 'hono'].filter((one) => one !== entry).map((one) => `/middleware/${one}.js`);
    expect(loaded.some((url) => url.endsWith(`/middleware/${entry}.js`))).toBe(true);
    const foreign = loaded.filter(
      (url) => !url.startsWith('node:') && (!url.includes('/node_modules/countersign/') || others.some((other) => url.endsWith(other))),
    );
    expect(foreign, entry).toEqual([]);
  }
});

it('has types that a strict project can use', () => {
  writeFileSync(
    join(installed.home, 'use.mts'),
    `import { Countersign, isProblem, ProblemError, type Enforcement, type Verdict } from 'countersign';
     import { judge, type Verdict as Judged } from 'countersign/engine';
     const countersign = new Countersign({ key: 'k', failMode: 'open', timeoutMs: 500 });
     // @ts-expect-error there is no such mode
     new Countersign({ failMode: 'ajar' });
     // @ts-expect-error a change of a policy needs its version
     countersign.replacePolicy('pol_1', { name: 'p', document: {} });
     export async function pass(request: { [name: string]: unknown }): Promise<object | null> {
       const enforcement: Enforcement = await countersign.enforce({ request });
       if (enforcement.action === 'forward') { const message: object = enforcement.message; return message; }
       return enforcement.reply;
     }
     export async function names(): Promise<string[]> {
       const all: string[] = [];
       for await (const key of countersign.listKeys({ limit: 5 })) all.push(key.name);
       return all;
     }
     export const code = (error: unknown): 'RATE_LIMITED' | undefined => (isProblem(error, 'RATE_LIMITED') ? error.code : undefined);
     // @ts-expect-error there is no such problem
     isProblem(new Error(), 'NO_SUCH_PROBLEM');
     export const other = (error: unknown): string | undefined => (error instanceof ProblemError ? error.code : undefined);
     const verdict: Judged = judge({ request: { jsonrpc: '2.0', id: 1, method: 'ping' } }, { strictness: 'maximum' });
     // @ts-expect-error there is no such strictness
     judge({}, { strictness: 'severe' });
     export const decision: Verdict['decision'] = verdict.decision;`,
  );
  const options = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', ''];
  run(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'use.mts'], installed.home);
});

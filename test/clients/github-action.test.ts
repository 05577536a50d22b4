/** `clients/examples/github-action`: its steps are run as they stand there, with the command line as it is published, against a live service. */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { get, MESSAGE, post, startService, tempFolder, type Running } from '../e2e/service.ts';
import { installPacked, manifestOf, ROOT, type Installed } from '../support/packed.ts';
import { readWorkflow, runWorkflow, type Done, type Run, type Workflow } from '../support/workflow.ts';

const EXAMPLE = join(ROOT, 'clients/examples/github-action');
const FILES = readdirSync(join(EXAMPLE, 'policies')).sort();

let installed: Installed;
let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
let workflow: Workflow;
let keys: { read: string; apply: string };
beforeAll(async () => {
  installed = installPacked();
  linkCommand(join(installed.home, 'node_modules'));
  workflow = readWorkflow(join(EXAMPLE, '.github/workflows/policies.yml'));
  folder = await tempFolder();
  service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  keys = { read: await key('policies:read'), apply: await key('policies:read', 'policies:write') };
  await post(service, '/validate', service.key ?? '', MESSAGE);
}, 180_000);
afterAll(async () => {
  await service.stop('SIGKILL');
  await folder.remove();
  installed.remove();
});

/** As npm does when it installs. */
function linkCommand(modules: string): void {
  const { bin } = manifestOf(join(modules, 'countersign')) as unknown as { bin: { countersign: string } };
  const command = join(modules, 'countersign', bin.countersign);
  chmodSync(command, 0o755);
  mkdirSync(join(modules, '.bin'));
  symlinkSync(command, join(modules, '.bin/countersign'));
}

async function key(...scopes: string[]): Promise<string> {
  const made = await post(service, '/keys', service.key ?? '', JSON.stringify({ name: scopes.join(' '), scopes }));
  return ((await made.json()) as { key: string }).key;
}

/** A checkout of its own, with the package where `npx` finds it; from a registry it gets nothing here. */
let checkout: string;
let checkouts = 0;
beforeEach(() => {
  checkout = join(installed.home, `checkout-${++checkouts}`);
  cpSync(EXAMPLE, checkout, { recursive: true });
});

const run = (event: Run['event'], more: Partial<Run> = {}): Promise<Done[]> =>
  runWorkflow(workflow, {
    folder: checkout,
    event,
    vars: { COUNTERSIGN_URL: service.url },
    secrets: { COUNTERSIGN_READ_KEY: keys.read },
    environments: { policies: { COUNTERSIGN_APPLY_KEY: keys.apply } },
    machine: { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, npm_config_offline: 'true' },
    ...more,
  });
const ends = (done: Done[]) => done.map(({ job, step, code }) => `${job}: ${step}: ${code}`);
const last = (done: Done[]): string => done.at(-1)?.out ?? '';

const GREEN = ['test: Is there a key: 0', 'test: Validate: 0', 'test: Test: 0', 'test: Plan: 0'];

type Policy = { name: string; document: { require: Record<string, unknown> }; tests: object[]; [more: string]: unknown };
function edit(file: string, change: (policy: Policy) => void): void {
  const path = join(checkout, 'policies', file);
  const policy = JSON.parse(readFileSync(path, 'utf8')) as Policy;
  change(policy);
  writeFileSync(path, JSON.stringify(policy));
}

async function stored(): Promise<{ name: string; mode: string; document: unknown }[]> {
  const { data } = (await (await get(service, '/policies', keys.read)).json()) as {
    data: { name: string; mode: string; document: unknown }[];
  };
  return data;
}

it('actions are pinned to a commit, and the command to the version that is published', () => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const used = steps.flatMap((step) => ('uses' in step ? [step.uses] : []));
  expect(used.length).toBeGreaterThan(0);
  for (const one of used) expect(one).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
  const called = steps.flatMap((step) => ('run' in step ? [...step.run.matchAll(/npx (\S+)/g)].map(([, spec]) => spec) : []));
  const { version } = manifestOf(join(ROOT, 'clients/typescript'));
  expect(called).toEqual(Array.from({ length: 4 }, () => `countersign@${version}`));
  expect(workflow.permissions).toEqual({ contents: 'read' });
});

describe('a pull request', { timeout: 120_000 }, () => {
  it('is green as it stands, with a key that may only read, and stores nothing', async () => {
    const done = await run('pull_request');
    expect(ends(done), last(done)).toEqual(GREEN);
    expect(done[1]!.out).toContain(`${FILES.length} policies, 0 with faults`);
    expect(done[2]!.out).toMatch(/^1\d passed, 0 failed, 0 policies with faults, 0 without tests$/m);
    expect(done[3]!.out).toContain(`${FILES.length} to change, 0 as they are`);
    expect(await stored()).toEqual([]);
  });

  it('that weakens a policy fails, and says which test', async () => {
    edit('refunds.json', ({ document }) => (document.require = { args: { '/amount': { max: 5_000 } } }));
    const done = await run('pull_request');
    expect(ends(done)).toEqual([GREEN[0], 'test: Validate: 1']);
    expect(last(done)).toMatch(/^fault {2}policies\/refunds\.json .*\n +\/tests\/1: “501 is refused” expects deny; it came to allow\.$/m);
  });

  it('that drops the tests of a policy fails', async () => {
    edit('refunds.json', (policy) => (policy.tests = []));
    const done = await run('pull_request');
    expect(ends(done)).toEqual([...GREEN.slice(0, 2), 'test: Test: 1']);
    expect(last(done)).toContain('policies/refunds.json: has no test');
  });

  it('with a misspelt member fails, and says what may have been meant', async () => {
    edit('deployments.json', ({ document }) => {
      document.require = { tme: document.require['time'] };
    });
    const done = await run('pull_request');
    expect(ends(done)).toEqual([GREEN[0], 'test: Validate: 1']);
    expect(last(done)).toMatch(
      /fault {2}policies\/deployments\.json .*\n +\/document\/require\/tme: There is no such member\. Did you mean `time`\?/,
    );
  });

  it('with a file that is no JSON fails', async () => {
    writeFileSync(join(checkout, 'policies/more.json'), '{"name":');
    expect(ends(await run('pull_request'))).toEqual([GREEN[0], 'test: Validate: 2']);
  });

  it.each([
    ['from a fork, which gets no secrets', { secrets: {} }],
    ['in a repository that does not say where the service is', { vars: {} }],
  ])('%s: fails, and says that nothing was tested', async (_, more) => {
    const done = await run('pull_request', more);
    expect(ends(done)).toEqual(['test: Is there a key: 1']);
    expect(last(done)).toMatch(/^::error title=Policies were not tested::/);
  });

  it.each([
    ['a service that is down', () => ({ vars: { COUNTERSIGN_URL: 'http://127.0.0.1:2' } }), 4],
    ['a key that is none', () => ({ secrets: { COUNTERSIGN_READ_KEY: keys.read.replace(/.$/, (c) => (c === 'x' ? 'y' : 'x')) } }), 3],
  ])('is not green with %s', async (_, more, code) => {
    expect(ends(await run('pull_request', more()))).toEqual([GREEN[0], `test: Validate: ${code}`]);
  });

  it('cannot apply with its key', async () => {
    const done = await run('push', { environments: { policies: { COUNTERSIGN_APPLY_KEY: keys.read } } });
    expect(ends(done)).toEqual([...GREEN, 'apply: Apply: 3']);
    expect(last(done)).toContain('SCOPE_MISSING');
    expect(await stored()).toEqual([]);
  });
});

describe('a push to main', { timeout: 120_000 }, () => {
  it('that fails a test is not applied', async () => {
    edit('refunds.json', ({ document }) => (document.require = { args: { '/amount': { max: 5_000 } } }));
    expect(ends(await run('push'))).toEqual([GREEN[0], 'test: Validate: 1']);
    expect(await stored()).toEqual([]);
  });

  it('without the key of its environment fails', async () => {
    const done = await run('push', { environments: {} });
    expect(ends(done)).toEqual([...GREEN, 'apply: Apply: 3']);
    expect(last(done)).toContain('There is no API key');
  });

  it('brings the policies into the service; afterwards nothing would change, and they decide', async () => {
    const refund = JSON.stringify({
      request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'refund', arguments: { order: 'A-1', amount: 501 } } },
      server: { name: 'payments' },
    });
    const decision = async () =>
      ((await (await post(service, '/validate', service.key ?? '', refund)).json()) as { decision: string }).decision;
    expect(await decision()).toBe('allow');

    const done = await run('push');
    expect(ends(done), last(done)).toEqual([...GREEN, 'apply: Apply: 0']);
    const wanted = FILES.map((file) => JSON.parse(readFileSync(join(checkout, 'policies', file), 'utf8')) as Policy);
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect((await stored()).sort(byName)).toMatchObject(
      wanted.map(({ name, document }) => ({ name, document, mode: 'enforce' })).sort(byName),
    );
    expect(await decision()).toBe('deny');

    const again = await run('pull_request');
    expect(ends(again)).toEqual(GREEN);
    expect(last(again)).toContain(`0 to change, ${FILES.length} as they are`);
  });
});

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPacks } from '#adapters/packs.ts';
import { edit, newPublisher, packsWith, PACKS, type Signer } from '../support/packs.ts';

describe('the packs that are shipped', () => {
  it('are all signed by us, and all their tests pass', async () => {
    const entries = await openPacks({ folder: PACKS }).list();
    expect(entries.map((e) => ('refused' in e ? `${e.name}: ${e.refused}` : e.name))).toEqual([
      'business-hours',
      'filesystem',
      'fs-and-ssrf',
      'github',
      'pii-egress',
      'playwright',
      'postgres',
      'read-only',
      'slack',
      'spend-caps',
    ]);
    const tests = entries.flatMap((e) => ('refused' in e ? [] : [...e.tests.values()].flat()));
    expect(tests.length).toBeGreaterThan(100);
  });

  it.each(['github', 'filesystem', 'slack', 'postgres', 'playwright'])('%s has the definitions of a real server', async (name) => {
    const entry = await openPacks({ folder: PACKS }).open(name);
    if (!entry || 'refused' in entry) throw new Error(entry?.refused);
    const [server] = entry.manifest.servers;
    expect(entry.tools.map((tool) => tool.name)).toEqual(server?.tools);
    expect(entry.tools.every((tool) => tool.inputSchema !== undefined)).toBe(true);
  });
});

describe('a pack that is not as it has to be', () => {
  let folder: string;
  let own: string;
  let signer: Signer;
  beforeEach(async () => {
    folder = await packsWith('mine');
    own = join(folder, 'mine');
    signer = newPublisher('acme');
    edit(own, 'pack.json', (pack) => ({ ...pack, name: 'mine' }));
    signer.signInto(own);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const opened = async (publishers = [signer.publisher]) => openPacks({ folder, publishers }).open('mine');
  const refusal = async (): Promise<string> => {
    const entry = await opened();
    return entry && 'refused' in entry ? entry.refused : 'it installs';
  };

  it('is good as it stands here', async () => {
    expect(await refusal()).toBe('it installs');
  });
  it.each([
    ['policies/writes.json', 'a policy'],
    ['README.md', 'a word in its README'],
  ])('%s changed after signing: broken', async (file) => {
    writeFileSync(join(own, file), '{}');
    expect(await refusal()).toMatch(/^Its signature is broken/);
  });
  it('a file more, a file less: broken', async () => {
    writeFileSync(join(own, 'policies/more.json'), '{}');
    expect(await refusal()).toMatch(/^Its signature is broken/);
    rmSync(join(own, 'policies/more.json'));
    expect(await refusal()).toBe('it installs');
    rmSync(join(own, 'README.md'));
    expect(await refusal()).toMatch(/^Its signature is broken/);
  });
  it('a shipped pack that was changed names the file', async () => {
    edit(join(folder, 'read-only'), 'policies/writes.json', (policy) => ({ ...policy, document: { effect: 'allow' } }));
    const entry = await openPacks({ folder }).open('read-only');
    expect(entry).toMatchObject({ refused: 'Its signature is broken: policies/writes.json is not what was signed' });
  });
  it('by nobody, by a stranger, by a stranger who says that he is us', async () => {
    rmSync(join(own, 'signature.json'));
    expect(await refusal()).toBe('It is not signed');
    newPublisher('stranger').signInto(own);
    expect(await refusal()).toMatch(/^Nobody here knows the publisher stranger/);
    newPublisher('acme').signInto(own);
    expect(await refusal()).toMatch(/^Its signature is broken/);
  });
  it('without tests', async () => {
    edit(own, 'tests/writes.json', () => []);
    signer.signInto(own);
    expect(await refusal()).toMatch(/^Policy writes needs 2 tests or more/);
  });
  it('with tests that only pass', async () => {
    edit(own, 'tests/writes.json', (tests) => Object.values(tests).filter((test) => JSON.stringify(test).includes('"decision":"allow"')));
    signer.signInto(own);
    expect(await refusal()).toMatch(/^Policy writes needs 2 tests or more/);
  });
  it('with a test that fails', async () => {
    edit(own, 'policies/writes.json', (policy) => ({ ...policy, document: { ...policy['document'], target: { tools: ['nothing'] } } }));
    signer.signInto(own);
    expect(await refusal()).toMatch(/^Test "deleting is refused" of policy writes fails at strength .*expected deny, came allow/);
  });
  it('that permits and does not say so', async () => {
    edit(own, 'policies/methods.json', (policy) => ({ ...policy, document: { effect: 'allow', target: { methods: ['ping'] } } }));
    signer.signInto(own);
    expect(await refusal()).toBe('It says that it adds forbids, and adds permits');
  });
  it('that asks for facts and does not say so', async () => {
    edit(own, 'policies/methods.json', (policy) => ({
      ...policy,
      document: { ...policy['document'], require: { location: { countries: ['DE'] } } },
    }));
    signer.signInto(own);
    expect(await refusal()).toBe('It does not say that it needs geo');
  });
  it('for a later engine, under another name, with a link in it', async () => {
    edit(own, 'pack.json', (pack) => ({ ...pack, engine: '99.0.0' }));
    signer.signInto(own);
    expect(await refusal()).toMatch(/^It needs engine 99.0.0/);
    edit(own, 'pack.json', (pack) => ({ ...pack, engine: '0.1.0', name: 'read-only' }));
    signer.signInto(own);
    expect(await refusal()).toBe('It calls itself read-only');
    mkdirSync(join(own, 'more'));
    symlinkSync('/etc/passwd', join(own, 'more/link'));
    expect(await refusal()).toBe('more/link is neither a file nor a folder');
  });
  it('is told once, to who listens, and the others are there', async () => {
    writeFileSync(join(own, 'README.md'), '');
    const told: string[] = [];
    const packs = openPacks({ folder, onRefused: (name) => told.push(name) });
    const [first] = await Promise.all([packs.list(), packs.list()]);
    expect(told).toEqual(['mine']);
    expect(first.filter((entry) => !('refused' in entry)).map(({ name }) => name)).toEqual(['read-only']);
  });
});

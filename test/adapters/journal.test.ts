import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '#adapters/journal.ts';
import { frameOf, readFrames } from '#adapters/journal-frames.ts';
import type { Journal, VerdictEntry, VerdictGroup } from '#app/ports.ts';
import { entriesOf, MONTH, newTenantId, sealedInput } from '../support/rows.ts';
import { freshPostgres, type FreshPostgres } from '../support/stores.ts';

const CHILD = fileURLToPath(new URL('../support/journal-child.ts', import.meta.url));
const ROOMY = 100_000_000;

let folder: string;
const opened: Journal[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'countersign-journal-')), 'journal');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const journal of opened.splice(0)) await journal.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

function open(bytes_max = ROOMY) {
  const damages: string[] = [];
  const journal = openJournal({ folder, bytes_max, onDamage: (message) => damages.push(message) });
  opened.push(journal);
  return { journal, damages };
}
const sealed = (n: number): VerdictEntry[] => entriesOf(n).map((entry) => ({ ...entry, input: sealedInput() }));
const tenant = newTenantId();
const group = (entries: VerdictEntry[]) => ({ tenant, month: MONTH, entries });

/** Everything that is handed over. */
async function drain(journal: Journal): Promise<VerdictEntry[]> {
  const seen: VerdictEntry[] = [];
  await journal.replay(async (groups) => {
    for (const { entries } of groups) seen.push(...entries);
    return 0;
  });
  return seen;
}
const files = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.journal'));

describe('frames', () => {
  it('come back as they were written, sealed or bare, up to the first that is torn at whatever byte', () => {
    const entries = [...sealed(2), ...entriesOf(1)];
    const frames = entries.map((entry) => frameOf(group([]), entry));
    const bytes = Buffer.concat(frames);
    expect(readFrames(bytes)).toEqual({ kept: entries.map((entry) => group([entry])), whole: bytes.length });
    const first = frames[0]?.length ?? 0;
    for (let end = 0; end < first; end++) expect(readFrames(bytes.subarray(0, end))).toEqual({ kept: [], whole: 0 });
    expect(readFrames(bytes.subarray(0, bytes.length - 1)).kept).toHaveLength(2);
  });

  it('that were changed anywhere are not believed', () => {
    const [entry] = sealed(1) as [VerdictEntry];
    const frame = frameOf(group([]), entry);
    for (let at = 0; at < frame.length; at += 7) {
      const changed = Buffer.from(frame);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(readFrames(changed).kept, `byte ${at}`).toEqual([]);
    }
  });
});

describe('journal', () => {
  it('hands over what was kept, in order, once', async () => {
    const { journal } = open();
    const entries = sealed(50);
    await Promise.all(entries.map((entry) => journal.append(group([entry]))));
    expect(journal.bytes).toBeGreaterThan(50 * 200);
    expect(await drain(journal)).toEqual(entries);
    expect(journal.bytes).toBe(0);
    expect(await drain(journal)).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('keeps everything while the store does not take it, and goes on keeping during a replay', async () => {
    const { journal } = open();
    const [first, second] = sealed(2) as [VerdictEntry, VerdictEntry];
    await journal.append(group([first]));
    await expect(journal.replay(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    const during = journal.replay(async () => {
      await journal.append(group([second]));
      return 0;
    });
    expect(await during).toBe(1);
    expect(await drain(journal)).toEqual([second]);
  });

  it('is in the file before it answers', async () => {
    const { journal } = open();
    const [entry] = sealed(1) as [VerdictEntry];
    await journal.append(group([entry]));
    const [file = ''] = files();
    expect(readFrames(readFileSync(join(folder, file))).kept).toEqual([group([entry])]);
  });

  it('refuses beyond its bound, and takes again what has room after a replay', async () => {
    const { journal } = open(5_000);
    const answers = await Promise.allSettled(sealed(20).map((entry) => journal.append(group([entry]))));
    const kept = answers.filter((a) => a.status === 'fulfilled').length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(20);
    expect(journal.bytes).toBeLessThanOrEqual(5_000);
    await expect(journal.append(group(sealed(9)))).rejects.toThrow('no room');
    expect(await drain(journal)).toHaveLength(kept);
    await journal.append(group(sealed(1)));
  });

  it('counts what the dead left behind, until that is replayed', async () => {
    const dead = open(5_000);
    const entries = sealed(3);
    await dead.journal.append(group(entries));
    await dead.journal.close();
    const { journal } = open(5_000);
    const large = sealed(2);
    await expect(journal.append(group(large))).rejects.toThrow('no room');
    expect(await drain(journal)).toEqual(entries);
    await journal.append(group(large));
  });

  it('refuses, and lives on, where nothing can be written', async () => {
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'not a folder');
    const { journal } = open();
    await expect(journal.append(group(sealed(1)))).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await drain(journal)).toEqual([]);
    rmSync(folder);
    const entries = sealed(1);
    await journal.append(group(entries));
    expect(await drain(journal)).toEqual(entries);
  });

  it('passes over a torn end and says so', async () => {
    const first = open();
    const entries = sealed(3);
    for (const entry of entries) await first.journal.append(group([entry]));
    const [file = ''] = files();
    truncateSync(join(folder, file), readFileSync(join(folder, file)).length - 5);
    const second = open();
    expect(await drain(second.journal)).toEqual([]);
    expect(await drain(first.journal)).toEqual(entries.slice(0, 2));
    expect(first.damages).toEqual(['the end of a journal file cannot be read and is passed over']);
  });

  it('keeps apart what the store refuses for good, and hands it over no more', async () => {
    const { journal, damages } = open();
    await journal.append(group(sealed(2)));
    expect(await journal.replay(async () => 1)).toBe(1);
    expect(await drain(journal)).toEqual([]);
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.refused'))).toHaveLength(1);
    expect(damages).toHaveLength(1);
  });

  it('of a living process is its own; of one that has closed it is the next one’s', async () => {
    const [mine, other] = [open(), open()];
    const entries = sealed(2);
    await mine.journal.append(group(entries));
    expect(await drain(other.journal)).toEqual([]);
    await mine.journal.close();
    expect(await drain(other.journal)).toEqual(entries);
  });
});

describe('replay into PostgreSQL', () => {
  let store: FreshPostgres;
  beforeAll(async () => {
    store = await freshPostgres();
  });
  afterAll(() => store.close());

  const replayInto = (journal: Journal, then: () => void = () => {}) =>
    journal.replay(async (groups: readonly Omit<VerdictGroup, 'quota'>[]) => {
      for (const one of groups) await store.database.replayVerdicts(one);
      then();
      return 0;
    });
  const idsOf = async (): Promise<string[]> => {
    const ids: string[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = { limit: 100, ...(after === undefined ? {} : { after }) };
      const { rows, next } = await store.database.read(tenant, (tx) => tx.audit.list({}, page));
      ids.push(...rows.map(({ id }) => id));
      after = next;
    }
    return ids;
  };
  const used = () => store.database.read(tenant, (tx) => tx.usage.get(MONTH));

  it('every entry that was answered before kill -9 is there once and counted once, also when the replay is killed in between', async () => {
    const answered: string[] = [];
    for (const kill_after of [1, 40, 150]) {
      const child = spawn(process.execPath, [CHILD, folder, tenant], { stdio: ['ignore', 'pipe', 'inherit'] });
      children.push(child);
      let output = '';
      const lines = () => output.split('\n').slice(0, -1);
      child.stdout.on('data', (chunk) => {
        output += chunk;
        if (lines().length >= kill_after) child.kill('SIGKILL');
      });
      await once(child, 'close');
      expect(lines().length).toBeGreaterThanOrEqual(kill_after);
      answered.push(...lines());
    }
    const { journal } = open();
    // Committed, but the file is not yet gone: as if the process had died there.
    await expect(
      replayInto(journal, () => {
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    const total = await replayInto(journal);
    const ids = await idsOf();
    expect(new Set(ids).size).toBe(ids.length);
    expect(answered.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.length).toBe(total);
    expect(await used()).toBe(ids.length);
    expect(files()).toEqual([]);
  });

  it('an entry that was committed and journaled, because the answer of the commit was lost, is counted once', async () => {
    const before = await used();
    const entries = sealed(3);
    await store.database.recordVerdicts([{ ...group(entries.slice(0, 2)), quota: null }]);
    expect(await store.database.replayVerdicts(group(entries))).toBe(1);
    expect(await store.database.replayVerdicts(group(entries))).toBe(0);
    expect(await used()).toBe(before + 3);
    const [first] = entries as [VerdictEntry];
    expect(await store.database.read(tenant, (tx) => tx.audit.get(first.record.id))).toEqual(first);
  });

  it('bytes behind the last whole frame do no harm', async () => {
    const { journal } = open();
    const entries = sealed(2);
    await journal.append(group(entries));
    const [file = ''] = files();
    appendFileSync(join(folder, file), Buffer.from([0, 0, 1, 0, 1, 2, 3, 4, 5]));
    expect(await replayInto(journal)).toBe(2);
  });
});

/** What a measurement stands on, closed again whatever becomes of it. */
import { fileURLToPath } from 'node:url';
import { startLoad } from './load-process.ts';
import type { Subject } from './processes.ts';
import type { Bench, Runs, Subjects } from './rounds.ts';
import { type Decks, foundTenants, openSite, type Site } from './site.ts';

export const scriptOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
export const MAIN = scriptOf('../../src/main.ts');
export const CONSTANT_JUDGE = scriptOf('constant-judge.ts');
export const BARE = scriptOf('bare.ts');

/** Progress, for people: stdout is for the result. */
export const say = (line: string): void => void process.stderr.write(`${elapsed_s().toFixed(0).padStart(4)} s  ${line}\n`);
export const elapsed_s = (): number => performance.now() / 1_000;

export async function withSite<T>(use: (site: Site) => Promise<T>): Promise<T> {
  const site = await openSite();
  say(`stores: ${site.origins.join(', ')}`);
  try {
    return await use(site);
  } finally {
    await site.close();
  }
}

export async function withSubject<T>(starting: Promise<Subject>, use: (subject: Subject) => Promise<T>): Promise<T> {
  const subject = await starting;
  try {
    return await use(subject);
  } finally {
    await subject.stop();
  }
}

/** Tenants and the load generator, for servers that run. */
export async function withLoad<T>(
  site: Site,
  subjects: Subjects,
  use: (bench: Bench) => Promise<T>,
  found: (site: Site, url: string) => Promise<Decks> = foundTenants,
): Promise<T> {
  const decks = await found(site, subjects.whole.url);
  const load = await startLoad();
  try {
    return await use({ load, subjects, decks, postgres_pid: site.postgres_pid, say });
  } finally {
    await load.stop();
  }
}

/** Every verdict that was answered is a row in PostgreSQL, and every row was answered: nothing less was measured. Says what is wrong. */
export async function faultsOf(site: Site, runs: Runs): Promise<string[]> {
  const records = await site.countRecords();
  const faults = runs.failed ? [`${runs.failed} calls failed: ${JSON.stringify(runs.faults.slice(0, 3))}`] : [];
  if (runs.verdicts === 0) faults.push('no verdict was answered');
  if (records !== runs.verdicts) faults.push(`${runs.verdicts} verdicts were answered, ${records} are in the audit trail`);
  return faults;
}

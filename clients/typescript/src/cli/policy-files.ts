/** Policies as files: a folder of JSON files, each with one policy and its tests, as `POST /policies` takes it. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../exchange.ts';
import type { PolicyText } from '../generated/types.ts';
import { differencesOf, filled } from './differences.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { parseJson } from './input.ts';
import type { Shape } from './shape.ts';

/** As many as one import takes. */
const POLICIES_MAX = 1_000;
const FILE_BYTES_MAX = 1_048_576;

/** What of a stored policy a file and its name are made of. */
export const STORED: Shape = { id: 'id', name: 'text', digest: 'text', document: {} };

type Mode = NonNullable<PolicyText['mode']>;
/** The one thing beside names, documents and tests, which the service is asked for. */
const MODES: readonly Mode[] = ['enforce', 'shadow', 'off'];

export type PolicyOnDisk = { file: string; policy: PolicyText };

/** In order of file name. A folder, or one file. All faults of all files at once. @throws CommandError */
export function readPolicies(path: string): PolicyOnDisk[] {
  const files = filesOf(path);
  if (!files.length) throw new CommandError(`${path} has no file *.json`);
  if (files.length > POLICIES_MAX) throw new CommandError(`${path} has more than ${POLICIES_MAX} policies`);
  const faults: { pointer: string; detail: string }[] = [];
  const found: PolicyOnDisk[] = [];
  const names = new Map<string, string>();
  for (const file of files) {
    const read = readOne(file);
    if (typeof read === 'string') faults.push({ pointer: file, detail: read });
    else if (names.has(read.name)) faults.push({ pointer: file, detail: `has the name of ${names.get(read.name)}: ${read.name}` });
    else {
      names.set(read.name, file);
      found.push({ file, policy: read });
    }
  }
  if (faults.length) throw new CommandError('There are files that are no policies', EXIT.input, faults);
  return found;
}

/** @throws CommandError */
export function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The object in the file, or what is wrong with it. */
export function objectIn(file: string): Record<string, unknown> | string {
  try {
    const about = statSync(file);
    // A link to a device, or a pipe, would be read without end.
    if (!about.isFile()) return 'is no file';
    if (about.size > FILE_BYTES_MAX) return `is larger than ${FILE_BYTES_MAX} bytes`;
    const value = parseJson(readFileSync(file, 'utf8'), 'the file');
    return isObject(value) ? value : 'is not a JSON object';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The policy, or what is wrong with the file. What is in the document is for the service to say. */
function readOne(file: string): PolicyText | string {
  const value = objectIn(file);
  if (typeof value === 'string') return value;
  if (typeof value['name'] !== 'string' || !value['name']) return 'has no name';
  if (!isObject(value['document'])) return 'has no document';
  const { mode } = value;
  if (mode !== undefined && !MODES.includes(mode as Mode)) return `/mode must be one of ${MODES.join(', ')}`;
  return value as unknown as PolicyText;
}

/** Each into the file that has its name already, else into a new one; what says the same stays as it is written. Returns the files that changed. @throws CommandError */
export function writePolicies(folder: string, policies: readonly PolicyText[]): string[] {
  makeFolder(folder);
  const known = filesOf(folder).length ? readPolicies(folder) : [];
  const here = new Map(known.map((one) => [one.policy.name, one]));
  const taken = new Set(known.map(({ file }) => file));
  const changed: string[] = [];
  for (const policy of policies) {
    const old = here.get(policy.name);
    if (old && !differencesOf(filled(old.policy), filled(policy)).length) continue;
    const file = old?.file ?? freeFile(folder, policy.name, taken);
    taken.add(file);
    writeJson(file, policy);
    changed.push(file);
  }
  return changed;
}

/** @throws CommandError */
export const makeFolder = (folder: string): void => written(folder, () => mkdirSync(folder, { recursive: true }));

/** In lines, for people, unless these would make it larger than a file may be. @throws CommandError */
export function writeJson(file: string, value: object): void {
  const lines = `${JSON.stringify(value, null, 2)}\n`;
  const text = Buffer.byteLength(lines) <= FILE_BYTES_MAX ? lines : `${JSON.stringify(value)}\n`;
  written(file, () => writeFileSync(file, text));
}

function written(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

/** Names are any text; of a file name only letters, digits and dashes are left. */
function freeFile(folder: string, name: string, taken: ReadonlySet<string>): string {
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'policy';
  for (let n = 1; ; n++) {
    const file = join(folder, `${slug}${n === 1 ? '' : `-${n}`}.json`);
    if (!taken.has(file)) return file;
  }
}

/** A pack as it may be installed: its files read, its claims held against what its policies do, its tests run. */
import type * as z from 'zod';
import { canonicalJson } from '../canonical.ts';
import { sha256Hex } from '../hash.ts';
import { ENGINE } from '../judge.ts';
import { amountTextsIn } from '../policy/amount-texts.ts';
import { compile } from '../policy/compile.ts';
import { documentSchema } from '../policy/document-schema.ts';
import type { ListsDocument, PolicyDocument, StructuredDocument } from '../policy/document.ts';
import type { Fault } from '../problem.ts';
import { fill, hasAll, paramsOf, type Placed } from './params.ts';
import {
  manifestSchema,
  policyFileSchema,
  STRENGTHS,
  testFileSchema,
  toolsSchema,
  type Manifest,
  type PackTest,
  type Params,
  type PolicyFile,
  type Strength,
} from './manifest.ts';
import { failureOf, type FixtureTool } from './run-test.ts';

export type Pack = {
  manifest: Manifest;
  /** SHA-256 in hex of what is signed. */
  digest: string;
  publisher: string;
  policies: ReadonlyMap<string, PolicyFile>;
  tests: ReadonlyMap<string, readonly PackTest[]>;
  tools: readonly FixtureTool[];
};
/** `reason` is for people. */
export type Refused = { refused: string };
export type Files = ReadonlyMap<string, Uint8Array>;

export const SIGNATURE_FILE = 'signature.json';
const TESTS_MIN = 2;

/** What a publisher signs, as canonical JSON: the manifest, and the SHA-256 of every file but the signature's own. */
export function signedText(files: Files): string {
  const manifest = files.get('pack.json');
  const digests = [...files].filter(([path]) => path !== SIGNATURE_FILE).map(([path, bytes]) => [path, sha256Hex(bytes)]);
  return canonicalJson({ format: 'countersign-pack/1', pack: manifest ? parsed(manifest) : null, files: Object.fromEntries(digests) });
}

export const digestOfPack = (files: Files): string => sha256Hex(signedText(files));

/**
 * @param files by path inside of the pack; its signature is good
 * @returns what comes of it, in steps of at most one test at each strength: whoever has something else to do may do it between them
 */
export function* readPack(files: Files, publisher: string): Generator<void, Pack | Refused, void> {
  try {
    const manifest = read(files, 'pack.json', manifestSchema);
    const policies = new Map(manifest.policies.map((name) => [name, read(files, `policies/${name}.json`, policyFileSchema)]));
    const tests = new Map(manifest.policies.map((name) => [name, read(files, `tests/${name}.json`, testFileSchema)]));
    const tools = files.has('fixtures/tools.json') ? read(files, 'fixtures/tools.json', toolsSchema).tools : [];
    const pack: Pack = { manifest, digest: digestOfPack(files), publisher, policies, tests, tools };
    const refused = faultOf(pack) ?? (yield* failedTest(pack));
    return refused === null ? pack : { refused };
  } catch (error) {
    if (error instanceof Unreadable) return { refused: error.message };
    throw error;
  }
}

class Unreadable extends Error {}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return null;
  }
}

function read<S extends z.ZodType>(files: Files, path: string, schema: S): z.output<S> {
  const bytes = files.get(path);
  if (!bytes) throw new Unreadable(`${path} is missing`);
  const result = schema.safeParse(parsed(bytes));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Unreadable(`${path} is not as it has to be: /${issue?.path.join('/')}: ${issue?.message}`);
}

/** To the end at once. */
export function finished<T>(steps: Generator<void, T, void>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const isOlder = (engine: string, wanted: string): boolean => {
  const [own, asked] = [engine, wanted].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = own.findIndex((part, i) => part !== asked[i]);
  return at >= 0 && own[at]! < asked[at]!;
};

/** Null: it may be installed. */
function faultOf(pack: Pack): string | null {
  const { manifest, policies, tests } = pack;
  if (isOlder(ENGINE.version, manifest.engine)) return `It needs engine ${manifest.engine}; this is ${ENGINE.version}`;
  for (const name of policies.keys()) {
    const own = tests.get(name) ?? [];
    const refuses = own.some(({ expect }) => expect.decision !== 'allow');
    const passes = own.some(({ expect }) => expect.decision === 'allow');
    if (own.length < TESTS_MIN || !refuses || !passes)
      return `Policy ${name} needs ${TESTS_MIN} tests or more, of which one is refused and one passes; it has ${own.length}`;
  }
  const needs = new Set<string>();
  let permits = false;
  for (const strength of STRENGTHS) {
    const made = policiesFor(pack, strength, {});
    if ('faults' in made)
      return `Strength ${strength} does not hold together: ${made.faults.map((f) => `${f.pointer}: ${f.detail}`).join('; ')}`;
    for (const { name, document } of made.policies) {
      const { statements, needs: own } = compile(name, document);
      for (const [need, value] of Object.entries(own)) if (Array.isArray(value) ? value.length : value) needs.add(need);
      permits ||= statements.some(({ cedar }) => cedar.effect === 'permit');
    }
  }
  const { adds, needs: told } = manifest.capabilities;
  if (permits !== (adds === 'forbids and permits'))
    return `It says that it adds ${adds}, and ${permits ? 'adds permits' : 'adds no permit'}`;
  const untold = [...needs].filter((need) => !told.some((one) => one === need));
  if (untold.length) return `It does not say that it needs ${untold.join(', ')}`;
  return null;
}

function* failedTest(pack: Pack): Generator<void, string | null, void> {
  for (const [policy, tests] of pack.tests)
    for (const test of tests) {
      yield;
      for (const strength of test.strengths ?? STRENGTHS) {
        const made = policiesFor(pack, strength, test.params ?? {});
        const failure = 'faults' in made ? `its parameters: ${made.faults[0]?.detail}` : failureOf(test, policy, made.policies, pack.tools);
        if (failure !== null) return `Test "${test.name}" of policy ${policy} fails at strength ${strength}: ${failure}`;
      }
    }
  return null;
}

export type PackPolicy = { name: string; document: ListsDocument | StructuredDocument };

/** The policies that these parameters make; or every fault, with a pointer from `/params`. */
export function policiesFor(
  { manifest, policies }: Pick<Pack, 'manifest' | 'policies'>,
  strength: Strength,
  given: { [name: string]: unknown },
): { params: Params; policies: PackPolicy[] } | { faults: Fault[] } {
  const { params, faults } = paramsOf(manifest, strength, given);
  if (faults.length) return { faults };
  const made: PackPolicy[] = [];
  for (const [name, { document, strengths, needs }] of policies) {
    if ((strengths && !strengths.includes(strength)) || !hasAll(params, needs)) continue;
    const placed: Placed = [];
    const result = documentSchema.safeParse(fill(document, params, placed));
    if (!result.success) {
      faults.push(...result.error.issues.map(({ path, message }) => ({ pointer: placeOf(path, placed), detail: `${name}: ${message}` })));
      continue;
    }
    const filled: PolicyDocument = result.data;
    if ('cedar' in filled) faults.push({ pointer: '', detail: `${name}: a pack holds lists and structured policies` });
    else if (amountTextsIn(filled).length) faults.push({ pointer: '', detail: `${name}: a pack holds no amounts in Cedar` });
    else made.push({ name, document: filled });
  }
  return faults.length ? { faults } : { params, policies: made };
}

/** The parameter that stands where the fault is; the whole where none does. */
function placeOf(path: readonly PropertyKey[], placed: Placed): string {
  const pointer = path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const found = placed.find((one) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
  return found ? `/${found.param}` : '';
}

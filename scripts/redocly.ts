/** @redocly/cli, which reports nothing and looks for nothing on the network here. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENV = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
const ENUM_THAT_GROWS = 'x-extensible-enum';

/** Paths are seen from the root of the repository, whose `redocly.yaml` holds the rules. */
export async function redocly(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', ...args], { cwd: ROOT, env: { ...process.env, ...ENV } });
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

type Verdict = { ruleId: string; impact: string; message: string };
type Change = { path: string; verdicts: Verdict[]; base?: { pointer: string } };
export type Difference = { changes: number; breaking: string[] };

/**
 * What has changed between two documents of the contract, and what of it breaks those who call by the older one: by the rules
 * `diff-recommended`, but that an enum marked as growing may grow, and that no named schema may go, for generated clients have its name.
 */
export async function compareContracts(older: string, newer: string): Promise<Difference> {
  const { out, err } = await redocly('diff', older, newer, '--format', 'json', '--fail-on', 'none');
  if (!out.trim().startsWith('{')) throw new Error(`redocly diff ${older} ${newer}: ${err || out}`);
  const { changes } = JSON.parse(out) as { changes: Change[] };
  const [before, after] = await Promise.all([older, newer].map(contractAt));
  const renamed = namesIn(before).filter((name) => !namesIn(after).includes(name));
  const breaking = [
    ...renamed.map((name) => `#/components/schemas: The schema \`${name}\` was removed.`),
    ...changes.flatMap((change) => faultsOf(change, before).map((message) => `${change.path}: ${message}`)),
  ];
  return { changes: changes.length, breaking };
}

type Contract = { components?: { schemas?: object } };
const contractAt = async (path: string): Promise<Contract> => JSON.parse(await readFile(resolve(ROOT, path), 'utf8')) as Contract;
const namesIn = (contract: Contract | undefined): string[] => Object.keys(contract?.components?.schemas ?? {});

function faultsOf({ verdicts, base: at }: Change, base: unknown): string[] {
  const grows = at !== undefined && isGrowing(base, at.pointer);
  return verdicts
    .filter(({ impact, ruleId }) => impact === 'major' && !(grows && ruleId === 'enum-values-added'))
    .map(({ message, ruleId }) => `${message} (${ruleId})`);
}

/** `pointer` leads to an `enum`, beside which the mark stands. */
function isGrowing(document: unknown, pointer: string): boolean {
  const keys = pointer.split('/').slice(1, -1);
  const at = keys.reduce<unknown>((place, key) => {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof place === 'object' && place !== null ? (place as Record<string, unknown>)[name] : undefined;
  }, document);
  return typeof at === 'object' && at !== null && ENUM_THAT_GROWS in at;
}

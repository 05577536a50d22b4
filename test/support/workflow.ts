/**
 * Runs the `run:` steps of a workflow of GitHub Actions as its runner does: in order, with the environment that they are given, each in
 * `bash -e`. `uses:` steps are left out. What it does not know it refuses: nothing is green here that would not be there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { z } from 'zod';

const env = z.record(z.string(), z.string()).default({});
const step = z.union([
  z.strictObject({ name: z.string().optional(), uses: z.string(), with: z.record(z.string(), z.unknown()).optional() }),
  z.strictObject({ name: z.string(), run: z.string(), env }),
]);
const job = z.strictObject({
  if: z.string().optional(),
  needs: z.string().optional(),
  'runs-on': z.string(),
  'timeout-minutes': z.number(),
  environment: z.string().optional(),
  concurrency: z.string().optional(),
  env,
  steps: z.array(step).min(1),
});
const workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({ pull_request: z.null(), push: z.strictObject({ branches: z.array(z.string()) }) }),
  permissions: z.record(z.string(), z.string()),
  env,
  jobs: z.record(z.string(), job),
});
export type Workflow = z.infer<typeof workflow>;
type Job = z.infer<typeof job>;

export const readWorkflow = (file: string): Workflow => workflow.parse(parse(readFileSync(file, 'utf8')));

type Values = Record<string, string>;
export type Run = {
  /** The checkout. */
  folder: string;
  event: 'pull_request' | 'push';
  vars: Values;
  secrets: Values;
  /** By environment: only jobs that name it get them. */
  environments: Record<string, Values>;
  /** What the machine has. */
  machine: Values;
};
export type Done = { job: string; step: string; code: number | null; out: string };

/** Each step that was run; after one that failed those of its job are not, nor the jobs that need it. */
export async function runWorkflow({ jobs, env: all }: Workflow, run: Run): Promise<Done[]> {
  const done: Done[] = [];
  const good = new Set<string>();
  for (const [name, one] of Object.entries(jobs)) {
    if (!isMeant(one, run) || (one.needs !== undefined && !good.has(one.needs))) continue;
    const steps = await runJob(name, one, all, run);
    done.push(...steps);
    if (steps.every(({ code }) => code === 0)) good.add(name);
  }
  return done;
}

async function runJob(name: string, { steps, environment, env: own }: Job, all: Values, run: Run): Promise<Done[]> {
  const secrets = { ...run.secrets, ...(environment !== undefined && run.environments[environment]) };
  const done: Done[] = [];
  for (const one of steps) {
    if ('uses' in one) continue;
    const given = filled({ ...all, ...own, ...one.env }, { vars: run.vars, secrets });
    const { code, out } = await bash(one.run, run, given);
    done.push({ job: name, step: one.name, code, out });
    if (code !== 0) break;
  }
  return done;
}

function isMeant({ if: condition }: Job, { event }: Run): boolean {
  if (condition === undefined) return true;
  const [, wanted] = /^github\.event_name == '(\w+)'$/.exec(condition) ?? [];
  if (wanted === undefined) throw new Error(`a condition that is not known here: ${condition}`);
  return wanted === event;
}

/** A secret or a variable that is not there is the empty text. */
function filled(values: Values, contexts: Record<string, Values>): Values {
  const value = (expression: string): string => {
    const [, context = '', name = ''] = /^(\w+)\.(\w+)$/.exec(expression.trim()) ?? [];
    if (!contexts[context]) throw new Error(`an expression that is not known here: ${expression}`);
    return contexts[context][name] ?? '';
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, given]) => [name, given.replaceAll(/\$\{\{(.*?)\}\}/g, (_, inner: string) => value(inner))]),
  );
}

/** Without a named shell the runner writes the step into a file and runs `bash -e {0}`: no `pipefail`. */
async function bash(script: string, { folder, event, machine }: Run, given: Values): Promise<{ code: number | null; out: string }> {
  if (script.includes('${{')) throw new Error('an expression in a script is put into it as text: give it by env');
  const home = mkdtempSync(join(tmpdir(), 'countersign-runner-'));
  const file = join(home, 'step.sh');
  writeFileSync(file, script);
  const runner = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: event, HOME: home };
  const child = spawn('bash', ['-e', file], { cwd: folder, env: { ...machine, ...runner, ...given }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  rmSync(home, { recursive: true, force: true });
  return { code: child.exitCode, out: out + err };
}

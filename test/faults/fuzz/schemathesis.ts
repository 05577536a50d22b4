/** Schemathesis of PyPI, in an environment of its own in the temporary folder of the machine. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createHash } from 'node:crypto';

const HERE = import.meta.dirname;
const REQUIREMENTS = join(HERE, 'requirements.txt');
const INSTALL_MS = 180_000;

/** The program, installed when it is not there yet; or why it cannot be had. */
export function provideSchemathesis(): { program: string } | { missing: string } {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `countersign-fuzz-${version}`);
  const [program, done] = [join(folder, 'bin/schemathesis'), join(folder, 'installed')];
  if (existsSync(done)) return { program };
  for (const [command = '', ...args] of [
    ['python3', '-m', 'venv', '--clear', folder],
    [join(folder, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS],
  ]) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: INSTALL_MS });
    if (status !== 0) return { missing: `${command} ${args.join(' ')}: ${error?.message ?? stderr.slice(-500)}` };
  }
  writeFileSync(done, '');
  return { program };
}

export type FuzzOptions = {
  program: string;
  url: string;
  key: string;
  key_id: string;
  document: string;
  folder: string;
  examples_max: number;
  seed: number;
  workers: number;
};

export type FuzzResult = {
  /** 0 when every check held. */
  code: number | null;
  output: string;
  calls: number;
  /** How often an operation answered what, as `GET /keys 200`. */
  answers: Map<string, number>;
};

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
  'allow_header_conformance',
];

export async function runSchemathesis(options: FuzzOptions): Promise<FuzzResult> {
  const events = join(options.folder, 'events.ndjson');
  const args = [
    ['run', options.document, '--url', options.url, '-H', `Authorization: Bearer ${options.key}`],
    ['--phases', 'examples,coverage,fuzzing,stateful', '--checks', CHECKS.join(','), '--continue-on-failure'],
    ['--max-examples', String(options.examples_max), '--seed', String(options.seed), '--workers', String(options.workers)],
    ['--generation-database', 'none', '--no-color', '--warnings', 'off'],
    ['--report', 'ndjson', '--report-ndjson-path', events],
  ].flat();
  const child = spawn(options.program, args, {
    cwd: options.folder,
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: HERE,
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'hooks',
      FUZZ_KEY_ID: options.key_id,
      FUZZ_SEED: String(options.seed),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, ...(await countAnswers(events)) };
}

type Recorder = { label: string; interactions?: Record<string, { response?: { status_code: number } | null }> };

async function countAnswers(events: string): Promise<Pick<FuzzResult, 'calls' | 'answers'>> {
  const answers = new Map<string, number>();
  let calls = 0;
  if (!existsSync(events)) return { calls, answers };
  for await (const line of createInterface({ input: createReadStream(events) })) {
    const { ScenarioFinished: scenario } = JSON.parse(line) as { ScenarioFinished?: { recorder: Recorder } };
    if (!scenario) continue;
    const { label, interactions = {} } = scenario.recorder;
    for (const { response } of Object.values(interactions)) {
      if (!response) continue;
      calls++;
      const answer = `${label} ${response.status_code}`;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  }
  return { calls, answers };
}

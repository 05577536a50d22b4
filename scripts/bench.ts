/**
 * `npm run bench -- [--quick] [--json]`: the service beside a bare HTTP server. `--policies`: beside itself, with a hundred policies.
 * `--profile [whole|path|batch32]`: where its time goes. `--engine [--against FOLDER]`: long and hostile messages (docs/benchmark.md).
 */
import { parseArgs } from 'node:util';
import { compare } from '../test/bench/compare.ts';
import { engineSpeed } from '../test/bench/engine-speed.ts';
import { coresOf, moveToRest } from '../test/bench/processes.ts';
import { profile } from '../test/bench/profile.ts';
import { tableOf } from '../test/bench/report.ts';
import { withPolicies } from '../test/bench/with-policies.ts';

const USAGE =
  'usage: npm run bench -- [--policies] [--quick] [--json] [--no-pin] | --profile [whole|path|batch32] [--no-pin] | --engine [--against FOLDER]';
const EXIT_USAGE = 2;
const OPTIONS = {
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  policies: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  against: { type: 'string' },
  'no-pin': { type: 'boolean', default: false },
} as const;
const PROFILED = ['whole', 'path', 'batch32'] as const;

type Wish = {
  policies: boolean;
  quick: boolean;
  json: boolean;
  pin: boolean;
  profile: (typeof PROFILED)[number] | null;
  engine: boolean;
  against: string | null;
};

function wishOrExit(): Wish {
  try {
    const { values, positionals } = parseArgs({ args: process.argv.slice(2), options: OPTIONS, allowPositionals: true, strict: true });
    const lane = PROFILED.find((name) => name === (positionals[0] ?? 'whole'));
    if (!lane || positionals.length > (values.profile ? 1 : 0)) throw new Error(`what is ${positionals.join(' ')}?`);
    if (values.against !== undefined && !values.engine) throw new Error('--against goes with --engine');
    return { ...values, pin: !values['no-pin'], profile: values.profile ? lane : null, against: values.against ?? null };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'wrong options'}\n${USAGE}\n`);
    process.exit(EXIT_USAGE);
  }
}

async function run({ policies, quick, json, pin, profile: lane, engine, against }: Wish): Promise<string[]> {
  if (engine) {
    await engineSpeed(against);
    return [];
  }
  const cores = coresOf(pin);
  moveToRest(cores);
  if (lane) {
    const { text, faults } = await profile(cores, lane);
    process.stdout.write(text);
    return faults;
  }
  const { report, faults } = policies ? await withPolicies(cores, quick) : await compare(cores, quick);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report));
  return faults;
}

try {
  const faults = await run(wishOrExit());
  for (const fault of faults) process.stderr.write(`FAILED: ${fault}\n`);
  process.exitCode = faults.length ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}

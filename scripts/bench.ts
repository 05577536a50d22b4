/** `npm run bench [-- --quick] [-- --json] [-- --profile]`: the service beside a bare HTTP server, in one run (docs/benchmark.md). */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cpuMicros } from '../test/bench/arithmetic.ts';
import { startProfile } from '../test/bench/inspector.ts';
import type { JudgeSpeed } from '../test/bench/judge-speed.ts';
import { answerOf, startLoad } from '../test/bench/load-process.ts';
import { coresOf, type Cores, moveToRest, residentMib, startSubject, type Subject } from '../test/bench/processes.ts';
import { reportOf, tableOf } from '../test/bench/report.ts';
import { type Bench, emptyRuns, measure, round, type Runs, warmUp } from '../test/bench/rounds.ts';
import { foundTenants, openSite, type Site } from '../test/bench/site.ts';
import { costsOf } from '../test/bench/stages.ts';

const bench = (file: string): string => fileURLToPath(new URL(`../test/bench/${file}`, import.meta.url));
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

type Effort = { rounds: number; seconds: number; warm_up_s: number };
const FULL: Effort = { rounds: 5, seconds: 4, warm_up_s: 6 };
const QUICK: Effort = { rounds: 2, seconds: 1.2, warm_up_s: 2 };
const PROFILE_S = 6;
const FUNCTIONS_SHOWN = 45;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  constant: { type: 'boolean', default: false },
  'no-pin': { type: 'boolean', default: false },
} as const;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function withSite<T>(use: (site: Site) => Promise<T>): Promise<T> {
  const site = await openSite();
  say(`stores: ${site.origins.join(', ')}`);
  try {
    return await use(site);
  } finally {
    await site.close();
  }
}

async function withSubjects<T>(starting: readonly Promise<Subject>[], use: (subjects: Subject[]) => Promise<T>): Promise<T> {
  const settled = await Promise.allSettled(starting);
  const subjects = settled.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : []));
  try {
    for (const s of settled) if (s.status === 'rejected') throw s.reason;
    return await use(subjects);
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
}

async function judgeSpeed(cores: Cores): Promise<JudgeSpeed> {
  const [command, ...args] = cores ? ['taskset', '-c', cores.server, process.execPath] : [process.execPath];
  const child = fork(bench('judge-speed.ts'), { execPath: command, execArgv: args, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return answerOf<JudgeSpeed>(child);
}

/** Every verdict that was answered is a row in PostgreSQL; nothing else was measured. */
async function proof(site: Site, runs: Runs): Promise<string[]> {
  const records = await site.countRecords();
  const faults = runs.failed ? [`${runs.failed} calls failed: ${JSON.stringify(runs.faults.slice(0, 3))}`] : [];
  if (records !== runs.verdicts) faults.push(`${runs.verdicts} verdicts were answered, ${records} are in the audit trail`);
  return faults;
}

async function compare(cores: Cores, { quick, json }: { quick: boolean; json: boolean }): Promise<string[]> {
  const effort = quick ? QUICK : FULL;
  const judge = await judgeSpeed(cores);
  say(`judge(): ${judge.judge_us.p50_1k.toFixed(0)} µs for 1 kB`);
  return withSite(async (site) => {
    const starting = [
      startSubject(cores, [bench('bare.ts')], {}),
      // One after the other: the first migrates.
      startSubject(cores, [MAIN], site.environment),
    ];
    return withSubjects(starting, async ([bare, whole]) =>
      withSubjects([startSubject(cores, [bench('constant-judge.ts')], site.environment)], async ([path]) => {
        const load = await startLoad();
        const decks = await foundTenants(site, whole!.url);
        const setting: Bench = { load, subjects: { bare: bare!, path: path!, whole: whole! }, decks, postgres_pid: site.postgres_pid, say };
        const runs = emptyRuns();
        try {
          await warmUp(setting, runs, effort.warm_up_s);
          for (let i = 0; i < effort.rounds; i++) {
            say(`round ${i + 1} of ${effort.rounds}`);
            await round(setting, runs, effort.seconds);
          }
          // The last of the warm-up gave the rates to begin with, and is no round.
          for (const samples of runs.samples.values()) samples.shift();
        } finally {
          await load.stop();
        }
        const circumstances = { quick, pinned: cores !== null, rounds: effort.rounds, stores: site.origins, messages: load.ready };
        const report = reportOf(runs, judge, residentMib(whole!.pid), circumstances);
        process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report));
        return proof(site, runs);
      }),
    );
  });
}

/** One long round of the service under V8's sampling profiler. */
async function profile(cores: Cores, constant: boolean): Promise<string[]> {
  return withSite(async (site) => {
    const inspect = ['--inspect=127.0.0.1:0', constant ? bench('constant-judge.ts') : MAIN];
    return withSubjects([startSubject(cores, inspect, site.environment)], async ([subject]) => {
      const load = await startLoad();
      try {
        const decks = await foundTenants(site, subject!.url);
        const subjects = { bare: subject!, path: subject!, whole: subject! };
        const setting: Bench = { load, subjects, decks, postgres_pid: site.postgres_pid, say };
        const runs = emptyRuns();
        const run = { lane: 'whole', connections: 64 } as const;
        for (const seconds of [1, 4]) await measure(setting, runs, run, seconds);
        const end = await startProfile(subject!.inspector ?? '');
        const sample = await measure(setting, runs, run, PROFILE_S);
        const taken = await end();
        const file = join(tmpdir(), `countersign-${process.pid}.cpuprofile`);
        writeFileSync(file, JSON.stringify(taken));
        const { stages, functions, busy_us } = costsOf(taken, sample.requests);
        const lines = (costs: typeof stages): string =>
          costs.map(({ name, micros }) => `${micros.toFixed(2).padStart(9)}  ${name}\n`).join('');
        process.stdout.write(
          `µs of the main thread per request, under the profiler (all threads, by the system: ${cpuMicros(sample).toFixed(1)})\n`,
        );
        process.stdout.write(`${lines([...stages, { name: 'busy in all', micros: busy_us }])}\nby function:\n`);
        process.stdout.write(`${lines(functions.slice(0, FUNCTIONS_SHOWN))}\nthe whole profile: ${file}\n`);
        return await proof(site, runs);
      } finally {
        await load.stop();
      }
    });
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS, strict: true });
  const cores = coresOf(!values['no-pin']);
  moveToRest(cores);
  const faults = values.profile ? await profile(cores, values.constant) : await compare(cores, values);
  for (const fault of faults) say(`FAILED: ${fault}`);
  return faults.length ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}

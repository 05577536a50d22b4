/** The service beside the bare server. */
import { fork } from 'node:child_process';
import type { JudgeSpeed } from './judge-speed.ts';
import { answerOf } from './load-process.ts';
import { type Cores, residentMib, startSubject } from './processes.ts';
import { type Report, reportOf } from './report.ts';
import { type Bench, emptyRuns, round, type Runs, warmUp } from './rounds.ts';
import { BARE, CONSTANT_JUDGE, elapsed_s, faultsOf, MAIN, say, scriptOf, withLoad, withSite, withSubject } from './setting.ts';

/** `last_round_s`: but for the first, no round begins later than so many seconds after the start. */
type Effort = { rounds: number; seconds: number; warm_up_s: number; last_round_s: number };
const FULL: Effort = { rounds: 5, seconds: 4, warm_up_s: 15, last_round_s: 300 };
const QUICK: Effort = { rounds: 2, seconds: 1, warm_up_s: 5, last_round_s: 44 };

export type Comparison = { report: Report; faults: string[] };

export async function compare(cores: Cores, quick: boolean): Promise<Comparison> {
  const judge = await judgeSpeed(cores);
  say(`judge(): ${judge.judge_us.p50_1k.toFixed(0)} µs for 1 kB; slowest: ${judge.hostile_slowest}`);
  return withSite((site) =>
    // The first of the two on the database migrates it.
    withSubject(startSubject(cores, [BARE], {}), (bare) =>
      withSubject(startSubject(cores, [MAIN], site.environment), (whole) =>
        withSubject(startSubject(cores, [CONSTANT_JUDGE], site.environment), (path) =>
          withLoad(site, { bare, path, whole }, async (bench) => {
            const runs = emptyRuns();
            const rounds = await runRounds(bench, runs, quick ? QUICK : FULL);
            const circumstances = { quick, pinned: cores !== null, rounds, stores: site.origins, messages: bench.load.ready };
            return { report: reportOf(runs, judge, residentMib(whole.pid), circumstances), faults: await faultsOf(site, runs) };
          }),
        ),
      ),
    ),
  );
}

async function runRounds(bench: Bench, runs: Runs, effort: Effort): Promise<number> {
  await warmUp(bench, runs, effort.warm_up_s);
  let rounds = 0;
  for (; rounds < effort.rounds && (!rounds || elapsed_s() < effort.last_round_s); rounds++) {
    say(`round ${rounds + 1} of ${effort.rounds}`);
    await round(bench, runs, effort.seconds);
  }
  // The last of the warm-up gave the rates to begin with, and is no round.
  for (const samples of runs.samples.values()) samples.shift();
  return rounds;
}

/** Before anything else runs. */
async function judgeSpeed(cores: Cores): Promise<JudgeSpeed> {
  const [execPath, ...execArgv] = cores ? ['taskset', '-c', cores.server, process.execPath] : [process.execPath];
  return answerOf(fork(scriptOf('judge-speed.ts'), { execPath, execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
}

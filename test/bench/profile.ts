/** One long round of the service under V8's sampling profiler: where the time of a request goes. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuMicros } from './arithmetic.ts';
import { startProfile } from './inspector.ts';
import { type Cores, startSubject } from './processes.ts';
import { emptyRuns, type Lane, measure } from './rounds.ts';
import { CONSTANT_JUDGE, faultsOf, MAIN, withLoad, withSite, withSubject } from './setting.ts';
import { type Cost, costsOf } from './stages.ts';

const CONNECTIONS = 64;
/** Compilers need so many messages to be done with the hot path; on a machine that is too slow for that, so many rounds must do. */
const WARM_UP_MESSAGES = 20_000;
const WARM_UP_ROUNDS_MAX = 6;
const WARM_UP_S = 3;
const PROFILED_S = 6;
const FUNCTIONS_SHOWN = 45;

export type Profiled = { text: string; faults: string[] };

export async function profile(cores: Cores, lane: Exclude<Lane, 'bare'>): Promise<Profiled> {
  const script = lane === 'path' ? CONSTANT_JUDGE : MAIN;
  return withSite((site) =>
    withSubject(startSubject(cores, ['--inspect=127.0.0.1:0', script], site.environment), (subject) =>
      withLoad(site, { bare: subject, path: subject, whole: subject }, async (bench) => {
        const runs = emptyRuns();
        const run = { lane, connections: CONNECTIONS };
        for (let i = 0; i < WARM_UP_ROUNDS_MAX && runs.verdicts < WARM_UP_MESSAGES; i++) await measure(bench, runs, run, WARM_UP_S);
        const end = await startProfile(subject.inspector ?? '');
        const sample = await measure(bench, runs, run, PROFILED_S);
        const taken = await end();
        const file = join(tmpdir(), `countersign-${process.pid}.cpuprofile`);
        writeFileSync(file, JSON.stringify(taken));
        const { stages, functions, busy_us } = costsOf(taken, sample.requests);
        const text = [
          `µs of the main thread per request, under the profiler (all threads, as the system counts: ${cpuMicros(sample).toFixed(1)})`,
          ...lines(stages),
          ...lines([{ name: 'busy, in all', micros: busy_us }]),
          'by function, the built-in ones with their caller:',
          ...lines(functions.slice(0, FUNCTIONS_SHOWN)),
          `the whole profile: ${file}\n`,
        ];
        return { text: text.join('\n'), faults: await faultsOf(site, runs) };
      }),
    ),
  );
}

const lines = (costs: readonly Cost[]): string[] => costs.map(({ name, micros }) => `${micros.toFixed(2).padStart(9)}  ${name}`);

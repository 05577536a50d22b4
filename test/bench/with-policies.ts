/** The service beside itself: the same calls by tenants without policies and by tenants with a hundred of them, in turns. */
import { cpuMicros, median, perSecond, rounded, type Sample } from './arithmetic.ts';
import { HUNDRED } from './hundred-policies.ts';
import { type Cores, startSubject } from './processes.ts';
import { type Bench, emptyRuns, measure, type Runs } from './rounds.ts';
import { faultsOf, MAIN, withLoad, withSite, withSubject } from './setting.ts';
import { foundHalves } from './site.ts';

const RUN = { lane: 'whole', connections: 64 } as const;
const WARM_UP_S = 3;
const EFFORT = { quick: { rounds: 6, seconds: 2 }, full: { rounds: 12, seconds: 5 } };

type Rates = { per_second: number; server_cpu_us: number };
/** Ratios are medians over rounds of what a call takes with the policies ÷ without: processor time, and time. */
export type WithPolicies = { policies: number; cpu_ratio: number; time_ratio: number; without: Rates; with: Rates; rounds: number };

type Half = { bench: Bench; runs: Runs; samples: Sample[] };

export async function withPolicies(cores: Cores, quick: boolean): Promise<{ report: WithPolicies; faults: string[] }> {
  const { rounds, seconds } = EFFORT[quick ? 'quick' : 'full'];
  return withSite((site) =>
    withSubject(startSubject(cores, [MAIN], site.environment), (whole) =>
      withLoad(
        site,
        { bare: whole, path: whole, whole },
        async (bench) => {
          const without = halfOf(bench, bench.decks.all);
          const having = halfOf(bench, bench.decks.unlimited);
          for (const half of [without, having]) await measure(half.bench, half.runs, RUN, WARM_UP_S);
          for (let i = 0; i < rounds; i++) {
            // Each goes first as often as the other.
            for (const half of i % 2 ? [having, without] : [without, having])
              half.samples.push(await measure(half.bench, half.runs, RUN, seconds));
          }
          const ratio = (of: (sample: Sample) => number): number =>
            rounded(median(having.samples.map((sample, i) => of(sample) / of(without.samples[i]!))));
          const report = {
            policies: HUNDRED.length,
            cpu_ratio: ratio(cpuMicros),
            time_ratio: ratio((sample) => 1 / perSecond(sample)),
            without: ratesOf(without.samples),
            with: ratesOf(having.samples),
            rounds,
          };
          return { report, faults: await faultsOf(site, sumOf(without.runs, having.runs)) };
        },
        (on, url) => foundHalves(on, url, HUNDRED),
      ),
    ),
  );
}

const halfOf = (bench: Bench, keys: string[]): Half => ({
  bench: { ...bench, decks: { all: keys, unlimited: keys } },
  runs: emptyRuns(),
  samples: [],
});

const sumOf = (a: Runs, b: Runs): Runs => ({
  samples: new Map(),
  verdicts: a.verdicts + b.verdicts,
  failed: a.failed + b.failed,
  faults: [...a.faults, ...b.faults],
});

const ratesOf = (samples: readonly Sample[]): Rates => ({
  per_second: rounded(median(samples.map(perSecond)), 5),
  server_cpu_us: rounded(median(samples.map(cpuMicros))),
});

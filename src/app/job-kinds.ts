/** Which jobs there are. */
import { runJobs, type JobRunner, type RunnerOptions } from './job-runner.ts';
import { REPLAY_KIND } from './replay-report.ts';
import { runReplay } from './replay-run.ts';
import type { World } from './world.ts';

export const startJobs = (world: World, options?: RunnerOptions): JobRunner => runJobs(world, { [REPLAY_KIND]: runReplay }, options);

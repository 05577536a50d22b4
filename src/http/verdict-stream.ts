/** The stream of `/validate/batch`: a group of lines in, judged and committed together, the same number of lines out. */
import { setTimeout as wait } from 'node:timers/promises';
import { validate, validateElsewhere } from '#app/validate.ts';
import { Problem, PROBLEMS, type ProblemCode } from '#core/problem.ts';
import { casesOf, itemResults, type Item } from './batch-item.ts';
import { lineGroups, GROUP_MAX, type Line } from './lines.ts';
import { asProblem } from './problem.ts';
import { streamLine } from './request-line.ts';
import { readLines } from './reading.ts';
import type { LinesCall } from './route.ts';
import { until } from './until.ts';

/** While one group is being committed the next is judged, and what arrives meanwhile is the one after. */
const GROUPS_IN_FLIGHT = 2;
/** Of lines that wait for that; no more is read meanwhile. */
const HELD_BYTES_MAX = 262_144;
/** A group that is larger is judged by another thread. */
const LINES_HERE_BYTES_MAX = 16_384;

type Streaming = LinesCall & {
  /** What the log knows already. */
  reported: Set<ProblemCode>;
  /** Resolves when the groups before have had their share of the rate, so that they are charged in order. */
  paced: Promise<unknown>;
};

const encoder = new TextEncoder();

/** Nothing is read before the reader of the answer wants it, and nothing more once either side has gone. */
export const verdictStream = (call: LinesCall): ReadableStream<Uint8Array> =>
  ReadableStream.from(answerLines({ ...call, reported: new Set(), paced: Promise.resolve() }));

const isOver = ({ signal, site }: Streaming): boolean => signal.aborted || site.stopping.aborted;

async function* answerLines(call: Streaming): AsyncGenerator<Uint8Array, void, undefined> {
  const left = new AbortController();
  const input = lineGroups(until(call.site.stopping, call.input, left.signal));
  const flight: Promise<Uint8Array>[] = [];
  let held: Line[] = [];
  let index = 0;
  let reading: Promise<IteratorResult<Line[], void>> | null = null;
  let ended = false;
  try {
    for (;;) {
      while (held.length && flight.length < GROUPS_IN_FLIGHT && !isOver(call)) {
        const lines = held.splice(0, GROUP_MAX);
        const group = judgeGroup(call, lines, index);
        // Whoever waits for it may have gone.
        group.catch(() => {});
        flight.push(group);
        index += lines.length;
      }
      if (call.signal.aborted) return;
      if (!ended && !reading && held.length < GROUP_MAX && bytesOf(held) < HELD_BYTES_MAX) reading = input.next();
      const [first] = flight;
      const event: IteratorResult<Line[], void> | Uint8Array | undefined = await Promise.race([
        ...(first ? [first] : []),
        ...(reading ? [reading] : []),
        ...(first || reading ? [] : [undefined]),
      ]);
      if (event === undefined) return;
      if (event instanceof Uint8Array) {
        flight.shift();
        yield event;
      } else {
        reading = null;
        ended = event.done ?? false;
        // What has not been begun when the process goes down is not answered.
        if (!event.done) held = isOver(call) ? [] : [...held, ...event.value.filter((line) => !isBlank(line))];
      }
    }
  } catch (error) {
    // A peer that hung up is no failure of ours, nor is our going down; anything else breaks the stream, so that it cannot pass for whole.
    if (!isOver(call)) throw error;
  } finally {
    reading?.catch(() => {});
    left.abort();
    void input.return();
    // The line of the request was written when the answer began.
    call.world.telemetry.info('stream ended', streamLine(call.request_id, index, call.arrival.notes));
  }
}

const isBlank = (line: Line): boolean => line !== null && line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
const bytesOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + (line?.length ?? 0), 0);

async function judgeGroup(call: Streaming, lines: readonly Line[], first: number): Promise<Uint8Array> {
  const large = bytesOf(lines) > LINES_HERE_BYTES_MAX;
  const results = await (large ? judgeElsewhere(call, lines, first) : judgeHere(call, lines, first));
  return encoder.encode(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
}

async function judgeHere(call: Streaming, lines: readonly Line[], first: number): Promise<object[]> {
  const items = readLines(lines, first);
  const cases = casesOf(items);
  const started_ms = call.world.stopwatch();
  const admitted = inTurn(call, () => keepPace(call, cases.length));
  try {
    await admitted;
    return itemResults(items, await validate(call.world, call.actor, cases, { ...call.arrival, started_ms }), call.request_id);
  } catch (error) {
    return unjudged(call, items, error);
  }
}

async function judgeElsewhere(call: Streaming, lines: readonly Line[], first: number): Promise<object[]> {
  const counted = Promise.withResolvers<number>();
  const admitted = inTurn(call, async () => keepPace(call, await counted.promise));
  // Judging may fail before anybody asks to be admitted.
  admitted.catch(() => {});
  const admit = (cases: number): Promise<void> => {
    counted.resolve(cases);
    return admitted;
  };
  const arrival = { ...call.arrival, started_ms: call.world.stopwatch() };
  try {
    const elsewhere = { taken: 0, patience: 'stream', items_max: lines.length, admit } as const;
    const { items, outcomes } = await validateElsewhere(call.world, call.actor, { form: 'lines', lines, first }, arrival, elsewhere);
    return itemResults(items, outcomes, call.request_id);
  } catch (error) {
    // Their ids are in them; large as they are, it happens only when something else has failed.
    return unjudged(call, readLines(lines, first), error);
  } finally {
    // Whatever came of it, the next group is not to wait for it.
    counted.resolve(0);
  }
}

/** After the groups before, and not once the stream is over: a group is not to overtake one that is left unanswered. */
async function inTurn(call: Streaming, work: () => Promise<void>): Promise<void> {
  const before = call.paced;
  const over = Promise.withResolvers<void>();
  call.paced = over.promise;
  try {
    await before;
    if (isOver(call)) throw new Error('the stream is over');
    await work();
  } finally {
    over.resolve();
  }
}

/** Each keeps the id, and the problem, that it has. Throws when the stream is over. */
function unjudged(call: Streaming, items: readonly Item[], error: unknown): object[] {
  const problem = problemOf(call, error);
  const outcomes = casesOf(items).map(() => ({ problem }));
  return itemResults(items, outcomes, call.request_id);
}

/** What each line of the group is answered. Throws when the stream is over. */
function problemOf(call: Streaming, error: unknown): Problem {
  if (isOver(call)) throw error;
  const problem = asProblem(error);
  report(call, problem);
  return problem;
}

/** Once for each stream and code: a million lines after the loss of the store, or of the key, are not a million lines of the log. */
function report({ world, request_id, reported }: Streaming, { code, cause }: Problem): void {
  if (reported.has(code)) return;
  reported.add(code);
  const fields = { request_id, code };
  if (PROBLEMS[code].status >= 500) world.telemetry.error('lines of a stream were not judged', fields, cause);
  else world.telemetry.info('lines of a stream were not judged', fields);
}

/** A stream is slowed down to the plan's rate rather than refused: its sender cannot know when to pause. */
async function keepPace(call: LinesCall, cost: number): Promise<void> {
  if (cost === 0) return;
  for (;;) {
    try {
      return await call.charge(cost);
    } catch (error) {
      const pause_ms = error instanceof Problem && error.code === 'RATE_LIMITED' ? error.more.retry_after_ms : undefined;
      if (pause_ms === undefined || !Number.isFinite(pause_ms)) throw error;
      await wait(pause_ms, undefined, { signal: AbortSignal.any([call.signal, call.site.stopping]) });
    }
  }
}

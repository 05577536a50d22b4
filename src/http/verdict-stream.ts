/** The stream of `/validate/batch`: a group of lines in, judged and committed together, the same number of lines out. */
import { setTimeout as wait } from 'node:timers/promises';
import { validate, type Outcome } from '#app/validate.ts';
import { Problem, PROBLEMS, type ProblemCode } from '#core/problem.ts';
import { casesOf, itemResults, readItem, type Item } from './batch-item.ts';
import { messagesAt } from './envelope.ts';
import { readJson } from './json-body.ts';
import { lineGroups, type Line } from './lines.ts';
import { asProblem } from './problem.ts';
import type { LinesCall } from './route.ts';
import { until } from './until.ts';

type Streaming = LinesCall & { /** What the log knows already. */ reported: Set<ProblemCode> };

const encoder = new TextEncoder();

/** Nothing is read before the reader of the answer wants it, and nothing more once either side has gone. */
export const verdictStream = (call: LinesCall): ReadableStream<Uint8Array> =>
  ReadableStream.from(answerLines({ ...call, reported: new Set() }));

async function* answerLines(call: Streaming): AsyncGenerator<Uint8Array, void, undefined> {
  let index = 0;
  try {
    const { stopping } = call.site;
    for await (const lines of lineGroups(until(stopping, call.input))) {
      if (call.signal.aborted || stopping.aborted) return;
      const items = lines.filter((line) => !isBlank(line)).map((line) => readLine(line, index++));
      if (!items.length) continue;
      const results = itemResults(items, await judgeGroup(call, items), call.request_id);
      yield encoder.encode(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
    }
  } catch (error) {
    // A peer that hung up is no failure of ours, nor is our going down; anything else breaks the stream, so that it cannot pass for whole.
    if (!call.signal.aborted && !call.site.stopping.aborted) throw error;
  }
}

const isBlank = (line: Line): boolean => line !== null && line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function readLine(line: Line, index: number): Item {
  try {
    if (line === null) throw new Problem('BODY_TOO_LARGE');
    // The whole line is an item, so what is wrong in it stays with it.
    const { value, faults } = readJson(line, (path) => path.length === 0 || messagesAt(path));
    return readItem(value, faults, index, '');
  } catch (error) {
    return { item_id: String(index), problem: asProblem(error) };
  }
}

async function judgeGroup(call: Streaming, items: readonly Item[]): Promise<Outcome[]> {
  const cases = casesOf(items);
  const started_ms = call.world.stopwatch();
  try {
    await keepPace(call, cases.length);
    return await validate(call.world, call.actor, cases, { ...call.arrival, started_ms });
  } catch (error) {
    if (call.signal.aborted || call.site.stopping.aborted) throw error;
    const problem = asProblem(error);
    report(call, problem);
    return cases.map(() => ({ problem }));
  }
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

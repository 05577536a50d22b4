/** `countersign batch`: a file of messages, one a line, and what became of them. */
import type { ItemResult } from '../verdicts.ts';
import type { Invocation } from './command.ts';
import { bytesOf, isFile, readItems } from './input.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { judgeMany } from './judge.ts';
import { openOut } from './out.ts';
import { count, table, type Terminal } from './terminal.ts';

const LF = 0x0a;
const REASONS_SHOWN = 12;

type Summary = { judged: number; seconds: number; decisions: Record<string, number>; errors: number; reasons: Record<string, number> };

export async function batch(call: Invocation): Promise<number> {
  const name = call.operands[0] ?? '-';
  const skip = call.whole('skip', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const out = await openOut(call.text('out'), name, skip);
  // What is no file can be read only once, and not for counting.
  const total = process.stderr.isTTY && isFile(name) ? Math.max(0, (await itemsIn(name)) - skip) : undefined;
  const progress = call.terminal.progress(total);
  const summary: Summary = { judged: 0, seconds: 0, decisions: { allow: 0, challenge: 0, deny: 0 }, errors: 0, reasons: {} };
  const started = performance.now();
  const ended = async (): Promise<void> => {
    progress.end();
    await out?.close();
    call.terminal.note(`${count(summary.judged)} items were judged before the end; go on with --skip ${skip + summary.judged}`);
  };
  const interrupt = { came: false };
  try {
    for await (const result of untilInterrupted(judgeMany(call, readItems(name, skip)), interrupt)) {
      await out?.write(`${JSON.stringify(result)}\n`);
      tally(summary, result);
      progress.at(summary.judged, `${count(summary.decisions['deny']!)} denied`);
    }
    if (!interrupt.came) await out?.close();
  } catch (error) {
    await ended().catch(() => {});
    throw error;
  }
  // The exchange with the service is still open, and nobody waits for it.
  if (interrupt.came) await ended().finally(() => process.exit(EXIT.interrupted));
  progress.end();
  // A file that is empty by mistake is not a file in which all is well.
  if (!summary.judged) throw new CommandError(`${name === '-' ? 'stdin' : name} has no item${skip ? ` after ${skip}` : ''}`);
  summary.seconds = Math.round(performance.now() - started) / 1_000;
  call.terminal.data(summary);
  show(call.terminal, summary);
  if (summary.errors > 0) return EXIT.refused;
  return summary.decisions['allow'] === summary.judged ? EXIT.ok : EXIT.no;
}

/** Ctrl-C ends it between two results, however long the next one takes: what is written is counted, and nothing is written in part. */
async function* untilInterrupted<T>(results: AsyncIterable<T>, interrupt: { came: boolean }): AsyncGenerator<T> {
  let wake = (): void => {};
  process.once('SIGINT', () => {
    interrupt.came = true;
    wake();
  });
  const from = results[Symbol.asyncIterator]();
  while (!interrupt.came) {
    const next = await new Promise<IteratorResult<T> | null>((resolve, reject) => {
      wake = () => resolve(null);
      from.next().then(resolve, reject);
    });
    if (next === null || next.done === true) return;
    yield next.value;
  }
}

/** Only for the progress bar. */
async function itemsIn(name: string): Promise<number> {
  let items = 0;
  let open = false;
  for await (const chunk of bytesOf(name)) {
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) items++;
    open = chunk.length > 0 && chunk.at(-1) !== LF;
  }
  return items + (open ? 1 : 0);
}

function tally(summary: Summary, result: ItemResult): void {
  summary.judged++;
  if (result.error) {
    summary.errors++;
    bump(summary.reasons, result.error.code);
    return;
  }
  bump(summary.decisions, result.decision);
  const [primary] = result.reasons;
  if (result.decision !== 'allow' && primary) bump(summary.reasons, primary.code);
}

/** Names come from the service: `__proto__` would be no count. */
function bump(counts: Record<string, number>, name: string): void {
  counts[name] = (Object.hasOwn(counts, name) ? counts[name]! : 0) + 1;
}

function show(terminal: Terminal, { judged, seconds, decisions, errors, reasons }: Summary): void {
  const share = (n: number): string => (judged ? `${((100 * n) / judged).toFixed(1)} %` : '');
  const rows = Object.entries(decisions).map(([decision, n]): [string, number, string] => [decision, n, share(n)]);
  for (const line of table([...rows, ['error', errors, share(errors)], ['all', judged, '']])) terminal.say(line);
  const top = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  if (top.length) terminal.say('');
  for (const line of table(top.slice(0, REASONS_SHOWN).map(([code, n]): [string, number] => [code, n]))) terminal.say(line);
  if (top.length > REASONS_SHOWN) terminal.say(`and ${top.length - REASONS_SHOWN} more`);
  terminal.say('');
  terminal.say(`${count(judged)} items in ${seconds.toFixed(1)} s, ${count(Math.round(judged / Math.max(seconds, 0.001)))} a second`);
}

/** How fast the engine judges long and hostile messages, alone or beside that of another working copy, message by message in turn. */
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { judge as ours, type Snapshot } from '#core/judge.ts';
import type { Submission } from '#core/submission.ts';
import { HOSTILE } from './hostile.ts';
import { KINDS } from './long-messages.ts';
import { readSupply, type Envelope } from './messages.ts';

type Judge = typeof ours;
type Line = { name: string; bytes: number; parse_us: number; our_us: number; their_us: number | null };

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: '' };
const FACTS = { now_ms: 1_700_000_000_000, verdict_id: 'vrd_bench' };
const CHARS = 1_000_000;
/** Shapes are tried at this part of their size; so many of the slowest are then measured at the whole. */
const TRIED_PART = 1 / 16;
const SHOWN = 24;
/** Each message is judged so often, after once that does not count; the best counts, for what else runs only adds. */
const RUNS = 4;
const WARM_UP = 1;

function cpuMicrosOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function measured(name: string, envelope: Envelope, theirs: Judge | null): Line {
  const text = JSON.stringify(envelope);
  const submission = { context: {}, options: {}, faults: [], ...(JSON.parse(text) as Envelope) } as Submission;
  const line: Line = { name, bytes: Buffer.byteLength(text), parse_us: Infinity, our_us: Infinity, their_us: theirs ? Infinity : null };
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const our_us = cpuMicrosOf(() => ours(submission, SNAPSHOT, FACTS));
    const their_us = theirs ? cpuMicrosOf(() => theirs(submission, SNAPSHOT, FACTS)) : null;
    const parse_us = cpuMicrosOf(() => JSON.parse(text) as unknown);
    if (run < WARM_UP) continue;
    line.our_us = Math.min(line.our_us, our_us);
    line.parse_us = Math.min(line.parse_us, parse_us);
    if (their_us !== null) line.their_us = Math.min(line.their_us!, their_us);
  }
  return line;
}

function told({ name, bytes, parse_us, our_us, their_us }: Line): string {
  const columns = [
    (bytes / our_us).toFixed(2).padStart(8),
    (our_us / parse_us).toFixed(0).padStart(10),
    their_us === null ? '' : `${(bytes / their_us).toFixed(2).padStart(8)}${(their_us / our_us).toFixed(2).padStart(8)}`,
  ];
  return `${columns.join('')}  ${name}\n`;
}

const paceOf = ({ bytes, our_us }: Line): number => bytes / our_us;

const say = (text: string): boolean => process.stdout.write(text);

/** @param against folder of another working copy; null: this one alone. Lines are written to stdout as they are measured. */
export async function engineSpeed(against: string | null): Promise<void> {
  const module = against && ((await import(pathToFileURL(join(resolve(against), 'src/core/judge.ts')).href)) as { judge: Judge });
  const theirs = module ? module.judge : null;
  say(`    MB/s  x parse${theirs ? '  theirs   times' : ''}\n\n1 MB of ordinary work\n`);
  const supply = readSupply();
  for (const { name, envelope } of KINDS) say(told(measured(name, envelope(supply, CHARS), theirs)));
  const tried = HOSTILE.map((shape) => ({ shape, pace: paceOf(measured(shape.name, shape.envelope(TRIED_PART), null)) }));
  const slowest = tried.sort((a, b) => a.pace - b.pace).slice(0, SHOWN);
  const lines = slowest.map(({ shape }) => measured(shape.name, shape.envelope(1), theirs)).sort((a, b) => paceOf(a) - paceOf(b));
  say(`\nhostile: the ${SHOWN} slowest of ${HOSTILE.length} shapes at full size\n${lines.map(told).join('')}`);
}

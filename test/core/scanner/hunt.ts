/** A hunt for messages that are slow to judge: mutations of hostile texts, bred towards more time per unit of text. */
import * as fc from 'fast-check';
import { DETECTORS } from '#core/detect/index.ts';
import { judge, type Snapshot } from '#core/judge.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import { DISGUISE_LITERALS, LATE_LITERALS } from '#core/text/views.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'd' };
const FACTS = { now_ms: 0, verdict_id: 'vrd_hunt' };

/** A text for one place: `head`, then the pieces again and again, then `tail`. */
export type Prey = { place: number; head: string; pieces: string[]; tail: string };

const call = (name: string, description: string, argument: string) => (text: string) => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: { [argument]: text } } },
  tool: { name, description },
});
const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call' };
type Message = { request?: JsonObject; response?: JsonObject; tool?: JsonObject };
/** Every role, and every origin; whole, and in many short values. */
export const PLACES: readonly ((text: string) => Message)[] = [
  call('find_customer', 'Finds a customer', 'customer_name'),
  call('query', 'Runs a SQL query on the database', 'sql'),
  call('run', 'Runs a shell command', 'command'),
  call('python', 'Runs Python code', 'code'),
  call('read_file', 'Reads a file', 'path'),
  call('fetch', 'Fetches a URL', 'url'),
  call('ping', 'Pings a host', 'host'),
  call('search', 'Searches the web', 'query'),
  call('note', 'Keeps a note', 'text'),
  call('render', 'Renders a template', 'template'),
  call('page', 'Writes an HTML page', 'html'),
  call('ldap', 'Searches the LDAP directory', 'filter'),
  call('x', '', 'zzz'),
  (text) => ({ request: { ...CALL, params: { name: 'find', arguments: { items: text.match(/[^]{1,24}/g) ?? [] } } } }),
  (text) => ({
    request: { ...CALL, params: { name: 'run_command', arguments: { command: 'a', args: text.match(/[^]{1,12}/g) ?? [] } } },
    tool: { name: 'run_command', description: 'Runs a shell command' },
  }),
  (text) => ({ response: { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } } }),
  (text) => ({ response: { jsonrpc: '2.0', id: 1, result: { structuredContent: { rows: text.match(/[^]{1,64}/g) ?? [] }, content: [] } } }),
  (text) => ({
    request: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    response: { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a', description: text, inputSchema: { type: 'object' } }] } },
  }),
];

const MARKS = [
  ...' \t\n\'"`\\;|&$(){}[]<>=+-*/%#@!?:,.^~_0aA',
  '%25',
  '%27',
  '&#x',
  '&lt;',
  '\\u00',
  '\\x',
  '${',
  '$(',
  '{{',
  '{%',
  '<!',
  '-->',
  '/*',
  '*/',
];
const WIDE = ['\u200b', '\u202e', '\u0301', 'а', 'ｓ', '\ufdfa', '\u{e0041}', '\u{1f600}', '\ud800', 'é', '中'];
const RUNS = [
  'QUFB',
  'deadbeef',
  '0x41',
  'aWdub3Jl',
  'H4sIAAAA',
  'eJzL',
  '1gn0r3 ',
  'i g n o r e ',
  'vtaber ',
  'erongi ',
  '=3D',
  '127.0.0.1',
  '..%2f',
  '../',
];
const WORDS = [...new Set(DETECTORS.flatMap((detector) => detector.literals ?? [])), ...LATE_LITERALS, ...DISGUISE_LITERALS.slice(0, 100)];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...MARKS) },
  { weight: 1, arbitrary: fc.constantFrom(...WIDE) },
  { weight: 2, arbitrary: fc.constantFrom(...RUNS) },
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const prey: fc.Arbitrary<Prey> = fc.record({
  place: fc.nat(PLACES.length - 1),
  head: fc.oneof(fc.constant(''), piece),
  pieces: fc.array(piece, { minLength: 1, maxLength: 6 }),
  tail: fc.oneof(fc.constant(''), piece),
});
/** What is done to a prey, and with what. */
const change = fc.record({ what: fc.nat(5), at: fc.nat(), piece, place: fc.nat(PLACES.length - 1) });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(one: Prey, { what, at, piece: fresh, place }: Change): Prey {
  const { pieces } = one;
  const i = at % pieces.length;
  if (what === 0) return { ...one, place };
  if (what === 1) return { ...one, head: fresh };
  if (what === 2) return { ...one, tail: fresh };
  if (what === 3 && pieces.length > 1) return { ...one, pieces: pieces.toSpliced(i, 1) };
  return { ...one, pieces: what === 4 ? pieces.with(i, fresh) : pieces.toSpliced(i, 0, fresh).slice(0, 8) };
}

export function textOf({ head, pieces, tail }: Prey, length: number): string {
  const unit = pieces.join('');
  return `${head}${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}${tail}`;
}

export function judgeText(place: number, text: string): void {
  const submission: Submission = { ...PLACES[place]!(text), context: {}, options: {}, faults: [] };
  judge(submission, SNAPSHOT, FACTS);
}

/** Processor time in ns for a unit of text. */
export function paceOf(place: number, text: string, tries: number): number {
  let best = Infinity;
  for (let i = 0; i < tries; i++) {
    const before = process.cpuUsage();
    judgeText(place, text);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, ((user + system) * 1_000) / text.length);
  }
  return best;
}

export type Caught = { prey: Prey; /** ns for a unit of text. */ pace: number };

const LENGTH = 16_384;
const POPULATION = 24;
/** Fresh preys among the changed ones, so that the hunt does not end in one corner. */
const FRESH_EVERY = 3;
const RETRIES = 3;

/** The slowest texts that were found within `ms`, slowest first; the course of the hunt is that of the seed, its length that of the machine. */
export function hunt(seed: number, ms: number): Caught[] {
  const end = performance.now() + ms;
  let caught: Caught[] = [];
  for (let round = 0; performance.now() < end; round++) {
    const fresh = fc.sample(prey, { seed: seed + round, numRuns: POPULATION });
    const changes = fc.sample(change, { seed: seed - round, numRuns: POPULATION });
    const next = fresh.map((one, i) => {
      const parent = caught[i % Math.max(1, caught.length)];
      return parent && i % FRESH_EVERY !== 0 ? changed(parent.prey, changes[i]!) : one;
    });
    for (const one of next) {
      if (performance.now() >= end || one.pieces.join('') === '') continue;
      const text = textOf(one, LENGTH);
      const slowest = caught.at(-1)?.pace ?? 0;
      let pace = paceOf(one.place, text, 1);
      // A collection of garbage is no catch.
      if (caught.length < POPULATION || pace > slowest) pace = Math.min(pace, paceOf(one.place, text, RETRIES));
      caught.push({ prey: one, pace });
    }
    caught = caught.sort((a, b) => b.pace - a.pace).slice(0, POPULATION);
  }
  return caught;
}

/** Where the time of a profile went, by stages of the hot path. */
import type { Profile, ProfileNode } from './inspector.ts';

/** By the file that runs; the first that fits. Code of Node itself that is of no stage counts for who called it. */
const STAGES: readonly (readonly [stage: string, file: RegExp])[] = [
  ['judge', /\/src\/core\/(?:judge|score|redact|reply|(?:detect|text|roles|mcp|policy|json-schema)[/.])/],
  ['json: our reader and canonical form', /\/src\/core\/(?:json|json-locator|canonical)\.ts/],
  ['schema (zod)', /\/node_modules\/zod\//],
  ['record and decision input', /\/src\/app\/(?:verdict-record|decision-input|recorder|judged|validate)\.ts/],
  ['seal and hash', /\/src\/(?:adapters\/(?:vault|random)|core\/hash)\.ts|node:internal\/crypto/],
  ['postgres client', /\/node_modules\/(?:pg|pg-.*|postgres-.*|drizzle-orm)\/|\/src\/adapters\/postgres\//],
  ['redis client', /\/node_modules\/(?:ioredis|redis-.*|@ioredis)\/|\/src\/adapters\/redis\//],
  [
    'log',
    /\/node_modules\/(?:pino|sonic-boom|thread-stream|fast-redact|quick-format-unescaped|safe-stable-stringify)\/|\/src\/adapters\/log\.ts/,
  ],
  ['metrics', /\/node_modules\/(?:@prometheus-io|@opentelemetry)\/|\/src\/adapters\/(?:telemetry|metrics|tally|tracing)/],
  ['hono', /\/node_modules\/(?:@hono|hono)\//],
  ['http of ours', /\/src\/http\//],
  ['app, other', /\/src\//],
  ['http of node', /node:_http|node:internal\/http/],
  ['sockets, streams, timers', /node:(?:net|events|timers|internal\/(?:stream|streams|timers|process|async_hooks|event))/],
];
const NATIVE: ReadonlyMap<string, string> = new Map([
  ['(idle)', 'idle'],
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'native, outside of JavaScript'],
]);
const WITHOUT = 'other';

export type Cost = { name: string; micros: number };
export type Costs = { stages: Cost[]; functions: Cost[]; busy_us: number };

/** Microseconds for each of `requests`. A function's own time counts for its stage, that of built-in functions for their caller's. */
export function costsOf({ nodes, samples, timeDeltas }: Profile, requests: number): Costs {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  samples.forEach((id, i) => own.set(id, (own.get(id) ?? 0) + (timeDeltas[i] ?? 0)));
  const stages = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const [id, micros] of own) {
    const node = byId.get(id);
    if (!node) continue;
    const lineage = lineageOf(node, parents, byId);
    const stage = stageOf(lineage);
    add(stages, stage, micros);
    if (stage !== 'idle') add(functions, labelOf(lineage), micros);
  }
  const perRequest = (sums: Map<string, number>): Cost[] =>
    [...sums].map(([name, micros]) => ({ name, micros: micros / requests })).sort((a, b) => b.micros - a.micros);
  const all = perRequest(stages);
  return { stages: all, functions: perRequest(functions), busy_us: all.reduce((sum, c) => (c.name === 'idle' ? sum : sum + c.micros), 0) };
}

/** The node, its caller, and so on to the root. */
function lineageOf(node: ProfileNode, parents: Map<number, number>, byId: Map<number, ProfileNode>): ProfileNode[] {
  const lineage: ProfileNode[] = [];
  for (let at: ProfileNode | undefined = node; at; at = byId.get(parents.get(at.id) ?? -1)) lineage.push(at);
  return lineage;
}

function stageOf(lineage: readonly ProfileNode[]): string {
  for (const { callFrame } of lineage) {
    const native = NATIVE.get(callFrame.functionName);
    if (native) return native;
    const found = callFrame.url && STAGES.find(([, file]) => file.test(callFrame.url));
    if (found) return found[0];
  }
  return WITHOUT;
}

/** A built-in function by who calls it: `stringify < insertOf recording.ts:40`. */
function labelOf(lineage: readonly ProfileNode[]): string {
  const named = lineage.slice(0, 1 + lineage.findIndex(({ callFrame }) => callFrame.url && !callFrame.url.startsWith('node:')));
  const shown = named.length ? [named[0]!, ...(named.length > 1 ? [named.at(-1)!] : [])] : [lineage[0]!];
  return shown.map(({ callFrame }) => `${callFrame.functionName || '(anonymous)'} ${placeOf(callFrame)}`.trim()).join(' < ');
}

const placeOf = ({ url, lineNumber }: ProfileNode['callFrame']): string =>
  url ? `${url.replace(/^file:\/\//, '').replace(/^.*?\/(?=node_modules\/|src\/|test\/)/, '')}:${lineNumber + 1}` : '';

function add(sums: Map<string, number>, name: string, amount: number): void {
  sums.set(name, (sums.get(name) ?? 0) + amount);
}

/**
 * `npm run conformance`: asks the service what the cases of the clients say that it answers, and writes it into them
 * (`clients/conformance/README.md`); with `--check`, says whether it would still answer so. Time and chance are fixed.
 */
import { createHash } from 'node:crypto';
import { caseFiles, readCases, type Answer, type Case, type Exchange, type Json } from '../clients/conformance/cases.ts';
import { openVault } from '#adapters/vault.ts';
import { embeddedStores, openHarness, type Harness } from '../test/http/harness.ts';
import { writeOrCheck } from './generated.ts';

const START_MS = Date.UTC(2026, 0, 5, 10);
const STEP_MS = 1_000;
/** What is left of an answer's header; the rest is the same for every answer, or of the connection. */
const HEADERS = [
  'content-type',
  'request-id',
  'etag',
  'location',
  'retry-after',
  'www-authenticate',
  'idempotency-replayed',
  'ratelimit',
  'ratelimit-policy',
];

function seeded(seed: string): (length: number) => Uint8Array {
  let drawn = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) blocks.push(createHash('sha256').update(`${seed} ${drawn++}`).digest());
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  };
}

/** Chance is that of the case alone: what one case does is not to change what another gets. */
let randomBytes = seeded('start');
const service = await openHarness(await embeddedStores(), {
  chance: { start_ms: START_MS, randomBytes: (length) => randomBytes(length), stopwatch: () => 0 },
  vault: openVault(randomBytes(32)),
});

async function record(one: Case): Promise<Case> {
  if (!one.exchanges.some(({ recorded }) => recorded)) return one;
  randomBytes = seeded(one.name);
  service.clock.now_ms = START_MS;
  return recordWith(service, one);
}

async function recordWith(harness: Harness, one: Case): Promise<Case> {
  let { key } = await harness.tenant();
  for (const { method, path, body, headers = {}, use_key } of one.prepare ?? []) {
    harness.clock.now_ms += STEP_MS;
    const response = await harness.ask(method, path, { key, json: body, headers });
    if (!response.ok) throw new Error(`${one.name}: ${method} ${path}: ${await response.text()}`);
    if (use_key) ({ key } = (await response.json()) as { key: string });
  }
  const exchanges: Exchange[] = [];
  for (const exchange of one.exchanges) {
    harness.clock.now_ms += STEP_MS;
    exchanges.push(exchange.recorded ? await ask(harness, one.client?.key ?? key, following(exchange, exchanges.at(-1))) : exchange);
  }
  return { ...one, exchanges, outcome: withReply(one, exchanges.at(-1)) };
}

/** What is to be sent instead is what the answer has ready. */
function withReply({ call, outcome }: Case, last: Exchange | undefined): Case['outcome'] {
  const { value } = outcome;
  const body = last?.recorded ? last.answer?.body : undefined;
  if (call.operation !== 'enforce' || !isObject(value) || value['action'] !== 'reply' || !isObject(body)) return outcome;
  return { ...outcome, value: { ...value, reply: body['reply'] ?? null } };
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The cursor is that of the page before. */
function following(exchange: Exchange, before: Exchange | undefined): Exchange {
  const { query } = exchange.expect;
  const body = before?.answer?.body;
  if (query?.['cursor'] === undefined || !isObject(body)) return exchange;
  return { ...exchange, expect: { ...exchange.expect, query: { ...query, cursor: String(body['next_cursor']) } } };
}

async function ask(harness: Harness, key: string, exchange: Exchange): Promise<Exchange> {
  const { method, path, query, body, lines, headers = {} } = exchange.expect;
  const given = Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null));
  const sent = lines
    ? { raw: lines.map((line) => JSON.stringify(line)).join('\n'), type: 'application/x-ndjson' }
    : body === undefined
      ? {}
      : { json: body };
  const target = query ? `${path}?${new URLSearchParams(query).toString()}` : path;
  const response = await harness.ask(method, target, { key, headers: given, ...sent });
  const { expect, recorded, ...rest } = exchange;
  const { answer: _, ...after } = rest;
  return { expect, answer: await answerOf(response), ...after, ...(recorded && { recorded }) };
}

async function answerOf(response: Response): Promise<Answer> {
  const headers = Object.fromEntries(HEADERS.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])));
  const answer = { status: response.status, headers };
  const text = await response.text();
  if (text === '') return answer;
  if (headers['content-type'] === 'application/x-ndjson') return { ...answer, lines: text.trimEnd().split('\n').map(read) };
  return { ...answer, body: read(text) };
}

const read = (json: string): Json => JSON.parse(json, withoutRuleset) as Json;

/** It changes with every change of a rule, and no client reads it. */
function withoutRuleset(name: string, value: Json): Json {
  return name === 'ruleset' && typeof value === 'string' ? `sha256:${'0'.repeat(64)}` : value;
}

const files: { path: string; text: string; cases: Case[] }[] = [];
for (const file of caseFiles()) {
  const cases: Case[] = [];
  for (const one of readCases(file)) cases.push(await record(one));
  files.push({ path: `clients/conformance/${file}`, text: `${JSON.stringify(cases, null, 2)}\n`, cases });
}
await service.close();
const all = files.flatMap(({ cases }) => cases);
const exchanges = all.flatMap((one) => one.exchanges).filter(({ recorded }) => recorded);
if (!exchanges.length) throw new Error('there is nothing to record');
await writeOrCheck(files, `${all.length} cases, ${exchanges.length} exchanges recorded`, 'npm run conformance');

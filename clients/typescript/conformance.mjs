/** Plays clients/conformance with the installed package: `node conformance.mjs <folder of the cases>`. What is done here stands in its README. */
import { readdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { Countersign, CountersignError, etagOf } from 'countersign';

const [folder] = process.argv.slice(2);
const player = process.env.CONFORMANCE_PLAYER;
const KEY = 'cs_test_conformance';
const AT_ONCE = 8;
const SETTINGS = {
  timeout_ms: 'timeoutMs',
  idle_timeout_ms: 'idleTimeoutMs',
  max_retries: 'maxRetries',
  response_bytes_max: 'responseBytesMax',
  fail_mode: 'failMode',
  key: 'key',
  url: 'url',
};

const read = (file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
const settingsOf = (given) =>
  Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (SETTINGS[name] ? [[SETTINGS[name], value]] : [])));

const OPERATIONS = {
  validate: (client, call) => client.validate(call),
  enforce: async (client, call, { reports }) => {
    const { failOpen, failure, ...rest } = await client.enforce(call);
    return { ...rest, fail_open: failOpen, failure: failure && told(failure), reports: reports.length };
  },
  validate_batch: (client, { items }) => client.validateBatch(items),
  stream: async (client, { items, repeat }, { partial }) => {
    const all = Array.from({ length: repeat ?? 1 }, () => items).flat();
    for await (const result of client.stream(all)) partial.push(result);
    return repeat ? { count: partial.length, first: partial[0], last: partial.at(-1) } : { results: partial };
  },
  list_keys: (client, args, seen) => collect(client.listKeys(without(args)), args, seen),
  list_audit: (client, args, seen) => collect(client.listAudit(without(args)), args, seen),
  create_key: (client, { body }) => client.createKey(body),
  get_key: (client, { id }) => client.getKey(id),
  revoke_key: (client, { id }) => client.revokeKey(id),
  get_usage: (client) => client.getUsage(),
  create_policy: (client, { body }) => client.createPolicy(body),
  get_policy: (client, { id }) => client.getPolicy(id),
  replace_policy: (client, { id, if_match, body }) => client.replacePolicy(id, body, { ifMatch: if_match }),
  delete_policy: (client, { id, if_match }) => client.deletePolicy(id, { ifMatch: if_match }),
  get_audit: (client, { id }) => client.getAudit(id),
};
const without = ({ take: _, ...query }) => query;
async function collect(pages, { take }, { partial }) {
  for await (const item of pages) if (partial.push(item) === take) break;
  return { items: partial };
}

function told(error) {
  if (!(error instanceof CountersignError)) throw error;
  const { kind, status, code, requestId: request_id, retryAfterMs: retry_after_ms, errors } = error;
  return kind === 'problem' ? { problem: { status, code, request_id, retry_after_ms, errors } } : { error: kind };
}

/** What does not fit, in words; undefined when all does. */
function misfit(expected, given, at = '', exact = false) {
  const wrong = `${at || 'it'} is ${JSON.stringify(given)?.slice(0, 300)}, not ${JSON.stringify(expected).slice(0, 300)}`;
  if (expected === null) return given === null || (given === undefined && !exact) ? undefined : wrong;
  if (typeof expected !== 'object') return given === expected ? undefined : wrong;
  if (typeof given !== 'object' || given === null || Array.isArray(given) !== Array.isArray(expected)) return wrong;
  if ((exact || Array.isArray(expected)) && Object.keys(given).length !== Object.keys(expected).length) return wrong;
  for (const [name, value] of Object.entries(expected)) {
    const fault = misfit(value, given[name], `${at}/${name}`, exact);
    if (fault) return fault;
  }
  return undefined;
}

function compare({ call: { operation }, outcome }, seen) {
  const { value, problem, error, partial, within_ms } = outcome;
  const faults = [];
  if (value !== undefined) {
    if (seen.error) return [`failed: ${JSON.stringify(seen.error)}`];
    const { message, reply, ...rest } = operation === 'enforce' ? value : { rest: value };
    faults.push(misfit(operation === 'enforce' ? rest : value, seen.value));
    if (message !== undefined) faults.push(misfit(message, seen.value.message, 'message', true));
    if (reply !== undefined) faults.push(misfit(reply, seen.value.reply, 'reply', true));
  } else if (!seen.error) return [`no error but ${JSON.stringify(seen.value)?.slice(0, 300)}`];
  else if (problem) faults.push(misfit({ problem }, seen.error));
  else if (![error].flat().includes(seen.error.error)) faults.push(misfit({ error }, seen.error));
  if (partial) faults.push(misfit(partial, seen.partial, 'partial'));
  if (within_ms && (seen.ms < within_ms[0] || seen.ms > within_ms[1])) faults.push(`took ${Math.round(seen.ms)} ms`);
  return faults.filter(Boolean);
}

/** Calls, and tells what came of it. `make` makes the client. */
async function perform({ operation, arguments: args }, key, make) {
  const seen = { partial: [], reports: [] };
  const started = performance.now();
  try {
    const value = await OPERATIONS[operation](
      make((failure) => seen.reports.push(failure)),
      args,
      seen,
    );
    return { ...seen, value: value ?? null, ms: performance.now() - started };
  } catch (error) {
    if (key && `${error?.stack} ${JSON.stringify(error)}`.includes(key))
      return { ...seen, error: { error: 'an error that shows the key' } };
    return { ...seen, error: told(error), ms: performance.now() - started };
  }
}

async function play(one) {
  // More than one Node may play the same cases.
  const name = `${one.name}@${process.version}`;
  const { url_suffix = '', ...client } = one.client ?? {};
  const settings = { key: KEY, url: `${player}/cases/${name}${url_suffix}`, ...settingsOf(client) };
  const seen = await perform(one.call, settings.key, (onFailure) => new Countersign({ ...settings, onFailure }));
  const { attempts, faults } = await (await fetch(`${player}/seen/${name}`)).json();
  return [...compare(one, seen), ...faults, ...(attempts === one.attempts ? [] : [`${attempts} attempts, not ${one.attempts}`])];
}

const filled = (value, saved) =>
  JSON.parse(JSON.stringify(value).replaceAll(/\$\{(\w+)\}/g, (_, name) => JSON.stringify(saved[name]).slice(1, -1)));

async function step(raw, saved) {
  const one = filled(raw, saved);
  const give_up = performance.now() + (one.until_ms ?? 0);
  for (;;) {
    const seen = await perform(
      one.call,
      one.client?.key,
      (onFailure) => new Countersign({ timeoutMs: 30_000, ...settingsOf(one.client ?? {}), onFailure }),
    );
    const faults = compare(one, seen);
    if (faults.length && performance.now() < give_up) await new Promise((resolve) => setTimeout(resolve, 100));
    else {
      for (const [name, at] of Object.entries(one.save ?? {})) saved[name] = at === 'etag' ? etagOf(seen.value) : seen.value?.[at.slice(1)];
      return faults;
    }
  }
}

const count = { passed: 0, failed: 0 };
const tell = ({ name }, faults) => {
  count[faults.length ? 'failed' : 'passed']++;
  if (faults.length) console.log(`FAIL ${name}: ${faults.join('; ')}`);
};

const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'live.json')
  .flatMap(read);
const waiting = cases.values();
const work = async () => {
  for (const one of waiting) tell(one, await play(one).catch((error) => [String(error?.stack)]));
};
await Promise.all(Array.from({ length: AT_ONCE }, work));
const saved = { run: randomBytes(4).toString('hex') };
for (const one of read('live.json')) tell({ name: `live: ${one.name}` }, await step(one, saved).catch((error) => [String(error?.stack)]));
console.log(`conformance: ${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed || !count.passed ? 1 : 0;

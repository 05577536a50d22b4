/**
 * `node test/bench/policy-change.ts`: for how long at a time the event loop is held when nine hundred policies come into force, up to and with the
 * first verdict by them, and by the next one after a single policy has changed.
 */
import { randomBytes } from 'node:crypto';
import { openTelemetry } from '#adapters/telemetry.ts';
import { SCOPES } from '#core/scope.ts';
import { mutate, newId } from '#app/mutate.ts';
import { createPolicy, firstVersion } from '#app/policies.ts';
import type { PolicyRow } from '#app/policy-ports.ts';
import { written } from '#app/policy-writing.ts';
import { Notes } from '#app/notes.ts';
import { foundTenant } from '#app/signup.ts';
import { validate } from '#app/validate.ts';
import type { CompiledVersion } from '#core/policy/compile.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import { readConfig } from '#config';
import { closeWorld, openWorld } from '../../src/main.ts';
import { provide, startPostgres, startRedis } from '../support/servers.ts';

/** With one more, as many of the larger kind as a tenant may have (`POLICY_BYTES_MAX`). */
const POLICIES = 900;
const PER_TRANSACTION = 25;

/** One requirement each, as most are; or as many as nearly fill what a tenant may keep. */
const KINDS: Record<string, (i: number) => PolicyDocument> = {
  simple: (i) => ({ effect: 'require', target: { tools: [`srv${i % 20}/tool${i}`] }, require: { args: { '/amount': { max: 500 + i } } } }),
  rich: (i) => ({
    effect: 'require',
    target: { tools: i % 3 ? [`srv${i % 20}/tool${i}`] : [`srv${i}/*`, `x${i}*`], roles: [`role${i % 12}`] },
    require: {
      time: {
        tz: 'Europe/Berlin',
        allowed_hours: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
        windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
      },
      location: { ip_allow: ['10.0.0.0/8', '192.168.0.0/16'], countries: ['DE', 'FR', 'NL'] },
      trust: { min: 0.7 },
      limits: [{ id: 'l1', key: 'principal+tool', window: '1h', max: 100 }],
      args: { '/amount': { max: 500 }, '/path': { notLike: '*/etc/*' }, '/to': { matches: '[a-z]+@example\\.com' } },
      findings: { prompt_injection: { max: 0.6 } },
      history: [{ id: 'h1', count_within: { within: '1h', action: 'ins/*', max: 5 } }],
    },
  }),
};

/** Longest time for which nothing else could be done, how much of the processor that took (others may use it too), and the whole; ms. */
async function held(work: () => Promise<unknown>): Promise<{ longest_ms: number; longest_cpu_ms: number; whole_ms: number }> {
  let [longest_ms, longest_cpu_ms] = [0, 0];
  let before_ms = performance.now();
  let before_cpu_ms = cpuMs();
  let is_done = false;
  const watch = (): void => {
    const [now_ms, now_cpu_ms] = [performance.now(), cpuMs()];
    longest_ms = Math.max(longest_ms, now_ms - before_ms);
    longest_cpu_ms = Math.max(longest_cpu_ms, now_cpu_ms - before_cpu_ms);
    [before_ms, before_cpu_ms] = [now_ms, now_cpu_ms];
    if (!is_done) setImmediate(watch);
  };
  setImmediate(watch);
  const from_ms = performance.now();
  await work();
  const whole_ms = performance.now() - from_ms;
  await new Promise<void>((resolve) => setImmediate(resolve));
  is_done = true;
  return { longest_ms: Math.round(longest_ms), longest_cpu_ms: Math.round(longest_cpu_ms), whole_ms: Math.round(whole_ms) };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

provide(['postgresql', 'redis-server']);
const servers = [await startPostgres(), await startRedis()];
const environment = {
  DATABASE_URL: servers[0]!.url,
  REDIS_URL: servers[1]!.url,
  MASTER_KEY: randomBytes(32).toString('base64'),
  PORT: '0',
};
const world = await openWorld(readConfig(environment), openTelemetry({ level: 'silent' }));
try {
  for (const [kind, documentOf] of Object.entries(KINDS)) {
    const { tenant, api_key } = await foundTenant(world, { name: 'bench', email: null, plan: 'unlimited', posture: 'starter' });
    const actor = { tenant: tenant.id, key_id: api_key.row.id, scopes: SCOPES, expires_at: null, networks: null };
    const arrival = { started_ms: 0, degraded: [], notes: new Notes(), refund: () => {} };
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'tool7', arguments: { amount: 7 } } };
    const one = { submission: { request, server: { name: 'srv7' }, context: { user_id: 'ann' }, options: {}, faults: [] }, ignored: [] };
    const decide = () => validate(world, actor, [one], arrival);
    await decide();
    for (let from = 0; from < POLICIES; from += PER_TRANSACTION) {
      const rows: { row: PolicyRow; compiled: CompiledVersion }[] = [];
      for (let i = from; i < from + PER_TRANSACTION; i++) {
        const id = newId(world, 'pol');
        const policy = await written(world, actor, id, { name: `p${i}`, mode: 'enforce', document: documentOf(i), tests: [] });
        rows.push({ row: firstVersion(world, id, policy), compiled: policy.compiled });
      }
      await mutate(world, actor, { scope: 'policies:write', action: 'policies.import' }, async (tx) => {
        await tx.policies.insert(...rows);
        return { subject: tenant.id, result: null };
      });
    }
    world.settings.delete(tenant.id);
    console.log(kind, 'all come into force:', await held(decide));
    await createPolicy(world, actor, { name: 'more', mode: 'enforce', document: { tools: { deny: ['x'] } }, tests: [] });
    world.settings.delete(tenant.id);
    console.log(kind, 'one more comes into force:', await held(decide));
    console.log(kind, 'nothing has changed:', await held(decide));
  }
} finally {
  await closeWorld(world);
  await Promise.all(servers.map((server) => server.stop()));
}

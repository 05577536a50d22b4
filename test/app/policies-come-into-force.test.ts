/** Policies come into force beside the traffic: for how long at a time nothing else can be done. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSettings } from '#app/settings.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import { embeddedStores, openHarness, type Harness } from '../http/harness.ts';

const POLICIES = 400;
/** Of the processor time that all of it takes this thread: machines differ, and the same one from minute to minute. In slices the least of the rounds is 0.07 to 0.16, in one piece 0.22 to 0.35. */
const SHARE_MAX = 0.3;
const ROUNDS = 8;

/** Eleven statements. */
const rich = (i: number): PolicyDocument => ({
  effect: 'require',
  target: { tools: [`srv${i}/*`, `x${i}*`], roles: [`role${i % 12}`] },
  require: {
    time: { tz: 'Europe/Berlin', allowed_hours: [8, 9, 10, 11], windows: [{ days: ['mon', 'fri'], from: '08:00', to: '18:00' }] },
    location: { ip_allow: ['10.0.0.0/8', '192.168.0.0/16'], countries: ['DE', 'FR', 'NL'] },
    trust: { min: 0.7 },
    limits: [{ id: 'l1', key: 'principal+tool', window: '1h', max: 100 }],
    args: { '/amount': { max: 500 }, '/path': { notLike: '*/etc/*' }, '/to': { matches: '[a-z]+@example\\.com' } },
    findings: { prompt_injection: { max: 0.6 } },
    history: [{ id: 'h1', count_within: { within: '1h', action: 'ins/*', max: 5 } }],
  },
});

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
});
afterAll(() => harness.close());

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Longest time that the processor spent between two turns of the event loop ÷ all of it. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let [longest, before, is_done] = [0, cpuMs(), false];
  const started = before;
  const watch = (): void => {
    const now = cpuMs();
    longest = Math.max(longest, now - before);
    before = now;
    if (!is_done) setImmediate(watch);
  };
  setImmediate(watch);
  await work();
  await new Promise<void>((resolve) => setImmediate(resolve));
  is_done = true;
  return longest / (cpuMs() - started);
}

it('thousands of statements, read anew, in short turns', async () => {
  const own = await harness.tenant();
  const json = { policies: Array.from({ length: POLICIES }, (_, i) => ({ name: `p${i}`, document: rich(i) })) };
  const response = await harness.ask('POST', '/policies/import', { key: own.key, json });
  expect(response.status, await response.clone().text()).toBe(200);
  const { world } = harness;
  const turns: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    world.settings.delete(own.id);
    world.sides.delete(own.id);
    turns.push(await longestTurn(() => loadSettings(world, own.id)));
  }
  const { snapshot } = await loadSettings(world, own.id);
  expect(snapshot.policies.flatMap(({ statements }) => statements).length).toBeGreaterThan(10 * POLICIES);
  // What the garbage collector takes may fall into one of them.
  expect(Math.min(...turns), turns.map((share) => share.toFixed(2)).join(', ')).toBeLessThan(SHARE_MAX);
}, 60_000);

/** More to cut out than is told apart: all of it is cut out, and the verdict says that something was left out. */
import { expect, it } from 'vitest';
import { judge, type Snapshot } from '#core/judge.ts';
import type { Submission } from '#core/submission.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'd' };
const FACTS = { now_ms: 0, verdict_id: 'vrd_flood' };
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** With the digit that Luhn's sum wants (ISO/IEC 7812-1). */
function card(index: number): string {
  const body = `453275${String(123_456_789 + index * 7_919).slice(0, 9)}`;
  const sum = [...body].reduceRight((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
}

function key(index: number): string {
  let state = index * 2_654_435_761 + 12_345;
  const letters = Array.from({ length: 16 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ALPHABET[(state >>> 16) % ALPHABET.length];
  });
  return ['AKIA', ...letters].join('');
}

it.each([
  ['cards', card, 300],
  ['cards', card, 3_000],
  ['keys', key, 300],
  ['keys', key, 3_000],
])('cuts out all %s of %#', (what, make, count) => {
  const all = Array.from({ length: count }, (_, i) => make(i));
  const text = all.map((one, i) => `Customer ${i}, ${what === 'cards' ? 'paid with card' : 'aws_access_key_id ='} ${one}.`).join('\n');
  const response = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } };
  const submission: Submission = { response, context: {}, options: {}, faults: [] };
  const { modifications, unjudged } = judge(submission, SNAPSHOT, FACTS);
  expect(modifications).toHaveLength(1);
  const kept = JSON.stringify(modifications);
  expect(all.filter((one) => kept.includes(one))).toEqual([]);
  expect(unjudged).toContainEqual({ path: '/response/result/content/0/text', reason: 'over_budget' });
});

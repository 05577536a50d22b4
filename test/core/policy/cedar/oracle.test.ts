import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forms } from '#core/policy/cedar/compiler.ts';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import type { PolicyJson } from '#core/policy/cedar/policy-json.ts';
import { compileSet, evaluateSet } from '#core/policy/cedar/set.ts';
import { policies } from './policies.ts';
import { requests } from './requests.ts';
import { MUTANTS } from './mutants.ts';
import { oracleOf, type OracleAnswer } from './oracle.ts';

/** Policies × requests; `CEDAR_PAIRS=100000` is the run that a release needs. */
const PAIRS = Number(process.env['CEDAR_PAIRS'] ?? 6000);
/** Samples that broken evaluators are tried on. */
const KEPT = 1000;
const SEED = Number(process.env['CEDAR_SEED'] ?? 20_261_121);

type Sample = { policies: { id: string; json: PolicyJson }[]; asked: { request: CedarRequest; expected: OracleAnswer }[] };

/** Cedar's rule over what is satisfied: a forbid denies, else a permit allows, else nothing does. */
function answerOf(set: ReturnType<typeof compileSet>, request: CedarRequest): OracleAnswer {
  const { permits, forbids, errors } = evaluateSet(set, request);
  const decision = forbids.length || !permits.length ? 'deny' : 'allow';
  return { decision, reasons: (forbids.length ? forbids : permits).toSorted(), errors: errors.map(({ id }) => id).sort() };
}

function expectAgreement({ policies: all, asked }: Sample, forms?: Forms): void {
  const set = compileSet(all, forms);
  for (const { request, expected } of asked) expect(answerOf(set, request)).toEqual(expected);
}

/** One sample is a set of policies and a few requests; each policy with each request is a pair. */
const SAMPLES = fc.tuple(policies, fc.array(requests, { minLength: 1, maxLength: 4 })).map(([all, some]): Sample => {
  const numbered = all.map((json, i) => ({ id: `p${i}`, json }));
  const oracle = oracleOf(numbered);
  return { policies: numbered, asked: some.map((request) => ({ request, expected: oracle(request) })) };
});

describe('our evaluator beside Cedar', () => {
  const kept: Sample[] = [];

  it(
    'gives the same decision, reasons and errors on random policies and requests',
    () => {
      const tally = { pairs: 0, satisfied: 0, errors: 0, allow: 0, deny: 0 };
      const started = performance.now();
      const agrees = fc.property(SAMPLES, (sample) => {
        if (kept.length < KEPT) kept.push(sample);
        expectAgreement(sample);
        for (const { expected } of sample.asked) {
          tally.pairs += sample.policies.length;
          tally.satisfied += expected.reasons.length;
          tally.errors += expected.errors.length;
          tally[expected.decision]++;
        }
      });
      for (let round = 0; tally.pairs < PAIRS; round++) fc.assert(agrees, { seed: SEED + round, numRuns: 100 });
      console.log(JSON.stringify({ ...tally, seconds: Math.round(performance.now() - started) / 1000 }));
      expect(tally.satisfied).toBeGreaterThan(tally.pairs / 50);
      expect(tally.errors).toBeGreaterThan(tally.pairs / 50);
      expect(tally.allow).toBeGreaterThan(20);
      expect(tally.deny).toBeGreaterThan(20);
    },
    30 * 60_000,
  );

  it.each(Object.entries(MUTANTS))('notices on the same samples when %s', (_, forms) => {
    expect(kept.length).toBeGreaterThan(100);
    expect(() => {
      for (const sample of kept) expectAgreement(sample, forms);
    }).toThrow(/to deeply equal/);
  });
});

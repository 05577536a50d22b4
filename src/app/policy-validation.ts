/** Policies that are only looked at: everything that would be wrong with them, and what they come to. */
import { cedarText } from '#core/policy/cedar/print.ts';
import type { FactNeeds } from '#core/policy/facts.ts';
import type { Remark } from '#core/policy/lints.ts';
import { shadowedBetween } from '#core/policy/lints-between.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { PolicyTest, TestResult } from '#core/policy/policy-test.ts';
import { writeDocument } from '#core/policy/writing.ts';
import type { Registered } from '#core/policy/registered.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { runTests } from './policy-tests.ts';
import { clockless, stageFor, toldOf } from './policy-writing.ts';
import { newId } from './mutate.ts';
import { registeredFor } from './registered.ts';
import { onStore } from './store.ts';
import { makeTurns } from './turns.ts';
import type { World } from './world.ts';

/** Documents of one question. */
export const VALIDATED_MAX = 100;

/** What was given, as far as it could be read. */
export type Candidate = { faults: Fault[]; document: PolicyDocument | null; tests: readonly PolicyTest[] };
/** Pointers go into the candidate: `/document/…`, `/tests/…`. `needs` and `cedar` are null where there are errors. */
export type Validation = {
  valid: boolean;
  errors: Fault[];
  warnings: Remark[];
  cedar: string | null;
  needs: FactNeeds | null;
  tests: TestResult[];
};

export async function validatePolicies(world: World, actor: Actor, candidates: readonly Candidate[]): Promise<Validation[]> {
  requireScope(actor, 'policies:read');
  const validations: Validation[] = [];
  const documents = candidates.flatMap(({ document }) => document ?? []);
  const registered = await registeredFor(world, actor.tenant, documents);
  const turn = makeTurns();
  for (const candidate of candidates) {
    await turn();
    validations.push(await validateOne(world, actor, candidate, registered));
  }
  for (const { index, ...remark } of shadowedBetween(candidates.map(({ document }) => document)))
    validations[index]?.warnings.push({ ...remark, pointer: `/document${remark.pointer}` });
  return validations;
}

const into = <T extends Remark>(list: readonly T[]) => list.map((one) => ({ ...one, pointer: `/document${one.pointer}` }));

async function validateOne(
  world: World,
  actor: Actor,
  { faults, document, tests }: Candidate,
  registered: Registered,
): Promise<Validation> {
  if (!document) return { valid: false, errors: faults, warnings: [], cedar: null, needs: null, tests: [] };
  const id = newId(world, 'pol');
  const writing = await writeDocument(id, document, registered);
  const warnings = into(writing.warnings);
  const errors = [...faults, ...into(writing.faults)];
  const { compiled } = writing;
  if (!compiled) return { valid: false, errors, warnings, cedar: null, needs: null, tests: [] };
  errors.push(...clockless(tests, compiled));
  const results = errors.length ? [] : await runTests(tests, await stageFor(world, actor, { id, compiled }, registered));
  for (const [i, result] of results.entries()) if (!result.passed) errors.push({ pointer: `/tests/${i}`, detail: toldOf(result) });
  const cedar = await cedarText(compiled.statements);
  return { valid: !errors.length, errors, warnings, cedar, needs: compiled.needs, tests: results };
}

/** Runs the tests of a policy as it stands, or `tests` in their place. */
export async function testPolicy(world: World, actor: Actor, id: string, tests: readonly PolicyTest[] | undefined): Promise<TestResult[]> {
  requireScope(actor, 'policies:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.policies.get(id)));
  if (!row) throw new Problem('NOT_FOUND');
  const registered = await registeredFor(world, actor.tenant, [row.document]);
  const { compiled, faults } = await writeDocument(id, row.document, registered);
  // The manifests that it was validated against may have changed.
  if (!compiled) throw new Problem('POLICIES_UNFIT', { errors: faults });
  const asked = tests ?? row.tests;
  const errors = clockless(asked, compiled);
  if (errors.length) throw new Problem('BODY_INVALID', { errors });
  return runTests(asked, await stageFor(world, actor, { id, compiled }, registered));
}

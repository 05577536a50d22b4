/** What happens to a policy before it is stored: it is compiled, and its tests are run. */
import type { CompiledVersion } from '#core/policy/compile.ts';
import type { Remark } from '#core/policy/lints.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import { typesFor } from '#core/policy/cedar/type-graph.ts';
import { actionsRelied, fitting } from '#core/policy/fitting.ts';
import type { Registered } from '#core/policy/registered.ts';
import { writeDocument } from '#core/policy/writing.ts';
import { Problem, type Fault } from '#core/problem.ts';
import type { Actor } from './actor.ts';
import type { PolicyText } from './policies.ts';
import { runTests, type Stage } from './policy-tests.ts';
import { registeredFor } from './registered.ts';
import { loadSettings } from './settings.ts';
import type { World } from './world.ts';

export type WrittenPolicy = { text: PolicyText; compiled: CompiledVersion; warnings: Remark[] };

/**
 * Throws `BODY_INVALID` with the faults of the document, `POLICY_TESTS_FAILED` with what came in place of what was expected.
 * @param among where many are written, read once for all of them
 */
export async function written(world: World, actor: Actor, id: string, text: PolicyText, among?: Registered): Promise<WrittenPolicy> {
  const registered = among ?? (await registeredFor(world, actor.tenant, [text.document]));
  const { compiled, faults, warnings } = await writeDocument(id, text.document, registered);
  const missing = compiled ? clockless(text.tests, compiled) : [];
  const errors = [...faults.map(({ pointer, detail }) => ({ pointer: `/document${pointer}`, detail })), ...missing];
  if (!compiled || errors.length) throw new Problem('BODY_INVALID', { errors });
  const failures = await failuresOf(text.tests, await stageFor(world, actor, { id, compiled }, registered));
  if (failures.length) throw new Problem('POLICY_TESTS_FAILED', { errors: failures });
  return { text, compiled, warnings };
}

/** A test must come out the same at any hour. */
export const clockless = (tests: readonly PolicyTest[], { needs }: Pick<CompiledVersion, 'needs'>): Fault[] =>
  needs.clocks.length === 0
    ? []
    : tests.flatMap(({ facts }, i) =>
        facts?.now === undefined ? [{ pointer: `/tests/${i}/facts/now`, detail: 'Required: the policy looks at the clock' }] : [],
      );

/**
 * A policy by itself: in posture `strict` where it permits something, so that nothing but its own permit lets a call pass, else in `starter`,
 * so that nothing but its own restrictions refuses one.
 */
export async function stageFor(
  world: World,
  actor: Actor,
  { id, compiled }: { id: string; compiled: CompiledVersion },
  { types, tool_groups }: Registered,
): Promise<Stage> {
  const { snapshot, tenant } = await loadSettings(world, actor.tenant);
  const { shadow: _, set: _1, ...rest } = snapshot;
  const policy = { id, ...compiled };
  const grants = compiled.statements.some(({ lane, cedar }) => lane === 'access' && cedar.effect === 'permit');
  // An allow list itself refuses what it does not name.
  const is_list = compiled.statements.some(({ code }) => code === 'NO_PERMIT');
  return {
    own: id,
    now_ms: world.machine.now(),
    snapshot: {
      ...rest,
      trust_asserted_roles: tenant.trust_asserted_roles,
      monitor: false,
      posture: grants && !is_list ? 'strict' : 'starter',
      policies: fitting([policy], { types, tool_groups }),
      tool_groups,
      input_types: typesFor(types, actionsRelied([policy])),
    },
  };
}

export async function failuresOf(tests: readonly PolicyTest[], stage: Stage): Promise<Fault[]> {
  const results = await runTests(tests, stage);
  return results.flatMap((result, i) => (result.passed ? [] : [{ pointer: `/tests/${i}`, detail: toldOf(result) }]));
}

const list = (codes: readonly string[]): string => (codes.length ? ` (${codes.join(', ')})` : '');

export function toldOf({ name, expected, got }: Awaited<ReturnType<typeof runTests>>[number]): string {
  const wanted = `${expected.decision}${list([...(expected.reasons ?? []), ...(expected.obligations ?? [])])}`;
  return `“${name}” expects ${wanted}; it came to ${got.decision}${list([...got.reasons, ...got.obligations])}.`;
}

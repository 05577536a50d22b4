import { z } from 'zod';
import { testPolicy, validatePolicies, VALIDATED_MAX, type Candidate, type Validation } from '#app/policy-validation.ts';
import { documentSchema } from '#core/policy/document-schema.ts';
import type { Fault } from '#core/problem.ts';
import { ERRORS_MAX, faultsIn } from '../json-body.ts';
import { plain, resultShape, showResult, testsSchema } from '../policy-text.ts';
import { defineRoute } from '../route.ts';
import { faultShape, idSchema, jsonObject, nameSchema } from '../shapes.ts';

const given = {
  document: z.unknown().meta({ description: 'As `document` of `POST /policies`; anything is looked at.' }),
  tests: z.unknown().optional().meta({ description: 'As `tests` of `POST /policies`; anything is looked at.' }),
};
const bodySchema = z
  .strictObject({
    document: given.document.optional(),
    tests: given.tests,
    policies: z
      .array(z.strictObject({ name: nameSchema.optional(), ...given }).meta({ id: 'PolicyCandidate' }))
      .min(1)
      .max(VALIDATED_MAX)
      .optional(),
  })
  .refine(({ document, policies }) => (document === undefined) !== (policies === undefined), {
    error: 'One of document and policies is required',
    path: ['document'],
  })
  .refine(({ tests, policies }) => tests === undefined || policies === undefined, {
    error: 'Stands with each of policies',
    path: ['tests'],
  })
  .meta({ id: 'PolicyQuestion' });

const validationShape = z
  .object({
    name: z.string().optional(),
    valid: z.boolean(),
    errors: z.array(faultShape).meta({ description: 'Pointers go into the body.' }),
    warnings: z.array(faultShape),
    cedar: z.string().nullable().meta({ description: 'What the document comes to.' }),
    needs: jsonObject.nullable().meta({ description: 'The facts that would have to be known.' }),
    tests: z.array(resultShape),
  })
  .meta({ id: 'PolicyValidation' });

function candidateOf({ document, tests }: { document?: unknown; tests?: unknown }): Candidate {
  const faults: Fault[] = [];
  const read = <S extends z.ZodType>(schema: S, value: unknown, place: string): z.output<S> | null => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    faults.push(...faultsIn(result.error).map(({ pointer, detail }) => ({ pointer: `/${place}${pointer}`, detail })));
    return null;
  };
  const read_tests = tests === undefined ? [] : read(testsSchema, tests, 'tests');
  const read_document = read(documentSchema, document, 'document');
  return { faults: faults.slice(0, ERRORS_MAX), document: read_document, tests: read_tests ? plain(read_tests) : [] };
}

const show = ({ valid, errors, warnings, cedar, needs, tests }: Validation, base: string) => ({
  valid,
  errors: errors.slice(0, ERRORS_MAX).map(({ pointer, detail }) => ({ pointer: `${base}${pointer}`, detail })),
  warnings: warnings.map(({ pointer, detail }) => ({ pointer: `${base}${pointer}`, detail })),
  cedar,
  needs,
  tests: tests.map(showResult),
});

export const validatePoliciesRoute = defineRoute(
  {
    method: 'post',
    path: '/policies/validate',
    operationId: 'validatePolicies',
    tag: 'Policies',
    summary: 'Look for faults in policies without storing them',
    description:
      'All faults at once, each with its place and, where a name is misspelt, the one that was perhaps meant; warnings; the Cedar policies that each document comes to; the facts that it needs; and what its tests come to.',
    security: 'policies:read',
    is_question: true,
    body: bodySchema,
    success: {
      status: 200,
      description: 'Whatever is wrong with the policies.',
      schema: z.object({ valid: z.boolean(), policies: z.array(validationShape) }).meta({ id: 'PolicyValidations' }),
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, body }) => {
    const many = body.policies ?? [{ document: body.document, tests: body.tests }];
    const validations = await validatePolicies(world, actor, many.map(candidateOf));
    const policies = validations.map((validation, i) => {
      const { name } = many[i] as { name?: string };
      return { ...(name !== undefined && { name }), ...show(validation, body.policies ? `/policies/${i}` : '') };
    });
    return { body: { valid: policies.every(({ valid }) => valid), policies } };
  },
);

export const testPolicyRoute = defineRoute(
  {
    method: 'post',
    path: '/policies/{id}/test',
    operationId: 'testPolicy',
    tag: 'Policies',
    summary: 'Run the tests of a policy',
    description: 'Those that are stored with it, or those in the body in their place. Nothing is stored.',
    security: 'policies:read',
    is_question: true,
    params: z.object({ id: idSchema('pol') }),
    body: z.strictObject({ tests: testsSchema.optional() }).meta({ id: 'PolicyTests' }),
    success: {
      status: 200,
      description: 'What each test came to.',
      schema: z.object({ passed: z.boolean(), tests: z.array(resultShape) }).meta({ id: 'PolicyTestRun' }),
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id }, body: { tests } }) => {
    const results = await testPolicy(world, actor, id, tests && plain(tests));
    return { body: { passed: results.every(({ passed }) => passed), tests: results.map(showResult) } };
  },
);

import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forms } from '#core/policy/cedar/compiler.ts';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import type { InputTypes } from '#core/policy/cedar/input.ts';
import { typesOf, withInputs } from '#core/policy/cedar/manifest.ts';
import { normalPolicy } from '#core/policy/cedar/normal.ts';
import { cedarRequestOf } from '#core/policy/cedar/request.ts';
import type { OwnToolGroups } from '#core/policy/cedar/tool-groups.ts';
import { NO_FACTS } from '#core/policy/facts.ts';
import type { PolicyJson } from '#core/policy/cedar/policy-json.ts';
import { compileSet, evaluateSet } from '#core/policy/cedar/set.ts';
import { callOf, FACTS, messageOf } from './facts.ts';
import { policies } from './policies.ts';
import { requests } from './requests.ts';
import { MUTANTS } from './mutants.ts';
import { cedar, jsonOf, oracleOf, type OracleAnswer } from './oracle.ts';
import { argumentsOf, groups, policiesOn, schemas, SERVER, TOOL } from './typed.ts';

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

const TYPED = schemas.chain((schema) =>
  fc.record({
    schema: fc.constant(schema),
    policies: policiesOn(Object.keys(schema.properties as object)),
    calls: fc.array(argumentsOf(schema), { minLength: 2, maxLength: 6 }),
    own: groups,
  }),
);
const regexOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll('.', '\\.'))
      .join('.*')}$`,
  );

const uid = ({ type, id }: { type: string; id: string }) => ({ type, id });
/** Cedar takes what we ask for what the schema with this tool says. */
function expectTyped(types: InputTypes, own: OwnToolGroups, args: unknown): void {
  const submission = callOf(TOOL, args, { server: { name: SERVER } });
  const request = cedarRequestOf(submission, messageOf(submission), NO_FACTS, {
    now_ms: 0,
    findings: {},
    input_types: types,
    tool_groups: own,
  });
  const answer = cedar.isAuthorized({
    principal: uid(request.principal),
    action: uid(request.action),
    resource: uid(request.resource),
    context: jsonOf(request.context) as never,
    schema: withInputs(types) as never,
    validateRequest: true,
    policies: { staticPolicies: { p: 'permit (principal, action, resource);' } },
    entities: Object.values(request.entities)
      .filter((entity) => entity.uid.type !== 'Mcp::Action')
      .map((entity) => ({
        uid: uid(entity.uid),
        attrs: jsonOf({ kind: 'record', of: entity.attrs }) as never,
        parents: entity.parents.map(uid),
        tags: jsonOf({ kind: 'record', of: entity.tags }) as never,
      })),
  });
  expect(answer).toMatchObject({ type: 'success', response: { decision: 'allow' } });
}

/** The same call with the input of another. */
const withInputOf = (request: CedarRequest, { context, entities }: CedarRequest): CedarRequest => ({
  ...request,
  context: { kind: 'record', of: { ...request.context.of, input: context.of['input']! } },
  entities: { ...entities, ...request.entities },
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

  it(
    'does so for typed input and for the tenant’s own tool groups, and what does not fit is an error of whatever looks at it',
    async () => {
      const tally = { pairs: 0, fit: 0, unfit: 0, satisfied: 0, errors: 0, grouped: 0 };
      const agrees = fc.asyncProperty(TYPED, async ({ schema, policies: all, calls, own }) => {
        const { types, untyped } = await typesOf([{ server: SERVER, name: TOOL, inputSchema: schema }]);
        expect(untyped).toEqual([]);
        const numbered = all.map((json, i) => ({ id: `p${i}`, json: normalPolicy(json) }));
        const [set, oracle, isValid] = [compileSet(numbered), oracleOf(numbered), new Ajv({ allowUnionTypes: true }).compile(schema)];
        const requestOf = (args: unknown): CedarRequest => {
          const submission = callOf(TOOL, args, { server: { name: SERVER } });
          return cedarRequestOf(submission, messageOf(submission), FACTS, { now_ms: 0, input_types: types, tool_groups: own });
        };
        const fitting = calls.filter((args) => isValid(args)).map(requestOf);
        for (const args of calls) {
          const request = requestOf(args);
          const expected = oracle(request);
          const answer = answerOf(set, request);
          tally.pairs += numbered.length;
          tally.errors += answer.errors.length;
          tally.satisfied += expected.reasons.length;
          // Who is in a group is told by regular expressions here.
          const above = request.entities[request.resource.key]!.parents.map(({ key }) => key);
          const names = [TOOL, `${SERVER}/${TOOL}`];
          const wanted = Object.keys(own).filter((group) =>
            own[group]!.some((pattern) => names.some((name) => regexOf(pattern).test(name))),
          );
          expect(Object.keys(own).filter((group) => above.includes(`Mcp::ToolGroup::"${group}"`))).toEqual(wanted);
          tally.grouped += wanted.length;
          const is_fit = request.is_input_unfit !== true;
          expect(is_fit, JSON.stringify([schema, args])).toBe(isValid(args));
          tally[is_fit ? 'fit' : 'unfit']++;
          if (is_fit && kept.length < 2 * KEPT) kept.push({ policies: numbered, asked: [{ request, expected }] });
          // Where it does not fit, whoever is no error has not looked: it says the same whatever the input is.
          const others = is_fit ? [] : fitting.map((one) => oracle(withInputOf(request, one)));
          const excused = is_fit ? [] : answer.errors;
          for (const other of [expected, ...others]) {
            expect([...new Set([...excused, ...other.errors])].sort()).toEqual(answer.errors);
            expect(other.reasons.filter((id) => !excused.includes(id))).toEqual(answer.reasons);
          }
        }
        if (calls.some((args) => isValid(args)))
          expectTyped(
            types,
            own,
            calls.find((args) => isValid(args)),
          );
      });
      for (let round = 0; tally.pairs < PAIRS; round++) await fc.assert(agrees, { seed: SEED + round, numRuns: 40 });
      console.log(JSON.stringify(tally));
      for (const count of [tally.fit, tally.unfit, tally.satisfied, tally.errors, tally.grouped])
        expect(count).toBeGreaterThan(tally.pairs / 200);
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

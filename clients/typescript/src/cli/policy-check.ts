/** `countersign policy validate|test`: what the service says of the files. Nothing is stored. */
import type { Countersign } from '../client.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readPolicies, type PolicyOnDisk } from './policy-files.ts';
import { fitting, type Shape } from './shape.ts';
import { clean, count, type Terminal } from './terminal.ts';

type PolicyValidation = Awaited<ReturnType<Countersign['validatePolicies']>>['policies'][number];
type PolicyTestResult = PolicyValidation['tests'][number];

/** As many as one question takes. */
const AT_ONCE = 100;

const FAULTS: Shape = [{ pointer: 'text', detail: 'text' }];
const FOUND: Shape = { policies: [{ errors: FAULTS, warnings: FAULTS, tests: [{ name: 'text', passed: 'any', expected: {}, got: {} }] }] };

type Checked = PolicyOnDisk & { found: PolicyValidation };

async function check(client: Countersign, policies: readonly PolicyOnDisk[]): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (let from = 0; from < policies.length; from += AT_ONCE) {
    const part = policies.slice(from, from + AT_ONCE);
    const asked = part.map(({ policy: { name, document, tests } }) => ({ name, document, tests: tests ?? [] }));
    const { policies: found } = fitting(await client.validatePolicies({ policies: asked }), FOUND);
    if (found.length !== part.length)
      throw new CommandError(`There are ${found.length} answers for ${part.length} policies`, EXIT.unavailable);
    for (const [i, one] of part.entries()) checked.push({ ...one, found: inFile(found[i]!) });
  }
  return checked;
}

/** Pointers go into the file, not into what was asked. */
function inFile({ errors, warnings, ...found }: PolicyValidation): PolicyValidation {
  const placed = <T extends { pointer: string }>(all: readonly T[]): T[] =>
    all.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/policies\/\d+/, '') }));
  return { ...found, errors: placed(errors), warnings: placed(warnings) };
}

export async function validate(call: Invocation): Promise<number> {
  const { terminal } = call;
  const all = await check(connect(call), readPolicies(call.operands[0] ?? 'policies'));
  const bad = all.filter(({ found }) => found.errors.length > 0);
  terminal.data({ valid: !bad.length, policies: all.map(({ file, found }) => ({ file, ...found })) });
  for (const one of all) for (const line of faultLines(terminal, one)) terminal.say(line);
  terminal.say(`${count(all.length)} policies, ${count(bad.length)} with faults`);
  return bad.length ? EXIT.no : EXIT.ok;
}

function faultLines({ paint }: Terminal, { file, policy, found: { errors, warnings } }: Checked): string[] {
  return [
    `${errors.length ? paint('red', 'fault') : paint('green', 'ok   ')}  ${file}  ${clean(policy.name)}`,
    ...errors.map(({ pointer, detail }) => `         ${clean(pointer)}: ${clean(detail)}`),
    ...warnings.map(({ pointer, detail }) => `         ${paint('yellow', 'warning')} ${clean(pointer)}: ${clean(detail)}`),
  ];
}

/** A policy that cannot be compiled has tests that cannot pass. */
export async function test(call: Invocation): Promise<number> {
  const { terminal } = call;
  const all = await check(connect(call), readPolicies(call.operands[0] ?? 'policies'));
  const tests = all.flatMap(({ file, found }) => found.tests.map((one) => ({ file, ...one })));
  const invalid = all.filter(({ found }) => found.errors.length > 0);
  const untested = all.filter(({ policy }) => !policy.tests?.length);
  const failed = tests.filter(({ passed }) => passed !== true);
  const good = !failed.length && !invalid.length && !(call.flag('require-tests') && untested.length);
  terminal.data({
    passed: good,
    tests,
    invalid: invalid.map(({ file, found }) => ({ file, errors: found.errors })),
    untested: untested.map(({ file }) => file),
  });
  for (const one of all) {
    if (one.found.errors.length) for (const line of faultLines(terminal, one)) terminal.say(line);
    for (const result of one.found.tests) for (const line of testLines(terminal, one.file, result)) terminal.say(line);
    if (!one.policy.tests?.length) terminal.say(`${terminal.paint('yellow', 'none ')}  ${one.file}: has no test`);
  }
  terminal.say(
    `${count(tests.length - failed.length)} passed, ${count(failed.length)} failed, ${count(invalid.length)} policies with faults, ${count(untested.length)} without tests`,
  );
  return good ? EXIT.ok : EXIT.no;
}

function testLines({ paint }: Terminal, file: string, { name, passed, expected, got }: PolicyTestResult): string[] {
  if (passed) return [`${paint('green', 'pass ')}  ${file}: ${clean(name)}`];
  return [
    `${paint('red', 'FAIL ')}  ${file}: ${clean(name)}`,
    `         expected ${clean(JSON.stringify(expected))}`,
    `         got      ${clean(JSON.stringify(got))}`,
  ];
}

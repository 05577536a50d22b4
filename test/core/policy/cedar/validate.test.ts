import { describe, expect, it } from 'vitest';
import { compileCedar } from '#core/policy/cedar/cedar-document.ts';
import { FAULTS_MAX, readCedar } from '#core/policy/cedar/validate.ts';
import { BRACKETS_MAX, CEDAR_POLICIES_MAX, CEDAR_TEXT_MAX, DOTS_MAX, OPERATORS_MAX } from '#core/policy/cedar/text.ts';

const when = (condition: string, effect = 'permit'): string => `${effect} (principal, action, resource) when { ${condition} };`;
const GOOD = 'permit (principal, action == Action::"tools/list", resource);';

describe('faults', () => {
  it.each([
    ['an unknown attribute', when('context.nme == 1'), /attribute `nme`.*not found/, 'context.nme'],
    [
      'an optional attribute without a guard',
      when('context.net.country == "DE"'),
      /optional attribute `net.country`/,
      'context.net.country',
    ],
    ['a type error', when('context.direction + 1 == 2'), /expected Long but saw String/, 'context.direction'],
    ['an unknown action', 'permit (principal, action == Action::"tools/cal", resource);', /unrecognized action/, 'Action::"tools/cal"'],
    ['an unknown type', 'permit (principal is Usr, action, resource);', /unrecognized entity type `Usr`/, 'Usr'],
    [
      'a zone that does not exist',
      when('context.clock.Europe_Atlantis.hour == 9'),
      /Europe_Atlantis/,
      'context.clock.Europe_Atlantis.hour',
    ],
    [
      'several ranges at once',
      when('context.net has ip && context.net.ip.isInRange(ip("10.0.0.0/8"), ip("::1"))'),
      /wrong number of arguments/,
      'context.net.ip.isInRange(ip("10.0.0.0/8"), ip("::1"))',
    ],
    ['a bad literal', when('context.net has ip && context.net.ip.isInRange(ip("10.0.0.0/99"))'), /10\.0\.0\.0\/99/, 'ip("10.0.0.0/99")'],
    ['a tag without a guard', when('context.nums.getTag("amount") > 5'), /tag `"amount"`/, 'context.nums.getTag("amount")'],
    ['what is no token', when('é'), /invalid token/, null],
    ['a template', 'permit (principal == ?principal, action, resource);', /template/, '?principal'],
    ['a whole number that JSON rounds', when('context.nums has x || 9007199254740993 == 1'), /9007199254740991/, null],
    ['a whole number that does not fit', when('99999999999999999999 == 1'), /too large/, '99999999999999999999'],
    ['nothing', ' // nothing\n', /no policy/, null],
    ['an end without a policy', `${GOOD} ;`, /unexpected token/, ';'],
    ['a text that does not end', 'permit (principal, action, resource) when { "abc', /invalid token|unexpected end/, null],
  ])('%s', async (_, text, told, place) => {
    const before = '// "é" and ;\n';
    const { faults } = await readCedar(before + text);
    expect(faults).toHaveLength(1);
    expect(faults[0]!.detail).toMatch(told);
    const pointed = (before + text).slice(faults[0]!.start, faults[0]!.end);
    expect(pointed).toBe(place ?? pointed);
  });

  it('all at once, in the order of the text, with line, column and what may have been meant', async () => {
    const text = `${GOOD}\npermit (principal, action == Action::"tools/cal", resource);\n  forbid (principal, action, resource) when { context.nme == 1 };\npermit (principal, action, resource) when { 1 + };`;
    const { faults } = await readCedar(text);
    expect(faults.map(({ policy, line, column, suggestion }) => ({ policy, line, column, suggestion }))).toEqual([
      { policy: 1, line: 2, column: 30, suggestion: expect.stringMatching(/did you mean `Mcp::Action::/) as unknown },
      { policy: 2, line: 3, column: 47, suggestion: expect.stringMatching(/did you mean/) as unknown },
      { policy: 3, line: 4, column: 49, suggestion: null },
    ]);
  });

  it.each([
    ['too long', `// ${'x'.repeat(CEDAR_TEXT_MAX)}\n${GOOD}`],
    ['too many policies', GOOD.repeat(CEDAR_POLICIES_MAX + 1)],
    ['brackets too deep', when(`${'('.repeat(BRACKETS_MAX + 1)}true${')'.repeat(BRACKETS_MAX + 1)}`)],
    [
      'brackets behind a comment that a carriage return ends',
      `${when('true').slice(0, -1)} // \r when { ${'('.repeat(5_000)}true${')'.repeat(5_000)} }\n;`,
    ],
    ['20,000 brackets', when(`${'['.repeat(20_000)}${']'.repeat(20_000)} == []`)],
    ['too many operators', when(Array.from({ length: OPERATORS_MAX + 2 }, () => 'true').join(' && '))],
    ['20,000 conditions', when('if true then true else '.repeat(10_000) + 'true')],
    ['too many dots in all', when(Array.from({ length: 1001 }, () => 'context.x').join(' || '))],
    ['too many dots', when(`context${'.a'.repeat(DOTS_MAX + 1)} == 1`)],
    ['a megabyte', GOOD.repeat(20_000)],
  ])('%s is refused before Cedar reads it', async (_, text) => {
    const { faults, policies } = await readCedar(text);
    expect(faults.length).toBeGreaterThan(0);
    expect(policies).toEqual([]);
    expect(faults[0]!.detail).toMatch(/must not/);
  });

  it('half a surrogate pair is refused before Cedar reads it', async () => {
    for (const text of [when('context.direction == "\ud800"'), `// \udc00\n${GOOD}`])
      expect((await readCedar(text)).faults).toMatchObject([{ detail: 'Cedar text must be Unicode text.' }]);
    expect((await readCedar(GOOD)).policies).toHaveLength(1);
  });

  it.each([
    ['brackets', when(`${'('.repeat(BRACKETS_MAX - 2)}true${')'.repeat(BRACKETS_MAX - 2)}`)],
    ['calls', when(`${'['.repeat(BRACKETS_MAX - 2)}${']'.repeat(BRACKETS_MAX - 2)} == [true]`)],
    ['operators', when(Array.from({ length: OPERATORS_MAX }, (_, i) => `context.direction == "${i}"`).join(' || '))],
    ['conditions', when('if context.direction == "x" then true else '.repeat(OPERATORS_MAX) + 'false')],
    ['sums', when(`${Array.from({ length: OPERATORS_MAX }, () => '1').join(' + ')} == ${OPERATORS_MAX}`)],
    [
      'all of them',
      when(
        `${'('.repeat(BRACKETS_MAX - 2)}${Array.from({ length: OPERATORS_MAX }, () => 'context.args_whole').join(' && ')}${')'.repeat(BRACKETS_MAX - 2)}`,
      ),
    ],
  ])('as many %s as are allowed do Cedar no harm', async (_, text) => {
    await readCedar(text);
    const { faults, policies } = await readCedar(GOOD);
    expect(faults).toEqual([]);
    expect(policies).toHaveLength(1);
  });
});

it('of very many faults the first are told, in time', async () => {
  const missing = Array.from({ length: 900 }, (_, i) => `context.nme${i}`).join(', ');
  const { faults } = await readCedar(when(`[${missing}].isEmpty()`).repeat(10));
  expect(faults).toHaveLength(FAULTS_MAX + 1);
  expect(faults.at(-1)!.detail).toMatch(/more/);
  expect((await readCedar(GOOD.repeat(CEDAR_POLICIES_MAX))).policies).toHaveLength(CEDAR_POLICIES_MAX);
});

describe('warnings', () => {
  it.each([
    ['a policy that can never hold', when('context.direction == "request" && 1 == 2'), /impossible/],
    ['a permit of everything', 'permit (principal, action, resource);', /everything to everybody/],
    ['a group where one is meant', 'permit (principal == Role::"admin", action, resource);', /applicable action|impossible/],
  ])('%s', async (_, text, told) => {
    const { faults, warnings } = await readCedar(text);
    expect(faults).toEqual([]);
    expect(warnings.map(({ detail }) => detail).join()).toMatch(told);
  });
});

describe('statements', () => {
  it('take lane, reason, severity and obligations from annotations; ids from their order', async () => {
    const { compiled, faults } = await compileCedar(`
      @id("ours") @reason("Only by day") @decision("challenge") @severity("high")
      forbid (principal, action, resource in ToolGroup::"high-risk") unless { context.clock.Europe_Berlin.hour >= 8 && context.net.lists.contains("office") };
      @obligation("[{\\"type\\":\\"alert\\"},{\\"type\\":\\"redact\\",\\"pointers\\":[\\"/a\\"]}]")
      permit (principal in Role::"dev", action, resource) when { context has trust && context.trust.score > 700 };
      forbid (principal, action, resource) when { context.findings.ssrf > 500 };`);
    expect(faults).toEqual([]);
    expect(
      compiled.statements.map(({ id, lane, code, message, severity, is_personal, obligations, cedar: { effect } }) => ({
        id,
        lane,
        code,
        message,
        severity,
        is_personal,
        obligations,
        effect,
      })),
    ).toEqual([
      {
        id: '#0',
        lane: 'challenge',
        code: 'POLICY_DENIED',
        message: 'Only by day',
        severity: 'high',
        is_personal: false,
        obligations: [],
        effect: 'forbid',
      },
      {
        id: '#1',
        lane: 'access',
        code: 'POLICY_DENIED',
        message: 'A policy permits this.',
        severity: 'medium',
        is_personal: true,
        obligations: [],
        effect: 'permit',
      },
      {
        id: '#2',
        lane: 'obligation',
        code: 'POLICY_DENIED',
        message: 'A policy permits this.',
        severity: 'medium',
        is_personal: true,
        obligations: [{ type: 'alert' }, { type: 'redact', pointers: ['/a'] }],
        effect: 'forbid',
      },
      {
        id: '#3',
        lane: 'access',
        code: 'POLICY_DENIED',
        message: 'A policy denies this.',
        severity: 'medium',
        is_personal: false,
        obligations: [],
        effect: 'forbid',
      },
    ]);
    expect(compiled.needs).toMatchObject({ clocks: ['Europe/Berlin'], ip_lists: ['office'], trust: true, findings: true, geo: false });
  });

  it.each([
    '@decision("challenge") permit (principal == User::"a", action, resource);',
    '@decision("perhaps") forbid (principal, action, resource);',
    '@severity("dire") forbid (principal, action, resource);',
    '@obligation("alert") forbid (principal, action, resource);',
    '@obligation("{\\"type\\":\\"explode\\"}") forbid (principal, action, resource);',
    '@obligation("{\\"type\\":\\"redact\\",\\"pointers\\":[]}") forbid (principal, action, resource);',
  ])('%s is refused', async (text) => {
    const { compiled, faults } = await compileCedar(text);
    expect(faults).toHaveLength(1);
    expect(compiled.statements).toEqual([]);
  });
});

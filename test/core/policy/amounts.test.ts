/** Amounts in Cedar: what is taken for one when it is written, what it comes to, and that whatever comes to none is refused. */
import { describe, expect, it } from 'vitest';
import { amountOf } from '#core/policy/cedar/amount.ts';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import type { Expr } from '#core/policy/cedar/policy-json.ts';
import { readAmount } from '#core/policy/cedar/read-amount.ts';
import { mcp } from '#core/policy/cedar/names.ts';
import { record, type CedarValue } from '#core/policy/cedar/value.ts';
import { compile } from '#core/policy/compile.ts';
import { UNITS_MAX } from '#core/policy/counters.ts';
import { documentSchema } from '#core/policy/document-schema.ts';
import type { LimitRequirement, StructuredDocument } from '#core/policy/document.ts';
import { AMOUNT_CHARS_MAX } from '#core/policy/limit-schema.ts';
import { listsOf } from '#core/policy/lists-of.ts';
import { NOTHING_REGISTERED, serversIn } from '#core/policy/registered.ts';
import { writeDocument } from '#core/policy/writing.ts';

const DOUBLED = 'if context.nums.hasTag("amount") then context.nums.getTag("amount") * 2 else 0';
const limited = (cedar: string, more: Partial<LimitRequirement> = {}): StructuredDocument => ({
  effect: 'require',
  target: { tools: ['pay'] },
  require: {
    limits: [
      { id: 'calls', key: 'tenant', window: '1h', max: 5 },
      { id: 'sum', key: 'tenant', window: '1h', max: 100, measure: { cedar }, ...more },
    ],
  },
});

describe('is taken', () => {
  it.each([
    ['1'],
    ['1 // and a comment'],
    ['\n  2\n+ 3 // in lines\n'],
    [DOUBLED],
    ['if principal is User then 1 else 10'],
    ['if principal in Role::"bulk" then 1 else 10'],
    ['if context.clock.Europe_Berlin.hour >= 18 then 2 else 1'],
    ['if resource is Tool && resource.plainBare like "export*" then 100 else 1'],
    ['context.findings.secret_leak'],
    ['if ")" == "; }" then 1 else 0'],
  ])('%j', async (text) => {
    const { amount, faults } = await readAmount(text);
    expect(faults).toEqual([]);
    expect(amount).not.toBeNull();
  });
});

describe('is refused, with its place in the text', () => {
  it.each([
    ['another type', '"x"', /expected Long but saw String/, '"x"'],
    ['a boolean', '1 == 1', /expected Long/, '1 == 1'],
    ['a duration', 'duration("1s")', /expected Long but saw duration/, 'duration("1s")'],
    ['a tag without a guard', '1 + context.nums.getTag("amount")', /tag `"amount"`/, 'context.nums.getTag("amount")'],
    ['an unknown attribute', '1 +\n context.nme', /attribute `nme`/, 'context.nme'],
    ['nothing', ' // nothing', /no expression/, ' // nothing'],
    ['two expressions', '1; 2', /without `;`/, ';'],
    ['an end of the condition', '1) >= 0 }; permit (principal, action, resource) when { (1', /closes nothing/, ')'],
    ['another condition', '1 ) >= 0 } unless { ( 1', /closes nothing/, ')'],
    ['an end behind a comment', '1 // c\r) >= 0 } unless { (1', /closes nothing/, ')'],
    ['two halves', '1) + (2', /closes nothing/, ')'],
    ['brackets of two kinds', '(1]', /closes nothing/, ']'],
    ['a bracket that stays open', '(1 + 2', /not closed/, '('],
    ['a text that stays open', '"abc', /has no end/, '"abc'],
    ['an annotation', '@id("x") 1', /unexpected token/, '@'],
    ['what is counted', 'if context.counters has x then 1 else 2', /context\.counters/, 'if context.counters has x then 1 else 2'],
    ['what happened', 'if context.history has x then 1 else 2', /context\.history/, 'if context.history has x then 1 else 2'],
    ['input of no registered tool', 'if action == Action::"a___b" then context.input.n else 0', /`input`/, 'context.input.n'],
  ])('%s', async (_what, text, detail, place) => {
    const { amount, faults } = await readAmount(text);
    expect(amount).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]!.detail).toMatch(detail);
    expect(text.slice(faults[0]!.start, faults[0]!.end)).toBe(place);
    const line = text.slice(0, faults[0]!.start).split('\n');
    expect([faults[0]!.line, faults[0]!.column]).toEqual([line.length, line.at(-1)!.length + 1]);
  });

  it('and so is whatever gets out of its brackets', async () => {
    for (const text of ['1 }; permit (principal, action, resource) when { 1', '1 >= 0 && 2', 'true && 1', '1 == 1 || 2', '\ud800']) {
      const { amount, faults } = await readAmount(text);
      expect([amount, faults.length > 0]).toEqual([null, true]);
    }
    expect((await readAmount('1')).amount).not.toBeNull();
  });

  it('in a document, each at its limit', async () => {
    const { compiled, faults } = await writeDocument('pol_1', limited('"x"'), NOTHING_REGISTERED);
    expect(compiled).toBeNull();
    expect(faults).toEqual([
      { pointer: '/require/limits/1/measure/cedar', detail: 'Line 1, column 1: unexpected type: expected Long but saw String' },
    ]);
    expect(() => compile('pol_1', limited('1'))).toThrow(/compiled when it is written/);
  });

  it.each([
    [{ measure: { cedr: '1' } }, '/measure/cedr', /Did you mean `cedar`/],
    [{ measure: { cedar: '' } }, '/measure/cedar', /./],
    [{ measure: { cedar: '1'.padEnd(AMOUNT_CHARS_MAX + 1) } }, '/measure/cedar', new RegExp(String(AMOUNT_CHARS_MAX))],
    [{ measure: { cedar: 1 } }, '/measure/cedar', /string/],
    [{ measure: 7 }, '/measure', /concurrency/],
    [{ measure: ['calls'] }, '/measure', /concurrency/],
    [{ measure: 'concurrent' }, '/measure', /concurrency/],
    [{ measure: { cedar: '1' }, max: 1.5 }, '/max', /whole number/],
    [{ measure: 'concurrency', max: 1_001 }, '/max', /at most 1000 calls in flight/],
    [{ measure: 'concurrency', count: 'attempts' }, '/count', /let through/],
  ])('by its form: %j', (more, pointer, detail) => {
    const { require, ...rest } = limited('1');
    const document = { ...rest, require: { limits: [require!.limits![0], { ...require!.limits![1], ...more }] } };
    const { error } = documentSchema.safeParse(document);
    const told = error!.issues.map(({ path, message }) => ({ at: `/${path.join('/')}`, message }));
    expect(told).toContainEqual({ at: `/require/limits/1${pointer}`, message: expect.stringMatching(detail) as string });
  });
});

const NUMS = mcp('Nums', 'nums');
const asking = (nums: { [name: string]: CedarValue }): CedarRequest => ({
  principal: mcp('User', 'ann'),
  action: mcp('Action', 'tools/call'),
  resource: mcp('Tool', 'pay'),
  context: record({ nums: NUMS }),
  entities: { [NUMS.key]: { uid: NUMS, attrs: {}, parents: [], tags: nums } },
});
const read = async (text: string): Promise<Expr> => (await readAmount(text)).amount!.expr;

describe('comes to', () => {
  it.each([
    [{ amount: 21 }, 42],
    [{ amount: 0 }, 0],
    [{}, 0],
    [{ amount: -1 }, null],
    [{ amount: Number.MAX_SAFE_INTEGER }, UNITS_MAX + 1],
    [{ amount: 'a text' }, null],
  ])('%j', async (nums, expected) => {
    expect(amountOf(await read(DOUBLED), asking(nums))).toBe(expected);
  });

  it('nothing, where it overflows', async () => {
    expect(amountOf(await read(DOUBLED), asking({ amount: 2n ** 62n }))).toBeNull();
    expect(amountOf(await read(DOUBLED), asking({ amount: 2n ** 62n - 1n }))).toBe(UNITS_MAX + 1);
  });

  it('nothing, where a part of the question is not there or the expression is none', async () => {
    expect(amountOf(await read('if context.args_whole then 1 else 2'), asking({}))).toBeNull();
    expect(amountOf({ Value: true }, asking({}))).toBeNull();
    expect(amountOf({ nonsense: [] } as unknown as Expr, asking({}))).toBeNull();
  });
});

describe('what an amount looks at its policy looks at', () => {
  const text = 'if context.clock.Europe_Berlin.hour > 6 && context.net.lists.contains("office") && context.net has country then 1 else 2';
  it('clocks, lists and places', async () => {
    const { compiled } = await writeDocument('pol_1', limited(text), NOTHING_REGISTERED);
    expect(compiled!.needs).toMatchObject({ clocks: ['Europe/Berlin'], ip_lists: ['office'], geo: true });
    expect(compiled!.needs.counters.map(({ amount }) => amount !== undefined)).toEqual([false, true]);
    expect(listsOf(limited(text))).toEqual(['office']);
  });

  it('tools of servers', () => {
    expect(serversIn(limited('if action == Action::"pay___refund" then 1 else 2'))).toEqual(['pay']);
  });

  it('what nobody tells yet is said', async () => {
    const { warnings } = await writeDocument('pol_1', limited('if context has trust then context.trust.score else 1'), NOTHING_REGISTERED);
    expect(warnings).toContainEqual({
      pointer: '/require/limits/1/measure/cedar',
      detail: expect.stringContaining('trust scores') as string,
    });
  });
});

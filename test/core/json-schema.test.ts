import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileSchema } from '#core/json-schema.ts';
import { PROBLEMS_MAX } from '#core/json-schema/compile.ts';
import { FAULTS_MAX } from '#core/json-schema/run.ts';
import cases from './json-schema.cases.json' with { type: 'json' };

const word = fc.constantFrom('a', 'b', 'c', 'a/b');
const TYPES = ['string', 'number', 'integer', 'object', 'array', 'null', 'boolean'];

/** Fixed: ajv errs, or throws, now and then where `if` or `contains` meet `unevaluated*`; that must not break a build by chance. */
const SEED = 2020_12;

/** Values small enough that schemas often fit them. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, 1, 2, 1.5, -3, '', 'a', 'ab', 'ba', '😀'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const small = fc.nat(3);

/** A few of the keywords at a time: values are only made for those that were chosen. */
function choose(keywords: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return (
    fc
      .subarray(Object.keys(keywords), { minLength: 1, maxLength: 5 })
      // ajv takes [] to contain something when `contains` has no count beside it, or 1 (the cases and the official suite cover that).
      .map((names) => (names.includes('minContains') ? names : names.filter((name) => name !== 'contains')))
      .chain((names) => fc.record(Object.fromEntries(Object.entries(keywords).filter(([name]) => names.includes(name)))))
  );
}

/** Schemas of every keyword but `unevaluatedItems`, where ajv also counts branches that failed. All are valid by the meta-schema. */
const { schema } = fc.letrec<{ schema: unknown; list: unknown[]; object: object }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3 }, fc.boolean(), { weight: 8, arbitrary: tie('object') }),
  list: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
  object: choose({
    type: fc.oneof(fc.constantFrom(...TYPES), fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 })),
    enum: fc.uniqueArray(value, { minLength: 1, maxLength: 3, comparator: (x, y) => JSON.stringify(x) === JSON.stringify(y) }),
    const: value,
    minimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    minLength: small,
    maxLength: small,
    pattern: fc.constantFrom('^a', 'b$', '[^a]', '^.$', '\\d'),
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    minProperties: small,
    required: fc.uniqueArray(word, { maxLength: 2 }),
    properties: fc.dictionary(word, tie('schema'), { maxKeys: 3 }),
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), tie('schema'), { maxKeys: 2 }),
    additionalProperties: tie('schema'),
    propertyNames: tie('schema'),
    dependentRequired: fc.dictionary(word, fc.uniqueArray(word, { maxLength: 2 }), { maxKeys: 2 }),
    dependentSchemas: fc.dictionary(word, tie('schema'), { maxKeys: 2 }),
    prefixItems: tie('list'),
    items: tie('schema'),
    contains: tie('schema'),
    minContains: fc.constantFrom(0, 2),
    maxContains: small,
    allOf: tie('list'),
    anyOf: tie('list'),
    oneOf: tie('list'),
    ...Object.fromEntries(['not', 'if', 'then', 'else'].map((name) => [name, tie('schema')])),
    unevaluatedProperties: tie('schema'),
    $ref: fc.constantFrom('#/$defs/x', '#/$defs/y', '#y'),
  }),
}));

/** Only the root refers, so that no reference leads back to itself. */
const leaf = schema.map((s): unknown => JSON.parse(JSON.stringify(s, (key, member: unknown) => (key === '$ref' ? undefined : member))));
const root = fc.tuple(schema, leaf, leaf).map(([main, x, y]) => {
  const $defs = { x: { anyOf: [{ type: ['string', 'number'] }, x] }, y: { $anchor: 'y', not: { enum: [y] } } };
  return { $defs, allOf: [main] };
});

describe('compileSchema', () => {
  test.each(cases)('$title', ({ schema: written, pass, fail, problems }) => {
    const compiled = compileSchema(written);
    expect(compiled.problems.map((p) => `${p.reason} ${p.pointer}`).toSorted()).toEqual((problems ?? []).toSorted());
    for (const instance of pass) expect([instance, compiled.validate(instance)]).toEqual([instance, { faults: [], complete: true }]);
    for (const [instance, pointer, keyword] of fail) {
      expect([instance, compiled.validate(instance)]).toMatchObject([instance, { faults: [{ pointer, keyword }], complete: true }]);
    }
  });

  test('agrees with ajv on generated schemas and instances', () => {
    const outcomes = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(root, fc.array(value, { minLength: 4, maxLength: 4 }), (generated, instances) => {
        const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, logger: false, ownProperties: true });
        const theirs = ajv.compile(generated);
        const ours = compileSchema(generated);
        expect(ours.problems).toEqual([]);
        for (const instance of instances) {
          const expected = theirs(instance) === true;
          const { faults, complete } = ours.validate(instance);
          expect({ complete, valid: faults.length === 0, faults }).toMatchObject({ complete: true, valid: expected });
          outcomes[expected ? 'valid' : 'invalid']++;
        }
      }),
      { numRuns: 400, seed: SEED },
    );
    // Neither side may be empty, or the comparison shows nothing.
    expect(Math.min(outcomes.valid, outcomes.invalid)).toBeGreaterThan(50);
  });

  test('no schema and no instance makes it throw', () => {
    const any = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(fc.constantFrom(...keywordNames()), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }),
    );
    fc.assert(
      fc.property(any, fc.jsonValue(), (written, instance) => {
        const { faults } = compileSchema(written).validate(instance);
        expect(faults.length).toBeLessThanOrEqual(FAULTS_MAX);
      }),
      { numRuns: 500 },
    );
  });

  test('any pattern is compiled or reported, and then agrees with RegExp', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '\\S',
      '[ab]',
      '[^a]',
      '[\\s-]',
      '(',
      ')',
      '|',
      '*',
      '+',
      '?',
      '{2}',
      '{1,3}',
      '^',
      '$',
      '\\b',
      '\\u0061',
      '[[]',
      '[]',
      '\\/',
    );
    const texts = fc.array(fc.constantFrom('a', 'b', ' ', '1', '\n', '\u2028', '\ufeff', '[', '/', '-', 'é'), { maxLength: 6 });
    let agreed = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), texts, (pieces, chars) => {
        const source = pieces.join('');
        const compiled = compileSchema({ pattern: source });
        if (compiled.problems.length > 0) return;
        let native: RegExp;
        try {
          native = new RegExp(source, 'u');
        } catch {
          return;
        }
        const text = chars.join('');
        expect([source, text, compiled.validate(text).faults.length === 0]).toEqual([source, text, native.test(text)]);
        agreed++;
      }),
      { numRuns: 3_000 },
    );
    expect(agreed).toBeGreaterThan(500);
  });

  test.each([
    ['anyOf', { $defs: doubling('anyOf'), $ref: '#/$defs/0' }],
    ['allOf', { $defs: doubling('allOf'), $ref: '#/$defs/0' }],
    ['oneOf', { $defs: doubling('oneOf'), $ref: '#/$defs/0' }],
    ['a circle', { $ref: '#' }],
    ['a branching circle', { anyOf: [{ $ref: '#' }, { $ref: '#' }] }],
    ['not over a circle', { not: { $ref: '#' } }],
  ])('exponential or endless schemas end incomplete and without a false fault: %s', (_title, written) => {
    expect(compileSchema(written).validate(5)).toEqual({ faults: [], complete: false });
  });

  test('work on hostile instances is bounded', () => {
    const keys = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, 1]));
    expect(compileSchema(many({ minProperties: 1 })).validate(keys).complete).toBe(false);
    expect(compileSchema(many({ propertyNames: true })).validate(keys).complete).toBe(false);
    expect(compileSchema({ pattern: '(a|b)*a(a|b){100}$' }).validate('ab'.repeat(500_000)).complete).toBe(false);
    expect(compileSchema({ items: { multipleOf: 1e-300 } }).validate(Array.from({ length: 50_000 }, () => 1e300)).complete).toBe(false);
  });

  test('depth and size of schemas and instances are bounded', () => {
    expect(compileSchema(deep(5_000)).problems).toMatchObject([{ reason: 'too_deep' }]);
    const list: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    expect(compileSchema({ items: { $ref: '#' } }).validate(list)).toEqual({ faults: [], complete: false });
    expect(compileSchema({ uniqueItems: true }).validate([list, list])).toEqual({ faults: [], complete: false });
    const wide = compileSchema({ allOf: Array.from({ length: 12_000 }, () => ({})) });
    expect(wide.problems).toHaveLength(PROBLEMS_MAX);
    expect(wide.problems[0]).toMatchObject({ reason: 'too_large' });
  });

  test('lists at most 20 faults and quotes nothing of the instance', () => {
    const { faults } = compileSchema({ items: { type: 'number' } }).validate(Array.from({ length: 100 }, () => 'marker'));
    expect(faults).toHaveLength(FAULTS_MAX);
    expect(JSON.stringify(faults)).not.toContain('marker');
  });
});

const many = (keyword: object): object => ({ allOf: Array.from({ length: 5_000 }, () => keyword) });
const deep = (n: number): unknown => JSON.parse('{"not":'.repeat(n) + 'true' + '}'.repeat(n));

function doubling(keyword: string): Record<string, object> {
  const defs: Record<string, object> = { 60: { type: 'string' } };
  for (let i = 0; i < 60; i++) defs[i] = { [keyword]: [{ $ref: `#/$defs/${i + 1}` }, { $ref: `#/$defs/${i + 1}` }] };
  if (keyword === 'allOf') defs[60] = { type: 'number' };
  return defs;
}

function keywordNames(): string[] {
  return [...new Set(cases.flatMap((c) => (typeof c.schema === 'object' ? Object.keys(c.schema) : [])))].concat('$ref', '$id', '$anchor');
}

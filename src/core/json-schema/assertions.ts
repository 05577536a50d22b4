/** Keywords that look at one value (JSON Schema 2020-12 Validation, 6.1 to 6.3). */
import type { Keyword, Maker } from './compile.ts';
import { isPrimitive, ValueSet } from './equality.ts';
import { fail, namesOf, spend, type Check, type Run } from './run.ts';

const TYPES = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

const makeType: Maker = (wanted) => {
  const names: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  if (names.length === 0 || names.length > TYPES.size || !names.every((n) => typeof n === 'string' && TYPES.has(n))) return 'invalid';
  const allowed = new Set(names);
  if (allowed.has('number')) allowed.add('integer');
  const expected = names.join(' or ');
  return (run, value, at) => {
    const found = typeOf(value);
    return allowed.has(found) || fail(run, at, 'type', `Expected ${expected}, found ${found}`);
  };
};

const makeEnum: Maker = (values, site, compiler) => {
  if (!Array.isArray(values)) return 'invalid';
  const allowed = new ValueSet();
  for (const value of values) allowed.add(value, compiler.run);
  if (compiler.run.spent) {
    compiler.problem('too_large', site, 'enum');
    return null;
  }
  return (run, value, at) => allowed.has(value, run) || fail(run, at, 'enum', `Expected one of ${values.length} values`);
};

const makeConst: Maker = (constant, site, compiler) => {
  const allowed = new ValueSet();
  allowed.add(constant, compiler.run);
  if (compiler.run.spent) {
    compiler.problem('too_large', site, 'const');
    return null;
  }
  return (run, value, at) =>
    (isPrimitive(value) === isPrimitive(constant) && allowed.has(value, run)) || fail(run, at, 'const', 'Expected one fixed value');
};

/** A bound on numbers. Draft 4 wrote the exclusive bounds as booleans beside the inclusive ones. */
const bound =
  (keyword: string, flag: string, isWithin: (value: number, limit: number) => boolean, says: string): Maker =>
  (limit, site) => {
    if (typeof limit !== 'number') return typeof limit === 'boolean' && keyword.startsWith('exclusive') ? null : 'invalid';
    const isStrict = site.schema[flag] === true;
    return (run, value, at) =>
      typeof value !== 'number' || (isWithin(value, limit) && !(isStrict && value === limit)) || fail(run, at, keyword, `${says} ${limit}`);
  };

const makeMultipleOf: Maker = (divisor) => {
  if (typeof divisor !== 'number' || !(divisor > 0)) return 'invalid';
  return (run, value, at) =>
    typeof value !== 'number' || isMultiple(value, divisor, run) || fail(run, at, 'multipleOf', `Expected a multiple of ${divisor}`);
};

/** Work units of a division of up to 650 decimal digits. */
const BIG_STEPS = 32;

/** Exact in decimal, as people write numbers: 0.0075 is a multiple of 0.0001 although the doubles are not. */
function isMultiple(value: number, divisor: number, run: Run): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  if (!Number.isFinite(value) || !Number.isFinite(divisor)) return false;
  if (!spend(run, BIG_STEPS)) return true;
  const a = decimal(value);
  const b = decimal(divisor);
  const scale = Math.min(a.exponent, b.exponent);
  return (a.digits * 10n ** BigInt(a.exponent - scale)) % (b.digits * 10n ** BigInt(b.exponent - scale)) === 0n;
}

function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** Length in code points, as far as needed to compare it with `limit`. */
function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  if (text.length > limit * 2) return true;
  let n = 0;
  for (let i = 0; i < text.length; i++, n++) {
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c <= 0xdbff && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return n > limit;
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** A bound on how much there is of something; `test` says whether there is enough or not too much. */
const counted =
  (keyword: string, test: (value: unknown, limit: number, run: Run) => boolean, says: (limit: number) => string): Maker =>
  (limit) => {
    if (!isCount(limit)) return 'invalid';
    const check: Check = (run, value, at) => {
      if (typeof value === 'string') spend(run, value.length >> 6);
      return test(value, limit, run) || fail(run, at, keyword, says(limit));
    };
    return check;
  };

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const makePattern: Maker = (source, site, compiler) => {
  if (typeof source !== 'string') return 'invalid';
  const pattern = compiler.pattern(source, site, 'pattern');
  if (!pattern) return null;
  return (run, value, at) =>
    typeof value !== 'string' ||
    !spend(run, pattern.cost(value.length)) ||
    pattern.test(value) ||
    fail(run, at, 'pattern', 'The text does not match the pattern');
};

const makeUniqueItems: Maker = (isOn) => {
  if (typeof isOn !== 'boolean') return 'invalid';
  if (!isOn) return null;
  return (run, value, at) => {
    if (!Array.isArray(value) || !spend(run, value.length)) return true;
    const seen = new ValueSet();
    for (const item of value) if (!seen.add(item, run)) return fail(run, at, 'uniqueItems', 'Two items are equal');
    return true;
  };
};

export const ASSERTIONS: Record<string, Keyword> = {
  type: { make: makeType },
  enum: { make: makeEnum },
  const: { make: makeConst },
  minimum: { make: bound('minimum', 'exclusiveMinimum', (v, n) => v >= n, 'Expected at least') },
  maximum: { make: bound('maximum', 'exclusiveMaximum', (v, n) => v <= n, 'Expected at most') },
  exclusiveMinimum: { make: bound('exclusiveMinimum', '', (v, n) => v > n, 'Expected more than') },
  exclusiveMaximum: { make: bound('exclusiveMaximum', '', (v, n) => v < n, 'Expected less than') },
  multipleOf: { make: makeMultipleOf },
  minLength: {
    make: counted(
      'minLength',
      (v, n) => typeof v !== 'string' || n === 0 || isLongerThan(v, n - 1),
      (n) => `Expected at least ${n} characters`,
    ),
  },
  maxLength: {
    make: counted(
      'maxLength',
      (v, n) => typeof v !== 'string' || !isLongerThan(v, n),
      (n) => `Expected at most ${n} characters`,
    ),
  },
  minItems: {
    make: counted(
      'minItems',
      (v, n) => !Array.isArray(v) || v.length >= n,
      (n) => `Expected at least ${n} items`,
    ),
  },
  maxItems: {
    make: counted(
      'maxItems',
      (v, n) => !Array.isArray(v) || v.length <= n,
      (n) => `Expected at most ${n} items`,
    ),
  },
  minProperties: {
    make: counted(
      'minProperties',
      (v, n, run) => !isRecord(v) || namesOf(run, v).length >= n,
      (n) => `Expected at least ${n} properties`,
    ),
  },
  maxProperties: {
    make: counted(
      'maxProperties',
      (v, n, run) => !isRecord(v) || namesOf(run, v).length <= n,
      (n) => `Expected at most ${n} properties`,
    ),
  },
  pattern: { make: makePattern },
  uniqueItems: { make: makeUniqueItems },
};

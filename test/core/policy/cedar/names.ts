/** A small world, so that names meet: what policies and requests are about, and how values are spelt. */
import fc from 'fast-check';

export const TYPES = ['User', 'Mcp::Tool', 'Group'] as const;
export const IDS = ['a', 'b', 'c', 'A::"x"', 'constructor'] as const;
/** Attributes and tags by the type that they mostly have; some names are those of every JavaScript object. */
export const NAMES = {
  bool: ['flag', 'on'],
  long: ['n', 'constructor'],
  string: ['s', 'x y', 'toString'],
  set: ['list', 'groups'],
  record: ['rec', '__proto__'],
  entity: ['owner', 'peer'],
  ip: ['addr'],
  decimal: ['dec'],
  datetime: ['at'],
  duration: ['span'],
} as const;
export type Kind = keyof typeof NAMES;
export const KINDS = Object.keys(NAMES) as Kind[];
const ALL_NAMES = KINDS.flatMap((kind) => NAMES[kind] as readonly string[]);

export const uid = fc.record({ type: fc.constantFrom(...TYPES), id: fc.constantFrom(...IDS) });
export const actionUid = fc.record({ type: fc.constant('Action'), id: fc.constantFrom('read', 'write', 'all') });
export const name = fc.constantFrom(...ALL_NAMES);
export const integer = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 9 }) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 4_294_967_296, -1_073_741_824) },
);
export const text = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'a*b', 'abab', 'read', 'x y', 'é', '😀b', 'constructor', 's', 'n', '__proto__'),
  fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 5 }),
);

const near = (valid: string[], alphabet: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...valid) },
    { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...valid), fc.nat({ max: 20 }), fc.constantFrom('', ...alphabet))
        .map(([spelling, at, c]) => spelling.slice(0, at) + c + spelling.slice(at + 1)),
    },
  );
/** Right and wrong, at the edges. */
export const SPELLINGS = {
  ip: [
    '1.2.3.4',
    '10.0.0.0/8',
    '10.1.2.3',
    '10.1.0.0/16',
    '10.1.2.3/0',
    '127.0.0.1',
    '127.0.0.0/7',
    '224.0.0.1/4',
    '::1',
    '::',
    '::/0',
    'ff00::/8',
    'FE80::1/64',
    '1:2:3:4:5:6:7::',
    '1:2:3:4:5:6:7:8',
    '::ffff:7f00:1',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:7:8/128',
    '01.2.3.4',
  ],
  decimal: [
    '0.0',
    '1.23',
    '-1.2300',
    '0.0001',
    '922337203685477.5807',
    '-922337203685477.5808',
    '922337203685477.5808',
    '00012.5',
    '1.00000',
  ],
  datetime: [
    '1970-01-01',
    '2026-11-21',
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '2000-02-29',
    '0000-01-01',
    '9999-12-31T23:59:59.999Z',
    '1969-12-31T23:59:59.999Z',
    '2026-11-21T10:20:30Z',
    '2026-11-21T10:20:30.123+0130',
    '2026-11-21T10:20:30-2359',
    '2026-11-21T24:00:00Z',
    '2026-11-21T10:20:30+2400',
    '2026-11-21T23:59:60Z',
  ],
  duration: [
    '0ms',
    '1d',
    '-1d2h3m4s5ms',
    '90m',
    '5ms',
    '5m5ms',
    '9223372036854775807ms',
    '-9223372036854775808ms',
    '9223372036854775808ms',
    '106751991167d',
    '-1ms',
    '2h1d',
    '-',
    '24h',
    '00000000000000000000001d',
  ],
};
export const ipText = near(SPELLINGS.ip, '0123456789abcdef:./');
export const decimalText = near(SPELLINGS.decimal, '0123456789.-');
export const datetimeText = near(SPELLINGS.datetime, '0123456789-:TZ+.');
export const durationText = near(SPELLINGS.duration, '0123456789dhms-');

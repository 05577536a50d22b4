/** All identifiers that are known by how they are written. */
import { AMERICAS } from './americas.ts';
import { ASIA_AND_PACIFIC } from './asia-and-pacific.ts';
import { CARD } from './cards.ts';
import { luhn, weigh } from './checks.ts';
import { PHONE_WORDS } from './contacts.ts';
import type { Kind } from './kind.ts';
import { NORTHERN_AND_EASTERN_EUROPE } from './northern-and-eastern-europe.ts';
import { WESTERN_EUROPE } from './western-europe.ts';

/** Known to every counterparty, or of a thing rather than a person: told, not cut out. */
const WEAK: readonly Kind[] = [
  {
    name: 'phone-number',
    title: 'a telephone number',
    // As North America writes them; 555-0100 to 555-0199 are kept for fiction.
    shapes: ['d3-d3-d4', 'd3.d3.d4', 'd1-d3-d3-d4', 'd3 d3-d4'],
    form: /^1?[2-9]\d\d(?!55501)[2-9]\d{6}$/,
    words: PHONE_WORDS,
    alone: 0.5,
    near: 0.5,
    weak: true,
  },
  {
    name: 'us-routing-number',
    title: 'the routing number of a US bank',
    shapes: ['d9', 'd4 d4 d1'],
    form: /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/,
    check: (id) => weigh(id, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
    words: ['routing', 'routing number', 'routing no', 'aba', 'aba number', 'rtn', 'transit number'],
    near: 0.6,
    weak: true,
  },
  {
    name: 'imei',
    title: 'the IMEI of a phone',
    shapes: ['d15', 'd2 d6 d6 d1'],
    check: luhn,
    words: ['imei', 'imei number', 'imei1', 'imei2'],
    near: 0.6,
    weak: true,
  },
];

export const KINDS: readonly Kind[] = [CARD, ...WESTERN_EUROPE, ...NORTHERN_AND_EASTERN_EUROPE, ...AMERICAS, ...ASIA_AND_PACIFIC, ...WEAK];

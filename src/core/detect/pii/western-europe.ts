/** National identifiers of western and southern Europe. */
import { isDate, isDayFirst, luhn, mod11and10, remainder, weigh } from './checks.ts';
import type { Kind } from './kind.ts';

const last = (digits: string, count = 1): number => Number(digits.slice(-count));

const SPANISH = 'TRWAGMYFPDXBNJZSQVHLCKE';
const IRISH = 'WABCDEFGHIJKLMNOPQRSTUV';

/** Odd places of the Italian code, for 0–9 and A–Z; the letters' values are those of 0–9 first. */
const ITALIAN_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function codiceFiscale(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const unit = code.charCodeAt(i);
    const value = unit >= 65 ? unit - 65 : unit - 48;
    sum += i % 2 === 0 ? ITALIAN_ODD[value]! : value;
  }
  return code.charCodeAt(15) - 65 === sum % 26;
}

/** One digit of the first ten stands twice or three times, at most one is absent more (BMF, since 2016). */
function steuerId(id: string): boolean {
  const counts = new Map<string, number>();
  for (const d of id.slice(0, 10)) counts.set(d, (counts.get(d) ?? 0) + 1);
  const repeated = [...counts.values()].filter((n) => n > 1);
  return repeated.length === 1 && repeated[0]! <= 3 && mod11and10(id);
}

/** INSEE: 97 − the first 13 digits mod 97; Corsica's 2A and 2B count as 19 and 18. */
function nir(code: string): boolean {
  const digits = code.replace('2A', '19').replace('2B', '18');
  return /^[12]\d\d(?:0[1-9]|1[0-2]|[2-4]\d)/.test(digits) && 97 - remainder(digits.slice(0, 13), 97) === last(digits, 2);
}

function belgian(id: string): boolean {
  const given = last(id, 2);
  const isDay = isDate(Number(id.slice(2, 4)) % 20, id.slice(4, 6));
  return isDay && (97 - remainder(id.slice(0, 9), 97) === given || 97 - remainder(`2${id.slice(0, 9)}`, 97) === given);
}

const checkOf11 = (sum: number): number => (11 - (sum % 11)) % 11;

export const WESTERN_EUROPE: readonly Kind[] = [
  {
    name: 'gb-nino',
    title: 'a British National Insurance number',
    shapes: ['a2d6a1', 'a2 d2 d2 d2 a1', 'a2 d6 a1'],
    form: /^(?!BG|GB|NK|KN|TN|NT|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\d{6}[A-D]$/,
    words: ['national insurance', 'national insurance number', 'nino', 'ni number', 'ni no', 'nin'],
    topics: ['social'],
    alone: 0.6,
    grouped: 0.85,
    near: 0.93,
  },
  {
    name: 'gb-nhs',
    title: 'a British NHS number',
    shapes: ['d10', 'd3 d3 d4'],
    check: (id) => checkOf11(weigh(id, [10, 9, 8, 7, 6, 5, 4, 3, 2])) === last(id),
    words: ['nhs', 'nhs number', 'nhs no', 'chi number'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'ie-pps',
    title: 'an Irish PPS number',
    shapes: ['d7a1', 'd7a2'],
    check: (id) => IRISH[(weigh(id, [8, 7, 6, 5, 4, 3, 2]) + (id[8] ? 9 * ((id.charCodeAt(8) - 64) % 23) : 0)) % 23] === id[7],
    words: ['pps', 'ppsn', 'pps number', 'personal public service'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'de-tax-id',
    title: 'a German tax identification number',
    shapes: ['d11', 'd2 d3 d3 d3'],
    form: /^[1-9]/,
    check: steuerId,
    words: [
      'steuer id',
      'steuer-id',
      'steuerid',
      'steuer idnr',
      'steueridentifikationsnummer',
      'steuer identifikationsnummer',
      'idnr',
      'tax id',
      'tin',
    ],
    topics: ['tax'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'de-social-security',
    title: 'a German social insurance number',
    shapes: ['d8a1d3', 'd2 d6 a1 d3'],
    check: (id) => {
      const digits = id.slice(0, 8) + String(id.charCodeAt(8) - 64).padStart(2, '0') + id.slice(9, 11);
      const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
      const sum = weights.reduce((total, w, i) => total + Math.floor((w * Number(digits[i])) / 10) + ((w * Number(digits[i])) % 10), 0);
      return isDayFirst(id, 2) && sum % 10 === last(id);
    },
    words: ['sozialversicherungsnummer', 'rentenversicherungsnummer', 'versicherungsnummer', 'sv nummer', 'rvnr', 'svnr'],
    topics: ['social'],
    alone: 0.8,
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'at-social-security',
    title: 'an Austrian social insurance number',
    shapes: ['d10', 'd4 d6'],
    check: (id) =>
      weigh(id, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(id[3]) && Number(id.slice(6, 8)) >= 1 && Number(id.slice(6, 8)) <= 15,
    words: ['svnr', 'sv nummer', 'sozialversicherungsnummer', 'versicherungsnummer', 'ecard', 'e card'],
    topics: ['social'],
    near: 0.9,
    wrong: 0.8,
  },
  {
    name: 'ch-ahv',
    title: 'a Swiss AHV number',
    shapes: ['d13', 'd3.d4.d4.d2', 'd3 d4 d4 d2'],
    form: /^756/,
    check: (id) => (10 - (weigh(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === last(id),
    words: ['ahv', 'ahv nummer', 'ahvn13', 'avs', 'numéro avs', 'navs', 'avs number', 'oasi'],
    topics: ['social'],
    alone: 0.75,
    grouped: 0.9,
    near: 0.95,
    wrong: 0.8,
    samples: new Set(['7569217076985', '7561234567897']),
  },
  {
    name: 'fr-nir',
    title: 'a French social security number',
    shapes: ['d15', 'd1 d2 d2 d2 d3 d3 d2', 'd13 d2', 'd6a1d8', 'd1 d2 d2 d1a1 d3 d3 d2'],
    form: /^[1-478]\d{5}[0-9AB]\d{8}$/,
    check: nir,
    words: [
      'nir',
      'insee',
      'numéro de sécurité sociale',
      'numero de securite sociale',
      'sécu',
      'n° sécu',
      'sécurité sociale',
      'securite sociale',
    ],
    topics: ['social'],
    alone: 0.75,
    grouped: 0.9,
    near: 0.95,
    wrong: 0.8,
  },
  {
    name: 'es-dni',
    title: 'a Spanish DNI number',
    shapes: ['d8a1', 'd8-a1', 'd2.d3.d3-a1', 'd2.d3.d3a1', 'd8 a1'],
    check: (id) => SPANISH[Number(id.slice(0, 8)) % 23] === id[8],
    words: ['dni', 'nif', 'documento nacional de identidad', 'documento nacional', 'n.i.f', 'd.n.i'],
    topics: ['identity', 'tax'],
    alone: 0.6,
    near: 0.93,
    wrong: 0.8,
    samples: new Set(['12345678Z', '00000000T', '11111111H']),
  },
  {
    name: 'es-nie',
    title: 'a Spanish NIE number',
    shapes: ['a1d7a1', 'a1-d7-a1', 'a1-d7a1'],
    form: /^[XYZ]/,
    check: (id) => SPANISH[Number(`${'XYZ'.indexOf(id.charAt(0))}${id.slice(1, 8)}`) % 23] === id[8],
    words: ['nie', 'extranjero', 'extranjeros', 'n.i.e', 'nif'],
    topics: ['identity', 'tax'],
    alone: 0.75,
    near: 0.94,
    wrong: 0.8,
    samples: new Set(['X1234567L']),
  },
  {
    name: 'pt-nif',
    title: 'a Portuguese taxpayer number',
    shapes: ['d9', 'd3 d3 d3'],
    form: /^[123]/,
    check: (id) => {
      const digit = checkOf11(weigh(id, [9, 8, 7, 6, 5, 4, 3, 2]));
      return (digit === 10 ? 0 : digit) === last(id);
    },
    words: ['nif', 'contribuinte', 'número de contribuinte', 'número de identificação fiscal', 'identificação fiscal'],
    near: 0.9,
    wrong: 0.8,
  },
  {
    name: 'it-codice-fiscale',
    title: 'an Italian tax code',
    shapes: ['a6d2a1d2a1d3a1'],
    form: /^[A-Z]{6}\d\d[ABCDEHLMPRST](?:[04][1-9]|[1256]\d|[37][01])[A-Z]\d{3}[A-Z]$/,
    check: codiceFiscale,
    words: ['codice fiscale', 'cod fiscale', 'cod. fiscale', 'cf', 'c.f'],
    topics: ['tax', 'identity'],
    alone: 0.9,
    near: 0.95,
    wrong: 0.8,
    samples: new Set(['RSSMRA85T10A562S', 'RSSMRA80A01H501U', 'MRTMTT25D09F205Z']),
  },
  {
    name: 'nl-bsn',
    title: 'a Dutch citizen service number',
    shapes: ['d9', 'd4 d2 d3', 'd3 d3 d3', 'd4.d2.d3'],
    check: (id) => weigh(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    words: ['bsn', 'burgerservicenummer', 'sofinummer', 'sofi nummer', 'citizen service number'],
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'be-national-number',
    title: 'a Belgian national number',
    shapes: ['d11', 'd2.d2.d2-d3.d2', 'd6-d3-d2', 'd6 d3 d2'],
    check: belgian,
    words: [
      'rijksregisternummer',
      'insz',
      'niss',
      'numéro national',
      'numéro de registre national',
      'registre national',
      'national number',
      'rrn',
    ],
    topics: ['identity', 'social'],
    grouped: 0.88,
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'gr-amka',
    title: 'a Greek AMKA number',
    shapes: ['d11'],
    check: (id) => isDayFirst(id) && luhn(id),
    words: ['amka', 'αμκα'],
    near: 0.93,
    wrong: 0.8,
  },
];

/** National identifiers of Asia, the Pacific, Africa and the Middle East. */
import { isDate, isYearFirst, luhn, verhoeff, weigh } from './checks.ts';
import type { Kind } from './kind.ts';

const last = (digits: string, count = 1): number => Number(digits.slice(-count));

/** GB 11643: ISO 7064 mod 11-2 with X for ten; the date stands in the middle. */
const chinese = (id: string): boolean =>
  isDate(id.slice(10, 12), id.slice(12, 14)) &&
  '10X98765432'[weigh(id, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] === id[17];

/** Until October 2020 the last digit was a check digit; since then the last six are random. */
const korean = (id: string): boolean => isYearFirst(id) && (11 - (weigh(id, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === last(id);

function japanese(id: string): boolean {
  const rest = weigh(id, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest <= 1 ? 0 : 11 - rest) === last(id);
}

function singaporean(id: string): boolean {
  const series = id.charAt(0);
  const sum = weigh(id.slice(1), [2, 7, 6, 5, 4, 3, 2]) + (series === 'T' || series === 'G' ? 4 : series === 'M' ? 3 : 0);
  if (series === 'M') return 'KLJNPQRTUWX'[10 - (sum % 11)] === id[8];
  return (series === 'S' || series === 'T' ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11] === id[8];
}

/** Places of households in the order of the letters' numbers. */
const TAIWANESE = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

function taiwanese(id: string): boolean {
  const place = TAIWANESE.indexOf(id.charAt(0)) + 10;
  return (Math.floor(place / 10) + (place % 10) * 9 + weigh(id.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
}

/** A blank before a single letter counts 36. */
function hongKong(id: string): boolean {
  const digit = (11 - ((36 * 9 + (id.charCodeAt(0) - 55) * 8 + weigh(id.slice(1), [7, 6, 5, 4, 3, 2])) % 11)) % 11;
  return (digit === 10 ? 'A' : String(digit)) === id.at(-1);
}

export const ASIA_AND_PACIFIC: readonly Kind[] = [
  {
    name: 'in-aadhaar',
    title: 'an Indian Aadhaar number',
    shapes: ['d12', 'd4 d4 d4'],
    form: /^[2-9]/,
    check: verhoeff,
    words: ['aadhaar', 'aadhar', 'adhaar', 'uidai', 'uid', 'आधार'],
    topics: ['identity'],
    grouped: 0.6,
    near: 0.93,
    wrong: 0.8,
    samples: new Set(['999999990019', '234123412346']),
  },
  {
    name: 'in-pan',
    title: 'an Indian Permanent Account Number',
    shapes: ['a5d4a1'],
    form: /^[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]$/,
    words: ['pan', 'pan card', 'pan no', 'pan number', 'permanent account number', 'income tax'],
    topics: ['tax', 'identity'],
    alone: 0.5,
    near: 0.92,
    samples: new Set(['ABCDE1234F', 'AAAPL1234C', 'ABCPE1234F']),
  },
  {
    name: 'cn-resident-id',
    title: 'a Chinese resident identity number',
    shapes: ['d18', 'd17a1'],
    form: /^[1-9]\d{5}(?:19|20)\d{9}[\dX]$/,
    check: chinese,
    words: ['身份证', '身份证号', '身份证号码', '身份證', '公民身份号码', 'resident identity', 'resident id', 'chinese id', 'shenfenzheng'],
    topics: ['identity'],
    alone: 0.85,
    near: 0.95,
    wrong: 0.8,
    samples: new Set(['11010519491231002X', '440524188001010014']),
  },
  {
    name: 'kr-rrn',
    title: 'a Korean resident registration number',
    shapes: ['d6-d7', 'd13'],
    form: /^\d{6}[1-8]/,
    check: korean,
    words: ['주민등록번호', '주민번호', '외국인등록번호', 'resident registration', 'rrn'],
    topics: ['identity'],
    grouped: 0.82,
    near: 0.94,
    wrong: 0.8,
  },
  {
    name: 'jp-my-number',
    title: 'a Japanese individual number',
    shapes: ['d12', 'd4 d4 d4'],
    check: japanese,
    words: ['マイナンバー', '個人番号', 'my number', 'mynumber', 'individual number'],
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'tw-id',
    title: 'a Taiwanese identity number',
    shapes: ['a1d9'],
    form: /^[A-Z][1289]/,
    check: taiwanese,
    words: ['身分證', '身分證字號', '身份證', '統一編號', 'taiwan id', 'arc number'],
    topics: ['identity'],
    alone: 0.6,
    near: 0.94,
    wrong: 0.8,
    samples: new Set(['A123456789']),
  },
  {
    name: 'hk-id',
    title: 'a Hong Kong identity card number',
    shapes: ['a1d7', 'a1d6a1', 'a1d6(d1', 'a1d6(a1'],
    form: /^[A-Z]\d{6}[\dA]$/,
    check: hongKong,
    words: ['hkid', 'hong kong id', 'hong kong identity', '香港身份證', '身份證', 'identity card'],
    grouped: 0.82,
    near: 0.93,
    wrong: 0.8,
    samples: new Set(['A1234563']),
  },
  {
    name: 'sg-nric',
    title: 'a Singaporean NRIC or FIN number',
    shapes: ['a1d7a1'],
    form: /^[STFGM]/,
    check: singaporean,
    words: ['nric', 'fin', 'singapore id', 'ic number', 'ic no', 'nric fin'],
    topics: ['identity'],
    alone: 0.75,
    near: 0.95,
    wrong: 0.8,
    samples: new Set(['S1234567D', 'S0000001I', 'T1234567J']),
  },
  {
    name: 'my-nric',
    title: 'a Malaysian identity card number',
    shapes: ['d6-d2-d4', 'd12'],
    check: (id) => isYearFirst(id) && /^(?:0[1-9]|[1-5]\d|[678]\d|9[0-389])$/.test(id.slice(6, 8)),
    words: ['mykad', 'nric', 'kad pengenalan', 'no kp', 'ic number', 'ic no', 'no ic'],
    topics: ['identity'],
    grouped: 0.6,
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'id-nik',
    title: 'an Indonesian identity number',
    shapes: ['d16'],
    form: /^[1-9]/,
    check: (id) => isDate(id.slice(8, 10), Number(id.slice(6, 8)) % 40),
    words: ['nik', 'ktp', 'no ktp', 'nomor induk kependudukan'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'th-id',
    title: 'a Thai identity number',
    shapes: ['d13', 'd1-d4-d5-d2-d1', 'd1 d4 d5 d2 d1'],
    form: /^[1-8]/,
    check: (id) => (11 - (weigh(id, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === last(id),
    words: ['เลขประจำตัวประชาชน', 'บัตรประชาชน', 'thai id', 'thai national id'],
    topics: ['identity'],
    grouped: 0.88,
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'au-tfn',
    title: 'an Australian tax file number',
    shapes: ['d9', 'd3 d3 d3'],
    check: (id) => weigh(id, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    words: ['tfn', 'tax file', 'tax file number'],
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'au-medicare',
    title: 'an Australian Medicare number',
    shapes: ['d10', 'd4 d5 d1', 'd11', 'd4 d5 d1 d1', 'd4 d5 d1/d1'],
    form: /^[2-6]/,
    check: (id) => weigh(id, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(id[8]),
    words: ['medicare', 'medicare number', 'medicare card', 'medicare no'],
    grouped: 0.6,
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'nz-ird',
    title: 'a New Zealand IRD number',
    shapes: ['d9', 'd8', 'd3-d3-d3', 'd2-d3-d3', 'd3 d3 d3'],
    check: (id) => {
      const nine = id.padStart(9, '0');
      const first = (11 - (weigh(nine, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      const digit = first < 10 ? first : (11 - (weigh(nine, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11;
      return digit === last(nine);
    },
    words: ['ird', 'ird number', 'inland revenue'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'za-id',
    title: 'a South African identity number',
    shapes: ['d13', 'd6 d4 d3'],
    form: /^\d{10}[012]/,
    check: (id) => isYearFirst(id) && luhn(id),
    words: ['south african id', 'sa id', 'rsa id', 'id number', 'identity number'],
    topics: ['identity'],
    alone: 0.5,
    near: 0.92,
    wrong: 0.8,
    samples: new Set(['8001015009087']),
  },
  {
    name: 'il-id',
    title: 'an Israeli identity number',
    shapes: ['d9', 'd8-d1'],
    check: luhn,
    words: ['teudat zehut', 'תעודת זהות', 'ת.ז', 'מספר זהות', 'israeli id', 'israel id'],
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'ae-emirates-id',
    title: 'an Emirates ID number',
    shapes: ['d3-d4-d7-d1', 'd15', 'd3 d4 d7 d1'],
    form: /^784/,
    check: luhn,
    words: ['emirates id', 'eid', 'الهوية', 'رقم الهوية'],
    topics: ['identity'],
    grouped: 0.9,
    near: 0.95,
    wrong: 0.8,
  },
  {
    name: 'sa-national-id',
    title: 'a Saudi national or residence number',
    shapes: ['d10'],
    form: /^[12]/,
    check: luhn,
    words: ['iqama', 'saudi id', 'saudi national', 'رقم الهوية', 'الهوية الوطنية', 'إقامة'],
    near: 0.92,
    wrong: 0.8,
  },
];

/** National identifiers of the Americas. */
import { isYearFirst, luhn, weigh } from './checks.ts';
import type { Kind } from './kind.ts';

const last = (digits: string, count = 1): number => Number(digits.slice(-count));

function cpf(id: string): boolean {
  const first = ((weigh(id, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weigh(id, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return first === Number(id[9]) && second === last(id);
}

function cnpj(id: string): boolean {
  const first = weigh(id, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  const second = weigh(id, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (first < 2 ? 0 : 11 - first) === Number(id[12]) && (second < 2 ? 0 : 11 - second) === last(id);
}

const MEXICAN = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function curp(id: string): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += MEXICAN.indexOf(id.charAt(i)) * (18 - i);
  return isYearFirst(id, 4) && (10 - (sum % 10)) % 10 === last(id);
}

const chilean = (id: string): boolean => {
  const body = id.slice(0, -1).padStart(8, '0');
  const digit = (11 - (weigh(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return (digit === 10 ? 'K' : String(digit)) === id.at(-1);
};

export const AMERICAS: readonly Kind[] = [
  {
    name: 'us-ssn',
    title: 'a US Social Security number',
    shapes: ['d3-d2-d4', 'd3 d2 d4', 'd3.d2.d4', 'd9'],
    form: /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/,
    words: [
      'ssn',
      'ssns',
      'social security',
      'social security number',
      'social security no',
      'soc sec',
      'socialsecurity',
      'ss number',
      'social sec',
      'número de seguro social',
      'seguro social',
    ],
    grouped: 0.65,
    near: 0.93,
    samples: new Set(['078051120', '219099999', '123456789', '457555462', '111223333', '123121234', '001010001']),
    references: ['SSA-POMS-RM-10201.035'],
  },
  {
    name: 'us-itin',
    title: 'a US individual taxpayer number',
    shapes: ['d3-d2-d4', 'd3 d2 d4', 'd9'],
    form: /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/,
    words: ['itin', 'individual taxpayer', 'tax id', 'taxpayer', 'ssn', 'social security'],
    grouped: 0.5,
    near: 0.9,
  },
  {
    name: 'ca-sin',
    title: 'a Canadian Social Insurance number',
    shapes: ['d3 d3 d3', 'd9'],
    form: /^[1-79]/,
    check: luhn,
    words: ['sin', 'social insurance', 'social insurance number', 'numéro d assurance sociale', 'assurance sociale', 'nas'],
    grouped: 0.5,
    near: 0.92,
    wrong: 0.8,
    samples: new Set(['046454286', '130692544', '193456787']),
  },
  {
    name: 'mx-curp',
    title: 'a Mexican CURP code',
    shapes: ['a4d6a6d2', 'a4d6a7d1'],
    form: /^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\d$/,
    check: curp,
    words: ['curp', 'clave única de registro', 'clave unica de registro'],
    topics: ['identity'],
    alone: 0.9,
    near: 0.95,
    wrong: 0.8,
  },
  {
    name: 'br-cpf',
    title: 'a Brazilian CPF number',
    shapes: ['d3.d3.d3-d2', 'd11', 'd9-d2'],
    check: cpf,
    words: ['cpf', 'cadastro de pessoas físicas', 'cadastro de pessoa física', 'pessoa física'],
    topics: ['tax', 'identity'],
    alone: 0.5,
    grouped: 0.88,
    near: 0.95,
    wrong: 0.8,
    samples: new Set(['12345678909', '52998224725', '11144477735', '00000000191']),
  },
  {
    name: 'br-cnpj',
    title: 'a Brazilian company number',
    shapes: ['d2.d3.d3/d4-d2', 'd14'],
    check: cnpj,
    words: ['cnpj', 'cadastro nacional da pessoa jurídica'],
    grouped: 0.6,
    near: 0.6,
    weak: true,
  },
  {
    name: 'ar-cuil',
    title: 'an Argentinian CUIL or CUIT number',
    shapes: ['d2-d8-d1', 'd11'],
    form: /^(?:2[03-57]|3[034])/,
    check: (id) => (11 - (weigh(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === last(id),
    words: ['cuil', 'cuit', 'cuil cuit'],
    grouped: 0.75,
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'cl-rut',
    title: 'a Chilean RUT number',
    shapes: ['d2.d3.d3-d1', 'd2.d3.d3-a1', 'd1.d3.d3-d1', 'd1.d3.d3-a1', 'd8-d1', 'd8-a1', 'd7-d1', 'd7-a1'],
    form: /^\d{7,8}[\dK]$/,
    check: chilean,
    words: ['rut', 'run', 'rol único tributario', 'rol unico tributario', 'cédula de identidad', 'cedula de identidad'],
    topics: ['identity'],
    near: 0.92,
    wrong: 0.8,
    samples: new Set(['123456785', '111111111']),
  },
];

/** National identifiers of northern and eastern Europe. */
import { isDate, isDayFirst, isYearFirst, luhn, mod11and10, remainder, weigh } from './checks.ts';
import type { Kind } from './kind.ts';

const last = (digits: string, count = 1): number => Number(digits.slice(-count));

/** Estonia and Lithuania: weights 1…, then 3… when the first give ten. */
function baltic(id: string): boolean {
  const first = weigh(id, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weigh(id, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return isYearFirst(id, 1) && (first < 10 ? first : second % 10) === last(id);
}

/** Months are raised by 20, 40, 60 or 80 for other centuries, and by 50 for women. */
const pesel = (id: string): boolean =>
  isDate(Number(id.slice(2, 4)) % 20, id.slice(4, 6)) && (10 - (weigh(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === last(id);

function norwegian(id: string): boolean {
  const first = (11 - (weigh(id, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
  const second = (11 - (weigh(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return isDate(Number(id.slice(2, 4)) % 40, Number(id.slice(0, 2)) % 40) && first === Number(id[9]) && second === last(id);
}

/** Numbers for temporary residents have 60 added to the day. */
const swedish = (id: string): boolean => {
  const ten = id.slice(-10);
  return isDate(ten.slice(2, 4), Number(ten.slice(4, 6)) % 60) && luhn(ten);
};

const czech = (id: string): boolean =>
  isDate(Number(id.slice(2, 4)) % 50 > 20 ? (Number(id.slice(2, 4)) % 50) - 20 : Number(id.slice(2, 4)) % 50, id.slice(4, 6)) &&
  (remainder(id, 11) === 0 || (remainder(id.slice(0, 9), 11) === 10 && id.endsWith('0')));

const FINNISH = '0123456789ABCDEFHJKLMNPRSTUVWXY';

function russianInn(id: string): boolean {
  const eleventh = (weigh(id, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  const twelfth = (weigh(id, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
  return eleventh === Number(id[10]) && twelfth === last(id);
}

export const NORTHERN_AND_EASTERN_EUROPE: readonly Kind[] = [
  {
    name: 'se-personnummer',
    title: 'a Swedish personal identity number',
    shapes: ['d6-d4', 'd8-d4', 'd10', 'd12', 'd6+d4'],
    check: swedish,
    words: ['personnummer', 'samordningsnummer', 'swedish personal', 'personnr', 'pnr'],
    topics: ['identity'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'fi-henkilotunnus',
    title: 'a Finnish personal identity code',
    shapes: ['d6-d3a1', 'd6-d4', 'd6a1d3a1', 'd6a1d4', 'd6+d3a1'],
    form: /^\d{6}[A-FU-Y]?\d{3}[0-9A-Y]$/,
    check: (id) => isDayFirst(id) && FINNISH[remainder(id.slice(0, 6) + id.slice(-4, -1), 31)] === id.at(-1),
    words: ['henkilötunnus', 'henkilotunnus', 'hetu', 'personbeteckning', 'finnish personal'],
    topics: ['identity'],
    alone: 0.75,
    near: 0.94,
    wrong: 0.8,
    samples: new Set(['131052308T']),
  },
  {
    name: 'no-fodselsnummer',
    title: 'a Norwegian national identity number',
    shapes: ['d11', 'd6 d5'],
    check: norwegian,
    words: ['fødselsnummer', 'fodselsnummer', 'personnummer', 'fnr', 'd nummer', 'norwegian national'],
    topics: ['identity'],
    alone: 0.7,
    near: 0.94,
    wrong: 0.8,
  },
  {
    name: 'dk-cpr',
    title: 'a Danish CPR number',
    shapes: ['d6-d4', 'd10'],
    check: isDayFirst,
    words: ['cpr', 'cpr nummer', 'cpr number', 'cpr nr', 'personnummer'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'is-kennitala',
    title: 'an Icelandic identity number',
    shapes: ['d6-d4', 'd10'],
    check: (id) => isDayFirst(id) && (11 - (weigh(id, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(id[8]),
    words: ['kennitala', 'kt'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'pl-pesel',
    title: 'a Polish PESEL number',
    shapes: ['d11'],
    check: pesel,
    words: ['pesel', 'nr pesel', 'numer pesel'],
    topics: ['identity'],
    alone: 0.5,
    near: 0.93,
    wrong: 0.8,
    samples: new Set(['44051401359', '44051401458']),
  },
  {
    name: 'cz-sk-birth-number',
    title: 'a Czech or Slovak birth number',
    shapes: ['d6/d4', 'd10'],
    check: czech,
    words: ['rodné číslo', 'rodne cislo', 'rodného čísla', 'rč', 'birth number'],
    topics: ['identity'],
    grouped: 0.7,
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'hu-taj',
    title: 'a Hungarian social security number',
    shapes: ['d9', 'd3 d3 d3'],
    check: (id) => weigh(id, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === last(id),
    words: ['taj', 'taj szám', 'tajszám', 'társadalombiztosítási'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'ro-cnp',
    title: 'a Romanian personal numerical code',
    shapes: ['d13'],
    form: /^[1-9]/,
    check: (id) => isYearFirst(id, 1) && (weigh(id, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 === last(id),
    words: ['cnp', 'cod numeric personal', 'codul numeric personal'],
    topics: ['identity'],
    alone: 0.5,
    near: 0.93,
    wrong: 0.8,
    samples: new Set(['1800101221144']),
  },
  {
    name: 'bg-egn',
    title: 'a Bulgarian personal number',
    shapes: ['d10'],
    check: (id) => isDate(Number(id.slice(2, 4)) % 20, id.slice(4, 6)) && (weigh(id, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(id),
    words: ['egn', 'егн', 'единен граждански номер'],
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'hr-oib',
    title: 'a Croatian personal identification number',
    shapes: ['d11'],
    check: mod11and10,
    words: ['oib', 'osobni identifikacijski broj'],
    near: 0.93,
    wrong: 0.8,
  },
  {
    name: 'ee-lt-personal-code',
    title: 'an Estonian or Lithuanian personal code',
    shapes: ['d11'],
    form: /^[1-6]/,
    check: baltic,
    words: ['isikukood', 'asmens kodas', 'personal code'],
    topics: ['identity'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'tr-kimlik',
    title: 'a Turkish identity number',
    shapes: ['d11'],
    form: /^[1-9]/,
    check: (id) => {
      const odd = weigh(id, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
      const even = weigh(id, [0, 1, 0, 1, 0, 1, 0, 1]);
      return (odd * 7 - even + 100) % 10 === Number(id[9]) && weigh(id, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 === last(id);
    },
    words: ['tc kimlik', 't.c. kimlik', 'tckn', 'tc no', 'kimlik no', 'kimlik numarası', 'vatandaşlık numarası'],
    topics: ['identity'],
    alone: 0.5,
    near: 0.93,
    wrong: 0.8,
    samples: new Set(['10000000146']),
  },
  {
    name: 'ru-snils',
    title: 'a Russian pension account number',
    shapes: ['d3-d3-d3 d2', 'd3-d3-d3-d2', 'd11'],
    check: (id) => {
      const sum = weigh(id, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
      return (sum === 100 ? 0 : sum) === last(id, 2);
    },
    words: ['снилс', 'snils', 'страховой номер'],
    grouped: 0.85,
    near: 0.94,
    wrong: 0.8,
    samples: new Set(['11223344595']),
  },
  {
    name: 'ru-inn',
    title: 'a Russian taxpayer number',
    shapes: ['d12'],
    check: russianInn,
    words: ['инн', 'inn', 'налогоплательщика'],
    near: 0.92,
    wrong: 0.8,
  },
  {
    name: 'ua-rnokpp',
    title: 'a Ukrainian taxpayer number',
    shapes: ['d10'],
    check: (id) => (((weigh(id, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === last(id),
    words: ['рнокпп', 'rnokpp', 'іпн', 'ідентифікаційний номер', 'ідентифікаційний код'],
    near: 0.92,
    wrong: 0.8,
  },
];

/** Identifiers without a form of their own: only the label right before them tells what they are. */

export type Labelled = {
  name: string;
  title: string;
  words: readonly string[];
  /** Of the value without blanks and hyphens, letters in upper case. */
  form: RegExp;
  score: number;
  /** Higher when one of these words stands near, too. */
  supported?: { words: readonly string[]; score: number };
};

export const LABELLED: readonly Labelled[] = [
  {
    name: 'passport-number',
    title: 'a passport number',
    words: [
      'passport',
      'passport number',
      'passport no',
      'passport num',
      'passport id',
      'reisepass',
      'reisepassnummer',
      'passnummer',
      'passeport',
      'numéro de passeport',
      'pasaporte',
      'número de pasaporte',
      'passaporto',
      'passaporte',
      'paspoort',
      'paspoortnummer',
      'paszport',
      'numer paszportu',
      'pasnummer',
      'passi',
      'pasaport',
      'паспорт',
      'загранпаспорт',
      '护照',
      '护照号',
      '護照',
      '旅券番号',
      'パスポート番号',
      '여권번호',
      'جواز السفر',
    ],
    form: /^(?=[A-Z0-9]{6,10}$)[A-Z]{0,3}\d[A-Z0-9]*$/,
    score: 0.85,
  },
  {
    name: 'driving-licence',
    title: 'the number of a driving licence',
    words: [
      "driver's license",
      'driver’s license',
      "driver's licence",
      'driver’s licence',
      'drivers license',
      'drivers licence',
      'driver license',
      'driver licence',
      'driver license number',
      'driver licence number',
      'driving license',
      'driving licence',
      'driving licence number',
      'dl number',
      'dl no',
      'führerschein',
      'führerscheinnummer',
      'permis de conduire',
      'permiso de conducir',
      'carnet de conducir',
      'licencia de conducir',
      'patente di guida',
      'carta de condução',
      'carteira de motorista',
      'cnh',
      'rijbewijs',
      'rijbewijsnummer',
      'prawo jazdy',
      'körkort',
      'førerkort',
      'kørekort',
      'водительское удостоверение',
      'водительских прав',
      '驾驶证',
      '驾照',
      '運転免許',
      '運転免許証番号',
      '운전면허',
    ],
    form: /^[A-Z0-9]{5,20}$/,
    score: 0.85,
  },
  {
    name: 'bank-account',
    title: 'a bank account number',
    words: [
      'bank account',
      'bank account number',
      'account number',
      'account no',
      'account num',
      'acct',
      'acct no',
      'acct number',
      'a/c no',
      'checking account',
      'savings account',
      'bankkonto',
      'kontonummer',
      'numéro de compte',
      'número de cuenta',
      'numero di conto',
      'número da conta',
      'rekeningnummer',
      'номер счета',
      '银行账号',
      '银行卡号',
      '口座番号',
      '계좌번호',
    ],
    form: /^\d{6,17}$/,
    score: 0.6,
    supported: {
      words: [
        'bank',
        'bank account',
        'routing',
        'routing number',
        'aba',
        'sort code',
        'ach',
        'wire',
        'swift',
        'bic',
        'direct deposit',
        'checking',
        'savings',
        'checking account',
        'savings account',
        'ifsc',
        'bsb',
        'blz',
        'bankleitzahl',
        'clabe',
        'banque',
        'banco',
        'banca',
        'банк',
        'бик',
        '银行',
        '銀行',
        '은행',
      ],
      score: 0.85,
    },
  },
];

const PARTS_MAX = 4;
const PART = /[A-Za-z0-9]{1,20}/y;

/** The value at `at`: letters and digits, with further parts of digits after a blank or a hyphen. Null unless it has four digits. */
export function readValue(text: string, at: number): { end: number; compact: string } | null {
  let end = at;
  let compact = '';
  for (let parts = 0; parts < PARTS_MAX; parts++) {
    const from = parts === 0 ? at : end + 1;
    PART.lastIndex = from;
    const part = PART.exec(text)?.[0];
    if (part === undefined || (parts > 0 && (!/^[ -]$/.test(text.charAt(end)) || !/^(?=.*\d)[A-Z0-9]+$/i.test(part)))) break;
    if (parts > 0 && text.charAt(end) === ' ' && !/^\d{2,}$/.test(part)) break;
    compact += part;
    end = from + part.length;
  }
  if (/[A-Za-z0-9_@]/.test(text.charAt(end)) || compact.replaceAll(/\D/g, '').length < 4) return null;
  return { end, compact: compact.toUpperCase() };
}

/** International bank account numbers (ISO 13616): country, its length, and the check digits. */
import { iban97 } from './checks.ts';

/** Length by country, from the registry that SWIFT keeps. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 ' +
    'GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 ' +
    'TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((row) => [row.slice(0, 2), Number(row.slice(2))]),
);

const LENGTH_MAX = 34;

/** In documentation everywhere: ECBS, Wikipedia, the banks' manuals, Stripe's tests. */
const SAMPLES = new Set(
  (
    'GB82WEST12345698765432 GB29NWBK60161331926819 GB33BUKB20201555555555 GB94BARC10201530093459 DE89370400440532013000 DE91100000000123456789 ' +
    'FR1420041010050500013M02606 FR7630006000011234567890189 ES9121000418450200051332 ES7921000813610123456789 IT60X0542811101000000123456 ' +
    'NL91ABNA0417164300 NL02ABNA0123456789 BE68539007547034 BE71096123456769 AT611904300234573201 CH9300762011623852957 CH5604835012345678009 ' +
    'PL61109010140000071219812874 PL27114020040000300201355387 SE4550000000058398257466 NO9386011117947 DK5000400440116243 FI2112345600000785 ' +
    'IE29AIBK93115212345678 PT50000201231234567890154 LU280019400644750000 GR1601101250000000012300695'
  ).split(' '),
);

export type Iban = { start: number; end: number; holds: boolean; sample: boolean };

const letter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const numeral = (code: number): boolean => code >= 48 && code <= 57;

/** What stands at `start` if two letters of a country with IBANs and two digits do; written in one piece, or in groups with blanks or hyphens. */
export function readIban(text: string, start: number): Iban | null {
  if (!letter(text.charCodeAt(start)) || !letter(text.charCodeAt(start + 1))) return null;
  const length = LENGTHS.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined) return null;
  let at = start;
  let compact = '';
  let separator = '';
  while (compact.length < length && at < text.length && at - start < LENGTH_MAX * 2) {
    const code = text.charCodeAt(at);
    if (numeral(code) || letter(code)) compact += text.charAt(at);
    else {
      const between = text.charAt(at);
      if (
        compact.length < 4 ||
        !' -\u00a0'.includes(between) ||
        (separator !== '' && between !== separator) ||
        text.charAt(at - 1) === between
      ) {
        if (compact.length !== 2 || between !== ' ') return null;
      }
      separator = between;
    }
    at++;
  }
  const next = text.charCodeAt(at);
  if (compact.length < length || numeral(next) || letter(next)) return null;
  const iban = compact.toUpperCase();
  if (!/^[A-Z]{2}\d\d[A-Z0-9]+$/.test(iban) || iban.replaceAll(/\D/g, '').length < length / 2) return null;
  return { start, end: at, holds: iban97(iban), sample: SAMPLES.has(iban) };
}

export const IBAN_WORDS: readonly string[] = [
  'iban',
  'bank account',
  'account number',
  'account no',
  'bank transfer',
  'wire transfer',
  'kontonummer',
  'konto',
  'bankverbindung',
  'compte',
  'compte bancaire',
  'cuenta',
  'cuenta bancaria',
  'conto corrente',
  'conto',
  'conta bancária',
  'rekening',
  'rekeningnummer',
  'rachunek',
  'счёт',
  'счет',
  'bic',
  'swift',
  'sepa',
];

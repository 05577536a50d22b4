/**
 * E-mail addresses and telephone numbers: found, never cut out, for half of all work is about them. Telephone numbers by the plan of E.164,
 * not by libphonenumber-js: its search over text costs some 5 µs a character where digits and blanks alternate, far over our bound.
 */
import { AFTER_MAX, isLabelGap } from './context.ts';

export type Contact = { kind: 'email' | 'phone'; start: number; end: number };

/** Told of one text; more of them would say nothing more. */
const CONTACTS_MAX = 3;
const LOCAL_MAX = 64;

const LOCAL = /[A-Za-z0-9._%+'-]/;
const DOMAIN = /[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}/y;
/** RFC 2606 and RFC 6761 keep these for examples; the rest are no people. */
const NOBODY_DOMAIN =
  /(?:^|\.)(?:example|test|invalid|localhost|local|internal)$|(?:^|\.)example\.(?:com|org|net)$|gserviceaccount\.com$|\.noreply\./i;
const NOBODY_LOCAL =
  /^(?:no-?reply|do-?not-?reply|git|root|postmaster|mailer-daemon|notifications?|info|support|hello|admin|contact|sales|team)$/i;

export function findEmails(text: string): Contact[] {
  const found: Contact[] = [];
  for (let at = text.indexOf('@'); at >= 0 && found.length < CONTACTS_MAX; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < LOCAL_MAX && LOCAL.test(text.charAt(start - 1))) start--;
    if (start === at || '/:@'.includes(text.charAt(start - 1) || ' ')) continue;
    DOMAIN.lastIndex = at + 1;
    const domain = DOMAIN.exec(text)?.[0].replace(/(?<![-.])[-.]+$/, '');
    if (!domain || !/\.[A-Za-z]{2,24}$/.test(domain) || NOBODY_DOMAIN.test(domain) || NOBODY_LOCAL.test(text.slice(start, at))) continue;
    found.push({ kind: 'email', start, end: at + 1 + domain.length });
  }
  return found;
}

/** Country codes of ITU-T E.164. */
const COUNTRY =
  /^(?:1|7|2(?:0|7|1[1-368]|[2-46]\d|5[0-8]|9[01789])|3(?:[0-469]|5\d|7[0-8]|8[0-35-79])|4(?:[013-9]|2[013])|5(?:[1-8]|0[0-9]|9\d)|6(?:[0-6]|7[02-9]|8[0-35-9]|9[0-2])|8(?:[1246]|0[08]|5[02356]|7[08]|8[0-8])|9(?:[0-58]|6\d|7[0-79]|9[2-68]))/;
const INTERNATIONAL = /\+\d{1,20}(?:[ .()\u00a0-]{1,2}\d{1,20}){0,6}/y;
const NATIONAL = /\(?\d{1,20}(?:\)[ ./-]?\d{2,20})?(?:[ ./-]\d{2,20}){0,4}/y;

export const PHONE_WORDS: readonly string[] = [
  'tel',
  'telephone',
  'phone',
  'phone number',
  'mobile',
  'mobile number',
  'cell',
  'cellphone',
  'cell phone',
  'fax',
  'whatsapp',
  'telefon',
  'telefonnummer',
  'téléphone',
  'teléfono',
  'telefono',
  'telefone',
  'handy',
  'móvil',
  'celular',
  'тел',
  'телефон',
  '电话',
  '手机',
  '電話',
  '전화',
];

const isFree = (text: string, start: number, end: number): boolean =>
  !/[\w.+/-]/.test(text.charAt(start - 1)) && !/^(?:\w|[.-]\w)/.test(text.slice(end, end + 2));

/** Numbers with a country code, and others right behind a word for telephones. @param labels where such words end */
export function findPhones(text: string, labels: readonly number[]): Contact[] {
  const found: Contact[] = [];
  const tell = (start: number, length: number): void => {
    if (isFree(text, start, start + length)) found.push({ kind: 'phone', start, end: start + length });
  };
  for (let at = text.indexOf('+'); at >= 0 && found.length < CONTACTS_MAX; at = text.indexOf('+', at + 1)) {
    const number = matchAt(INTERNATIONAL, text, at);
    const digits = number ? number.replaceAll(/\D/g, '') : '';
    if (number && digits.length >= 9 && digits.length <= 15 && COUNTRY.test(digits)) tell(at, number.length);
  }
  for (const from of labels) {
    if (found.length >= CONTACTS_MAX) break;
    const digitAt = text.slice(from, from + AFTER_MAX).search(/[(\d]/);
    const number = digitAt >= 0 && isLabelGap(text, from, from + digitAt) ? matchAt(NATIONAL, text, from + digitAt) : null;
    const count = number?.replaceAll(/\D/g, '').length ?? 0;
    if (number && count >= 7 && count <= 12) tell(from + digitAt, number.length);
  }
  return found;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

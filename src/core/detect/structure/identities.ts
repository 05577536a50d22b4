/** Identities on their way out (threat Q05): several people's numbers, a card with what is needed to use it, a table of people, in a call whose purpose is to tell others. */
import type { Step } from '../../pointer.ts';
import { pointerOf } from '../../pointer.ts';
import type { Report, Scene } from '../message-detector.ts';
import { RULES } from './rules.ts';

/** Fewer may be one person's, who sends them. */
const PEOPLE_MIN = 3;
const PEOPLE_SCORE = 0.86;
const CARD_SCORE = 0.86;
const TABLE_SCORE = 0.82;
const SURE_MIN = 0.6;

const CODE_BESIDE = /\b(?:cvv2?|cvc2?|csc|cid|security code|card code|prüfziffer)\b\W{0,12}\d{3,4}\b/i;
const EXPIRY =
  /\b(?:exp(?:iry|ires|\.|iration)?(?: date)?|valid (?:thru|until|to)|ablauf)?\W{0,6}(?:0[1-9]|1[0-2])\s?[/-]\s?(?:20)?[2-4]\d\b/i;
const REACH = 160;
/** What is public by being a test number is said to be one. */
const IS_TEST = /\b(?:test(?:ing)?|sandbox|sample|example|dummy|fake|stripe|luhn|documentation|mock|staging)\b/i;

/** Columns of a table of people; those that name nothing else count double. */
const COLUMN =
  /^(?:e-?mail(?:_?address)?|(?:mobile|cell|tele)?_?phone(?:_?number)?|tel|(?:home_?|postal_?|street_?)?address|street|birth_?(?:date|day)|date_of_birth|dob|ssn|social_security(?:_number)?|salary|iban|account(?:_?number|_no)?|card(?:_?number)?|passport(?:_?(?:no|number))?|diagnosis|national_id|tax_id|password(?:_hash)?|(?:first|last|full|sur)?_?name)$/i;
const NAME = /name$/i;
const COLUMNS_MIN = 3;
const ROWS_MIN = 3;
const HEAD_MAX = 400;

export function inspectIdentities({ found, leaves, message }: Scene, report: Report): void {
  const base = `${pointerOf(message.base)}/params/arguments`;
  let told: { at: Step; text: string } | null = null;
  const numbers = new Set<string>();
  for (const { rule, leaf, start, end, score, redactable, view } of found) {
    if (rule.category !== 'pii_leak' || !redactable || score < SURE_MIN || view !== 'raw' || !pointerOf(leaf.at).startsWith(base)) continue;
    const number = leaf.text.slice(start, end).replaceAll(/[\s.-]/g, '');
    const around = leaf.text.slice(Math.max(0, start - REACH), end + REACH);
    if (IS_TEST.test(around)) continue;
    numbers.add(number);
    told ??= leaf;
    if (/card/.test(rule.id) && (CODE_BESIDE.test(around) || (EXPIRY.test(around) && /\b\d{3}\b/.test(leaf.text.slice(end, end + 40)))))
      return report({ rule: RULES.identitiesSent, at: leaf.at, text: leaf.text, start, end, score: CARD_SCORE });
  }
  if (numbers.size >= PEOPLE_MIN && told) return report({ rule: RULES.identitiesSent, at: told.at, text: told.text, score: PEOPLE_SCORE });
  for (const { text, at, kind, slot } of leaves)
    if (kind === 'value' && slot === 'argument' && text.length > 80 && text.includes('\n') && isTableOfPeople(text))
      return report({ rule: RULES.identitiesSent, at, text, score: TABLE_SCORE });
}

function isTableOfPeople(text: string): boolean {
  const [head = '', ...rows] = text.trimStart().slice(0, 8_192).split('\n', 12);
  if (head.length > HEAD_MAX) return false;
  const mark = [',', ';', '\t', '|'].find((one) => head.split(one).length > COLUMNS_MIN);
  if (!mark) return false;
  const columns = head.split(mark).map((one) => one.trim().replaceAll(/["' ]/g, (c) => (c === ' ' ? '_' : '')));
  const personal = columns.filter((one) => COLUMN.test(one));
  if (personal.length < COLUMNS_MIN || personal.filter((one) => !NAME.test(one)).length < COLUMNS_MIN - 1) return false;
  return rows.filter((row) => row.split(mark).length >= columns.length - 1 && /\d{3}|@/.test(row)).length >= ROWS_MIN;
}

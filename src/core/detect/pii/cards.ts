/** Payment cards (ISO/IEC 7812): issuer range, length and check digit together. */
import { luhn } from './checks.ts';
import type { Kind } from './kind.ts';

/** First digits from–to, with the lengths that the scheme issues. */
const ISSUERS: readonly (readonly [from: string, to: string, lengths: readonly number[]])[] = [
  ['4', '4', [13, 16, 19]], // Visa
  ['51', '55', [16]], // Mastercard
  ['2221', '2720', [16]], // Mastercard
  ['34', '34', [15]], // American Express
  ['37', '37', [15]], // American Express
  ['300', '305', [14, 16]], // Diners Club
  ['3095', '3095', [14, 16]], // Diners Club
  ['36', '36', [14, 16]], // Diners Club
  ['38', '39', [14, 16]], // Diners Club
  ['6011', '6011', [16, 19]], // Discover
  ['644', '649', [16, 19]], // Discover
  ['65', '65', [16, 19]], // Discover, RuPay
  ['3528', '3589', [16, 19]], // JCB
  ['2131', '2131', [15]], // JCB
  ['1800', '1800', [15]], // JCB
  ['62', '62', [16, 17, 18, 19]], // UnionPay
  ['81', '82', [16]], // UnionPay, RuPay
  ['60', '60', [16]], // RuPay, Hipercard
  ['508', '508', [16]], // RuPay
  ['2200', '2204', [16, 19]], // Mir
  ['5018', '5018', [13, 16, 19]], // Maestro
  ['5020', '5020', [13, 16, 19]], // Maestro
  ['5038', '5038', [13, 16, 19]], // Maestro
  ['5019', '5019', [16]], // Dankort
  ['5893', '5893', [16, 19]], // Maestro
  ['6304', '6304', [16, 19]], // Maestro
  ['6759', '6763', [13, 16, 19]], // Maestro
  ['5060', '5067', [16, 19]], // Verve, Elo
  ['6362', '6363', [16]], // Elo
  ['6062', '6062', [16]], // Hipercard
  ['9792', '9792', [16]], // Troy
];

/** By the first four digits, the lengths that are issued, as bits. */
const LENGTHS = Int32Array.from({ length: 10_000 }, (_, head) => {
  const digits = String(head).padStart(4, '0');
  const rows = ISSUERS.filter(([from, to]) => digits.slice(0, from.length) >= from && digits.slice(0, from.length) <= to);
  return rows.reduce((all, [, , lengths]) => lengths.reduce((bits, length) => bits | (1 << length), all), 0);
});

const digitAt = (pan: string, at: number): number => pan.charCodeAt(at) - 48;
const hasIssuer = (pan: string): boolean =>
  (LENGTHS[digitAt(pan, 0) * 1_000 + digitAt(pan, 1) * 100 + digitAt(pan, 2) * 10 + digitAt(pan, 3)]! & (1 << pan.length)) !== 0;

/** Numbers that payment providers publish for tests (Stripe, Adyen, Braintree, PayPal, Square, Authorize.Net, Worldpay). */
const TEST_CARDS: ReadonlySet<string> = new Set(
  (
    '4111111111111111 4242424242424242 4000056655665556 4012888888881881 4012000033330026 4012000077777777 4005519200000004 4009348888881881 ' +
    '4500600000000061 4000000000000002 4000000000000077 4000000000000127 4000000000003220 4000000000009995 4000002500003155 4000008260003178 ' +
    '4917610000000000 4444333322221111 4444333322221111455 4988438843884305 4166676667666746 4646464646464644 4032035809580000 ' +
    '4222222222222 4007000000027 4917300800000000 4484070000000000 4532015112830366 4539578763621486 4916338506082832 4556737586899855 ' +
    '5555555555554444 5105105105105100 5200828282828210 5454545454545454 5424000000000015 5431111111111111 5500000000000004 5555341244441115 ' +
    '5425233430109903 5555555555555557 5136333333333335 5577000055770004 5399999999999999 5413330089604111 2223003122003222 2222400070000005 ' +
    '2223000048400011 2222405343248877 2223520043560014 378282246310005 371449635398431 378734493671000 371144371144376 341134113411347 ' +
    '370000000000002 343434343434343 374101000000608 30569309025904 38520000023237 36006666333344 36227206271667 36148900647913 30000000000004 ' +
    '3056930009020004 6011111111111117 6011000990139424 6011000000000004 6011601160116611 6445644564456445 6011000000000012 6221260000000000 ' +
    '6200000000000005 6200000000000047 6205500000000000004 6243030000000001 3530111333300000 3566002020360505 3566111111111113 3569990010095841 ' +
    '6759649826438453 6304000000000000 6799990100000000019 5018000000000009 5019717010103742 5066991111111118'
  ).split(' '),
);

export const CARD: Kind = {
  name: 'payment-card',
  title: 'the number of a payment card',
  shapes: [
    'd16',
    'd4 d4 d4 d4',
    'd15',
    'd4 d6 d5',
    'd14',
    'd4 d6 d4',
    'd13',
    'd12',
    'd17',
    'd18',
    'd19',
    'd4 d4 d4 d4 d3',
    'd4.d4.d4.d4',
    'd4 d4 d4 d1',
    'd4 d3 d3 d3',
  ],
  form: /^[0-689]/,
  check: (pan) => hasIssuer(pan) && luhn(pan),
  words: [
    'card',
    'cards',
    'cc',
    'pan',
    'ccn',
    'cc num',
    'cc number',
    'credit card',
    'debit card',
    'card number',
    'card no',
    'card num',
    'visa',
    'mastercard',
    'amex',
    'american express',
    'maestro',
    'diners',
    'discover',
    'unionpay',
    'cvv',
    'cvc',
    'cardholder',
    'card holder',
    'primary account number',
    'kreditkarte',
    'kreditkartennummer',
    'kartennummer',
    'karte',
    'carte',
    'carte bancaire',
    'numéro de carte',
    'tarjeta',
    'tarjeta de crédito',
    'número de tarjeta',
    'carta di credito',
    'cartão',
    'cartao',
    'numero carta',
    'creditcard',
    'kaart',
    'kaartnummer',
    'kortnummer',
    'kreditkort',
    'luottokortti',
    'karta',
    'karty',
    'kart numarası',
    'карта',
    'карты',
    'карту',
    '信用卡',
    '卡号',
    'カード番号',
    'カード',
    '카드',
    'بطاقة',
    'कार्ड',
  ],
  alone: 0.6,
  grouped: 0.85,
  near: 0.93,
  wrong: 0.8,
  // Tables of issuers age. 89 is the telephone industry: SIM cards.
  labelled: (pan) => luhn(pan) && !pan.startsWith('89'),
  plausible: hasIssuer,
  samples: TEST_CARDS,
  references: ['PCI-DSS-3.4'],
};

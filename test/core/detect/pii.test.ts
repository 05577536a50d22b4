import { DETECTORS } from '#core/detect/index.ts';
import { pii } from '#core/detect/pii.ts';
import { KINDS } from '#core/detect/pii/kinds.ts';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';

runDetectorCases(pii);

const RESULT = { slot: 'result', origin: 'content', direction: 'response' } as const;
const matches = (text: string) => inspectText(pii, text, subjectOf(RESULT, text));
const strong = (text: string): string[] =>
  matches(text)
    .filter((match) => match.redactable && (match.score ?? match.rule.score) >= 0.8)
    .map((match) => text.slice(match.start, match.end));
const best = (text: string): number => Math.max(0, ...matches(text).map((match) => match.score ?? match.rule.score));

test('is among the detectors, and knows identifiers of at least twelve countries by their check digits', () => {
  expect(DETECTORS.map((detector) => detector.name)).toContain('pii');
  const countries = new Set(KINDS.filter((kind) => kind.check && /^[a-z]{2}-/.test(kind.name)).map((kind) => kind.name.slice(0, 2)));
  expect(countries.size).toBeGreaterThanOrEqual(35);
});

describe('cards', () => {
  test('what is cut out is the number, however it is written', () => {
    expect(strong('card 4539148803436467, please')).toEqual(['4539148803436467']);
    expect(strong('card 4539 1488 0343 6467, please')).toEqual(['4539 1488 0343 6467']);
    expect(strong('{\\"cc\\": \\"4539148803436467\\"}')).toEqual(['4539148803436467']);
    expect(strong('card:\\n4539148803436467\\n')).toEqual(['4539148803436467']);
  });
  test('a number alone is doubtful, three alone are not', () => {
    expect(best('seen 4539148803436467 there')).toBeLessThan(0.8);
    expect(strong('a 4539148803436467\nb 374883521588522\nc 5512933236038776\n')).toHaveLength(3);
  });
  test('a failed check digit counts only right behind its name', () => {
    expect(strong('card number: 4539148803436468')).toEqual(['4539148803436468']);
    expect(matches('seen 4539148803436468 on the card')).toEqual([]);
  });
  test.each(['4111 1111 1111 1111', '4242424242424242', '378282246310005', '5555-5555-5555-4444', '6362000000000009'])(
    'the test card %s is nobody’s',
    (number) => expect(strong(`card number ${number}`)).toEqual([]),
  );
});

test('another word right before it makes it something else', () => {
  for (const word of ['gift card', 'sim card', 'order', 'tracking number', 'Bestellnummer', '订单'])
    expect(strong(`${word} 4539148803436467`)).toEqual([]);
});

test('definitions hold examples, not data', () => {
  const text = 'for example card number 4539148803436467';
  const found = inspectText(pii, text, subjectOf({ slot: 'tool', origin: 'server' }, text));
  expect(found.every((match) => (match.score ?? 1) < 0.8)).toBe(true);
});

test('everyday numbers are nothing', () => {
  const text =
    '2024-01-15T10:20:30.123456Z 1732184827 1732184827000 v1.22.333-4 192.168.100.200 123456789 $1,234,567.89 ' +
    '550e8400-e29b-41d4-a716-446655440000 sha512-4539148803436467 0.4539148803436467 #4821 ISBN 978-3-16-148410-0 12:30-13:45 8080 000-00-0000';
  expect(matches(text)).toEqual([]);
});

describe('linear', () => {
  const seeds = [
    '1',
    '1 ',
    '12-',
    '123-45-',
    '4539148803436467 ',
    'card 4539148803436468 ',
    'card ',
    'ssn:',
    'passport 1',
    'account number 12345678 ',
    'bank routing account number ',
    'GB33',
    'gb33 ',
    'GB82 WEST 1234 5698 7654 32 ',
    'iban GB33JERQ22633960477146 ',
    'a1',
    'a1 ',
    '+1 ',
    '+49 30 901820 77 ',
    'tel 0',
    'a@',
    'a@b.',
    'a@b.de ',
    '<',
    'P<GBR',
    'L898902C36GBR7408122F1204159ZE184226B<<<<<10\n',
    '身份证',
    'driver’s license number is is is ',
    '1234567890 ',
    '12.345.678-5 ',
    '\\n4',
  ];
  runHostileInputs(pii, 'prose', seeds);
});

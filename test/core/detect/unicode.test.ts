import { unicode } from '#core/detect/unicode.ts';
import { MATCHES_PER_RULE } from '#core/detect/unicode/collect.ts';
import { rawView } from '#core/text/views.ts';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';

runDetectorCases(unicode);

describe('scope', () => {
  test('only the text as sent is judged: decoded views have nothing left to hide', () => {
    const text = 'a\u202eb';
    const subject = subjectOf({}, text);
    expect(unicode.inspect(rawView(text), subject, [])).toHaveLength(1);
    expect(unicode.inspect({ ...rawView(text), name: 'url' }, subject, [])).toHaveLength(0);
  });

  test('a flood of one trait does not crowd out another', () => {
    const text = `${'ab\u200bcd '.repeat(1000)}\u{e0061}\u{e0062}`;
    const matches = inspectText(unicode, text, subjectOf({}, text));
    expect(matches.some((match) => match.rule.id === 'unicode.tag-characters')).toBe(true);
    expect(matches.length).toBeLessThanOrEqual(MATCHES_PER_RULE * unicode.rules.length);
  });

  test('ordinary text of many languages is clean', () => {
    const texts = [
      'Быстрая лиса пишет Анне.',
      'Η γρήγορη αλεπού γράφει στην Άννα.',
      'الثعلب السريع يكتب إلى آنا',
      'השועל המהיר כותב לאנה',
      'त्वरित लोमड़ी अन्\u200dना को लिखती है',
      'ภาษาไทย\u200bไม่มี\u200bช่องว่าง',
      '素早い狐がアンナに書く',
      'Schnelle Füchse schreiben an Ännchen, naïve façade',
      'τ = 2π, Δx ≥ ħ/2, 5 µm, 10 kΩ',
      '👩‍👩‍👧 ❤️ 🏳️‍🌈 1️⃣',
    ];
    for (const text of texts)
      expect([text, inspectText(unicode, text, subjectOf({ slot: 'result', direction: 'response' }, text))]).toEqual([text, []]);
  });
});

const strongest = (text: string): number =>
  Math.max(
    0,
    ...inspectText(unicode, text, subjectOf({ slot: 'result', direction: 'response' }, text)).map((m) => m.score ?? m.rule.score),
  );

test('who names the letters explains the trick and does not play it', () => {
  expect(strongest('Sign in at accounts.example, not at \u0430ccounts.example.')).toBeGreaterThanOrEqual(0.8);
  expect(strongest('accounts.example and \u0430ccounts.example (Cyrillic \u0430, U+0430)')).toBeLessThan(0.8);
  expect(strongest(`Cyrillic letters are fine.${' and so on'.repeat(20)} accounts.example, \u0430ccounts.example`)).toBeGreaterThanOrEqual(
    0.8,
  );
});

const SEEDS = [
  '\u200b',
  'a\u200b',
  'ab\u200b ',
  'a\u200bb ',
  '\u{e0041}',
  '\ufe00',
  '\u202e',
  '\u202e\n',
  'p\u0430ypal ',
  'a\u0430',
  '\u001b[',
  '\u001b]',
  '\u001b[m',
  '\u001b]8;',
  '\u3164',
  '\u00ad',
  '\u{1f600}',
];
runHostileInputs(unicode, 'prose', SEEDS);
runHostileInputs(unicode, 'prose', [
  Array.from({ length: 20_000 }, (_, i) => `w${i}\u200bx`).join(' '),
  Array.from({ length: 20_000 }, (_, i) => `w\u0430${i}x`).join(' '),
]);

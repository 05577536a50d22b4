import { xss } from '#core/detect/xss.ts';
import { asAnotherCharset } from '#core/detect/xss/charset.ts';
import { readAddress } from '#core/detect/xss/url.ts';
import { styleKind } from '#core/detect/xss/style.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';

runDetectorCases(xss);

const scoreOf = (text: string, more: Parameters<typeof subjectOf>[0] & { confidence?: number }): number =>
  Math.max(
    0,
    ...inspectText(xss, text, { ...subjectOf(more, text), ...(more.confidence && { confidence: more.confidence }) }).map(
      (m) => m.score ?? m.rule.score,
    ),
  );

describe('where it stands', () => {
  test('a page for a tool that takes pages is at most a finding; the same where nobody asked for markup is refused', () => {
    const page = '<div onclick="alert(1)"><script>document.cookie</script></div>';
    expect(scoreOf(page, { role: 'html' })).toBeLessThan(0.8);
    expect(scoreOf(page, { role: 'html', confidence: 0.4 })).toBeGreaterThanOrEqual(0.8);
    expect(scoreOf(page, { role: 'identifier' })).toBeGreaterThanOrEqual(0.8);
    expect(scoreOf(page, { role: 'code' })).toBe(0);
  });

  test('an attack that is spoken of is at most a finding', () => {
    const quotes = [
      'Steps to reproduce: type `<img src=x onerror=alert(1)>` into the name field and press save.',
      'The sanitizer lets <svg onload=alert(1)> through when the attribute is quoted.',
      'Example:\n\n```html\n<script>alert(1)</script>\n```\n',
    ];
    for (const text of quotes) expect([text, scoreOf(text, { role: 'prose' }) < 0.8]).toEqual([text, true]);
  });

  test('what a result holds reaches no page of the caller', () => {
    expect(scoreOf('<script>alert(1)</script>', { role: 'prose', slot: 'result', direction: 'response' })).toBe(0);
  });
});

describe('addresses', () => {
  test('controls and white space between the letters of a scheme change nothing', () => {
    const junk = fc.string({ unit: fc.constantFrom('\t', '\n', '\r', '\0', ' ', '\u0001'), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(junk, { minLength: 11, maxLength: 11 }), (parts) => {
        const address = [...'javascript:'].map((letter, i) => `${parts[i]}${letter}`).join('');
        expect(readAddress(`${address}alert(1)`).kind).toBe('script');
      }),
    );
  });

  test('pictures, files and places in a page run nothing', () => {
    for (const address of ['data:image/png;base64,AAAA', 'https://example.com/javascript:x', '#top', 'mailto:a@example.com', '/a:b'])
      expect([address, ['script', 'document'].includes(readAddress(address).kind ?? '')]).toEqual([address, false]);
  });
});

test('styles are read without escapes and comments', () => {
  expect(styleKind('width:\\65 xpression(alert(1))')).toBe('code');
  expect(styleKind('x:"/*";y:ex/**/pression(1)')).toBe('code');
  expect(styleKind('background:url(/*x*/"https://example.com/a.png")')).toBeNull();
});

test('a text without a foreign charset stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(asAnotherCharset(text)).toBe(text);
    }),
  );
});

const SEEDS = [
  '<',
  '<a ',
  '<a b=',
  '<a b="',
  '<a b=\'<c d="',
  '<!--',
  '<!',
  '<![CDATA[',
  '</',
  '</script',
  '<script>',
  '<style>',
  '<title>',
  '<x onx=',
  '" onload=',
  "'-alert(",
  '"',
  "';",
  'alert(',
  'javascript:',
  '](',
  '](javascript:',
  ']: ',
  '[][',
  '![]',
  'top["',
  '/*',
  '*/',
  '```',
  '`',
  '+ADw-',
  ' adw-',
  '\u00bca',
  'eval(',
  'a ',
  '&#97;',
  'style=expression(',
  'document.cookie ',
];
runHostileInputs(xss, 'prose', SEEDS);
runHostileInputs(xss, 'prose', ['\\65 ', '/*', '@import', "'", 'url('], '<p style="');
runHostileInputs(xss, 'prose', ['<a b="', '<!--', '<x onload=alert(1) '], '<a title="');
runHostileInputs(xss, 'identifier', ["'", 'location=', '" a=b onload=']);

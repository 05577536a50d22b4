import { sqlInjection } from '#core/detect/sql-injection.ts';
import type { Role } from '#core/finding.ts';
import { rawView } from '#core/text/views.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hitsOf, inspectText, runDetectorCases, subjectOf } from '../../support/detector-cases.ts';

const ROLES = 'identifier,prose,sql'.split(',') as Role[];
/** Per second of processor time, which other work on the machine does not take away. */
const SPEED_MIN = 3;
const RUNS = 5;
const MEGABYTE = 1_000_000;

describe('sql-injection: cases', () => {
  runDetectorCases(sqlInjection);
});

function speedOf(text: string, role: Role): number {
  const subject = subjectOf({ role }, text);
  const hits = hitsOf(sqlInjection, text.slice(0, 100));
  let best = 0;
  for (let run = 0; run < RUNS && best < SPEED_MIN; run++) {
    const before = process.cpuUsage();
    sqlInjection.inspect(rawView(text), subject, hits);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, text.length / (user + system));
  }
  return best;
}

describe('sql-injection: hostile text is judged in linear time', () => {
  const units = [
    "'",
    '"',
    '(',
    ';',
    '/*',
    '$(',
    '`',
    'or 1=1 ',
    "' or ",
    '(select 1,',
    'a|',
    'curl x|sh;',
    '() {',
    'eval(',
    '\\',
    '{a,',
    '$a$',
  ];
  test.each(units.map((unit) => [JSON.stringify(unit), unit] as const))('1 MB of %s', (_name, unit) => {
    const text = unit.repeat(Math.ceil(MEGABYTE / unit.length));
    for (const role of ROLES) expect(speedOf(text, role)).toBeGreaterThanOrEqual(SPEED_MIN);
  });
});

describe('sql-injection: any text', () => {
  const piece = fc.constantFrom(
    "'",
    '"',
    ' or ',
    '1=1',
    '--',
    ';',
    '|',
    '&&',
    '$(',
    ')',
    '`',
    ' select ',
    ' from ',
    'cat ',
    '/etc/passwd',
    '\n',
    '/*',
    '*/',
    '{',
    '}',
    '#',
    'x',
    '7',
    ',',
    '\\',
    '$IFS',
    '<(',
  );
  const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join(''));

  test('every match lies within the text, once for each rule, with a score that says something', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...ROLES), (one, role) => {
        const matches = inspectText(sqlInjection, one, subjectOf({ role }, one));
        expect(new Set(matches.map((match) => match.rule.id)).size).toBe(matches.length);
        for (const { start, end, score } of matches) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(one.length);
          expect(score).toBeGreaterThanOrEqual(0.4);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('plain words and numbers never match', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z]{3,9}$|^[0-9]{1,5}$/), { maxLength: 12 }).map((parts) => parts.join(', '));
    fc.assert(
      fc.property(plain, (one) => {
        expect(inspectText(sqlInjection, one, subjectOf({ role: 'identifier' }, one))).toEqual([]);
      }),
    );
  });
});

describe('sql-injection: length hides nothing', () => {
  test('an attack behind more tokens than one segment holds is found', () => {
    const text = `${'a, '.repeat(20_000)}1 UNION SELECT password FROM users`;
    const [match] = inspectText(sqlInjection, text, subjectOf({ role: 'identifier' }, text));
    expect(match?.rule.id).toBe('sql.union-select');
    expect(text.slice(match?.start, match?.end)).toBe('UNION SELECT password');
  });
});

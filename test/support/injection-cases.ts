/** What the injection detectors must do alike: hold their cases, stay linear on hostile text, report sound spans, leave plain words alone. */
import type { Detector } from '#core/detect/detector.ts';
import type { Role } from '#core/finding.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, subjectOf } from './detector-cases.ts';
import { expectLinear } from './linear.ts';

const MEGABYTE = 1_000_000;

/** Declares the tests. `roles` are those in which the hostile text is judged. */
export function runInjectionDetector(detector: Detector, roles: readonly Role[]): void {
  describe(`${detector.name}: cases`, () => {
    runDetectorCases(detector);
  });

  describe(`${detector.name}: hostile text is judged in linear time`, () => {
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
      for (const role of roles) expectLinear(text, (part) => void inspectText(detector, part, subjectOf({ role }, part)));
    });
  });

  describe(`${detector.name}: any text`, () => {
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
        fc.property(text, fc.constantFrom(...roles), (one, role) => {
          const matches = inspectText(detector, one, subjectOf({ role }, one));
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
          expect(inspectText(detector, one, subjectOf({ role: 'identifier' }, one))).toEqual([]);
        }),
      );
    });
  });
}

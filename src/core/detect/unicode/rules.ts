/** Rules of the unicode detector. Scores at or above 0.8 deny at the default strictness. */
import type { Rule, Severity } from '../../finding.ts';

function rule(name: string, severity: Severity, score: number, reference: string, sentence: string): Rule {
  return {
    id: `unicode.${name}`,
    category: 'unicode_smuggling',
    threat: 'M03',
    severity,
    score,
    references: ['OWASP-MCP03', reference],
    sentence,
  };
}

export const RULES = {
  tags: rule(
    'tag-characters',
    'critical',
    0.97,
    'CWE-451',
    'Invisible tag characters (U+E0000 block) spell out text that people do not see and models read.',
  ),
  selectors: rule(
    'variation-selectors',
    'critical',
    0.96,
    'CWE-451',
    'A run of variation selectors carries hidden bytes; one selector is all that a character can use.',
  ),
  zeroWidthRun: rule('zero-width-run', 'high', 0.93, 'CWE-451', 'A long run of zero-width characters carries hidden bits.'),
  splitWord: rule(
    'split-word',
    'high',
    0.88,
    'CWE-451',
    'Invisible characters stand between the letters of words, so that filters do not find the words.',
  ),
  hiddenTwin: rule(
    'invisible-in-identifier',
    'high',
    0.9,
    'CVE-2021-42694',
    'A name differs from another one in the same text, or from what it shows, only by an invisible character.',
  ),
  stray: rule('stray-invisible', 'low', 0.45, 'CWE-451', 'An invisible character stands inside a word.'),
  invisibleLetter: rule(
    'invisible-letter',
    'high',
    0.85,
    'CVE-2021-42694',
    'A letter without a glyph, such as the Hangul filler, stands in the text as if it were a name.',
  ),
  heap: rule(
    'stacked-marks',
    'medium',
    0.85,
    'CWE-451',
    'Many marks are heaped on one letter; no script does that, and it hides words from filters or floods what shows them.',
  ),
  privateUse: rule(
    'private-use-run',
    'high',
    0.84,
    'CWE-451',
    'A run of private use characters, which mean nothing but to those who agreed on it, carries hidden data.',
  ),
  bidiInCode: rule(
    'bidi-in-code',
    'high',
    0.86,
    'CVE-2021-42574',
    'Direction controls stand in a line of code that has no right-to-left text, so that it reads other than it runs.',
  ),
  falseSlash: rule(
    'slash-look-alike',
    'critical',
    0.93,
    'CWE-1007',
    'A character that looks like a slash stands within the host of an address, so that it seems to end before it does.',
  ),
  bidiOverride: rule(
    'bidi-override',
    'critical',
    0.92,
    'CVE-2021-42574',
    'A direction override makes the text read in another order than it is written: what is reviewed is not what is run.',
  ),
  bidiUnbalanced: rule(
    'bidi-unbalanced',
    'high',
    0.86,
    'CVE-2021-42574',
    'A direction embedding or isolate is left open at the end of its line and reorders what follows.',
  ),
  homoglyph: rule(
    'homoglyph',
    'high',
    0.85,
    'CVE-2021-42694',
    'A word mixes Latin letters with look-alikes of another script, so that it only looks like the word it seems to be.',
  ),
  homoglyphTwin: rule(
    'homoglyph-twin',
    'critical',
    0.95,
    'CVE-2021-42694',
    'Two names in the text look the same, but one has look-alike letters of another script.',
  ),
  ansiHidden: rule(
    'terminal-hidden',
    'high',
    0.88,
    'CWE-150',
    'Terminal escape sequences hide text, or write to the clipboard or title of whoever displays it.',
  ),
  ansi: rule('terminal-control', 'medium', 0.5, 'CWE-150', 'Terminal escape sequences move the cursor or erase what was shown.'),
  colour: rule('terminal-colour', 'low', 0.4, 'CWE-150', 'The text holds terminal colours.'),
} as const satisfies Record<string, Rule>;

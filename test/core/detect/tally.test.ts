import { Tally } from '#core/detect/tally.ts';
import type { Rule } from '#core/finding.ts';
import { rawView } from '#core/text/views.ts';
import { expect, test } from 'vitest';
import { subjectOf } from '../../support/detector-cases.ts';

const rule: Rule = { id: 'a.b', category: 'xss', threat: 'R05', severity: 'high', score: 0.9, references: [], sentence: 'It is.' };

test('what one view shows in part and another whole counts once, with the stronger score', () => {
  const text = 'abcdef';
  const { leaf, role } = subjectOf({}, text);
  const tally = new Tally(leaf, role);
  const decoded = { ...rawView(text), name: 'html' };
  tally.add({ rule, start: 0, end: 4, score: 0.6 }, rawView(text));
  tally.add({ rule, start: 1, end: 4 }, decoded);
  tally.add({ rule, start: 0, end: 3, score: 0.7 }, rawView(text));
  expect(tally.hits.map(({ view, score }) => ({ view, score }))).toEqual([{ view: 'html', score: 0.9 }]);
});

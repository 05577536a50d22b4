/** The figures that are served are those of this engine. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENGINE } from '#core/judge.ts';
import figures from '#http/quality.json' with { type: 'json' };
import { CORPUS, corpusDigest, has_corpus, readRows, type Row } from '../support/corpus.ts';
import { readBlind } from '../blind/blind.ts';
import { judgeLeftOut, leftOutOf } from './left-out.ts';
import { blindOf, judgeRow, qualityOf, rateOf, type Quality } from './measure.ts';
import { qualityPage } from './report.ts';

if (!has_corpus) console.warn(`No corpus at ${CORPUS} (set COUNTERSIGN_CORPUS): the committed figures are NOT measured again.`);

const row = (label: Row['label'], text: string): Row => ({
  id: text,
  source: 's',
  direction: 'request',
  label,
  category: label === 'benign' ? 'benign' : 'ssrf',
  file: 'benign-x',
  message: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'fetch', arguments: { url: text } } },
});

it('counts what is denied, and what is allowed only with modifications', () => {
  const judged = ['http://169.254.169.254/', 'https://example.com/', 'http://2852039166/', 'https://example.org/'].map((url) =>
    judgeRow(row('malicious', url)),
  );
  expect(judged.map(({ detected }) => detected)).toEqual([true, false, true, false]);
  expect(rateOf(judged)).toEqual({ rows: 4, hits: 2, rate: 0.5, low: 0.15004, high: 0.84996 });
  expect(rateOf([])).toMatchObject({ rows: 0, rate: 0, low: 0, high: 1 });
});

const told = (source: string, text: string, label: Row['label'] = 'malicious'): Row => ({
  ...row(label, text),
  source,
  direction: 'response',
  category: label === 'benign' ? 'benign' : 'prompt_injection',
  message: { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } },
});

it('leaves out a source: its messages alone are judged by the scorer that has not seen it', () => {
  const text = 'The important news of today: the train to the coast leaves at noon.';
  const judged = [told('a', text), told('b', `${text} `), told('c', text, 'benign'), row('malicious', 'http://169.254.169.254/')].map(
    (one) => judgeRow(one),
  );
  expect(judged.map(({ detected }) => detected)).toEqual([false, false, false, true]);
  const again = judgeLeftOut(judged, [{ sources: new Set(['a', 'c', 's']), score: () => 0.9 }]);
  expect(again.map(({ detected }) => detected)).toEqual([true, false, true, true]);
  // The category with one source says nothing.
  expect(leftOutOf(again)).toMatchObject({
    macro_recall: 0.5,
    false_positives: { rows: 1, hits: 1 },
    categories: [{ category: 'prompt_injection', rows: 2, hits: 1 }],
  });
});

it('the committed figures are of these rules, and the page shows them', () => {
  expect(figures.engine, 'run npm run quality').toEqual(ENGINE);
  expect(readFileSync(new URL('../../docs/quality.md', import.meta.url), 'utf8')).toBe(qualityPage(figures as Quality));
});

it.skipIf(!has_corpus)(
  'measured again, they are the same',
  () => {
    const rows = readRows();
    const corpus = { ...figures.corpus, digest: corpusDigest(), rows: rows.length };
    const again = qualityOf(
      rows.map((one) => judgeRow(one)),
      { engine: ENGINE, corpus, left_out: figures.left_out, blind: blindOf(readBlind()) },
    );
    expect(again, 'run npm run quality').toEqual(figures);
  },
  120_000,
);

/** `npm run quality [-- --check] [-- --worst N]`: judges the labelled corpus in this process; writes docs/quality.md and the data of GET /quality. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ENGINE } from '#core/judge.ts';
import { CORPUS, corpusDigest, has_corpus, readRows } from '../test/support/corpus.ts';
import { readBlind } from '../test/blind/blind.ts';
import { blindOf, judgeRow, qualityOf, type Judged } from '../test/quality/measure.ts';
import { judgeLeftOut, leftOutOf } from '../test/quality/left-out.ts';
import { qualityPage } from '../test/quality/report.ts';
import { unknowing } from './scorer/left-out.ts';

const DATA = new URL('../src/http/quality.json', import.meta.url);
const PAGE = new URL('../docs/quality.md', import.meta.url);
const EXIT_USAGE = 2;
/** Of the text of a message that is shown. */
const SHOWN_CHARS = 240;

function optionsOrExit(): { worst: number; check: boolean } {
  try {
    const { values } = parseArgs({ options: { worst: { type: 'string', default: '0' }, check: { type: 'boolean', default: false } } });
    if (!/^\d{1,4}$/.test(values.worst)) throw new Error('--worst takes a number');
    return { worst: Number(values.worst), check: values.check };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : ''}\nusage: npm run quality [-- --check] [-- --worst N]\n`);
    process.exit(EXIT_USAGE);
  }
}

const tell = ({ row, verdict }: Judged): string => {
  const findings = verdict.findings.slice(0, 3).map((f) => `${f.rule} ${f.score} at ${f.path}`);
  return `${row.id}  ${row.category}  risk ${verdict.risk}  ${findings.join('; ')}\n    ${JSON.stringify(row.message).slice(0, SHOWN_CHARS)}\n`;
};

/** False positives by what they would cost, misses by how little was seen of them; spread over sources. */
function worstOf(judged: readonly Judged[], count: number): string {
  const wrong = judged.filter(({ detected }) => detected).filter(({ row }) => row.label === 'benign');
  const missed = judged.filter(({ row, detected }) => row.label === 'malicious' && !detected);
  const spread = [...Map.groupBy(missed, ({ row }) => `${row.category} ${row.source}`).values()];
  const misses = Array.from({ length: count }, (_, i) => spread.flatMap((own) => own[i] ?? []))
    .flat()
    .slice(0, count);
  const alarms = wrong.toSorted((a, b) => b.verdict.risk - a.verdict.risk).slice(0, count);
  return `False positives:\n${alarms.map(tell).join('')}\nMisses:\n${misses.map(tell).join('')}`;
}

if (!has_corpus) {
  process.stderr.write(`No corpus at ${CORPUS}: nothing is measured. Set COUNTERSIGN_CORPUS.\n`);
  process.exit(1);
}
const { worst, check } = optionsOrExit();
const rows = readRows();
const judged = rows.map((row) => judgeRow(row));
const corpus = { name: 'development', digest: corpusDigest(), rows: rows.length, sources: new Set(rows.map((row) => row.source)).size };
const left_out = leftOutOf(judgeLeftOut(judged, unknowing(CORPUS)));
const quality = qualityOf(judged, { engine: ENGINE, corpus, left_out, blind: blindOf(readBlind()) });
const page = qualityPage(quality);
process.stdout.write(page);
if (worst) process.stdout.write(worstOf(judged, worst));
if (check) {
  if (JSON.stringify(JSON.parse(readFileSync(DATA, 'utf8'))) === JSON.stringify(quality)) process.exit(0);
  process.stderr.write('The committed figures are not those of this engine: run npm run quality.\n');
  process.exit(1);
}
writeFileSync(DATA, `${JSON.stringify(quality)}\n`);
writeFileSync(PAGE, page);

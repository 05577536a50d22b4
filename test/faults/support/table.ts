/** The fault table: what was done, how often, and what came of it. */
import { appendFileSync, readFileSync } from 'node:fs';

export type FaultRow = {
  what: string;
  times: number;
  /** Calls that were answered. */
  answered: number | null;
  /** Verdicts that a client received and the audit trail has not. */
  lost: number | null;
  /** Records that stand in the trail more than once. */
  duplicated: number | null;
  /** The longest of the times until all was well again. */
  recovered_s: number | null;
  note: string;
};

/** One line of JSON to the file that `scripts/faults.ts` names. */
export function report(row: Partial<FaultRow> & Pick<FaultRow, 'what' | 'times'>): void {
  const whole: FaultRow = { answered: null, lost: null, duplicated: null, recovered_s: null, note: '', ...row };
  const file = process.env['FAULTS_TABLE'];
  if (file) appendFileSync(file, `${JSON.stringify(whole)}\n`);
}

export const readRows = (file: string): FaultRow[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FaultRow);

const HEADS = ['what', 'times', 'answered', 'lost', 'duplicated', 'recovered in (s)', 'note'];

/** As Markdown, for people and for documents. */
export function showTable(rows: readonly FaultRow[]): string {
  const cells = rows.map((row) => [
    row.what,
    String(row.times),
    shown(row.answered),
    shown(row.lost),
    shown(row.duplicated),
    row.recovered_s === null ? '–' : row.recovered_s.toFixed(2),
    row.note,
  ]);
  const widths = HEADS.map((head, i) => Math.max(head.length, ...cells.map((line) => line[i]?.length ?? 0)));
  const line = (texts: readonly string[]): string => `| ${texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(HEADS), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
}

const shown = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en'));

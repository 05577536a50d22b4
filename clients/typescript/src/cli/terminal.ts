/** What is printed: results on stdout, everything about the way there on stderr, colours only on a terminal. */
import { styleText } from 'node:util';

type Style = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

export type Terminal = {
  json: boolean;
  /** A result for people; nothing with `--json`. */
  say(line: string): void;
  /** A result for programs; nothing without `--json`. */
  data(value: unknown): void;
  /** About the way there; an object with `--json`. */
  note(line: string): void;
  paint(style: Style, text: string): string;
  progress(total: number | undefined): Progress;
};
type Progress = { at(done: number, detail: string): void; end(): void };

const BAR_WIDTH = 28;
const PROGRESS_EVERY_MS = 100;

/** NO_COLOR as on no-color.org: any text but the empty one. */
const mayColour = (stream: NodeJS.WriteStream): boolean => stream.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

export function openTerminal({ json, pretty = true }: { json: boolean; pretty?: boolean }): Terminal {
  const { stdout, stderr } = process;
  const colours = mayColour(stdout);
  return {
    json,
    say: (line) => void (json || stdout.write(`${line}\n`)),
    data: (value) => void (json && stdout.write(`${JSON.stringify(value, null, pretty && stdout.isTTY ? 2 : undefined)}\n`)),
    note: (line) => void stderr.write(`${json ? JSON.stringify({ note: line }) : line}\n`),
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    progress: (total) => (stderr.isTTY ? bar(stderr, total) : { at() {}, end() {} }),
  };
}

function bar(stream: NodeJS.WriteStream, total: number | undefined): Progress {
  let shown_ms = 0;
  const started = performance.now();
  return {
    at(done, detail) {
      const now = performance.now();
      if (now - shown_ms < PROGRESS_EVERY_MS && done !== total) return;
      shown_ms = now;
      const share = total ? Math.min(1, done / total) : 0;
      const filled = Math.round(share * BAR_WIDTH);
      const rate = Math.round(done / Math.max((now - started) / 1_000, 0.001));
      const head = total ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)}% ` : '';
      stream.write(`\r\u001b[K${head}${count(done)}${total ? ` of ${count(total)}` : ''}  ${count(rate)}/s  ${detail}`);
    },
    end: () => void stream.write('\r\u001b[K'),
  };
}

export const count = (n: number): string => n.toLocaleString('en-US');

/** Columns as wide as their widest cell; numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, shown(cell).length);
  return rows.map((row) =>
    row
      .map((cell, i) => (typeof cell === 'number' ? shown(cell).padStart(widths[i]!) : shown(cell).padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

const shown = (cell: string | number): string => (typeof cell === 'number' ? count(cell) : clean(cell));

/**
 * Text that somebody else wrote (names of tools, details of problems) could move the cursor and hide what is said: what has no
 * glyph of its own is written as its code.
 */
export const clean = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);

/** Who has typed a key in a wrong place is told so, and the key is not in the log of a build. */
export const withoutKeys = (text: string): string => text.replaceAll(/\b(cs_(?:live|test)_[0-9A-Za-z]{4})[0-9A-Za-z]+/g, '$1…');

/** Text that reads in another order than it is written: Trojan Source (Boucher & Anderson, USENIX Security 2023; CVE-2021-42574). */
import { isBidiControl, isRightToLeft } from './characters.ts';
import type { Matches } from './collect.ts';
import { RULES } from './rules.ts';

const PDF = 0x202c;
const LRO = 0x202d;
const RLO = 0x202e;
const PDI = 0x2069;
/** Right-to-left writers type embeddings by hand and forget to close them. */
const AMONG_RTL_SCORE = 0.5;
/** Comments, blocks and statements, of most languages. */
const CODE = /\/[/*]|\*\/|[)\]]\s{0,4}\{|;\s{0,8}$|==|&&|=>/;
const CODE_MAX = 2_048;

/** Judges line by line, for controls end with their paragraph (UAX #9, P1). Linear. */
export function findBidi(text: string, matches: Matches): void {
  let line = 0;
  while (line <= text.length) {
    const newline = text.indexOf('\n', line);
    const end = newline < 0 ? text.length : newline;
    judgeLine(text, line, end, matches);
    line = end + 1;
  }
}

function judgeLine(text: string, start: number, end: number, matches: Matches): void {
  let first = -1;
  let last = -1;
  let override = false;
  let embeddings = 0;
  let isolates = 0;
  let rtl = false;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x590) continue;
    if (isRightToLeft(unit) || (unit >= 0xd802 && unit <= 0xd803)) rtl = true;
    if (!isBidiControl(unit)) continue;
    if (first < 0) first = i;
    last = i;
    if (unit === RLO || unit === LRO) override = true;
    if (unit === PDI) isolates = Math.max(0, isolates - 1);
    else if (unit === PDF) embeddings = Math.max(0, embeddings - 1);
    else if (unit >= 0x2066) isolates++;
    else embeddings++;
  }
  if (first < 0) return;
  const score = rtl ? AMONG_RTL_SCORE : undefined;
  if (override) matches.push(RULES.bidiOverride, first, last + 1, score);
  else if (embeddings + isolates > 0) matches.push(RULES.bidiUnbalanced, first, last + 1, score);
  else if (!rtl && last - first > 1 && CODE.test(text.slice(start, Math.min(end, start + CODE_MAX))))
    matches.push(RULES.bidiInCode, first, last + 1);
}

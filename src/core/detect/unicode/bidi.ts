/** Text that reads in another order than it is written: Trojan Source (Boucher & Anderson, USENIX Security 2023; CVE-2021-42574). */
import type { Match } from '../../finding.ts';
import { isBidiControl, isRightToLeft } from './characters.ts';
import { RULES } from './rules.ts';

const PDF = 0x202c;
const LRO = 0x202d;
const RLO = 0x202e;
const PDI = 0x2069;
/** Right-to-left writers type embeddings by hand and forget to close them. */
const AMONG_RTL_SCORE = 0.5;

/** Judges line by line, for controls end with their paragraph (UAX #9, P1). Linear. */
export function findBidi(text: string): Match[] {
  const matches: Match[] = [];
  let line = 0;
  while (line <= text.length) {
    const newline = text.indexOf('\n', line);
    const end = newline < 0 ? text.length : newline;
    matches.push(...judgeLine(text, line, end));
    line = end + 1;
  }
  return matches;
}

function judgeLine(text: string, start: number, end: number): Match[] {
  let first = -1;
  let last = -1;
  let override = -1;
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
    if (unit === RLO || unit === LRO) override = i;
    if (unit === PDI) isolates = Math.max(0, isolates - 1);
    else if (unit === PDF) embeddings = Math.max(0, embeddings - 1);
    else if (unit >= 0x2066) isolates++;
    else embeddings++;
  }
  if (first < 0) return [];
  const weaker = rtl ? { score: AMONG_RTL_SCORE } : {};
  if (override >= 0) return [{ rule: RULES.bidiOverride, start: first, end: last + 1, ...weaker }];
  return embeddings + isolates > 0 ? [{ rule: RULES.bidiUnbalanced, start: first, end: last + 1, ...weaker }] : [];
}

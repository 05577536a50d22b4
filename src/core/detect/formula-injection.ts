/** Formula injection (threat Q01): cells that run programs or send other cells away when a spreadsheet opens them (CWE-1236). */
import type { Match, Rule, Severity } from '../finding.ts';
import type { Step } from '../mcp/surface.ts';
import { wordsOf } from '../roles/tokens.ts';
import type { Detector } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';

const rule = (id: string, score: number, severity: Severity, sentence: string): Rule => ({
  id: `formula.${id}`,
  category: 'other',
  threat: 'Q01',
  severity,
  score,
  references: ['https://cwe.mitre.org/data/definitions/1236.html', 'https://owasp.org/www-community/attacks/CSV_Injection', 'OWASP-MCP05'],
  sentence,
});

const RULES = {
  dde: rule('program-link', 0.95, 'critical', 'The value is a formula with a link to another program (DDE), which a spreadsheet starts.'),
  sends: rule(
    'sends-cells',
    0.86,
    'high',
    'The value is a formula that puts the content of other cells into an address which it fetches or shows as a link.',
  ),
  fetches: rule(
    'fetches-address',
    0.82,
    'high',
    'The value is a formula that fetches an address, in an argument that is not meant to hold formulas.',
  ),
} as const;

/** What makes a spreadsheet read a cell as a formula; tab and line break first count too (OWASP). */
const FORMULA = /^\s*["']?\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** `cmd|' /C calc'!A0`: program, bar, topic, exclamation mark, item. */
const DDE = /[\w.]{2,64}\|[^!\n]{1,512}!['"]?[\w$]/;
/** The first argument of the function that does the same. */
const DDE_CALL = /^[=+\-@]?DDE(?:AUTO)?\s{0,4}(?:\(\s{0,4})?["']([^"'\n]{0,140})/i;
const DDE_PROGRAM = /^(?:cmd|mshta|powershell|rundll32|regsvr32|wscript|cscript|msexcel|winword|certutil)|\\[^"'\n]{1,64}\.exe/i;
const FETCH =
  /\b(?:IMPORT(?:XML|DATA|HTML|FEED|RANGE)|WEBSERVICE|IMAGE|HYPERLINK|ENCODEURL|FILTERXML|RTD|CALL|REGISTER\.ID|EXEC)\s{0,4}\(/i;
/** A link, a picture, a sheet of the same account, each by a fixed address: nothing leaves with it. */
const SHOWN =
  /^\s*["']?\s*=\s{0,4}(?:HYPERLINK|IMAGE|IMPORTRANGE)\s{0,4}\(\s{0,4}["']\s{0,4}https?:\/\/[^"'{}$?]{1,256}["']\s{0,4}(?:[,;]|\)\s{0,8}$)/i;
const SHOWN_SCORE = 0.5;
/** An address that is put together from cells: one behind it, or a function that joins it with others. */
const WEB_ADDRESS = /https?:\/\//i;
const JOINED_CELL = /[&,]\s{0,4}(?:\w{1,32}\s{0,2}\(\s{0,4}){0,4}\$?[A-Z]{1,3}\$?\d{1,7}/i;
const JOINS = /(?:CONCAT(?:ENATE)?|JOIN)\s{0,4}\(/i;
const ADDRESS = /["']\s{0,4}(?:https?|ftp|file|\\\\|\/\/)/i;
/** Arguments for formulas. */
const FORMULA_NAMES = new Set('formula formulas cell cells values rows row range expression data columns column table records'.split(' '));

function takesFormula(at: Step): boolean {
  for (let step: Step | null = at; step && step.key !== 'arguments'; step = step.up)
    if (typeof step.key === 'string' && wordsOf(step.key).some((word) => FORMULA_NAMES.has(word))) return true;
  return false;
}

/** Spaces between all letters do not keep a spreadsheet from reading the name of a program. */
const SPACES = /\s+/g;
const CELL_LENGTH_MAX = 32_767;

export const formulaInjection: Detector = {
  name: 'formula-injection',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: ['|', 'dde', 'import', 'webservice', 'hyperlink', 'image(', 'image (', 'rtd(', 'call(', 'register.id', 'exec('],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind === 'value' &&
    CALLER_SLOTS.has(leaf.slot) &&
    leaf.text.length <= CELL_LENGTH_MAX &&
    (PART_ROLES.has(role) || TEXT_ROLES.has(role) || role === 'code'),
  inspect({ text }, { leaf, purposes }): Match[] {
    const whole = { start: 0, end: text.length };
    if (DDE_PROGRAM.test(DDE_CALL.exec(text.trimStart().slice(0, 256))?.[1] ?? '')) return [{ rule: RULES.dde, ...whole }];
    if (!FORMULA.test(text.slice(0, 64))) return [];
    if (text.includes('|') && text.includes('!') && isLink(text)) return [{ rule: RULES.dde, ...whole }];
    if (!FETCH.test(text)) return [];
    if (text.split('\n').some(sendsCells)) return [{ rule: RULES.sends, ...whole }];
    if (!ADDRESS.test(text) || takesFormula(leaf.at) || purposes?.has('sheet') || purposes?.has('formula')) return [];
    return [{ rule: RULES.fetches, ...whole, ...(SHOWN.test(text) && { score: SHOWN_SCORE }) }];
  },
};

function sendsCells(line: string): boolean {
  const address = line.search(WEB_ADDRESS);
  if (address < 0) return false;
  const joins = line.search(JOINS);
  return JOINED_CELL.test(line.slice(address)) || (joins >= 0 && WEB_ADDRESS.test(line.slice(joins)));
}

/** Code has bars and exclamation marks as well: `- a || b != c`, `--flag | grep !x`. */
function isLink(text: string): boolean {
  const close = text.replaceAll(SPACES, '');
  if (close.includes('||')) return false;
  const link = DDE.exec(close);
  return link !== null && (/^[\w.]{2,64}\|['"]/.test(link[0]) || /^(?:cmd|mshta|powershell|rundll32|msexcel|excel|winword)/i.test(link[0]));
}

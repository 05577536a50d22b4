/**
 * Whether a text may hold a command at all, told without tokens. It looks at every place where a command can begin, whatever quote the text
 * lands in, and asks for the name of a program there, or for a redirection to a file that matters; `true` says "may", `false` says "cannot".
 */
import { SHELL_TOKENS_MAX } from '../../text/shell-tokens.ts';
import { ENTITY, isBlank, readShellWord, SHELL_WORD_MAX } from '../../text/shell-words.ts';
import { bitsOfSets, WordTable } from '../../text/word-table.ts';
import { ASSIGNMENT, nameOf, RESERVED } from './commands.ts';
import { isDisk, isStartupFile } from './damage.ts';
import { GRAVE } from './misuse.ts';
import { isSocketFile } from './reverse-shell.ts';
import { COMMON, isCredentialFile, PREFIXES, PROGRAMS } from './words.ts';

const STEPS_MAX = 24;
/** Units of words with quotes or variables that are read as the shell reads them, for each unit of the text. */
const CAREFUL_FACTOR = 4;
const CAREFUL_FLOOR = 4_096;

const KNOWN: ReadonlySet<string> = new Set([...PROGRAMS, ...COMMON, ...PREFIXES, ...GRAVE]);
const FAMILY = /^(?:mkfs|python|php|lua)/i;
/** Units of the longest. */
const NAME_MAX = Math.max(...[...KNOWN].map((name) => name.length));
const NAME = 1;
const SKIPPED = 2;
const NAMES = new WordTable(
  bitsOfSets([
    [NAME, [...KNOWN]],
    [SKIPPED, [...RESERVED].filter((word) => /^\w+$/.test(word))],
  ]),
  { extra: '-.', wide: false },
);

/** Kinds of units inside a word: what ends it, letters and hyphens, what stands for itself, and what the shell takes away. */
const ENDS = 0;
const LETTER = 1;
const OTHER = 2;
const SPECIAL = 4;
const KINDS = new Uint8Array(65_536).fill(OTHER);
for (let unit = 65; unit <= 90; unit++) KINDS[unit] = KINDS[unit + 32] = LETTER;
KINDS[45] = KINDS[95] = LETTER;
for (const c of '\n\r;|<>()`') KINDS[c.charCodeAt(0)] = ENDS;
for (let unit = 0; unit <= 0xa0; unit++) if (isBlank(unit)) KINDS[unit] = ENDS;
for (const c of '\'"\\$^&') KINDS[c.charCodeAt(0)] = SPECIAL;

const HEAD = 1;
const CLOSE = 2;
const REDIRECT = 4;
const MARKS = new Uint8Array(65_536);
for (const c of '\n\r;|&(') MARKS[c.charCodeAt(0)] = HEAD;
for (const c of ')`') MARKS[c.charCodeAt(0)] = HEAD | CLOSE;
for (const c of '<>') MARKS[c.charCodeAt(0)] = REDIRECT;

/** Text with what is asked of it more than once. */
type Page = {
  text: string;
  /** A substitution may stand in double quotes. */
  quoted: boolean;
  /** A list in braces may stand in it. */
  braced: boolean;
  /** A bracket opened where a command begins: what follows behind it may be that command's name. */
  nested: boolean;
  /** Units that may still be read carefully. */
  room: number;
};

export function mayHoldCommand(text: string): boolean {
  // The next segment of a long text begins anywhere.
  if (text.length > SHELL_TOKENS_MAX && countTokens(text) > SHELL_TOKENS_MAX) return true;
  const single = text.indexOf("'");
  const double = text.indexOf('"');
  const room = CAREFUL_FACTOR * text.length + CAREFUL_FLOOR;
  const page: Page = {
    text,
    quoted: double >= 0 && (text.includes('$(') || text.includes('`')),
    braced: text.includes('{') && hasBraceList(text),
    nested: false,
    room,
  };
  if (headAt(page, 0) || (single >= 0 && headAt(page, single + 1)) || (double >= 0 && headAt(page, double + 1))) return true;
  for (let i = 0; i < text.length; i++) {
    const mark = MARKS[text.charCodeAt(i)]!;
    if (mark === 0) continue;
    if (mark === REDIRECT ? redirectsAt(page, i) : headAt(page, i + 1) || ((mark & CLOSE) !== 0 && goesOnInQuotes(page, i + 1)))
      return true;
  }
  return false;
}

/** No fewer than the lexer makes: a token begins behind white space, at a mark or behind one. */
function countTokens(text: string): number {
  let count = 1;
  let before = OTHER;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const kind = c === 44 || c === 125 ? SPECIAL : KINDS[c]!;
    if ((kind === ENDS && !isBlank(c)) || kind === SPECIAL) count += 2;
    else if (kind !== ENDS && before === ENDS) count++;
    before = kind;
  }
  return count + text.length / SHELL_WORD_MAX;
}

/** `{a,b}`: where bash puts spaces in place of the marks. */
function hasBraceList(text: string): boolean {
  let open = false;
  let comma = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 123) open = true;
    else if (!open) continue;
    else if (c === 44) comma = true;
    else if (c <= 32 || c === 125) {
      if (c === 125 && comma) return true;
      open = comma = false;
    }
  }
  return false;
}

/** The word at `at` as the shell sees it; null when there is no room left to read it, or it is white space by another name. */
function readCarefully(page: Page, at: number, inside: boolean): { text: string; variable: boolean; quoted: boolean; end: number } | null {
  if (page.room <= 0) return null;
  const { word, end } = readShellWord(page.text, at, inside, -1);
  page.room -= end - at;
  return word && { text: word.text, variable: word.variable, quoted: word.quoted, end };
}

/** Behind a substitution in double quotes the quoted text goes on, and may be a name. */
function goesOnInQuotes(page: Page, at: number): boolean {
  if (!page.quoted) return false;
  const word = readCarefully(page, at, true);
  return word === null || mayName(word.text, word.variable);
}

/** A command that begins at `from` may have the name of a program. */
function headAt(page: Page, from: number): boolean {
  const { text } = page;
  let i = from;
  for (let step = 0; step < STEPS_MAX; step++) {
    while (i < text.length && isBlank(text.charCodeAt(i))) i++;
    const c = i < text.length ? text.charCodeAt(i) : 10;
    if (c === 60 || c === 62) {
      i = behindTarget(page, i);
      if (i < 0) return true;
      continue;
    }
    let seen = 0;
    let end = i;
    for (let kind = ENDS; end < text.length && (kind = KINDS[text.charCodeAt(end)]!) !== ENDS && seen < SPECIAL; end++) seen |= kind;
    if (end === i) {
      if (c === 40 || c === 96) page.nested = true;
      return false;
    }
    if (seen === LETTER) {
      const bits = NAMES.bitsAt(text, i);
      if (bits === SKIPPED) {
        i = end;
        continue;
      }
      return bits !== 0 || FAMILY.test(text.slice(i, i + 6));
    }
    if (page.braced || end - i > SHELL_WORD_MAX) return true;
    let word = text.slice(i, end);
    let variable = false;
    if (seen >= SPECIAL) {
      const read = readCarefully(page, i, false);
      if (read === null) return true;
      ({ text: word, variable, end } = read);
      if (word === '' && !read.quoted && !variable) {
        i = end;
        continue;
      }
    }
    if (RESERVED.has(word)) {
      i = end;
      continue;
    }
    // `). Next`: a dot behind a bracket is a command only where the bracket opened in place of one.
    if (word === '.' && text.charCodeAt(from - 1) === 41 && !page.nested) return false;
    return ASSIGNMENT.test(word) || mayName(word, variable);
  }
  return true;
}

/** As `certainty` and `isGrave` see names, or laxer. */
function mayName(text: string, variable: boolean): boolean {
  if ((variable || endsAsName(text)) && isKnownName(nameOf({ text, variable }))) return true;
  return text.startsWith('$') || /^%comspec%/i.test(text) || (text.startsWith('/') && (text.includes('bin/') || text.includes('?')));
}

function isKnownName(name: string): boolean {
  if (name.length <= NAME_MAX && KNOWN.has(name)) return true;
  const first = name.charCodeAt(0);
  if ((first === 0x6d || first === 0x70 || first === 0x6c) && FAMILY.test(name)) return true;
  const last = name.charCodeAt(name.length - 1);
  return (last === 46 || (last >= 48 && last <= 57)) && PROGRAMS.has(name.replace(/(?<![\d.])\d[\d.]*$/, ''));
}

/** Units of known names, in either case; the Kelvin sign is one of them in lower case. */
const NAME_UNITS = new Uint8Array(65_536);
for (const c of `${[...KNOWN].join('')}0123456789.\u212a`) NAME_UNITS[c.charCodeAt(0)] = NAME_UNITS[c.toUpperCase().charCodeAt(0)] = 1;
/** Letters by which a family of names is told, at least. */
const FAMILY_MIN = 3;

/** The last part of a path may be a known name, or begin as one of a family does. */
function endsAsName(text: string): boolean {
  if (text.charCodeAt(text.length - 2) === 47) return true;
  let at = text.length - 1;
  let odd = -1;
  for (let c = 0; at >= 0 && (c = text.charCodeAt(at)) !== 47 && c !== 92; at--) if (NAME_UNITS[c] === 0) odd = at;
  return odd < 0 || odd - at > FAMILY_MIN;
}

/** Behind the marks of a redirection and the blanks after them; −1 where an entity may be one of the marks, or not. */
function targetOf(text: string, at: number): number {
  let i = at;
  while (i < at + 3 && REDIRECTS.has(text.charCodeAt(i))) {
    ENTITY.lastIndex = i;
    if (text.charCodeAt(i) === 38 && ENTITY.test(text)) return -1;
    i++;
  }
  // A backslash and the line break behind it are nothing to the shell.
  while (i < text.length) {
    if (isBlank(text.charCodeAt(i))) i++;
    else if (text.charCodeAt(i) === 92 && text.charCodeAt(i + 1) === 10) i += 2;
    else break;
  }
  return i;
}

/** `<`, `>`, `&` and `|`. */
const REDIRECTS: ReadonlySet<number> = new Set([60, 62, 38, 124]);

function behindTarget(page: Page, at: number): number {
  const { text } = page;
  const start = targetOf(text, at);
  if (start < 0) return -1;
  let end = start;
  for (; end < text.length; end++) {
    const kind = KINDS[text.charCodeAt(end)]!;
    if (kind === ENDS) break;
    if (kind === SPECIAL) return page.braced ? -1 : (readCarefully(page, start, false)?.end ?? -1);
  }
  return page.braced && end > start ? -1 : end;
}

/** A redirection to or from a file that matters whoever opens it. */
function redirectsAt(page: Page, at: number): boolean {
  const { text } = page;
  const start = targetOf(text, at);
  if (start < 0) return true;
  let seen = 0;
  let end = start;
  for (let kind = ENDS; end < text.length && (kind = KINDS[text.charCodeAt(end)]!) !== ENDS; end++) seen |= kind;
  const c = text.charCodeAt(start);
  // The word behind a bracket is then the target, and the command's name the one after it. `&>(` opens a bracket, `>(` a substitution.
  if (
    (c === 40 && (start > at + 1 || text.charCodeAt(at - 1) === 38)) ||
    c === 96 ||
    ((c === 36 || c === 60 || c === 62) && text.charCodeAt(start + 1) === 40)
  )
    return true;
  if (end === start || (seen === LETTER && !/[_c]/i.test(text.slice(start, start + 16)))) return false;
  if (page.braced) return true;
  const target = seen >= SPECIAL ? readCarefully(page, start, false)?.text : text.slice(start, Math.min(end, start + SHELL_WORD_MAX));
  return target === undefined || isCredentialFile(target) || isDisk(target) || isStartupFile(target) || isSocketFile(target);
}

/** One word of shell text: what the shell would see once quotes, escapes and expansions are gone, and how it was hidden. */

/** What a word is; see `ShellToken`. */
export type ShellWord = { text: string; disguises: number; quoted: boolean; variable: boolean; glob: boolean };

export const SHELL_WORD_MAX = 512;
const EXPANSION_MAX = 64;
/** HTML entities of a text that nobody decoded are no operators. */
export const ENTITY =
  /&(?:#x?[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp|copy|reg|trade|hellip|[mn]dash|[lr][sd]quo|euro|pound|deg|middot|times|laquo|raquo|bull|eacute|ouml|uuml|auml|szlig);/iy;

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
}
function isNamePart(c: number): boolean {
  return isLetter(c) || (c >= 48 && c <= 57);
}
export function isBlank(c: number): boolean {
  return c === 32 || c === 9 || c === 11 || c === 12 || c === 0xa0 || c === 0;
}

/** Kinds of units outside quotes: what stands for itself, what makes a pattern of file names, what ends a word, and what the shell takes away. */
export const PLAIN = 0;
export const GLOB = 1;
export const STOPS = 2;
const MEANS = 4;
export const UNIT_KINDS = new Uint8Array(65_536).fill(PLAIN);
for (const c of '*?[') UNIT_KINDS[c.charCodeAt(0)] = GLOB;
for (const c of '\n\r;|<>()`') UNIT_KINDS[c.charCodeAt(0)] = STOPS;
for (let unit = 0; unit <= 0xa0; unit++) if (isBlank(unit)) UNIT_KINDS[unit] = STOPS;
for (const c of '\'"\\$^&') UNIT_KINDS[c.charCodeAt(0)] = MEANS;

/** What means something within double quotes. */
const QUOTED_MARKS = new Uint8Array(65_536);
for (const c of '"`$\\') QUOTED_MARKS[c.charCodeAt(0)] = 1;

/** One character of `$'…'` after the backslash at `at`: what it stands for, and how long it is. */
function ansiC(text: string, at: number): [string, number] {
  const hex = /\\x([0-9a-f]{1,2})|\\u([0-9a-f]{1,4})|\\([0-7]{1,3})/iy;
  hex.lastIndex = at;
  const match = hex.exec(text);
  if (!match) return [text[at + 1] ?? '', 2];
  const code = match[3] === undefined ? Number.parseInt(match[1] ?? match[2] ?? '0', 16) : Number.parseInt(match[3], 8);
  return [String.fromCharCode(code), match[0].length];
}

/**
 * Reads from `start` up to white space, an operator or a substitution. `inside`: a double quote is open; `braces`: end of an open
 * `{a,b}`, or -1. A null word is `$IFS`: white space by another name.
 */
export function readShellWord(
  text: string,
  start: number,
  inside: boolean,
  braces: number,
): { end: number; inDouble: boolean; word: ShellWord | null } {
  let inDouble = inside;
  let value = '';
  let disguises = 0;
  let quoted = inDouble;
  let variable = false;
  let glob = false;
  let i = start;
  const add = (part: string): void => {
    if (value.length < SHELL_WORD_MAX) value += part;
  };
  scan: while (i < text.length) {
    const c = text.charCodeAt(i);
    const d = text.charCodeAt(i + 1);
    if (inDouble) {
      if (c === 34) {
        inDouble = false;
        if (i > start && isNamePart(d)) disguises++;
        i++;
        continue;
      }
      if (c === 96 || (c === 36 && d === 40)) break;
      if (c === 10 && i > start && value.length >= SHELL_WORD_MAX) break;
      if (c === 92) i++;
      let end = i + 1;
      for (const stop = Math.min(text.length, i + SHELL_WORD_MAX); end < stop && QUOTED_MARKS[text.charCodeAt(end)] === 0;) end++;
      if (text.charCodeAt(i) === 36) variable = true;
      add(text.slice(i, end));
      i = end;
      continue;
    }
    switch (c) {
      case 39: {
        const end = text.indexOf("'", i + 1);
        const stop = end < 0 ? text.length : end;
        if (end === i + 1 || (i > start && isNamePart(text.charCodeAt(i - 1)) && end >= 0 && isNamePart(text.charCodeAt(end + 1))))
          disguises++;
        quoted = true;
        add(text.slice(i + 1, Math.min(stop, i + 1 + SHELL_WORD_MAX)));
        i = stop + 1;
        continue;
      }
      case 34:
        quoted = true;
        if (d === 34) {
          disguises++;
          i += 2;
        } else {
          if (i > start && isNamePart(text.charCodeAt(i - 1))) disguises++;
          inDouble = true;
          i++;
        }
        continue;
      case 92:
        if (d === 10) {
          i += 2;
          continue;
        }
        if (isLetter(d) && (i === start || isNamePart(text.charCodeAt(i - 1)) || text.charCodeAt(i - 1) === 47)) disguises++;
        add(isNamePart(d) || d === 32 || d === 47 || d === 92 ? (text[i + 1] ?? '') : text.slice(i, i + 2));
        i += 2;
        continue;
      case 36: {
        if (d === 40) break scan;
        if (d === 39) {
          i += 2;
          for (let size = 1; i < text.length && text.charCodeAt(i) !== 39; i += size) {
            if (text.charCodeAt(i) === 92) {
              const [char, length] = ansiC(text, i);
              add(char);
              size = length;
              disguises++;
            } else {
              add(text[i] ?? '');
              size = 1;
            }
          }
          i++;
          quoted = true;
          continue;
        }
        const isIfs = text.startsWith('$IFS', i) || text.startsWith('${IFS', i);
        let end = i + 2;
        if (d === 123) {
          while (end < i + EXPANSION_MAX && end < text.length && text.charCodeAt(end) !== 125) end++;
          if (text.charCodeAt(end) === 125) end++;
        } else if (isLetter(d)) while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
        else if (!'@*#?-$!_0123456789'.includes(text[i + 1] ?? ' ')) {
          add('$');
          i++;
          continue;
        }
        if (isIfs) {
          if (i > start) break scan;
          i = end;
          if (text.charCodeAt(i) === 36 && text.charCodeAt(i + 1) >= 48 && text.charCodeAt(i + 1) <= 57) i += 2;
          return { end: i, inDouble, word: null };
        }
        variable = true;
        const between = i > start && isNamePart(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(end));
        if (between || (d === 64 && end < text.length && i > start)) disguises++;
        if (isLetter(d)) add(text.slice(i, Math.min(end, i + EXPANSION_MAX)));
        i = end;
        continue;
      }
      case 94:
        if (i > start && isLetter(text.charCodeAt(i - 1)) && isLetter(d)) disguises++;
        else add('^');
        i++;
        continue;
      case 42:
      case 63:
      case 91:
        glob = true;
        break;
      case 44:
      case 125:
        if (braces >= i) break scan;
        break;
      case 38:
        ENTITY.lastIndex = i;
        if (!ENTITY.test(text)) break scan;
        add('&');
        i = ENTITY.lastIndex;
        continue;
      case 10:
      case 13:
      case 59:
      case 124:
      case 60:
      case 62:
      case 40:
      case 41:
      case 96:
        break scan;
      default:
        if (isBlank(c)) break scan;
    }
    let end = i + 1;
    while (end < text.length && end < i + SHELL_WORD_MAX && isNamePart(text.charCodeAt(end))) end++;
    add(text.slice(i, end));
    i = end;
  }
  if (i === start) {
    // A mark that starts nothing: kept as part of a word, so that the lexer always moves.
    add(text[i] ?? '');
    i++;
  }
  const end = Math.min(i, text.length);
  return { end, inDouble, word: { text: value.slice(0, SHELL_WORD_MAX), disguises, quoted, variable, glob } };
}

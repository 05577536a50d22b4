/**
 * Shell text as a flat stream of tokens (POSIX Shell Command Language, with what bash and cmd.exe add).
 * Substitutions are not nested values but `open` and `close` tokens, so a pushdown over the stream sees every command.
 */

/** Where the text lands in the command line behind the tool. */
export type ShellContext = 'bare' | 'single' | 'double';

export type ShellToken = {
  kind: 'word' | 'operator' | 'redirect' | 'open' | 'close' | 'comment';
  start: number;
  end: number;
  /** For words: what the shell would see after removing quotes and escapes, at most `SHELL_WORD_MAX` units. Else the mark itself. */
  text: string;
  /** Ways of hiding the word: empty quotes, escaped letters, `$@`, `${x}`, carets between letters. */
  disguises: number;
  /** A quote stood in the word. */
  quoted: boolean;
  /** Parts of it come from variables. */
  variable: boolean;
  /** `?`, `*` or `[` outside quotes. */
  glob: boolean;
  /** No white space before it. */
  glued: boolean;
  /** `$IFS` or `{a,b}` stood where white space would. */
  spaced: boolean;
};
export type ShellTokens = { tokens: ShellToken[]; next: number };

/** Tokens per segment: memory stays bounded, and no part of a long text is unseen. */
export const SHELL_TOKENS_MAX = 8192;
export const SHELL_OVERLAP_TOKENS = 64;
export const SHELL_WORD_MAX = 512;
const DEPTH_MAX = 64;
const EXPANSION_MAX = 64;
const BRACE_MAX = 160;
const ENTITY =
  /&(?:#x?[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp|copy|reg|trade|hellip|[mn]dash|[lr][sd]quo|euro|pound|deg|middot|times|laquo|raquo|bull|eacute|ouml|uuml|auml|szlig);/iy;

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
}
function isNamePart(c: number): boolean {
  return isLetter(c) || (c >= 48 && c <= 57);
}
function isBlank(c: number): boolean {
  return c === 32 || c === 9 || c === 11 || c === 12 || c === 0xa0 || c === 0;
}

/** Offset just behind the quote that ends the string in which a text of that context starts, or -1 when it never ends. */
export function shellBreak(text: string, context: ShellContext): number {
  if (context === 'bare') return 0;
  const at = text.indexOf(context === 'single' ? "'" : '"');
  return at < 0 ? -1 : at + 1;
}

/** One character of `$'…'` after the backslash at `at`: what it stands for, and how long it is. */
function ansiC(text: string, at: number): [string, number] {
  const hex = /\\x([0-9a-f]{1,2})|\\u([0-9a-f]{1,4})|\\([0-7]{1,3})/iy;
  hex.lastIndex = at;
  const match = hex.exec(text);
  if (!match) return [text[at + 1] ?? '', 2];
  const code = match[3] === undefined ? Number.parseInt(match[1] ?? match[2] ?? '0', 16) : Number.parseInt(match[3], 8);
  return [String.fromCharCode(code), match[0].length];
}

class Lexer {
  readonly tokens: ShellToken[] = [];
  i: number;
  private readonly text: string;
  private glued = false;
  private spaced = false;
  /** One entry for each open substitution: true when it stands inside double quotes. */
  private readonly stack: ('$(`' | '(' | '`' | string)[] = [];
  private readonly quotes: boolean[] = [];
  private inDouble = false;
  private braces = -1;

  constructor(text: string, from: number) {
    this.text = text;
    this.i = from;
  }

  private push(kind: ShellToken['kind'], end: number, text: string): void {
    this.tokens.push({
      kind,
      start: this.i,
      end,
      text,
      disguises: 0,
      quoted: false,
      variable: false,
      glob: false,
      glued: this.glued,
      spaced: this.spaced,
    });
    this.i = end;
    this.glued = true;
    this.spaced = false;
  }

  private open(mark: string): void {
    this.push('open', this.i + mark.length, mark);
    if (this.stack.length >= DEPTH_MAX) return;
    this.stack.push(mark);
    this.quotes.push(this.inDouble);
    this.inDouble = false;
  }

  private close(mark: string): void {
    this.push('close', this.i + 1, mark);
    if (this.stack.pop() !== undefined) this.inDouble = this.quotes.pop() ?? false;
  }

  /** A word up to white space, an operator or a substitution. */
  private word(): void {
    const { text } = this;
    const start = this.i;
    let value = '';
    let disguises = 0;
    let quoted = this.inDouble;
    let variable = false;
    let glob = false;
    let i = start;
    const add = (part: string): void => {
      if (value.length < SHELL_WORD_MAX) value += part;
    };
    scan: while (i < text.length) {
      const c = text.charCodeAt(i);
      const d = text.charCodeAt(i + 1);
      if (this.inDouble) {
        if (c === 34) {
          this.inDouble = false;
          if (i > start && isNamePart(d)) disguises++;
          i++;
          continue;
        }
        if (c === 96 || (c === 36 && d === 40)) break;
        if (c === 10 && i > start && value.length >= SHELL_WORD_MAX) break;
        if (c === 92) i++;
        let end = i + 1;
        while (end < text.length && end < i + SHELL_WORD_MAX && !'"`$\\'.includes(text[end] ?? ' ')) end++;
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
            this.inDouble = true;
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
            this.spaced = true;
            i = end;
            if (text.charCodeAt(i) === 36 && text.charCodeAt(i + 1) >= 48 && text.charCodeAt(i + 1) <= 57) i += 2;
            this.i = i;
            return;
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
          if (this.braces >= i) break scan;
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
    this.tokens.push({
      kind: 'word',
      start,
      end: Math.min(i, text.length),
      text: value.slice(0, SHELL_WORD_MAX),
      disguises,
      quoted,
      variable,
      glob,
      glued: this.glued,
      spaced: this.spaced,
    });
    this.i = Math.min(i, text.length);
    this.glued = true;
    this.spaced = false;
  }

  step(): void {
    const { text, i } = this;
    const c = text.charCodeAt(i);
    const d = text.charCodeAt(i + 1);
    if (c === 36 && d === 40) return this.open('$(');
    if (c === 96) return this.stack.at(-1) === '`' ? this.close('`') : this.open('`');
    if (this.inDouble) return this.word();
    if (isBlank(c)) {
      this.i++;
      this.glued = false;
      return;
    }
    if (this.braces >= i) {
      if (c === 44 || c === 125) {
        this.i++;
        this.glued = false;
        this.spaced = true;
        return;
      }
    } else if (c === 123 && d > 32 && d !== 123 && d !== 34 && d !== 39) {
      const end = text.slice(i, i + BRACE_MAX).search(/[\s}]/);
      if (end > 0 && text[i + end] === '}' && text.slice(i, i + end).includes(',')) {
        this.braces = i + end;
        this.i++;
        this.spaced = true;
        return;
      }
    }
    switch (c) {
      case 10:
      case 13:
        this.push('operator', i + 1, '\n');
        this.glued = false;
        return;
      case 59:
        return this.push('operator', d === 59 ? i + 2 : i + 1, ';');
      case 124:
        return d === 124 ? this.push('operator', i + 2, '||') : this.push('operator', d === 38 ? i + 2 : i + 1, '|');
      case 38:
        ENTITY.lastIndex = i;
        if (ENTITY.test(text)) return this.word();
        if (d === 62) return this.push('redirect', text.charCodeAt(i + 2) === 62 ? i + 3 : i + 2, '>');
        return d === 38 ? this.push('operator', i + 2, '&&') : this.push('operator', i + 1, '&');
      case 60:
        if (d === 40) return this.open('<(');
        if (d === 60) return text.charCodeAt(i + 2) === 60 ? this.push('redirect', i + 3, '<<<') : this.push('redirect', i + 2, '<<');
        return this.push('redirect', i + (d === 38 || d === 62 ? 2 : 1), '<');
      case 62:
        if (d === 40) return this.open('>(');
        return this.push('redirect', i + (d === 62 || d === 38 || d === 124 ? 2 : 1), d === 62 ? '>>' : '>');
      case 40:
        return this.open('(');
      case 41:
        return this.close(')');
      case 35:
        if (!this.glued) {
          const eol = text.indexOf('\n', i);
          return this.push('comment', eol < 0 ? text.length : eol, '#');
        }
        return this.word();
      default:
        return this.word();
    }
  }
}

/**
 * The tokens of `text` from `from` (an offset from `shellBreak`, or `next` of the segment before), at most about `SHELL_TOKENS_MAX`.
 * Linear in what it reads; never throws.
 */
export function shellTokens(text: string, from: number): ShellTokens {
  const lexer = new Lexer(text, from);
  while (lexer.i < text.length && lexer.tokens.length < SHELL_TOKENS_MAX) lexer.step();
  if (lexer.i >= text.length) return { tokens: lexer.tokens, next: -1 };
  return { tokens: lexer.tokens, next: lexer.tokens[lexer.tokens.length - SHELL_OVERLAP_TOKENS]?.start ?? lexer.i };
}

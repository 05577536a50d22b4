/**
 * Shell text as a flat stream of tokens (POSIX Shell Command Language, with what bash and cmd.exe add).
 * Substitutions are not nested values but `open` and `close` tokens, so a pushdown over the stream sees every command.
 */
import { ENTITY, GLOB, isBlank, PLAIN, readShellWord, SHELL_WORD_MAX, STOPS, UNIT_KINDS } from './shell-words.ts';

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
export type ShellTokens = {
  tokens: ShellToken[];
  next: number;
  /** Where operators stand outside every quote and substitution: whoever comes there with nothing open reads the same from there on. */
  clean: number[];
  /** The one of the places given at which the reading ended; −1 for none. */
  met: number;
};

const NOWHERE: readonly number[] = [];

/** Tokens per segment: memory stays bounded, and no part of a long text is unseen. */
export const SHELL_TOKENS_MAX = 8192;
export const SHELL_OVERLAP_TOKENS = 64;
const DEPTH_MAX = 64;
const BRACE_MAX = 160;
/** Offset just behind the quote that ends the string in which a text of that context starts, or -1 when it never ends. */
export function shellBreak(text: string, context: ShellContext): number {
  if (context === 'bare') return 0;
  const at = text.indexOf(context === 'single' ? "'" : '"');
  return at < 0 ? -1 : at + 1;
}

/** Of one shape, whatever it is. */
const tokenOf = (
  kind: ShellToken['kind'],
  start: number,
  end: number,
  text: string,
  disguises: number,
  quoted: boolean,
  variable: boolean,
  glob: boolean,
  glued: boolean,
  spaced: boolean,
): ShellToken => ({ kind, start, end, text, disguises, quoted, variable, glob, glued, spaced });

class Lexer {
  readonly tokens: ShellToken[] = [];
  readonly clean: number[] = [];
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
    this.tokens.push(tokenOf(kind, this.i, end, text, 0, false, false, false, this.glued, this.spaced));
    this.i = end;
    this.glued = true;
    this.spaced = false;
  }

  private operator(end: number, text: string): void {
    // The command behind a pipe reads from the one before it.
    if (this.stack.length === 0 && !this.inDouble && this.braces < this.i && !this.spaced && text !== '|') this.clean.push(this.i);
    this.push('operator', end, text);
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
    if (this.plainWord()) return;
    const { end, inDouble, word } = readShellWord(this.text, this.i, this.inDouble, this.braces);
    this.inDouble = inDouble;
    if (!word) {
      this.i = end;
      this.spaced = true;
      return;
    }
    const { text, disguises, quoted, variable, glob } = word;
    this.tokens.push(tokenOf('word', this.i, end, text, disguises, quoted, variable, glob, this.glued, this.spaced));
    this.i = end;
    this.glued = true;
    this.spaced = false;
  }

  /** Most words hold nothing that the shell would take away: they are what is written. False when this one is another. */
  private plainWord(): boolean {
    const { text, i } = this;
    if (this.inDouble || this.braces >= i) return false;
    let seen = 0;
    let end = i;
    for (let kind = PLAIN; end < text.length && (kind = UNIT_KINDS[text.charCodeAt(end)]!) <= GLOB; end++) seen |= kind;
    if (end === i || (end < text.length && UNIT_KINDS[text.charCodeAt(end)] !== STOPS)) return false;
    this.push('word', end, text.slice(i, Math.min(end, i + SHELL_WORD_MAX)));
    if (seen !== 0) this.tokens[this.tokens.length - 1]!.glob = true;
    return true;
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
        this.operator(i + 1, '\n');
        this.glued = false;
        return;
      case 59:
        return this.operator(d === 59 ? i + 2 : i + 1, ';');
      case 124:
        return d === 124 ? this.operator(i + 2, '||') : this.operator(d === 38 ? i + 2 : i + 1, '|');
      case 38:
        ENTITY.lastIndex = i;
        if (ENTITY.test(text)) return this.word();
        if (d === 62) return this.push('redirect', text.charCodeAt(i + 2) === 62 ? i + 3 : i + 2, '>');
        return d === 38 ? this.operator(i + 2, '&&') : this.operator(i + 1, '&');
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

/** Whether the operator read last stands at one of the places, which are in order. */
class Meeting {
  private next = 0;
  private readonly places: readonly number[];

  constructor(places: readonly number[]) {
    this.places = places;
  }

  isAt(place: number): boolean {
    const { places } = this;
    while (this.next < places.length && places[this.next]! < place) this.next++;
    return places[this.next] === place;
  }
}

/**
 * The tokens of `text` from `from` (an offset from `shellBreak`, or `next` of the segment before), at most about `SHELL_TOKENS_MAX`.
 * Linear in what it reads; never throws.
 * @param known `clean` places of an earlier reading of the text: this one ends with the operator at the first of them that it comes to cleanly
 */
export function shellTokens(text: string, from: number, known: readonly number[] = NOWHERE): ShellTokens {
  const lexer = new Lexer(text, from);
  const { tokens, clean } = lexer;
  const meeting = known.length > 0 ? new Meeting(known) : null;
  let seen = 0;
  while (lexer.i < text.length && tokens.length < SHELL_TOKENS_MAX) {
    lexer.step();
    if (meeting === null || clean.length === seen) continue;
    const met = clean[seen++]!;
    if (meeting.isAt(met)) return { tokens, clean, met, next: -1 };
  }
  if (lexer.i >= text.length) return { tokens, clean, met: -1, next: -1 };
  return { tokens, clean, met: -1, next: tokens[tokens.length - SHELL_OVERLAP_TOKENS]?.start ?? lexer.i };
}

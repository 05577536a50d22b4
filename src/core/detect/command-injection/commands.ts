/** Simple commands out of shell tokens: names, words and how they are joined. One pass with a bounded stack. */
import type { ShellToken } from '../../text/shell-tokens.ts';
import type { Traits } from './traits.ts';
import { PREFIXES } from './words.ts';

export type Command = {
  /** Lower case, without directory and without `.exe`; empty when the command has none. */
  name: string;
  /** The name as the shell sees it, with its directory. */
  path: string;
  head: ShellToken | null;
  /** Words behind the name, at most `WORDS_MAX`. */
  words: readonly ShellToken[];
  /** `NAME=value` in front of the name. */
  assigns: readonly ShellToken[];
  redirects: readonly { mark: string; target: ShellToken | null }[];
  /** The operator or opening mark before it; empty at the start of the text. */
  before: string;
  /** The operator or closing mark behind it; empty at the end of the text. */
  after: string;
  /** The name stands directly at the operator before it. */
  glued: boolean;
  /** Prefix commands such as `sudo` or `time` that ran it. */
  via: readonly string[];
  /** The command whose output it reads. */
  source: Command | null;
  /** The command in whose words it is substituted. */
  outer: Command | null;
  /** The commands substituted in its words, at most `INNER_MAX`. */
  inner: readonly Command[];
  /** A comment that hides the rest follows. */
  commented: boolean;
  start: number;
  end: number;
  /** What is known of the commands that it reads from; see `pipelines.ts`. */
  answers: number;
} & Traits;

const WORDS_MAX = 48;
const DEPTH_MAX = 64;
const INNER_MAX = 8;
export const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
/** Words of the shell that a command may follow. */
export const RESERVED: ReadonlySet<string> = new Set(['then', 'do', 'else', 'elif', 'if', 'while', 'until', '!', '{', 'in', '@']);

/** Most commands have none of these: one shared list saves five for each. */
const NONE: readonly never[] = [];

function added<T>(list: readonly T[], item: T): readonly T[] {
  if (list === NONE) return [item];
  (list as T[]).push(item);
  return list;
}

function start(before: string, at: number, outer: Command | null): Command {
  return {
    name: '',
    path: '',
    head: null,
    words: NONE,
    assigns: NONE,
    redirects: NONE,
    before,
    after: '',
    glued: false,
    via: NONE,
    source: null,
    outer,
    inner: NONE,
    commented: false,
    start: at,
    end: at,
    answers: 0,
    sure: null,
    given: null,
    touches: null,
  };
}

/** The last part of a path, in lower case: `/usr/bin/Curl.EXE` → `curl`. */
export function baseName(path: string): string {
  let cut = path.length - 1;
  for (let c = 0; cut >= 0 && (c = path.charCodeAt(cut)) !== 47 && c !== 92;) cut--;
  const name = path.slice(cut + 1).toLowerCase();
  return name.charCodeAt(name.length - 4) === 46 ? name.replace(/\.(?:exe|com|cmd|bat)$/, '') : name;
}

/** Lower case letters, digits, hyphens and underscores. */
function isPlainName(text: string): boolean {
  if (text.length > 32) return false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 45 || c === 95)) return false;
  }
  return text.length > 0;
}

const RESERVED_MAX = Math.max(...[...RESERVED].map((word) => word.length));
const isReserved = (text: string): boolean => text.length <= RESERVED_MAX && RESERVED.has(text);
const isAssignment = (text: string): boolean => text.includes('=') && ASSIGNMENT.test(text);

/** The program that a head names: `sh$x` is `sh` once the unset variable is gone, `bcdboot/r` is `bcdboot` with an option of cmd.exe. */
export function nameOf({ text, variable }: Pick<ShellToken, 'text' | 'variable'>): string {
  if (isPlainName(text)) return text;
  const bare = variable && !text.startsWith('$') ? text.replace(/\$\{?\w+\}?/g, '') : text;
  return baseName(bare.at(-2) === '/' ? bare.replace(/^([a-z]+)\/[a-z?]$/i, '$1') : bare);
}

/** All commands of one segment in the order in which they start. */
export function commandsOf(tokens: readonly ShellToken[]): Command[] {
  const commands: Command[] = [];
  const stack: Command[] = [];
  let current = start('', 0, null);
  let redirect: { mark: string; target: ShellToken | null } | null = null;
  /** The command's name is that of a prefix. */
  let isPrefix = false;
  const finish = (after: string): void => {
    current.after = after;
    redirect = null;
    if (current.head || current.assigns.length > 0 || current.redirects.length > 0) commands.push(current);
    const { outer } = current;
    if (outer && current.head && outer.inner.length < INNER_MAX) outer.inner = added(outer.inner, current);
  };
  for (const token of tokens) {
    const { kind, text } = token;
    if (kind === 'comment') current.commented = true;
    else if (kind === 'word') {
      if (text === '' && !token.quoted && !token.variable) continue;
      if (redirect && redirect.target === null) redirect.target = token;
      else if (!current.head) {
        if (!token.quoted && isAssignment(text)) current.assigns = added(current.assigns, token);
        else if (!isReserved(text)) {
          current.head = token;
          current.path = text;
          current.name = nameOf(token);
          isPrefix = PREFIXES.has(current.name);
          current.glued = token.glued;
          if (commands.length === 0 && current.before === '') current.start = token.start;
        }
      } else if (isPrefix && !token.quoted && !text.startsWith('-') && !isAssignment(text) && !/^\d/.test(text) && current.via.length < 8) {
        current.via = added(current.via, current.name);
        current.head = token;
        current.path = text;
        current.name = nameOf(token);
        isPrefix = PREFIXES.has(current.name);
        current.words = NONE;
      } else if (current.words.length < WORDS_MAX) current.words = added(current.words, token);
      current.end = token.end;
    } else if (kind === 'redirect') {
      redirect = { mark: text, target: null };
      if (current.redirects.length < WORDS_MAX) current.redirects = added(current.redirects, redirect);
      current.end = token.end;
    } else if (kind === 'operator') {
      const left = current;
      finish(text);
      current = start(text, token.start, left.outer);
      if (text === '|') current.source = left.head ? left : null;
      current.end = token.end;
    } else if (kind === 'open') {
      if (stack.length < DEPTH_MAX) stack.push(current);
      const outer = current;
      current = start(text, token.start, text === '(' ? outer.outer : outer);
      if (text === '(' && !outer.head && outer.source) current.source = outer.source;
      current.end = token.end;
    } else {
      finish(text);
      const outer = stack.pop();
      if (outer) {
        outer.end = token.end;
        current = outer;
        isPrefix = PREFIXES.has(current.name);
      } else current = start(text, token.start, null);
    }
  }
  finish('');
  while (stack.length > 0) {
    const outer = stack.pop() as Command;
    if (outer.head || outer.redirects.length > 0) commands.push(outer);
  }
  return commands;
}

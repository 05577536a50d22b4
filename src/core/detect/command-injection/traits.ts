/** What a command looks like by itself, whatever stands around it; read once for each command. */
import type { ShellToken } from '../../text/shell-tokens.ts';
import type { Command } from './commands.ts';
import { COMMON, isSensitiveFile, PROGRAMS } from './words.ts';

/** How surely the name is that of a program: 2 sure, 1 also an everyday word, 0 none. */
export type Certainty = 0 | 1 | 2;
/** What stands behind a command's name: clear arguments, nothing, or plain words. */
export type Given = 'clear' | 'none' | 'some' | 'prose';
/** Null: not asked yet. */
export type Traits = { sure: Certainty | null; given: Given | null; touches: boolean | null };

export const PROSE_WORDS_MIN = 2;
/** Commands of cmd.exe that take a drive. */
const WINDOWS: ReadonlySet<string> = new Set([
  'dir',
  'type',
  'del',
  'erase',
  'copy',
  'xcopy',
  'move',
  'ren',
  'cd',
  'md',
  'rd',
  'tree',
  'attrib',
  'more',
]);
const NET_VERBS: ReadonlySet<string> = new Set(
  'accounts computer config group localgroup session share start statistics stop use user view'.split(' '),
);
export const SHELL_VARIABLE = /^\$\{?(?:SHELL|BASH|0)\}?$/;

export function certainty(command: Command): Certainty {
  return (command.sure ??= readName(command));
}

export function argumentsOf(command: Command): Given {
  return (command.given ??= readArguments(command));
}

/** A word or a redirection is a file that matters. */
export function touchesFiles(command: Command): boolean {
  return (command.touches ??=
    command.words.some(({ text }) => isSensitiveFile(text)) ||
    command.redirects.some(({ target }) => target !== null && isSensitiveFile(target.text)));
}

function readArguments(command: Command): Given {
  const { words, redirects } = command;
  if (redirects.length > 0 && (redirects[0]?.target || redirects[0]?.mark === '<<<')) return 'clear';
  if (words.length === 0) return 'none';
  let plain = 0;
  for (const word of words) {
    if (isArgument(word, command.name)) return 'clear';
    if (/^[A-Za-z][A-Za-z']*[,.:!?]?$/.test(word.text)) plain++;
  }
  return plain >= PROSE_WORDS_MIN ? 'prose' : 'some';
}

function isArgument({ text, variable, glob, quoted, spaced, disguises }: ShellToken, name: string): boolean {
  if (/^[A-Za-z']{1,24}[,:!]?$/.test(text) && !quoted && !variable && !spaced && disguises === 0) return text === 'flag';
  if (/^--?[A-Za-z][\w-]*(?:=.*)?$/.test(text) && text.length < 64) return true;
  if (/^\/[a-z?]{0,2}$/i.test(text)) return true;
  // The lexer has taken the backslash of `C:\\Users` for an escape.
  if (/^[A-Za-z]:(?:$|[A-Za-z/\\])/.test(text) && WINDOWS.has(name)) return true;
  if (name === 'net' && NET_VERBS.has(text.toLowerCase())) return true;
  if (/^(?:\.{0,2}|~|[A-Za-z]:)[/\\][\w.*?~[\]$/\\-]+/.test(text) || /^[\w.*?$@-]+\/[\w.*?$@/-]+$/.test(text)) return true;
  if (/^[a-z]{2,8}:\/\//i.test(text) || /^\d{1,3}(?:\.\d{1,3}){3}/.test(text)) return true;
  if (/^[\w*?-]+\.[A-Za-z*?][\w*?]{0,4}$/.test(text) && !/^(?:e\.g|i\.e)$/i.test(text)) return true;
  if (/^%\w+%/.test(text) || isSensitiveFile(text)) return true;
  if (/^-?\d+$/.test(text) && /^(?:sleep|kill|ping|head|tail|timeout|seq)$/.test(name)) return true;
  return (
    (variable && text.length > 0) ||
    (glob && /^[\w*?[\]./-]+$/.test(text) && text.length > 1 && !/[a-z]\?$/i.test(text)) ||
    disguises > 0 ||
    spaced ||
    (quoted && (name === 'echo' || name === 'printf'))
  );
}

function readName(command: Command): Certainty {
  const { name, path, head } = command;
  if (!head || name === '') return 0;
  if (PROGRAMS.has(name)) return 2;
  if (
    (path.startsWith('/') || path.startsWith('usr')) &&
    /^(?:\/?usr\/(?:local\/)?s?bin\/|\/s?bin\/|\/(?:system|opt)\/bin\/)[\w?*[\].-]+$/.test(path)
  )
    return 2;
  if (COMMON.has(name)) return 1;
  if (!/[/$%\d.]/.test(path)) return 0;
  if (head.glob && /^\/[\w?*]+\/(?:[\w?*]+\/)*[\w?*]+$/.test(path) && path.includes('?')) return 2;
  if (SHELL_VARIABLE.test(path) || /^%comspec%$/i.test(path)) return 2;
  const plain = name.replace(/(?<![\d.])\d[\d.]*$/, '');
  if (PROGRAMS.has(plain)) return 2;
  return (head.variable && path.startsWith('$')) || (name === '.' && command.words.length > 0) ? 1 : 0;
}

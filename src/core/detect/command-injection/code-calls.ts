/** Calls in program code that run commands or code, in the languages that stand behind tools. */
import { buildLiterals } from '../../text/literals.ts';
import { bitsOfSets, WordTable } from '../../text/word-table.ts';
import * as rules from './rules.ts';
import type { Deed } from './misuse.ts';
import { COMMON, PROGRAMS } from './words.ts';

/** Functions whose argument is a command line. */
const COMMAND_CALLS = new Set([
  'system',
  'exec',
  'shell_exec',
  'passthru',
  'popen',
  'proc_open',
  'pcntl_exec',
  'execsync',
  'spawnsync',
  'execfilesync',
  'execfile',
  'spawn',
  'uname',
]);
/** Functions whose argument is code. */
const CODE_CALLS = new Set(['eval', 'assert', 'create_function', 'function', 'settimeout']);
/** Objects through whose methods commands are run. */
const OWNERS = new Set([
  'os',
  'process',
  'child_process',
  'subprocess',
  'kernel',
  'io',
  'open3',
  'runtime',
  'shell',
  'core',
  'pty',
  'popen2',
  'commands',
  'cp',
  'childprocess',
]);
const SUBPROCESS_CALLS = new Set(['call', 'run', 'popen', 'check_output', 'check_call', 'getoutput', 'getstatusoutput']);
const GAP_MAX = 32;
const CALLS_MAX = 16;

/** PHP begins only where white space follows. */
const PHP_TAG = '<?php';
/** Fragments that are code execution by themselves, with how sure they are. */
const FRAGMENTS: readonly [string, number][] = [
  [PHP_TAG, 0.9],
  ['<?=', 0.85],
  ['__import__(', 0.94],
  ['.__subclasses__()', 0.94],
  ['.__globals__[', 0.94],
  ["require('child_process')", 0.94],
  ['require("child_process")', 0.94],
  ['getruntime().exec', 0.95],
  ['java.lang.runtime', 0.93],
  ['java.lang.processbuilder', 0.93],
  ['new processbuilder(', 0.9],
  ['process.mainmodule', 0.93],
  ['process.binding(', 0.9],
  ['require.main.constructor', 0.93],
  ['_$$nd_func$$_', 0.95],
  ['constructor.constructor(', 0.9],
  ['eval(string.fromcharcode', 0.94],
  ['eval(atob(', 0.93],
  ['eval(base64_decode', 0.95],
  ['filesystemxmlapplicationcontext(', 0.93],
  ['class.module.classloader', 0.95],
  ['%{(#', 0.85],
  ['new function (', 0.82],
  ['new function(', 0.82],
  [':constructor:constructor', 0.93],
  [':__proto__:then', 0.93],
  ['phpinfo()', 0.9],
  ['${@print(', 0.94],
  ['${@system(', 0.95],
  ['${@eval(', 0.95],
  ['$_server[', 0.85],
  ['$_get[', 0.85],
  ['$_post[', 0.85],
  ['$_request[', 0.85],
  ['$_cookie[', 0.85],
  ['@java.lang.', 0.93],
];

function isWordPart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
}

/** Reads `)`, `]`, `[0]`, quotes, braces, dots of concatenation and comments between a name and its bracket; offset of the bracket, or -1. */
function bracketAfter(text: string, from: number): { at: number; wrapped: boolean } {
  let wrapped = false;
  let i = from;
  while (i < text.length && i < from + GAP_MAX) {
    const c = text[i] ?? '';
    if (c === '(') return { at: i, wrapped };
    if (c === '/' && text[i + 1] === '*') {
      const end = text.slice(i, i + GAP_MAX * 2).indexOf('*/', 2);
      if (end < 0) return { at: -1, wrapped };
      i += end + 2;
      continue;
    }
    if (c === ')' || c === ']' || c === '"' || c === "'" || c === '}') wrapped = true;
    else if (c !== ' ' && c !== '\t' && !(wrapped && (c === '[' || (c >= '0' && c <= '9')))) return { at: -1, wrapped };
    i++;
  }
  return { at: -1, wrapped };
}

/** What a call is given: a string, a known program as a bare word, request data, or something else. */
function argumentAt(text: string, at: number): 'string' | 'program' | 'variable' | 'none' {
  let i = at;
  while (i < at + GAP_MAX && (text[i] === ' ' || text[i] === '\t' || text[i] === '(')) i++;
  if (text.startsWith('/*', i)) i = text.indexOf('*/', i) < 0 ? i : Math.min(text.indexOf('*/', i) + 2, i + GAP_MAX);
  const c = text[i] ?? '';
  if (c === '"' || c === "'" || c === '`' || /^b['"]/.test(text.slice(i, i + 2))) return 'string';
  if (c === '$' || text.startsWith('request', i) || text.startsWith('req.', i) || text.startsWith('params', i)) return 'variable';
  let end = i;
  while (end < i + GAP_MAX && isWordPart(text.charCodeAt(end))) end++;
  const word = text.slice(i, end).toLowerCase();
  return PROGRAMS.has(word) || COMMON.has(word) ? 'program' : 'none';
}

/** Calls of `system('…')` and their like. Linear: each word is looked at once, each look ahead is bounded. */
function findCalls(text: string): Deed[] {
  const found: Deed[] = [];
  let i = 0;
  while (i < text.length && found.length < CALLS_MAX) {
    if (!isWordPart(text.charCodeAt(i))) {
      i++;
      continue;
    }
    let end = i + 1;
    while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
    const word = end - i <= GAP_MAX ? text.slice(i, end).toLowerCase() : '';
    const isCommand = COMMAND_CALLS.has(word) || SUBPROCESS_CALLS.has(word);
    if (isCommand || CODE_CALLS.has(word)) {
      const { at, wrapped } = bracketAfter(text, end);
      if (at >= 0) {
        const given = argumentAt(text, at + 1);
        let owner = i - 1;
        while (owner > i - GAP_MAX && (isWordPart(text.charCodeAt(owner - 1)) || text[owner - 1] === ')' || text[owner - 1] === '('))
          owner--;
        const isMethod =
          text[i - 1] === '.' || (text[i - 1] === '>' && text[i - 2] === '-') || (text[i - 1] === ':' && text[i - 2] === ':');
        const object = isMethod
          ? text
              .slice(Math.max(0, owner), i - 1)
              .replace(/(?<![:()])[:()]+$/, '')
              .toLowerCase()
          : '';
        const mayRun = isMethod ? OWNERS.has(object) : !SUBPROCESS_CALLS.has(word) || word === 'popen';
        let score = 0;
        if (mayRun && isCommand && given !== 'none' && word !== 'uname')
          score = given === 'variable' ? 0.85 : at === end || wrapped ? 0.93 : 0.82;
        else if (isMethod && mayRun && OWNERS.has(object)) score = given === 'none' ? 0.6 : 0.93;
        else if (
          !isMethod &&
          (word === 'eval' || word === 'assert' || word === 'create_function') &&
          given !== 'none' &&
          given !== 'program' &&
          at === end
        )
          score = 0.86;
        if (score > 0) found.push({ rule: rules.CODE_CALL, start: i, end: at + 1, score });
      }
    }
    i = end;
  }
  return found;
}

/** `(sy.(st).em)('uname')`, `'sys'.'tem'`: a name built in pieces, so that no filter sees it. */
const PIECES = /[('"[][a-z_'"()\s]{0,24}[.+][a-z_'"()\s.+]{1,32}/gi;
const BUILT_NAMES = ['system', 'shell_exec', 'passthru', 'popen', 'exec', 'assert', 'eval'];

function findBuiltName(text: string): Deed | null {
  for (const piece of text.matchAll(PIECES)) {
    const joined = piece[0].replace(/[^a-z_]/gi, '').toLowerCase();
    const name = BUILT_NAMES.find((one) => joined.startsWith(one));
    if (name && !piece[0].toLowerCase().includes(name) && /['")]/.test(piece[0]))
      return { rule: rules.CODE_CALL, start: piece.index, end: piece.index + piece[0].length, score: 0.92 };
  }
  return null;
}

/** True when some bracket may belong to a function that is looked for; bounded for each bracket. */
function mayCall(text: string): boolean {
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
    let i = at - 1;
    while (i > at - GAP_MAX - 2 && i >= 0 && GAP.includes(text[i]!)) i--;
    if (i < 0) continue;
    if (text[i] === '/' && text[i - 1] === '*') return true;
    if (!isWordPart(text.charCodeAt(i))) continue;
    const stop = Math.max(0, i - GAP_MAX);
    while (i > stop && isWordPart(text.charCodeAt(i - 1))) i--;
    if (CALLS.bitsAt(text, i) !== 0) return true;
  }
  return false;
}

/** What `bracketAfter` may pass over. */
const GAP = ')]}"\' \t[0123456789';
const CALLS = new WordTable(bitsOfSets([[1, [...COMMAND_CALLS, ...SUBPROCESS_CALLS, ...CODE_CALLS]]]), { extra: '', wide: false });
const NEEDLES = buildLiterals(FRAGMENTS.map(([fragment]) => fragment));
const KELVIN = '\u212a';

function findFragments(text: string): Deed[] {
  const found: Deed[] = [];
  let any = false;
  NEEDLES.scan(text, () => (any = true));
  // The lower case of the Kelvin sign is an ASCII letter.
  if (!any && !text.includes(KELVIN)) return found;
  const lower = text.toLowerCase();
  for (const [fragment, score] of FRAGMENTS) {
    const at = lower.indexOf(fragment);
    if (at < 0 || (fragment === PHP_TAG && isWordPart(lower.charCodeAt(at + fragment.length)))) continue;
    found.push({ rule: rules.CODE_CALL, start: at, end: at + fragment.length, score });
  }
  return found;
}

/** Marks of which every call, fragment and name in pieces has one. */
const MARKS = new Uint8Array(65_536);
for (const mark of '(.[?:$+{\u212a') MARKS[mark.charCodeAt(0)] = 1;

/** Whether `findCodeCalls`, `findInterpolation` and `findDotCommand` may find anything. */
export function hasCodeMark(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (MARKS[text.charCodeAt(i)] === 1) return true;
  return false;
}

/** All code calls of a text, strongest first. */
export function findCodeCalls(text: string): Deed[] {
  const found = mayCall(text) ? findCalls(text) : [];
  found.push(...findFragments(text));
  const built = text.includes('.') || text.includes('+') ? findBuiltName(text) : null;
  if (built) found.push(built);
  return found;
}

/** PHP runs what stands in `{${…}}` of a string: `{${phpinfo()}}`. */
const PHP_STRING = /\{\$\{\s{0,4}@?[a-z_]\w{0,40}\s{0,4}\(/i;

/** `@{[system 'id']}` and `#{require('x')}`: interpolation of Perl and Ruby strings that runs its content. */
export function findInterpolation(text: string): Deed[] {
  const found: Deed[] = [];
  const perl = text.includes('@{') ? /@\{\s{0,16}\[/.exec(text) : null;
  if (perl) found.push({ rule: rules.PERL_INTERPOLATION, start: perl.index, end: perl.index + perl[0].length });
  const php = text.includes('{${') ? PHP_STRING.exec(text) : null;
  if (php) found.push({ rule: rules.CODE_CALL, start: php.index, end: php.index + php[0].length, score: 0.9 });
  const ruby = text.indexOf('#{');
  if (ruby >= 0 && /\b(?:require|process|exec|system|spawn|kernel|io\.popen|file\.read|eval|env\[)|`/i.test(text.slice(ruby, ruby + 256)))
    found.push({ rule: rules.PERL_INTERPOLATION, start: ruby, end: ruby + 2 });
  return found;
}

/** SQLite's shell reads dot commands at the start of a line, or behind the statement before; these run programs, load code or write files. */
const DOT_COMMAND =
  /(?:;|\n|\\n)[\s\\'"]{0,4}\.[\\'"]{0,2}(?:sh|shell|system|load|import|once|excel|output|open|backup|save|clone)\s{1,4}[\w/.'"|\\-]/i;

export function findDotCommand(text: string): Deed[] {
  const dot = text.includes('.') ? DOT_COMMAND.exec(text) : null;
  return dot ? [{ rule: rules.DISGUISED_COMMAND, start: dot.index, end: dot.index + dot[0].length, score: 0.88 }] : [];
}

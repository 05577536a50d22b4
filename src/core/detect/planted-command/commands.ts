/** What planted commands begin with, and what must follow on the same line, as data. */
import type { Rule } from '../../finding.ts';
import { RULES } from './rules.ts';

export type Command = {
  rule: Rule;
  /** One of them stands in each such command; lower case. */
  literals: readonly string[];
  head: RegExp;
  /** Is looked for in at most `reach` units behind the head, up to the end of the line. */
  tail?: RegExp;
  reach?: number;
  /** The tail stands before the next bar. */
  in_one_program?: true;
  /** Behind the next bar stands a shell. */
  into_shell?: true;
  /** Printed before it, on the same line. */
  printed?: true;
};

const DOWNLOADERS = ['curl', 'wget'];
const PRINTED_MAX = 528;
const PRINTED = /\b(?:echo|printf)\s[^\n|]{16}/i;
const SHELL = /^\|\s{0,4}(?:sudo\s{1,4}(?:-\w{1,4}\s{1,4})?)?(?:\/\w{0,8}\/?bin\/)?(?:ba|z|da|k|c)?sh\b/i;
const SHELL_MAX = 48;

export const COMMANDS: readonly Command[] = [
  {
    rule: RULES.shell,
    literals: ['/dev/tcp', '/dev/udp'],
    head: /\b(?:ba|z|k)?sh\s{1,4}-i\s{0,4}[0-9]?[<>]&?\s{0,4}\/dev\/(?:tcp|udp)\//gi,
  },
  {
    rule: RULES.shell,
    literals: ['nc ', 'ncat'],
    head: /\bnc(?:at)?\b/gi,
    tail: /\s(?:-e|-c|--exec)\s{1,4}[\w/]{0,18}sh\b/i,
    reach: 96,
  },
  {
    rule: RULES.shell,
    literals: ['socket'],
    head: /\bpython[\d.]{0,4}\s{1,4}-c\s{1,4}['"]\s{0,4}import\s[\w, ]{0,36}\bsocket\b/gi,
    tail: /subprocess|dup2|pty|connect/i,
    reach: 264,
  },
  { rule: RULES.shell, literals: ['mkfifo'], head: /\bmkfifo\s/gi, tail: /\|\s{0,4}(?:nc|ncat|openssl)\b/i, reach: 140 },
  {
    rule: RULES.hidden,
    literals: ['base64', 'xxd'],
    head: /\|\s{0,4}(?:base64\s{1,4}(?:-d|--decode)|xxd\s{1,4}-r|openssl\s{1,4}(?:enc\s{1,4})?-?base64\s{1,4}-d)/gi,
    reach: 64,
    into_shell: true,
    printed: true,
  },
  {
    rule: RULES.hidden,
    literals: ['powershell'],
    head: /\bpowershell(?:\.exe)?\b/gi,
    tail: /\s-e(?:nc|ncodedcommand|c)?\s{1,4}[A-Za-z0-9+/=]{20,}/i,
    reach: 192,
  },
  {
    rule: RULES.hidden,
    literals: ['iex', 'invoke-expression'],
    head: /\b(?:IEX|Invoke-Expression)\b/gi,
    tail: /Net\.WebClient|Invoke-WebRequest|iwr|DownloadString/i,
    reach: 88,
  },
  {
    rule: RULES.download,
    literals: DOWNLOADERS,
    head: /(?:curl|wget|fetch)\b/gi,
    tail: /\bhttps?:\/\/(?:\d{1,3}\.){3}\d{1,3}\b/i,
    reach: 336,
    in_one_program: true,
    into_shell: true,
  },
  {
    rule: RULES.download,
    literals: DOWNLOADERS,
    head: /(?:ba|z|da)?sh\s{1,4}-c\s{1,4}["']?(?:\$\(|`)\s{0,4}(?:curl|wget|fetch)\b/gi,
    tail: /http:\/\/|https:\/\/(?:\d{1,3}\.){3}\d{1,3}\b/i,
    reach: 192,
    in_one_program: true,
  },
  {
    rule: RULES.download,
    literals: DOWNLOADERS,
    head: /\$\(\s{0,4}(?:curl|wget|fetch)\b/gi,
    tail: /http:\/\/[^)]{1,160}$/i,
    reach: 336,
    in_one_program: true,
    into_shell: true,
  },
  {
    rule: RULES.wipe,
    literals: ['no-preserve-root'],
    head: /\brm\s{1,4}(?:-[rRfv]{1,4}\s{1,4}){1,3}(?:--no-preserve-root\s{1,4}\/|\/\*?\s{1,4}--no-preserve-root)/g,
  },
  {
    rule: RULES.endpoint,
    literals: ['_endpoint', '_uri', 'resource_metadata'],
    head: /(?:(?:authorization|token|registration|userinfo|introspection|revocation|end_session)_endpoint|(?:jwks|verification|redirect)_uri|resource_metadata)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']/gi,
    tail: /^[^"'\n$`;|]{0,160}(?:\$\(\s?\w|`\w|[;|]\s?(?:cmd|powershell|calc|sh|bash|curl|wget|open|start)\b)/i,
    reach: 256,
  },
  {
    rule: RULES.process,
    literals: ['child_process'],
    head: /\brequire\(['"](?:node:)?child_process['"]\)\.(?:exec|spawn|execFile)(?:Sync)?\(\s{0,4}['"`]/g,
    tail: /\/etc\/(?:passwd|shadow)|\b(?:curl|wget|nc)\b|rm -rf|bash -/,
    reach: 80,
  },
];

/** Up to the first of `marks`. */
function upTo(text: string, from: number, max: number, marks: RegExp): string {
  const near = text.slice(from, from + max);
  const end = near.search(marks);
  return end < 0 ? near : near.slice(0, end);
}

/** The first place of the command; each head looks at a bounded piece of the text. */
export function findCommand(command: Command, text: string): { start: number; end: number } | null {
  for (const { 0: head, index: start } of text.matchAll(command.head)) {
    const end = endOf(command, text, start, start + head.length);
    if (end !== null) return { start, end };
  }
  return null;
}

function endOf(
  { tail, reach = 0, in_one_program, into_shell, printed }: Command,
  text: string,
  start: number,
  from: number,
): number | null {
  const rest = upTo(text, from, reach, in_one_program || into_shell ? /[\n|]/ : /\n/);
  const found = tail?.exec(rest);
  if (found === null || (printed && !PRINTED.test(lineBefore(text, start)))) return null;
  if (!into_shell) return from + (found ? found.index + found[0].length : 0);
  const at = from + rest.length;
  const shell = SHELL.exec(text.slice(at, at + SHELL_MAX));
  return shell && at + shell[0].length;
}

/** What stands on the line before `at`, behind the last bar. */
function lineBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - PRINTED_MAX), at);
  return before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('|')) + 1);
}

/** Shells that connect to a remote host, in every language that stands on a server (https://gtfobins.github.io, "Reverse shell"). */
import type { ShellToken } from '../../text/shell-tokens.ts';
import type { Command } from './commands.ts';
import { hasOption, readsFrom, sourceTest, standsBefore } from './pipelines.ts';
import type { Deed } from './misuse.ts';
import { REVERSE_SHELL } from './rules.ts';
import { INTERPRETERS, SHELLS } from './words.ts';

const CALL_BACK: readonly [RegExp, readonly string[], readonly string[]][] = [
  [/^python/, ['socket'], ['dup2', 'pty.spawn', 'subprocess', 'os.system', '/bin/sh', '/bin/bash']],
  [/^perl$/, ['socket'], ['exec', '/bin/sh', 'system']],
  [/^ruby$/, ['tcpsocket', 'socket'], ['exec', 'popen', '/bin/sh', 'spawn']],
  [/^php/, ['fsockopen', 'stream_socket_client', 'socket_connect'], ['exec', 'system', 'passthru', 'popen', 'proc_open', '`']],
  [/^(?:powershell|pwsh)$/, ['sockets.tcpclient', 'udpclient'], ['getstream', 'iex', 'invoke-expression', 'process']],
  [/^(?:g|m|n)?awk$/, ['/inet/tcp/', '/inet/udp/'], ['']],
  [/^node$/, ['net.socket', 'net.connect', "require('net')", 'require("net")'], ['child_process', '/bin/sh', 'spawn']],
  [/^lua/, ['socket'], ['popen', 'execute']],
  [/^(?:java|jrunscript|jjs|groovy)$/, ['socket'], ['exec', 'processbuilder']],
];

/** The files of bash that are sockets. */
export const isSocketFile = (path: string): boolean => /\/dev\/(?:tcp|udp)\/[^/]+\/./.test(path);
const opensSocket = ({ text }: ShellToken): boolean => isSocketFile(text);

const INTERACTIVE = sourceTest(5, (c) => SHELLS.has(c.name) && c.words.some(({ text }) => text === '-i'));

/** How surely the command hands a shell to another host; `all` are the commands around it. */
export function reverseShell(command: Command, all: readonly Command[]): number {
  const { name, words, redirects } = command;
  const runs = SHELLS.has(name) || name === 'exec' || command.via.includes('exec');
  if (redirects.some(({ target }) => target !== null && opensSocket(target)))
    return runs || /^\d*$/.test(name) || redirects.length > 1 ? 0.97 : 0.85;
  if (words.some(opensSocket) && (runs || INTERPRETERS.has(name))) return 0.97;
  if (/^(?:nc|ncat|netcat|nc\.traditional|nc\.openbsd)$/.test(name)) {
    const runsProgram =
      words.some(
        ({ text }, i) => /^-[a-z]*[ec]$/.test(text) && /(?:sh|bash|cmd|powershell|zsh|dash|ksh)(?:\.exe)?$/.test(words[i + 1]?.text ?? ''),
      ) ||
      hasOption(command, '', '--exec', '--sh-exec') ||
      words.some(({ text }) => /^-e(?:\/bin|c?md)/.test(text));
    if (runsProgram) return 0.97;
    const pipesIntoShell = all.some((c) => SHELLS.has(c.name) && c.source === command);
    const fromShell = readsFrom(command, INTERACTIVE);
    if (fromShell || (pipesIntoShell && all.some((c) => c.source !== null && SHELLS.has(c.source.name)))) return 0.97;
    if (
      all.some((c) => c.name === 'mkfifo' || (c.name === 'mknod' && c.words.some(({ text }) => text === 'p'))) &&
      all.some((c) => SHELLS.has(c.name))
    )
      return 0.97;
  }
  if (
    name === 'socat' &&
    words.some(({ text }) => /^(?:exec|system):/i.test(text)) &&
    words.some(({ text }) => /^(?:tcp|udp|openssl|ssl)[46]?(?:-connect)?:/i.test(text))
  )
    return 0.97;
  if (
    (name === 'telnet' || name === 'openssl') &&
    all.some((c) => SHELLS.has(c.name) && (c.source === command || standsBefore(command, c)))
  )
    return name === 'telnet' || words[0]?.text === 's_client' ? 0.96 : 0;
  for (const [interpreter, opens, acts] of words.some(({ quoted }) => quoted) ? CALL_BACK : []) {
    if (!interpreter.test(name)) continue;
    if (
      words.some(({ text }) => {
        const script = text.toLowerCase();
        return (
          opens.some((x) => script.includes(x)) &&
          acts.some((x) => script.includes(x)) &&
          (name.startsWith('g') ||
            name.endsWith('awk') ||
            /connect|tcpclient|fsockopen|socket_client|tcpsocket|socket\.new|inet/.test(script))
        );
      })
    )
      return 0.96;
  }
  return 0;
}

/** Program text that ties a socket to a shell: all fragments of one row. */
const TIED: readonly (readonly string[])[] = [
  ['socket', '.connect(', 'dup2(', '/bin/sh'],
  ['socket', '.connect(', 'dup2(', '/bin/bash'],
  ['socket', '.connect(', 'dup2(', 'pty.spawn'],
  ['fsockopen(', 'proc_open(', '/bin/sh'],
  ['fsockopen(', 'sh -i <&3'],
  ['net.sockets.tcpclient', '.getstream()', 'iex '],
  ['net.sockets.tcpclient', '.getstream()', 'invoke-expression'],
  ['net.connect(', 'child_process', '.pipe(', '/bin/sh'],
  ['net.socket(', 'child_process', '.pipe(', '/bin/sh'],
  ['new socket(', 'processbuilder(', 'getinputstream', '/bin/sh'],
];

const NO_DEEDS: readonly Deed[] = [];
const TIED_MIN = Math.min(...TIED.map((fragments) => fragments.join('').length));

/** Reverse shells written out as a program of another language than shell. Linear: a fixed number of searches. */
export function findCallbacks(text: string): readonly Deed[] {
  if (text.length < TIED_MIN) return NO_DEEDS;
  const lower = text.toLowerCase();
  // One of the two stands in each row.
  if (!lower.includes('sock') && !lower.includes('net.connect(')) return NO_DEEDS;
  for (const fragments of TIED) {
    if (!fragments.every((fragment) => lower.includes(fragment))) continue;
    const places = fragments.map((fragment) => lower.indexOf(fragment));
    return [
      {
        rule: REVERSE_SHELL,
        start: Math.min(...places),
        end: Math.max(...places.map((at, i) => at + (fragments[i] ?? '').length)),
        score: 0.92,
      },
    ];
  }
  return NO_DEEDS;
}

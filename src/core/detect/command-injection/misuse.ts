/** What a command must not do even where commands are expected: the gravest misuse, read from parsed commands. */
import type { Rule } from '../../finding.ts';
import type { ShellToken } from '../../text/shell-tokens.ts';
import { type Command, baseName } from './commands.ts';
import * as rules from './rules.ts';
import { DOWNLOADERS, INTERPRETERS, READERS, SENDERS, SHELLS, isCredentialFile } from './words.ts';

export type Deed = { rule: Rule; start: number; end: number; score?: number };

const SOURCES_MAX = 16;
const DISK = /^\/dev\/(?:sd[a-z]|nvme\d|hd[a-z]|vd[a-z]|xvd[a-z]|disk\d|mmcblk\d|mem$|kmem$)/;
const ROOTS =
  /^(?:\/|\/\*|~|~\/|~\/\*|\$HOME\/?\*?|\$\{HOME\}\/?\*?|\/(?:etc|usr|bin|sbin|boot|lib|lib64|home|var|root|dev|opt|sys|proc|users|system)\/?\*?|[a-z]:\\?\*?|[a-z]:\\windows\\?.*)$/i;
const STARTUP =
  /(?:^|\/)(?:\.bashrc|\.bash_profile|\.profile|\.zshrc|\.zprofile|authorized_keys|rc\.local|crontab|ld\.so\.preload)$|\/etc\/(?:cron[^/]*|systemd\/system|init\.d|profile\.d)\/|\/Library\/Launch(?:Agents|Daemons)\//;
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

function hasOption(command: Command, short: string, ...long: string[]): boolean {
  return command.words.some(
    ({ text }) =>
      (short !== '' && /^-[a-zA-Z]+$/.test(text) && text.includes(short)) ||
      long.some((option) => text === option || text.startsWith(`${option}=`)),
  );
}

/** The command and all whose output it reads, nearest first. */
function pipeline(command: Command): Command[] {
  const all: Command[] = [];
  for (let c: Command | null = command; c && all.length < SOURCES_MAX; c = c.source) all.push(c);
  return all;
}

function readsCredentials(command: Command): boolean {
  const reads = READERS.has(command.name);
  return (
    (reads && command.words.some(({ text }) => isCredentialFile(text))) ||
    command.redirects.some(({ mark, target }) => mark === '<' && target !== null && isCredentialFile(target.text))
  );
}

function reverseShell(command: Command, all: readonly Command[]): number {
  const { name, words, redirects } = command;
  const runs = SHELLS.has(name) || name === 'exec' || command.via.includes('exec');
  const opensSocket = ({ text }: ShellToken): boolean => /\/dev\/(?:tcp|udp)\/[^/]+\/./.test(text);
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
    const fromShell = pipeline(command)
      .slice(1)
      .some((c) => SHELLS.has(c.name) && c.words.some(({ text }) => text === '-i'));
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
    pipeline(command).length > 0 &&
    all.some((c) => SHELLS.has(c.name) && (c.source === command || pipeline(command).includes(c)))
  )
    return name === 'telnet' || words[0]?.text === 's_client' ? 0.96 : 0;
  for (const [interpreter, opens, acts] of CALL_BACK) {
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

function downloadAndRun(command: Command, all: readonly Command[]): number {
  const { name, words, outer } = command;
  const [first, ...sources] = pipeline(command);
  const runsInput =
    first !== undefined &&
    INTERPRETERS.has(name) &&
    !words.some(({ text }) => /^(?:-c|-m|-e|-r|-pe|-ne|-n|-p)$/.test(text)) &&
    (SHELLS.has(name) || words.length === 0 || words[0]?.text === '-');
  if (runsInput && sources.some((c) => DOWNLOADERS.has(c.name))) return 0.82;
  if (DOWNLOADERS.has(name) && outer) {
    if (
      SHELLS.has(outer.name) ||
      ['eval', 'source', '.', 'exec', 'iex', 'python', 'python3', 'perl', 'ruby', 'node', 'php'].includes(outer.name)
    ) {
      const runs = command.before === '<(' || !outer.words.some(({ text }) => text === '-x' || text === '-n');
      if (
        runs &&
        (outer.name === 'eval' ||
          outer.name === 'source' ||
          outer.name === '.' ||
          command.before === '<(' ||
          outer.words.some(({ text }) => /^-[a-z]*[cer]$/.test(text)))
      )
        return 0.82;
    }
  }
  const target = words.some(({ text }) => /^https?:\/\//i.test(text) || /https?:\/\//i.test(text));
  if (name === 'certutil' && words.some(({ text }) => /^[-/]urlcache$/i.test(text)) && target) return 0.9;
  if (name === 'mshta' && (target || words.some(({ text }) => /^(?:javascript|vbscript):/i.test(text)))) return 0.9;
  if (name === 'regsvr32' && words.some(({ text }) => /^[/-]i:https?:/i.test(text))) return 0.93;
  if (name === 'bitsadmin' && target) return 0.85;
  if (name === 'rundll32' && words.some(({ text }) => /javascript:/i.test(text))) return 0.93;
  if (name === 'powershell' || name === 'pwsh' || name === 'cmd') {
    const script = words.map(({ text }) => text.toLowerCase()).join(' ');
    if (
      /downloadstring|downloadfile|invoke-webrequest|\biwr\b|\birm\b/.test(script) &&
      /\biex\b|invoke-expression|start-process/.test(script)
    )
      return 0.93;
  }
  if (
    /^(?:iex|invoke-expression)$/.test(name) &&
    all.some((c) => /^(?:iwr|irm|invoke-webrequest|invoke-restmethod|new-object)$/.test(c.name))
  )
    return 0.9;
  return 0;
}

function sendsCredentials(command: Command, all: readonly Command[]): number {
  const { name, words } = command;
  if (!SENDERS.has(name)) return 0;
  if (pipeline(command).slice(1).some(readsCredentials)) return 0.96;
  if (command.redirects.some(({ mark, target }) => mark === '<' && target !== null && isCredentialFile(target.text))) return 0.96;
  if (all.some((c) => c.outer === command && pipeline(c).some(readsCredentials))) return 0.96;
  const uploads = words.some(({ text }, i) => {
    const value = /^(?:-d|--data(?:-\w+)?|-F|--form|-T|--upload-file|--post-file|--body-file)$/.test(words[i - 1]?.text ?? '')
      ? text
      : /^(?:-d|-F|-T|--[\w-]+=)/.test(text)
        ? text
        : '';
    return (
      value !== '' &&
      isCredentialFile(value) &&
      (value.includes('@') ||
        value.includes('<') ||
        /^(?:-T|--upload-file|--post-file|--body-file)/.test(text) ||
        /^(?:-T|--upload-file|--post-file)$/.test(words[i - 1]?.text ?? ''))
    );
  });
  if (uploads) return 0.96;
  if (/^(?:scp|rsync|sftp)$/.test(name)) {
    const secret = words.findIndex(({ text }, i) => isCredentialFile(text) && words[i - 1]?.text !== '-i' && !/^[^/]*:/.test(text));
    if (secret >= 0 && words.slice(secret + 1).some(({ text }) => /^[^/]+:/.test(text))) return 0.9;
  }
  const dumps = pipeline(command)
    .slice(1)
    .some((c) => /^(?:env|printenv|set)$/.test(c.name) && c.words.length === 0);
  return dumps && /^(?:curl|nc|ncat|netcat|wget)$/.test(name) ? 0.9 : 0;
}

function wipes(command: Command): number {
  const { name, words, redirects } = command;
  if (name === 'rm') {
    if (words.some(({ text }) => text === '--no-preserve-root')) return 0.97;
    const recursive = hasOption(command, 'r', '--recursive') || hasOption(command, 'R');
    return recursive && words.some(({ text }) => ROOTS.test(text)) ? 0.96 : 0;
  }
  if (name === 'dd')
    return words.some(({ text }) => text.startsWith('of=') && DISK.test(text.slice(3))) &&
      words.some(({ text }) => /^if=\/dev\/(?:zero|u?random|full)/.test(text))
      ? 0.95
      : 0;
  if (/^mkfs(?:\.\w+)?$/.test(name) || name === 'wipefs' || name === 'shred')
    return words.some(({ text }) => DISK.test(text)) &&
      !words.some(({ text }) => /\d$/.test(text) && DISK.test(text) && name !== 'shred' && name.startsWith('mkfs') && /\d$/.test(text))
      ? 0.9
      : 0;
  if (redirects.some(({ mark, target }) => mark.startsWith('>') && target !== null && DISK.test(target.text))) return 0.93;
  if (name === 'format' && words.some(({ text }) => /^[c]:\\?$/i.test(text))) return 0.93;
  if (
    /^(?:rd|rmdir|del|erase)$/.test(name) &&
    words.some(({ text }) => /^\/s$/i.test(text)) &&
    words.some(({ text }) => /^[a-z]:\\?(?:\*(?:\.\*)?|windows.*|users.*)?$/i.test(text))
  )
    return 0.95;
  if (name === 'vssadmin' && /^delete$/i.test(words[0]?.text ?? '')) return 0.95;
  return 0;
}

function runsHidden(command: Command, all: readonly Command[]): number {
  const { name, words } = command;
  const sources = pipeline(command).slice(1);
  const decodes = (c: Command): boolean =>
    (/^base(?:64|32|58)$/.test(c.name) && hasOption(c, 'd', '--decode')) ||
    (/^base64$/.test(c.name) && hasOption(c, 'D')) ||
    (c.name === 'xxd' && hasOption(c, 'r')) ||
    (c.name === 'openssl' && c.words.some(({ text }) => text === '-d') && /^(?:enc|base64)$/.test(c.words[0]?.text ?? '')) ||
    c.name === 'uudecode';
  if (
    (SHELLS.has(name) || INTERPRETERS.has(name)) &&
    sources.some(decodes) &&
    (words.length === 0 || words[0]?.text.startsWith('-') === true)
  )
    return 0.93;
  if (
    (SHELLS.has(name) || name === 'eval' || name === '.' || name === 'source') &&
    all.some((c) => c.outer === command && pipeline(c).some(decodes))
  )
    return 0.93;
  if (SHELLS.has(name) && words.length === 0 && sources.some((c) => c.name === 'rev' || c.name === 'tr')) return 0.85;
  if (name === 'powershell' || name === 'pwsh') {
    const at = words.findIndex(({ text }) => /^[-/]e(?:nc|ncodedcommand|c)?$/i.test(text));
    if (at >= 0 && /^[A-Za-z0-9+/=]{16,}$/.test(words[at + 1]?.text ?? '')) return 0.9;
  }
  if (/^(?:python[23]?|perl|ruby|php|node)$/.test(name)) {
    const runs = words.some(
      ({ text }) =>
        /\b(?:exec|eval)\b/.test(text) && /b64decode|base64_decode|decode_base64|atob\(|unpack\(['"]m|frombase64|Buffer\.from/i.test(text),
    );
    if (runs) return 0.93;
  }
  return 0;
}

function persists(command: Command): number {
  const { name, words, redirects } = command;
  if (redirects.some(({ mark, target }) => mark.startsWith('>') && target !== null && STARTUP.test(target.text))) return 0.5;
  if (name === 'tee' && words.some(({ text }) => STARTUP.test(text))) return 0.5;
  if (name === 'crontab' && (words.length === 0 || words[0]?.text === '-' || (words[0] !== undefined && !words[0].text.startsWith('-'))))
    return 0.45;
  if (name === 'schtasks' && words.some(({ text }) => /^\/create$/i.test(text))) return 0.5;
  return name === 'reg' && /^add$/i.test(words[0]?.text ?? '') && words.some(({ text }) => /currentversion\\run/i.test(text)) ? 0.55 : 0;
}

/** `:(){ :|:& };:`: a function whose body starts itself twice. */
export function isForkBomb(text: string): boolean {
  const match =
    /(?:^|[\s;&|])([^\s(){}|&;]{1,16})\(\)\s{0,4}\{\s{0,4}([^\s(){}|&;]{1,16})(?:\(\))?\s{0,4}[|&]\s{0,4}([^\s(){}|&;]{1,16})(?:\(\))?\s{0,4}(?:&\s{0,4})?;?\s{0,4}\}/.exec(
      text,
    );
  return match !== null && match[1] === match[2] && match[2] === match[3];
}

/** Grave deeds among the commands of one segment; each look at a command is bounded by what hangs on it. */
export function findDeeds(all: readonly Command[]): Deed[] {
  const deeds: Deed[] = [];
  const near = (at: number): readonly Command[] => (all.length <= 64 ? all : all.slice(Math.max(0, at - 32), at + 32));
  all.forEach((command, at) => {
    const around = near(at);
    const add = (rule: Rule, score: number): void => {
      if (score > 0) deeds.push({ rule, start: command.start, end: Math.max(command.end, command.start + 1), score });
    };
    add(rules.REVERSE_SHELL, reverseShell(command, around));
    add(rules.DOWNLOAD_AND_RUN, downloadAndRun(command, around));
    add(rules.CREDENTIAL_EXFILTRATION, sendsCredentials(command, around));
    add(rules.WIPING, wipes(command));
    add(rules.OBFUSCATED_STAGE, runsHidden(command, around));
    add(rules.PERSISTENCE, persists(command));
  });
  return deeds;
}

/** Script texts given to a shell or interpreter: `sh -c '…'`, so that their commands are judged too. */
export function innerScripts(command: Command): { text: string; start: number; end: number }[] {
  if (!SHELLS.has(baseName(command.name)) && command.name !== 'eval' && command.name !== 'ssh' && command.name !== 'su') return [];
  return command.words
    .filter(({ text, quoted }) => quoted && text.length > 3 && /\s/.test(text))
    .slice(0, 4)
    .map(({ text, start, end }) => ({ text, start, end }));
}

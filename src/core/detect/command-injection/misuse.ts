/** What a command must not do even where commands are expected: the gravest misuse, read from parsed commands. */
import type { Rule } from '../../finding.ts';
import { bitsOfSets } from '../../text/word-table.ts';
import type { Command } from './commands.ts';
import { persists, reachesHost, wipes } from './damage.ts';
import { readsCredentials, sendsCredentials } from './exfiltration.ts';
import { findAbuses } from './abuse.ts';
import { findFlows } from './flow.ts';
import { installsFrom, scriptDeed, startsProgram } from './programs.ts';
import { reverseShell } from './reverse-shell.ts';
import * as rules from './rules.ts';
import { downloadAndRun, runsHidden } from './stages.ts';
import { findStages } from './staging.ts';
import { DOWNLOADERS, INTERPRETERS, READERS, SENDERS, SHELLS } from './words.ts';

export type Deed = { rule: Rule; start: number; end: number; score?: number };

/** Commands on either side that may belong to the same deed. */
const NEAR_MAX = 16;
/** What may be asked of a command. */
const REVERSES = 1;
const SENDS = 2;
const DOWNLOADS = 4;
const HIDES = 8;
const WIPES = 16;
const PERSISTS = 32;
const READS = 64;
const REACHES = 128;
const ANYTHING = 255;

const list = (names: string): string[] => names.split(' ');
const NETCATS = list('nc ncat netcat nc.traditional nc.openbsd');
const INTERPRETING = [...SHELLS, ...INTERPRETERS, 'exec', 'eval', 'source', '.'];

/** By the names of commands, what each may do; others are only looked at for what they redirect, or run for another. */
const MAY: ReadonlyMap<string, number> = bitsOfSets([
  [REVERSES | DOWNLOADS | HIDES, INTERPRETING],
  [REVERSES, [...NETCATS, ...list('socat telnet openssl awk gawk mawk nawk java jrunscript jjs groovy')]],
  [SENDS, [...SENDERS]],
  [DOWNLOADS, [...DOWNLOADERS, ...list('certutil mshta regsvr32 bitsadmin rundll32')]],
  [WIPES, list('rm dd wipefs shred format rd rmdir del erase vssadmin')],
  [PERSISTS, list('tee crontab schtasks reg')],
  [READS, [...READERS]],
  [REACHES, list('curl socat nc docker podman nerdctl nsenter kubectl')],
  [0, list('echo printf')],
]);
/** The same of names that begin so. */
const FAMILIES: readonly [string, number][] = [
  ['mkfs', WIPES],
  ['python', REVERSES | DOWNLOADS | HIDES],
  ['php', REVERSES | DOWNLOADS | HIDES],
  ['lua', REVERSES | DOWNLOADS | HIDES],
];
const FAMILY_FIRST = 'mpl';
/** Commands that are looked at closely. */
export const GRAVE: ReadonlySet<string> = new Set(MAY.keys());

/** What they do depends on the commands around them. */
const NEEDS_OTHERS = new Set(['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd', 'telnet', 'openssl', 'iex', 'invoke-expression']);

function mayDo({ name, redirects, via }: Command): number {
  if (redirects.length > 0 || via.length > 0) return ANYTHING;
  let may = MAY.get(name) ?? 0;
  if (FAMILY_FIRST.includes(name.charAt(0))) for (const [head, bits] of FAMILIES) if (name.startsWith(head)) may |= bits;
  return may;
}

/**
 * Grave deeds among the commands of one segment; each look at a command is bounded by what hangs on it.
 * @param own the commands behind these many were looked at already, with other ones before them
 */
export function findDeeds(all: readonly Command[], keep: (deed: Deed) => void, own: number = all.length): void {
  const count = all.length <= NEAR_MAX * 2 ? all.length : Math.min(all.length, own + NEAR_MAX);
  for (let at = 0; at < count; at++) {
    const command = all[at]!;
    const may = mayDo(command);
    if (may === 0) continue;
    const around = !NEEDS_OTHERS.has(command.name)
      ? []
      : all.length <= NEAR_MAX * 2
        ? all
        : all.slice(Math.max(0, at - NEAR_MAX), at + NEAR_MAX);
    const add = (rule: Rule, score: number): void => {
      if (score > 0) keep({ rule, start: command.start, end: Math.max(command.end, command.start + 1), score });
    };
    const { name, words, redirects, source, inner, outer } = command;
    const given = words.length > 0 || redirects.length > 0;
    if (may & REVERSES && (given || source)) add(rules.REVERSE_SHELL, reverseShell(command, around));
    if (may & SENDS && (given || source)) add(rules.CREDENTIAL_EXFILTRATION, sendsCredentials(command));
    if (may & DOWNLOADS && (words.length > 0 || source || outer || around.length > 0))
      add(rules.DOWNLOAD_AND_RUN, downloadAndRun(command, around));
    if (may & HIDES && (words.length > 0 || source || inner.length > 0)) add(rules.OBFUSCATED_STAGE, runsHidden(command));
    if (!given && name !== 'crontab') continue;
    if (may & WIPES) add(rules.WIPING, wipes(command));
    if (may & PERSISTS) add(rules.PERSISTENCE, persists(command));
    if (may & READS && readsCredentials(command)) add(rules.CREDENTIAL_READ, rules.CREDENTIAL_READ.score);
    if (may & REACHES) add(rules.HOST_ACCESS, reachesHost(command));
  }
}

/** Deeds that only commands meant as such are judged for: options of programs, and what runs from one command to another. */
export function findSchemes(all: readonly Command[], keep: (deed: Deed) => void): void {
  findFlows(all, keep);
  findStages(all, keep);
  findAbuses(all, keep);
  for (const command of all) {
    const add = (rule: Rule, score: number): void => {
      if (score > 0) keep({ rule, start: command.start, end: Math.max(command.end, command.start + 1), score });
    };
    add(rules.STARTED_PROGRAM, startsProgram(command));
    if (command.words.length === 0) continue;
    add(rules.FOREIGN_PACKAGES, installsFrom(command));
    const script = scriptDeed(command);
    if (script) add(script.kind === 'sends' ? rules.CREDENTIAL_EXFILTRATION : rules.DOWNLOAD_AND_RUN, script.score);
  }
}

type Script = { text: string; start: number; end: number };
const NO_SCRIPTS: readonly Script[] = [];

/** Script texts given to a shell or interpreter: `sh -c '…'`, so that their commands are judged too. */
export function innerScripts(command: Command): readonly Script[] {
  if (command.words.length === 0) return NO_SCRIPTS;
  if (!SHELLS.has(command.name) && command.name !== 'eval' && command.name !== 'ssh' && command.name !== 'su') return NO_SCRIPTS;
  return command.words
    .filter(({ text, quoted }) => quoted && text.length > 3 && /\s/.test(text))
    .slice(0, 4)
    .map(({ text, start, end }) => ({ text, start, end }));
}

/** What a command must not do even where commands are expected: the gravest misuse, read from parsed commands. */
import type { Rule } from '../../finding.ts';
import type { Command } from './commands.ts';
import { persists, reachesHost, wipes } from './damage.ts';
import { readsCredentials, sendsCredentials } from './exfiltration.ts';
import { reverseShell } from './reverse-shell.ts';
import * as rules from './rules.ts';
import { downloadAndRun, runsHidden } from './stages.ts';
import { DOWNLOADERS, INTERPRETERS, READERS, SENDERS, SHELLS } from './words.ts';

export type Deed = { rule: Rule; start: number; end: number; score?: number };

/** Commands on either side that may belong to the same deed. */
const NEAR_MAX = 16;
/** Commands that are looked at closely. */
export const GRAVE: ReadonlySet<string> = new Set([
  ...SHELLS,
  ...INTERPRETERS,
  ...DOWNLOADERS,
  ...SENDERS,
  ...READERS,
  'exec',
  'eval',
  'source',
  '.',
  'rm',
  'dd',
  'wipefs',
  'shred',
  'format',
  'rd',
  'rmdir',
  'del',
  'erase',
  'vssadmin',
  'tee',
  'crontab',
  'schtasks',
  'reg',
  'certutil',
  'mshta',
  'regsvr32',
  'bitsadmin',
  'rundll32',
  'docker',
  'podman',
  'nerdctl',
  'gawk',
  'mawk',
  'nawk',
  'java',
  'jrunscript',
  'jjs',
  'groovy',
  'nc.traditional',
  'nc.openbsd',
  'echo',
  'printf',
]);

/** What they do depends on the commands around them. */
const NEEDS_OTHERS = new Set(['nc', 'ncat', 'netcat', 'nc.traditional', 'nc.openbsd', 'telnet', 'openssl', 'iex', 'invoke-expression']);

function isGrave({ name, redirects, via }: Command): boolean {
  return (
    GRAVE.has(name) ||
    redirects.length > 0 ||
    via.length > 0 ||
    name.startsWith('mkfs') ||
    name.startsWith('python') ||
    name.startsWith('php') ||
    name.startsWith('lua')
  );
}

/**
 * Grave deeds among the commands of one segment; each look at a command is bounded by what hangs on it.
 * @param own the commands behind these many were looked at already, with other ones before them
 */
export function findDeeds(all: readonly Command[], keep: (deed: Deed) => void, own: number = all.length): void {
  const count = all.length <= NEAR_MAX * 2 ? all.length : Math.min(all.length, own + NEAR_MAX);
  for (let at = 0; at < count; at++) {
    const command = all[at]!;
    if (!isGrave(command)) continue;
    const around = !NEEDS_OTHERS.has(command.name)
      ? []
      : all.length <= NEAR_MAX * 2
        ? all
        : all.slice(Math.max(0, at - NEAR_MAX), at + NEAR_MAX);
    const add = (rule: Rule, score: number): void => {
      if (score > 0) keep({ rule, start: command.start, end: Math.max(command.end, command.start + 1), score });
    };
    const { name, words, redirects, source, inner, outer } = command;
    if (words.length > 0 || redirects.length > 0 || source) {
      add(rules.REVERSE_SHELL, reverseShell(command, around));
      add(rules.CREDENTIAL_EXFILTRATION, sendsCredentials(command));
    }
    if (words.length > 0 || source || outer || around.length > 0) add(rules.DOWNLOAD_AND_RUN, downloadAndRun(command, around));
    if (words.length > 0 || source || inner.length > 0) add(rules.OBFUSCATED_STAGE, runsHidden(command));
    if (words.length > 0 || redirects.length > 0 || name === 'crontab') {
      add(rules.WIPING, wipes(command));
      add(rules.PERSISTENCE, persists(command));
      add(rules.CREDENTIAL_READ, readsCredentials(command) ? rules.CREDENTIAL_READ.score : 0);
      add(rules.HOST_ACCESS, reachesHost(command));
    }
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

/** Options in the place of values: known programs read them as orders to run commands or write files (CWE-88, GTFOBins). */
import type { Deed } from './misuse.ts';
import * as rules from './rules.ts';

const OPTIONS =
  /^\s{0,8}--?(?:upload-pack|receive-pack|exec(?:-path)?|use-compress-program|checkpoint-action|to-command|rsh-command|rsh|pre-invoke|post-invoke|use-askpass|proxycommand|oproxycommand|o\s?(?:proxycommand|localcommand)|wrapper|ssh-command|pager|editor|config-env|sh-exec|rmt-command|info-script|new-volume-script|i=?ext::|post-file|init-command|system)(?:=|\s|,)\s?\S/i;

/** A file named like an option: `tar *` and `rsync *` in its directory read it as one (CWE-88). */
const WILDCARD =
  /(?:^|[/\\])--?(?:checkpoint(?:-action)?|use-compress-program|to-command|rsh|rmt-command|files0-from|info-script|e sh)(?:=|$|\s)/i;

export function findWildcardName(text: string): Deed[] {
  if (!text.includes('--') && !text.includes('-e sh')) return [];
  const found = WILDCARD.exec(text.slice(-128));
  return found ? [{ rule: rules.OPTION, start: 0, end: text.length, score: 0.86 }] : [];
}

const OPENS_OPTION = /^\s{0,8}(?:-|ext::)/i;

/** `--output=/…` in place of a revision: git and others write what they were to show into any file (CWE-88, CVE-2025-68144). */
export function findOutputOption(text: string): Deed[] {
  if (!OPENS_OPTION.test(text)) return [];
  const option = /^\s{0,8}--(?:output|output-file|output-document|output-directory|log-file)=\s?\S/i.exec(text.slice(0, 64));
  return option ? [{ rule: rules.OPTION, start: 0, end: option[0].length, score: 0.85 }] : [];
}

/** Options of container, scan and login tools in place of a name: whole disks mounted, guards off, scripts run, files written (GTFOBins). */
const HOST_OPTIONS: readonly RegExp[] = [
  /(?:^|\s)--(?:privileged|pid[= ]host|cap-add[= ](?:all|sys_admin|sys_ptrace)|security-opt[= ]\S{0,16}unconfined|device[= ]\/dev)(?=\s|$|\S)/i,
  /(?:^|\s)(?:-v|--volume|--mount)[= ](?:\/:\/|\/(?:etc|root|proc|var\/run\/docker\.sock):|[^\s,]{0,32},source=\/,)/i,
  /(?:^|\s)--(?:script|script-args|datadir|interactive|config|plugin|rcfile|init-file|eval|use-compress-program|load-extension|require)(?:[= ][^/\\.\s]{0,8}[/\\.]|$)/i,
  /^\S{1,64}\s{1,4}-o[NXGAS]\s{0,4}\S{0,64}\//,
  /(?:^|\s)--(?:upload-pack|receive-pack)(?:[= ])\S/i,
  /(?:^|[\s;,])(?:--config|-c)[= ](?:core\.(?:sshcommand|gitproxy|fsmonitor|pager|editor|hookspath)|protocol\.\w{1,16}\.allow|http\.proxy|credential\.helper|alias\.\w{1,16})\s{0,2}=/i,
  /^\s{0,4}ssh:\/\/-o?[a-z]/i,
  // sendmail writes its log, PHP and all, where it is told (CVE-2016-10033).
  /(?:^|\s)-O ?QueueDirectory=/i,
  /\s-X ?\/[\w/-]{1,80}\.(?:php|phtml|jsp|asp)/i,
];

/** `-exec /bin/sh … ;` behind a pattern: `find` runs it for each file. */
const EACH_FILE = /(?:^|\s)-(?:exec|ok)(?:dir)?\s[\w./~-]{2,64}\s/i;
const EACH_FILE_ENDS = ';+';

export function findHostOption(text: string): Deed[] {
  if (!text.includes('-')) return [];
  const head = text.slice(0, 256);
  const each = EACH_FILE.exec(head);
  if (each && EACH_FILE_ENDS.includes(text.trimEnd().at(-1)!))
    return [{ rule: rules.OPTION, start: each.index, end: text.length, score: 0.86 }];
  for (const pattern of HOST_OPTIONS) {
    const found = pattern.exec(head);
    if (found) return [{ rule: rules.OPTION, start: found.index, end: found.index + found[0].length, score: 0.86 }];
  }
  return [];
}

/** `--upload-pack=…` in place of a value: an option that makes a known program run a command, or hand out a file. */
export function findOption(text: string): Deed[] {
  if (!OPENS_OPTION.test(text)) return [];
  const option = OPTIONS.exec(text.slice(0, 256));
  if (option) return [{ rule: rules.OPTION, start: 0, end: option[0].length }];
  const ext = /^\s{0,8}ext::\s?\S/i.exec(text.slice(0, 64));
  return ext ? [{ rule: rules.OPTION, start: 0, end: ext[0].length, score: 0.93 }] : [];
}

/** No address, host or recipient begins with a hyphen; the program behind the tool reads an option (CWE-88). */
const LEADING = /^\s{0,8}-{1,2}[A-Za-z][\w-]{0,40}(?:[=\s/:.]|$)/;
const ASSIGNED = /^\s{0,8}--[a-z][\w-]{1,40}=\S/;

export function findLeadingOption(text: string, isAddress: boolean): Deed[] {
  const option = (isAddress ? LEADING : ASSIGNED).exec(text.slice(0, 64));
  return option ? [{ rule: rules.OPTION, start: 0, end: option[0].length, score: isAddress ? 0.84 : ASSIGNED_SCORE }] : [];
}
const ASSIGNED_SCORE = 0.82;

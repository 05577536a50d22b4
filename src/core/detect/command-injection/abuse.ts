/** What commands are given to do against those who own the machine: publishing secrets, digging for coins, blinding the guards, locking files (ATT&CK T1567, T1496, T1562, T1486). */
import type { Command } from './commands.ts';
import type { Deed } from './misuse.ts';
import * as rules from './rules.ts';
import { isSecretFile } from './sources.ts';

/** Places where anybody may leave a text or a file without an account, and ask for calls that come in. */
const DROPS =
  /(?:^|[/@.])(?:0x0\.st|transfer\.sh|ix\.io|sprunge\.us|termbin\.com|paste\.rs|dpaste\.(?:com|org)|pastebin\.com|hastebin\.com|paste\.ee|file\.io|bashupload\.com|temp\.sh|oshi\.at|gofile\.io|anonfiles\.com|catbox\.moe|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|beeceptor\.com|hookbin\.com|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|interact\.sh|oast\.\w{2,6}|burpcollaborator\.net|dnslog\.cn|serveo\.net|localhost\.run)(?=[/:?]|$)/i;
export const isDrop = (text: string): boolean => DROPS.test(text);

const GIVEN_FILE = /^(?:-T|--upload-file|--post-file|--body-file|--data-binary|-d|--data|-F|--form)$/;
const PRIVATE_PLACE =
  /(?:^|[/\\=@~])\.(?:ssh|aws|gnupg|kube|docker|azure|config\/(?:gcloud|gh))(?:[/\\]|$)|(?:^|[/\\@=])\.env(?:\.\w{1,16})?$/i;
const isPrivate = (text: string): boolean =>
  text.length < 512 && (isSecretFile(text.replace(/^[^@]{0,64}@/, '')) || PRIVATE_PLACE.test(text));

/** How surely it gives a private file, or a whole home, to a place of strangers. */
function publishes({ name, words, source }: Command): number {
  const texts = words.map(({ text }) => text);
  if (name === 'gh' && texts[0] === 'gist' && texts[1] === 'create') return texts.some(isPrivate) ? PUBLISHED : 0;
  if (/^(?:aws|gsutil|s3cmd|mc|rclone|az|gcloud)$/.test(name)) {
    const file = texts.findIndex(isPrivate);
    if (file < 0 || !texts.some((text) => /^(?:cp|mv|sync|put|upload|copy|copyto|storage)$/.test(text))) return 0;
    const isOpen = texts.some((text) => /^public-read|^--acl=public|^publicRead$|^-a$/i.test(text));
    return isOpen ? PUBLISHED : texts.slice(file + 1).some((text) => /^(?:s3|gs):\/\/|^[\w-]{1,64}:(?!\\)/.test(text)) ? COPIED : 0;
  }
  if (name !== 'curl' && name !== 'wget' && name !== 'http' && name !== 'nc') return 0;
  const isDropped = texts.some(isDrop);
  const file = texts.some(
    (text, i) => (GIVEN_FILE.test(texts[i - 1] ?? '') || /^(?:-F|-T|--\w[\w-]{2,20}=)/.test(text)) && isPrivate(text),
  );
  if (file) return isDropped ? PUBLISHED : 0;
  return isDropped && name === 'curl' && source !== null && /^(?:tar|zip|env|printenv|history)$/.test(source.name) ? PUBLISHED : 0;
}
const PUBLISHED = 0.93;
const COPIED = 0.6;

/** `git push --mirror` to an address set a moment before. */
function mirrors(command: Command, all: readonly Command[]): number {
  if (command.name !== 'git' || command.words[0]?.text !== 'push') return 0;
  const texts = command.words.map(({ text }) => text);
  const whole = texts.some((text) => text === '--mirror' || text === '--all');
  if (texts.some((text) => /^https?:\/\/(?:[^@/]{0,80}@)?(?!(?:www\.)?(?:github|gitlab|bitbucket|codeberg)\.)/.test(text)))
    return whole ? 0.84 : 0.6;
  const added = all.some(
    ({ name, words }) =>
      name === 'git' &&
      words[0]?.text === 'remote' &&
      /^(?:add|set-url)$/.test(words[1]?.text ?? '') &&
      /^(?:https?:|git@|ssh:)/.test(words.at(-1)?.text ?? ''),
  );
  return whole && added ? (texts.includes('--mirror') ? 0.84 : 0.82) : 0;
}

const MINERS =
  /^(?:xmrig|xmr-stak\w{0,8}|minerd|cpuminer\w{0,8}|ethminer|t-rex|nbminer|phoenixminer|lolminer|cgminer|bfgminer|nanominer|teamredminer|gminer|srbminer\w{0,8})$/;
const POOL =
  /^stratum\d?(?:\+\w{2,4})?:\/\/|(?:^|[/.@])(?:\w{1,24}\.)?(?:minexmr|supportxmr|nanopool|moneroocean|hashvault|2miners|f2pool|nicehash|unmineable|herominers|c3pool|minergate|xmrpool|dwarfpool)\.\w{2,8}|--donate-level/i;

function digs({ name, words }: Command): number {
  const pooled = words.some(({ text }) => text.length < 256 && POOL.test(text));
  if (MINERS.test(name)) return words.length > 0 && !/^(?:-V|--version|-h|--help)$/.test(words[0]!.text) ? 0.88 : 0;
  return pooled && !/^(?:grep|rg|echo|cat|dig|nslookup|iptables|ufw|curl|ping|whois)$/.test(name) ? 0.86 : 0;
}

/** First word, then what must stand in the line. */
const BLINDING: readonly [RegExp, RegExp][] = [
  [
    /^aws$/,
    /^cloudtrail (?:stop-logging|delete-trail|put-event-selectors)|^guardduty (?:delete-detector|update-detector --no-enable)|^configservice (?:stop-configuration-recorder|delete-configuration-recorder)|^logs delete-log-group|^ec2 delete-flow-logs/,
  ],
  [/^gcloud$/, /^(?:\w{1,8} )?logging sinks delete/],
  [/^az$/, /^monitor (?:diagnostic-settings|log-profiles|activity-log alert) delete/],
  [/^auditctl$/, /^(?:-e ?0\b|-d\b)/],
  [/^setenforce$/, /^(?:0|permissive)\b/],
  [
    /^(?:systemctl|service)$/,
    /^(?:(?:stop|disable|mask)(?: --now)? (?:auditd|rsyslog|syslog-ng|falco\w{0,8}|crowdstrike|falcon-sensor|osqueryd|wazuh-agent|clamav\w{0,10}|apparmor|systemd-journald)\b|(?:auditd|rsyslog) stop)/,
  ],
  [/^journalctl$/, /--vacuum-(?:time=\d{1,2}s|size=[01](?:[bkm]|$))/],
  [/^wevtutil$/, /^(?:cl|clear-log) /],
  [/^clear-eventlog$/, /./],
  [/^set-mppreference$/, /-disable(?:realtimemonitoring|ioavprotection|behaviormonitoring|scriptscanning) \$?(?:true|1)|-exclusionpath c:/],
  [/^(?:fltmc|sc)$/, /^(?:unload \w|(?:stop|delete) (?:windefend|eventlog|sense)\b)/],
  [/^netsh$/, /^advfirewall set allprofiles state off/],
  [/^rm$/, /-\w{0,4}r\w{0,4} \/var\/log\/?\*?(?: |$)|(?:^| )\/var\/log\/(?:audit|auth|secure|wtmp|btmp|syslog)\S{0,16}/],
];
const LINE_MAX = 200;

function blinds({ name, words }: Command): number {
  if (words.length === 0) return 0;
  const row = BLINDING.find(([program]) => program.test(name));
  if (!row) return 0;
  const line = words
    .slice(0, 16)
    .map(({ text }) => text)
    .join(' ')
    .slice(0, LINE_MAX)
    .toLowerCase();
  return row[1].test(line) ? 0.84 : 0;
}

/** A place where people keep what is theirs. */
const KEPT = /^(?:~|\$home|\$\{home\}|\/home|\/root|\/users|\/srv|\/mnt|\/var\/www|\/data|\/)(?:\/|$)|\/documents|^[a-z]:\\users/i;
const LOCKS = /^(?:openssl|gpg|gpg2|7z|age|ccrypt|zip)$/;
const REMOVES = /^(?:rm|shred|srm|unlink)$/;

/** One command for each file of a home locks it and takes the plain one away. */
function locks(command: Command, all: readonly Command[]): number {
  const texts = command.words.map(({ text }) => text);
  if (command.name === 'find') {
    if (!texts.some((text) => KEPT.test(text)) || !texts.some((text) => LOCKS.test(text))) return 0;
    return texts.some((text) => text === '-delete' || REMOVES.test(text)) ? 0.9 : 0;
  }
  if (
    !LOCKS.test(command.name) ||
    !texts.some((text) => /^(?:-c|enc|-e|-aes\S{0,16}|aes-\S{0,16}|--symmetric|--encrypt|-r|-p\S{0,64})$/.test(text))
  )
    return 0;
  if (texts.includes('-d')) return 0;
  const own = new Set(command.words.filter(({ variable }) => variable).map(({ text }) => text));
  if (own.size === 0) return 0;
  const isLoop = all.some(({ name, words }) => (name === 'for' || name === 'find') && words.some(({ text }) => KEPT.test(text)));
  return isLoop && all.some(({ name, words }) => REMOVES.test(name) && words.some(({ text }) => own.has(text))) ? 0.9 : 0;
}

const setsRoot = ({ name, words }: Command): number =>
  name === 'chmod' &&
  /^(?:[ugoa]{0,3}\+\w{0,2}s|[46]\d{3})$/.test(words[0]?.text ?? '') &&
  words.some(({ text }) => /^\/(?:usr\/)?bin\/(?:ba|z|da)?sh$/.test(text))
    ? 0.88
    : 0;

/** `useradd -o -u 0`: a second root. */
const addsRoot = ({ name, words }: Command): number =>
  (name === 'useradd' || name === 'adduser') &&
  words.some(({ text }, i) => text === '-u0' || ((text === '-u' || text === '--uid') && words[i + 1]?.text === '0'))
    ? 0.88
    : 0;

const NAMES: ReadonlySet<string> = new Set(
  'gh aws gsutil s3cmd mc rclone az gcloud curl wget http nc git auditctl setenforce systemctl service journalctl wevtutil clear-eventlog set-mppreference fltmc sc netsh rm find openssl gpg gpg2 7z age ccrypt zip chmod useradd adduser'.split(
    ' ',
  ),
);

export function findAbuses(all: readonly Command[], keep: (deed: Deed) => void): void {
  const seen = all.length > ALL_MAX ? all.slice(0, ALL_MAX) : all;
  for (const command of seen) {
    const add = (rule: Deed['rule'], score: number): void => {
      if (score > 0) keep({ rule, start: command.start, end: Math.max(command.end, command.start + 1), score });
    };
    add(rules.MINING, digs(command));
    if (!NAMES.has(command.name)) continue;
    add(rules.PUBLISHED, publishes(command));
    if (command.name === 'git') add(rules.PUBLISHED, mirrors(command, seen));
    add(rules.GUARDS_OFF, blinds(command));
    add(rules.LOCKED_FILES, locks(command, seen));
    add(rules.ROOT_SHELL, Math.max(setsRoot(command), addsRoot(command)));
  }
}
/** Commands of one line that are looked at together. */
const ALL_MAX = 256;

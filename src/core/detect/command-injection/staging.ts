/** Deeds of several commands: downloaded and then run, planted where programs start, and the traces wiped. */
import type { Command } from './commands.ts';
import { isStartupFile } from './damage.ts';
import type { Deed } from './misuse.ts';
import * as rules from './rules.ts';
import { reachOf } from './sources.ts';
import { DOWNLOADERS, INTERPRETERS, SHELLS } from './words.ts';

const FILES_MAX = 32;
const HIDING_PLACE = /^\/(?:tmp|dev\/shm|var\/tmp)\/|(?:^|\/)\.[\w-]{1,40}$|%temp%|\\appdata\\/i;
const RUN_SCORE = 0.85;
const NAMED_SCORE = 0.6;

/** Where a download was put. */
function savedTo({ words, redirects }: Command): string | null {
  const written = redirects.find(({ mark }) => mark.startsWith('>'))?.target?.text;
  if (written) return written;
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!;
    if (/^(?:-[a-z]{0,6}o|-O|--output|--output-document|-outfile)$/i.test(text)) {
      const next = words[i + 1]?.text;
      if (next && !/^-|^https?:/.test(next)) return next;
    }
    const joined = /^(?:--output(?:-document)?=|-O(?=[./~]))(.{1,300})$/.exec(text);
    if (joined) return joined[1]!;
  }
  const url = words.find(({ text }) => /^https?:\/\//i.test(text))?.text;
  const path = url?.split('?', 1)[0];
  return path ? path.slice(path.lastIndexOf('/') + 1) || null : null;
}

const plain = (path: string): string => path.replace(/^\.\//, '');

/** `curl -o f http://…; sh f`. */
function findStaged(all: readonly Command[], keep: (deed: Deed) => void): void {
  const saved = new Map<string, number>();
  for (const c of all) {
    if (DOWNLOADERS.has(c.name)) {
      const file = savedTo(c);
      const reach = reachOf(c);
      if (file && reach !== 'inside' && saved.size < FILES_MAX)
        saved.set(plain(file), reach === 'bare' ? RUN_SCORE : HIDING_PLACE.test(file) ? NAMED_SCORE + 0.1 : NAMED_SCORE);
      continue;
    }
    if (saved.size === 0) continue;
    const own = saved.get(plain(c.path));
    const given =
      SHELLS.has(c.name) || INTERPRETERS.has(c.name) || c.name === 'start-process' || c.name === '.' || c.name === 'source'
        ? c.words.find(({ text }) => saved.has(plain(text)))
        : undefined;
    const score = own ?? (given && saved.get(plain(given.text)));
    if (score) keep({ rule: rules.DOWNLOAD_AND_RUN, start: c.start, end: Math.max(c.end, c.start + 1), score });
  }
}

/** A line of a crontab, of a unit file or of a start-up script, without what stands before its command. */
const SCHEDULE = /^\s{0,8}(?:@\w{4,9}\s|(?:[\d*/,-]{1,20}\s{1,4}){5})/;
const UNIT = 'ExecStart=';
const commandOf = (line: string): string => {
  const unit = line.indexOf(UNIT);
  return unit >= 0 ? line.slice(unit + UNIT.length) : line.replace(SCHEDULE, '');
};

/** Texts that are written where programs start from. */
export function plantedScripts(all: readonly Command[]): readonly { text: string; start: number; end: number }[] {
  const plants = all.some(
    ({ name, words, redirects }) =>
      (name === 'crontab' && words[0]?.text !== '-l') ||
      name === 'at' ||
      redirects.some(({ mark, target }) => mark.startsWith('>') && target !== null && isStartupFile(target.text)) ||
      (name === 'tee' && words.some(({ text }) => isStartupFile(text))),
  );
  if (!plants) return [];
  return all
    .filter(({ name }) => name === 'echo' || name === 'printf' || name === 'cat')
    .flatMap(({ words }) => words.filter(({ text, quoted }) => quoted && text.length > 8))
    .slice(0, 8)
    .map(({ text, start, end }) => ({ text: commandOf(text).split(/\n|\\n/, 1)[0]!, start, end }));
}

/** What lets somebody in for good. */
function findKeys(all: readonly Command[], keep: (deed: Deed) => void): void {
  for (const { name, words, redirects, start, end } of all) {
    const into =
      redirects.find(({ mark }) => mark.startsWith('>'))?.target?.text ??
      (name === 'tee' ? words.find(({ text }) => text.startsWith('/') || text.startsWith('~'))?.text : undefined);
    const add = (score: number): void => keep({ rule: rules.PERSISTENCE, start, end: Math.max(end, start + 1), score });
    if (
      name === 'chmod' &&
      words.some(({ text }) => /^\/etc\/(?:sudoers|shadow|passwd)$/.test(text)) &&
      words.some(({ text }) => /^(?:0?[0-7]?[0-7][2367][2367]|0?777|a\+|o\+|u\+s)/.test(text))
    )
      add(0.85);
    if (!into) continue;
    const says = (what: RegExp): boolean => words.some(({ text }) => what.test(text));
    if (/(?:^|\/)authorized_keys2?$/.test(into) && says(/\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S{1,20}|sk-\S{1,40}) AAAA/)) add(0.8);
    else if (/^\/etc\/passwd$/.test(into) && says(/^[\w-]{1,32}:[^:]{0,120}:0?:?0:/)) add(0.93);
    else if (/^\/etc\/(?:sudoers$|sudoers\.d\/)/.test(into) && says(/NOPASSWD/)) add(0.7);
    else if (/^\/etc\/ld\.so\.preload$/.test(into)) add(0.85);
  }
}

const LOGS =
  /^\/var\/log(?:\/\*{0,2}|\/(?:auth\.log|secure|wtmp|btmp|lastlog|syslog|messages|audit\S{0,40}))?\/?$|(?:^|\/)\.(?:bash|zsh|sh|python|mysql)_history$/;
const WIPED_SCORE = 0.85;

function wipesTraces({ name, words, redirects }: Command): number {
  if (name === 'history') return words.some(({ text }) => /^-[a-z]*c/.test(text)) ? rules.TRACES.score : 0;
  if (name === 'unset') return words.some(({ text }) => /^HIST(?:FILE|SIZE|CONTROL)$/.test(text)) ? rules.TRACES.score : 0;
  if (name === 'export')
    return words.some(({ text }) => /^HIST(?:FILE=\/dev\/null|SIZE=0|FILESIZE=0|FILE=$)/.test(text)) ? rules.TRACES.score : 0;
  if (name === 'wevtutil') return words.some(({ text }) => /^(?:cl|clear-log)$/i.test(text)) ? WIPED_SCORE : 0;
  if (name === 'clear-eventlog') return rules.TRACES.score;
  if (/^(?:rm|shred|truncate|ln)$/.test(name) && words.some(({ text }) => LOGS.test(text))) return rules.TRACES.score;
  return redirects.some(({ mark, target }) => mark === '>' && target !== null && LOGS.test(target.text)) && words.length === 0
    ? rules.TRACES.score
    : 0;
}

function findWiped(all: readonly Command[], keep: (deed: Deed) => void): void {
  let seen = 0;
  for (const c of all) {
    const score = wipesTraces(c);
    if (score === 0) continue;
    seen++;
    keep({ rule: rules.TRACES, start: c.start, end: Math.max(c.end, c.start + 1), score: seen > 1 ? Math.max(score, MANY_SCORE) : score });
  }
}
/** One history is cleared for tidiness; several traces at once are not. */
const MANY_SCORE = 0.8;

/** All of it, for the commands of one segment. */
export function findStages(all: readonly Command[], keep: (deed: Deed) => void): void {
  if (all.length > 1) findStaged(all, keep);
  findKeys(all, keep);
  findWiped(all, keep);
}

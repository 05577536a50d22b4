/** Secrets on their way from one command to another: through pipes, substitutions, variables and files (threat Q05; ATT&CK T1048, T1041). */
import type { Command } from './commands.ts';
import type { Deed } from './misuse.ts';
import { sendsCredentials } from './exfiltration.ts';
import { readsFrom } from './pipelines.ts';
import * as rules from './rules.ts';
import { BULK, GIVEN_TOKENS, givesOut, isSecretFile, reachOf, SECRETS } from './sources.ts';

const UPLOADERS: ReadonlySet<string> = new Set(
  'curl wget nc ncat netcat socat telnet ftp tftp http https httpie mail mailx sendmail mutt invoke-webrequest invoke-restmethod iwr irm openssl'.split(
    ' ',
  ),
);
/** `openssl x509 -noout`: of its commands these alone open a connection. */
const isLocal = ({ name, words }: Command): boolean => name === 'openssl' && !/^s_(?:client|time|server)$/.test(words[0]?.text ?? '');
const RESOLVERS: ReadonlySet<string> = new Set(['dig', 'nslookup', 'host', 'ping', 'drill', 'kdig', 'resolvectl']);
const TELLERS: ReadonlySet<string> = new Set(
  'whoami hostname id uname env printenv cat base64 base32 xxd od head cut sed awk tr echo git pwd ls tac rev'.split(' '),
);
const NAMES_MAX = 64;
const VARIABLE = /\$\{?([A-Za-z_]\w{0,40})/g;

/** What a name holds: a variable, or a file that was written. */
type Held = { variables: Set<string>; files: Set<string> };

const leaks = (c: Command): boolean => givesOut(c) === 'secret' || readsFrom(c, SECRETS);

function holdings(all: readonly Command[]): Held {
  const variables = new Set<string>();
  const files = new Set<string>();
  const hold = (name: string | undefined): void => {
    if (name && variables.size < NAMES_MAX) variables.add(name);
  };
  const isFed = all.some(
    ({ name, redirects }) => name === 'done' && redirects.some((r) => r.mark === '<' && r.target !== null && isSecretFile(r.target.text)),
  );
  for (const c of all) {
    const { name, words, assigns, inner, redirects } = c;
    if (inner.some(leaks)) {
      for (const { text } of assigns) hold(/^(\w{1,41})\+?=/.exec(text)?.[1]);
      if (/^(?:export|declare|local|readonly|typeset)$/.test(name)) for (const { text } of words) hold(/^(\w{1,41})=/.exec(text)?.[1]);
      if (name === 'for') hold(words[0]?.text);
    }
    if (/^(?:read|mapfile|readarray)$/.test(name) && (isFed || leaks(c))) for (const { text } of words) if (/^\w+$/.test(text)) hold(text);
    if (files.size >= NAMES_MAX || (redirects.length === 0 && words.length === 0)) continue;
    const written = redirects.find(({ mark }) => mark.startsWith('>'))?.target?.text;
    if (written && leaks(c)) files.add(written);
    if (
      /^(?:tar|zip|cp|7z|gpg|openssl)$/.test(name) &&
      words.some(({ text }) => isSecretFile(text) || /(?:^|\/)\.(?:ssh|aws|gnupg|kube)\/?$/.test(text))
    )
      for (const { text } of words)
        if (/\.(?:tgz|tar|gz|zip|7z|enc|bin|xz|bz2)$|^\/(?:tmp|dev\/shm|var\/tmp)\//i.test(text)) files.add(text);
  }
  return { variables, files };
}

/** The word uses a variable that holds a secret. */
const uses = (text: string, { variables }: Held): boolean =>
  text.includes('$') && [...text.matchAll(VARIABLE)].some(([, name]) => variables.has(name!));

/** Data of a request, not what it proves itself with. */
function carries(c: Command, held: Held): boolean {
  return c.words.some(({ text, variable }, i) => {
    if (!variable || !uses(text, held)) return false;
    return (
      !/^(?:-H|--header|-u|--user|--password|--token|-b|--cookie|-x|-A|--header=.*)$/.test(c.words[i - 1]?.text ?? '') &&
      !/^--header=|^-H/.test(text)
    );
  });
}

const sendsFile = (c: Command, { files }: Held): boolean =>
  files.size > 0 &&
  (c.words.some(({ text }, i) => {
    const file = text.slice(text.lastIndexOf('@') + 1);
    return files.has(file) && (text.includes('@') || /^(?:-T|--upload-file|--post-file|--body-file)$/.test(c.words[i - 1]?.text ?? ''));
  }) ||
    c.redirects.some(({ mark, target }) => mark === '<' && target !== null && files.has(target.text)));

const LABELS_MIN = 2;

/** What stands behind a substitution in a name that is asked for. */
const isZone = (text: string): boolean =>
  /^[.-][\w.-]{1,120}$/.test(text) && /\.[a-z]{2,24}$/i.test(text) && !/\.(?:local|internal|lan|svc|home)$/i.test(text);

/** `$(whoami).x.example`: a name is asked for that tells whoever keeps the zone what the machine is. */
function asksTelling(c: Command, held: Held): boolean {
  const isDotted = c.words.some(({ text }) => isZone(text));
  if (isDotted && c.inner.some(({ name }) => TELLERS.has(name))) return true;
  return c.words.some(({ text, variable }) => variable && text.split('.', LABELS_MIN + 1).length > LABELS_MIN && uses(text, held));
}

const TAKES_INPUT = /^(?:@-|-|.{0,40}[=@]@-|.{0,40}=-)$/;
const isRaw = (name: string): boolean => /^(?:nc|ncat|netcat|socat|telnet|openssl|ftp|tftp|mail|mailx|sendmail|mutt)$/.test(name);

/** How surely a pipe ends in an upload. */
function pours(c: Command): number {
  if (!isRaw(c.name) && !c.words.some(({ text }) => TAKES_INPUT.test(text) || text.endsWith('@-'))) return 0;
  if (readsFrom(c, SECRETS)) return SECRET_SCORE;
  if (readsFrom(c, GIVEN_TOKENS)) return reachOf(c) === 'inside' ? 0 : TOKEN_SCORE;
  if (!readsFrom(c, BULK)) return 0;
  const reach = reachOf(c);
  return reach === 'bare' ? BARE_SCORE : reach === 'named' ? (isRaw(c.name) ? BARE_SCORE : NAMED_SCORE) : 0;
}

const SECRET_SCORE = 0.93;
const TOKEN_SCORE = 0.9;
const BARE_SCORE = 0.85;
/** Backups go to named hosts, too. */
const NAMED_SCORE = 0.7;

/** `find … -name '*.pem' -exec curl -F f=@{} …`, and the same with `xargs`. */
function findsAndSends({ name, words, source }: Command): boolean {
  const finder = name === 'find' ? words : source?.name === 'find' && name === 'xargs' ? source.words : null;
  if (!finder || !words.some(({ text }) => UPLOADERS.has(text) || text === 'scp')) return false;
  return finder.some(
    ({ text }) =>
      isSecretFile(text.replace(/\*$/, '')) || /id_(?:rsa|ed25519|ecdsa|dsa)|\.env\b|\*\.key|wallet|credential|secret|password/i.test(text),
  );
}

/** Flows among the commands of one segment. Linear: what names hold is gathered once. */
export function findFlows(all: readonly Command[], keep: (deed: Deed) => void): void {
  if (!all.some(({ name }) => UPLOADERS.has(name) || RESOLVERS.has(name) || name === 'find' || name === 'xargs')) return;
  const held = holdings(all);
  for (const c of all) {
    const sends = UPLOADERS.has(c.name) && !isLocal(c);
    const asks = RESOLVERS.has(c.name);
    let score = 0;
    if (sends || asks) {
      // What reads a file of credentials and sends it in one breath has a rule of its own.
      if (sends && sendsCredentials(c) > 0) continue;
      const isInner = c.inner.length > 0 && c.inner.some((one) => leaks(one) || (one.words.some(({ text }) => uses(text, held)) && sends));
      if (isInner && (asks || !provesItself(c))) score = SECRET_SCORE;
      else if (carries(c, held) || (sends && sendsFile(c, held))) score = SECRET_SCORE;
      else if (asks && asksTelling(c, held)) score = BARE_SCORE;
      else if (sends && c.source) score = pours(c);
    }
    if (score === 0 && (c.name === 'find' || c.name === 'xargs') && findsAndSends(c)) score = TOKEN_SCORE;
    if (score > 0) keep({ rule: rules.SECRET_FLOW, start: c.start, end: Math.max(c.end, c.start + 1), score });
  }
}

/** `-H "X-Key: $(cat key)"`: a substitution right behind such an option proves who asks. */
const provesItself = ({ words }: Command): boolean =>
  words.some(
    ({ text }, i) => /^(?:-H|--header|-u|--user)$/.test(text) && /^$|:\s{0,4}(?:\w{1,12}\s{0,4})?$/.test(words[i + 1]?.text ?? ''),
  ) || words.some(({ text }) => /^(?:Authorization|X-[\w-]{1,40}): ?\w{0,12} ?$/i.test(text));

/** What commands give out that is nobody else's business, and whether an address lies outside. */
import type { Command } from './commands.ts';
import { sourceTest } from './pipelines.ts';
import { READERS, isCredentialFile } from './words.ts';

/** They name a credential file because they use it, not to give it out. */
const USERS: ReadonlySet<string> = new Set(
  'ssh scp sftp rsync ssh-add ssh-keygen ssh-copy-id chmod chown ls stat touch mkdir rm test kubectl helm export source . curl wget docker git vim vi nano code open find echo printf'.split(
    ' ',
  ),
);
const TOKENS: readonly RegExp[] = [
  /^gh auth (?:token|status -t)/,
  /^aws (?:configure (?:export-credentials|get)|sts get-(?:session-token|federation)|secretsmanager get-secret-value|ssm get-parameter)/,
  /^gcloud auth (?:application-default )?print-(?:access|identity)-token/,
  /^az account get-access-token/,
  /^security (?:find-(?:generic|internet)-password|dump-keychain)/,
  /^(?:pass show|op (?:read|item get)|bw (?:get|list)|lastpass|secret-tool (?:lookup|search)|vault (?:kv get|read)|kubectl get secrets?|heroku config|doppler secrets|docker-credential-\w{1,20} get|cmdkey|klist|gpg --export-secret|git credential fill)/,
];
const FILES = /^(?:etc\/(?:passwd|shadow|hosts)|\/etc\/(?:passwd|shadow|gshadow|sudoers))/;
const HOMES: ReadonlySet<string> = new Set(
  [
    '~',
    '~/documents',
    '~/desktop',
    '~/downloads',
    '~/pictures',
    '~/.config',
    '~/.*',
    '$home',
    '${home}',
    '$home/documents',
    '$home/desktop',
  ].concat(['/home', '/home/*', '/root', '/etc', '', '/var/lib', '/var/mail', '/var/backups', '/srv', '/users', '/users/*']),
);
/** Whole homes, and what people keep in them. */
const isHome = (path: string): boolean => {
  const bare = path.toLowerCase().replace(/\/$/, '');
  return (
    (path.startsWith('/') || bare !== '') && (HOMES.has(bare) || /^\/(?:home|users)\/[\w.-]{1,32}(?:\/(?:documents|desktop))?$/.test(bare))
  );
};

/** How bad it is when what the command prints gets out. */
export type Grade = 'secret' | 'token' | 'bulk' | null;

export function givesOut(c: Command): Grade {
  const { name, words, redirects } = c;
  if (words.length === 0 && /^(?:env|printenv|set)$/.test(name)) return 'secret';
  if (name === 'export' && words[0]?.text === '-p') return 'secret';
  if (redirects.some(({ mark, target }) => mark === '<' && target !== null && isSecretFile(target.text))) return 'secret';
  if (words.length === 0) return null;
  const reads =
    READERS.has(name) || name === 'sqlite3' || name === 'cp' || name === 'dd' || name === 'jq' || name === 'sort' || name === 'python3';
  if (reads && !USERS.has(name) && words.some(({ text }) => isSecretFile(text))) return 'secret';
  const line = `${name} ${words
    .slice(0, 4)
    .map(({ text }) => text)
    .join(' ')}`;
  if (TOKENS.some((token) => token.test(line))) return 'token';
  if (/^(?:mysqldump|pg_dump|pg_dumpall|mongodump|mariadb-dump)$/.test(name)) return 'bulk';
  if (/^(?:tar|zip|7z|cpio|rar)$/.test(name) && words.some(({ text }) => isHome(text))) return 'bulk';
  return null;
}

export const isSecretFile = (word: string): boolean =>
  isCredentialFile(word) ||
  FILES.test(word) ||
  /(?:^|\/)\.env(?:\.(?:local|prod\w{0,8}))?$|\.(?:pem|kdbx|ppk|p12|pfx)$|Login Data|cookies\.sqlite/.test(word);

export const SECRETS = sourceTest(6, (c) => givesOut(c) === 'secret');
export const GIVEN_TOKENS = sourceTest(7, (c) => givesOut(c) === 'token');
export const BULK = sourceTest(8, (c) => givesOut(c) === 'bulk');

const PRIVATE =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[?::1|[^.:/]+$)|\.(?:local|internal|lan|home|corp|intranet|localdomain|svc)$/i;
const BARE = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The host that a word begins with. */
function hostIn(text: string, isSure: boolean): string | null {
  const authority = text.slice(0, 300).split(/[/?#\s]/, 1)[0]!;
  const host = authority.slice(authority.lastIndexOf('@') + 1).split(':', 1)[0]!;
  if (!/^[\w.-]{1,253}$/.test(host)) return null;
  return isSure || BARE.test(host) || (/\w\.[a-z]{2,24}$/i.test(host) && !text.startsWith('/')) ? host : null;
}

/** Where a command sends to: `bare`, an address without a name or without encryption. */
export type Reach = 'inside' | 'named' | 'bare' | 'none';

export function reachOf({ words }: Command): Reach {
  let reach: Reach = 'none';
  for (const { text } of words) {
    const url = /^["']?(https?|ftp):\/\//i.exec(text);
    const host = hostIn(url ? text.slice(url[0].length) : text, url !== null);
    if (!host || /\.(?:txt|json|gz|tgz|zip|sql|sh|py|js|pem|key|csv|log|conf|ya?ml|env|tar|xml|bak)$/i.test(host)) continue;
    if (PRIVATE.test(host)) reach = reach === 'none' ? 'inside' : reach;
    else if (BARE.test(host) || url?.[1]?.toLowerCase() === 'http') return 'bare';
    else reach = 'named';
  }
  return reach;
}

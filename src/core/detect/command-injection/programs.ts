/** Options, variables and addresses by which known programs start others, or fetch code from strangers (CWE-88, CWE-829). */
import type { Command } from './commands.ts';

/** What git starts (git-config(1)). */
const GIT_KEY =
  /^(?:core\.(?:sshcommand|gitproxy|fsmonitor|hookspath|editor|pager|askpass|alternaterefscommand)|alias\.[\w-]{1,40}|diff\.external|sequence\.editor|gpg\.program|uploadpack\.packobjectshook|credential\.helper|protocol\.ext\.allow|filter\.[\w-]{1,40}\.(?:clean|smudge|process))=/i;
const SAFE_VALUES: ReadonlySet<string> = new Set(
  [
    '',
    'cat',
    'true',
    'false',
    ':',
    'vi',
    'vim',
    'nano',
    'code --wait',
    'osxkeychain',
    'manager',
    'manager-core',
    'libsecret',
    '/dev/null',
    'never',
    'user',
  ].concat([
    'gpg',
    'gpg2',
    '/usr/bin/gpg2',
    'delta',
    'difft',
    '.githooks',
    '.husky',
    'hooks',
    '!gh auth git-credential',
    '!glab auth git-credential',
  ]),
);
const SAFE_HEADS: ReadonlySet<string> = new Set(['less', 'store', 'cache', 'git-lfs']);

/** What git is often told to start. */
function isSafe(value: string): boolean {
  if (SAFE_VALUES.has(value.toLowerCase())) return true;
  const [head = '', ...rest] = value.split(' ');
  if (SAFE_HEADS.has(head)) return !/[|;&$`]/.test(value);
  return /^(?:\/usr\/bin\/)?ssh$/.test(head) && !/proxycommand|localcommand|[|;&`]/i.test(rest.join(' '));
}

function gitProgram({ name, words }: Command): number {
  if (name !== 'git') return 0;
  for (let i = 0; i < words.length; i++) {
    const text = words[i]!.text;
    const setting =
      text === '-c'
        ? (words[i + 1]?.text ?? '')
        : text.startsWith('--config=')
          ? text.slice(9)
          : text === '--config'
            ? (words[i + 1]?.text ?? '')
            : '';
    if (setting !== '' && GIT_KEY.test(setting)) {
      const value = setting.slice(setting.indexOf('=') + 1).trim();
      if (/^alias\./i.test(setting) ? value.startsWith('!') : !isSafe(value)) return /^protocol/i.test(setting) ? 0.85 : 0.88;
    }
    const pack = /^(?:--upload-pack|--receive-pack|-u|--exec)(?:=(.*))?$/s.exec(text);
    const given = pack && (pack[1] ?? (text === '--upload-pack' || text === '--receive-pack' ? words[i + 1]?.text : undefined));
    if (given && !/^(?:[\w./~-]{0,80}\/)?git[- ](?:upload|receive)-pack$/.test(given)) return 0.88;
  }
  return words.some(({ text }) => /^ext::/i.test(text)) ? 0.93 : 0;
}

const STARTERS =
  /^(GIT_SSH_COMMAND|GIT_SSH|GIT_PROXY_COMMAND|GIT_EXTERNAL_DIFF|GIT_ASKPASS|SSH_ASKPASS|LD_PRELOAD|PROMPT_COMMAND|BASH_ENV|PERL5OPT|NODE_OPTIONS|PYTHONSTARTUP)=([^]*)$/i;

function startedByVariable({ path, assigns }: Command): number {
  for (const text of [path, ...assigns.map((one) => one.text)]) {
    const found = text.length < 600 ? STARTERS.exec(text) : null;
    if (!found) continue;
    const [, name, value] = found;
    if (/^GIT_/i.test(name!) && !isSafe(value!) && /\s-c\s|[|;&$`]|^(?:ba|z|da)?sh\b|curl|wget|python|^\/tmp\//.test(value!)) return 0.88;
    if (
      /^(?:PROMPT_COMMAND|BASH_ENV)$/i.test(name!) &&
      /curl|wget|\/dev\/(?:tcp|shm)|\bnc\s|(?:^|[;|&]\s{0,4})(?:(?:ba|z|da)?sh\s|\.\s|source\s)?\/tmp\//.test(value!)
    )
      return 0.85;
    if (/^LD_PRELOAD$/i.test(name!) && /^\/(?:tmp|dev\/shm|var\/tmp)\//.test(value!)) return 0.85;
  }
  return 0;
}

function otherProgram({ name, words }: Command): number {
  const texts = words.map(({ text }) => text);
  if (/^(?:ssh|scp|sftp|rsync)$/.test(name)) {
    const proxy = texts.find((text) => /proxycommand[= ]/i.test(text) || /^localcommand=/i.test(text));
    if (proxy && !/%h|none|ssm |cloudflared|ssh -W/i.test(proxy)) return 0.85;
  }
  if (
    name === 'tar' &&
    texts.some((text) => /^--checkpoint-action=exec=|^--to-command=|^(?:--use-compress-program=|-I)\s?(?:ba|z|da)?sh\b/i.test(text))
  )
    return 0.85;
  if (name === 'zip' && texts.includes('-TT')) return 0.85;
  if (name === 'rg' && texts.some((text) => /^--pre[= ]\S*sh\b/.test(text))) return 0.82;
  return 0;
}

/** How surely an option or a variable makes the program start another one. */
export const startsProgram = (c: Command): number => Math.max(gitProgram(c), startedByVariable(c), otherProgram(c));

const INSTALLERS: ReadonlySet<string> = new Set('npm pnpm yarn npx bun pip pip3 pipx uv uvx gem cargo go poetry python python3'.split(' '));
const INDEX = /^(?:--registry|--index-url|-i|--extra-index-url|--index|--source|--find-links|-f|--default-index)(?:=(.*))?$/i;

/** How surely it installs code from a bare address or an unprotected one. */
export function installsFrom({ name, words }: Command): number {
  if (
    !INSTALLERS.has(name) ||
    !words.some(({ text }) => /^(?:install|i|add|ci|run|dlx|exec|update|get)$/.test(text) || name === 'npx' || name === 'uvx')
  )
    return 0;
  for (let i = 0; i < words.length; i++) {
    const found = INDEX.exec(words[i]!.text);
    const url = found && (found[1] ?? words[i + 1]?.text ?? '');
    if (!url) continue;
    const at = /^(https?):\/\/(?:[^@/]{1,80}@)?([^/:?#]{1,253})/i.exec(url);
    if (!at || /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^[^.]+$|\.(?:local|internal|lan|corp|svc)$/i.test(at[2]!))
      continue;
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(at[2]!)) return 0.85;
    return at[1]!.toLowerCase() === 'http' ? 0.7 : 0;
  }
  return 0;
}

const FETCHES =
  /urlopen|requests\.get|urllib|https?\.get\(|fetch\(|file_get_contents\s{0,2}\(\s{0,2}["']https?|LWP|URI\.open|open-uri|Net::HTTP|\bget\s{0,2}\(\s{0,2}["']https?|download(?:string|data)/i;
const RUNS = /(?:^|[^\w.])(?:exec|eval|compile|instance_eval|runInThisContext|Function)\b|require\('vm'\)|os\.system|subprocess/;
const READS =
  /[/\\]\.(?:ssh|aws|npmrc|netrc|kube|docker|gnupg|env|config\/gcloud|git-credentials|bash_history)\b|id_(?:rsa|ed25519|ecdsa)\b|\/etc\/(?:passwd|shadow)\b|\(\s{0,2}(?:os\.environ|process\.env)\s{0,2}\)|json=os\.environ|ENV\.to_h|\$_ENV\b|Login Data/;
const SENDS =
  /requests\.(?:post|put|get)|urlopen|https?(?:['"]\))?\.(?:get|request)\(|fetch\(|axios|socket|Net::HTTP|file_get_contents\s{0,2}\(\s{0,2}["']https?|LWP|URI\.open|http\.client|sendall/i;
const SCRIPTED = /^(?:python[\d.]*|perl|ruby|node|nodejs|php|deno|bun|lua|osascript)$/;

/** A program given on the command line: does it run what it fetches, or send what it must not? */
export function scriptDeed({ name, words }: Command): { kind: 'runs' | 'sends'; score: number } | null {
  if (!SCRIPTED.test(name)) return null;
  for (const { text, quoted } of words) {
    if (!quoted || text.length < 20) continue;
    const code = text.slice(0, 4_096);
    if (READS.test(code) && SENDS.test(code)) return { kind: 'sends', score: 0.92 };
    if (FETCHES.test(code) && RUNS.test(code) && !/subprocess\.run\(\s{0,2}\[/.test(code)) return { kind: 'runs', score: 0.88 };
  }
  return null;
}

/** What is written to a file that acts by itself later (threat Q10): scripts that fetch and run, leak or connect back, and advice to agents against their user. */
import { gravestDeed } from '../command-injection.ts';
import { findChain, type Chain } from '../chain.ts';
import { findLeak } from '../program/leak.ts';

/** Files besides those of `persistence.ts` that run on installing, building or opening. */
const RUNS_LATER: readonly RegExp[] = [
  /(?:^|\/)(?:package|composer|binding)\.(?:json|gyp)$/,
  /(?:^|\/)\.github\/(?:workflows|actions)\//,
  /(?:^|\/)(?:\.gitlab-ci\.ya?ml|\.travis\.yml|jenkinsfile|azure-pipelines\.ya?ml|\.pre-commit-config\.yaml|bitbucket-pipelines\.yml|\.circleci\/config\.yml|\.drone\.yml)$/,
  /(?:^|\/)(?:setup\.py|conftest\.py|noxfile\.py|build\.rs|rakefile|makefile|gnumakefile|justfile|devcontainer\.json|\.bazelrc|extconf\.rb)$/,
];
const PIPELINE =
  /(?:^|\/)(?:\.github\/|\.gitlab-ci|\.circleci|jenkinsfile|azure-pipelines|\.travis|bitbucket-pipelines|\.drone|makefile|gnumakefile|justfile|devcontainer)/;

export const runsLater = (path: string): boolean =>
  path.length < 512 && RUNS_LATER.some((place) => place.test(path.toLowerCase().replaceAll('\\', '/')));

const CONTENT_MAX = 32_768;
const PARTS_MAX = 200;
/** A deed that is surely no one's setup. */
const GRAVE_MIN = 0.8;
/** Names of the programs without which no line is grave. */
const TELLS =
  /curl|wget|\bnc(?:at)?\b|\/dev\/(?:tcp|udp)|base64|powershell|pwsh|iwr|irm|invoke-|mshta|certutil|\brm\b|\bdd\b|socat|python|perl|ruby|node|php|xmrig|stratum|openssl|scp|rsync|dig|nslookup|telnet|mkfifo|bash -i|chmod/i;
/** What stands before the command: times of cron, keys of units, pipelines and entries. */
const BEFORE: readonly RegExp[] = [
  /^\s{0,8}@\w{4,9}\s(?:root\s)?/,
  /^\s{0,8}(?:[\d*/,-]{1,16}\s{1,4}){5}(?:(?:root|www-data|www|ubuntu|nobody|admin)\s{1,4})?/,
  /^\s{0,8}Exec\w{0,12}=[-@+!]{0,2}/,
  /^[\s-]{0,24}(?:run|command|script|entry|before_script|postCreateCommand|test|shell):\s{0,4}[|>"']?-?/,
  /^\s{0,24}(?:<string>|RUN\s|@)/,
];
const bareOf = (line: string): string => {
  const before = BEFORE.find((one) => one.test(line));
  return before ? line.replace(before, '') : line;
};
const NAMED_INSTALL = 'command.download-and-run';

export type Hostile = { start: number; end: number; score: number };

/** How surely the content acts against the owner; null when nothing says so. */
export function hostileContent(content: string, path: string): Hostile | null {
  const text = content.length > CONTENT_MAX ? content.slice(0, CONTENT_MAX) : content;
  const isPipeline = PIPELINE.test(path.toLowerCase());
  const secrets = DUMPED_SECRETS.exec(text);
  if (secrets && LEAVES.test(text)) return span(secrets.index, secrets[0].length, 0.88);
  const leak = findLeak(text);
  if (leak) return { ...leak, score: 0.88 };
  const config = /git/i.test(path) ? GIT_PROGRAMS.map((one) => findChain(text, one)).find((one) => one !== null) : null;
  if (config) return { ...config, score: 0.86 };
  if (!TELLS.test(text)) return null;
  const parts = partsOf(text);
  for (const part of [text, ...parts]) {
    const deed = TELLS.test(part) ? gravestDeed(part, GRAVE_MIN) : null;
    if (!deed) continue;
    // Pipelines install tools from their makers every day; without protection, or from a bare address, none should.
    if (isPipeline && deed.rule.id === NAMED_INSTALL && !BARE.test(part)) continue;
    const at = Math.max(0, text.indexOf(part));
    return { start: at, end: Math.min(text.length, at + part.length), score: 0.88 };
  }
  return null;
}

const span = (start: number, length: number, score: number): Hostile => ({ start, end: start + length, score });

const BARE = /http:\/\/(?!localhost|127\.)|https:\/\/\d{1,3}(?:\.\d{1,3}){3}/i;
/** All secrets of a workflow at once. */
const DUMPED_SECRETS = /tojson\(\s?secrets\s?\)/i;
const LEAVES = /curl|wget|\bnc\b|base64|invoke-|\becho\b|printf|upload-artifact|https?:\/\//i;
const GIT_PROGRAMS: readonly Chain[] = [
  {
    head: /(?:sshcommand|fsmonitor|gitproxy|askpass|pager|editor|hookspath|external)\s{0,4}=/gi,
    links: [/curl|wget|\|\s?(?:ba|z)?sh\b|\/dev\/tcp|\bnc\s|\/tmp\/|base64/i],
    reach: 240,
    stop: /\n/,
  },
  { head: /=\s{0,4}"?!/g, links: [/curl|wget|\/dev\/tcp|base64/i], reach: 240, stop: /\n/ },
];

/** Lines without what stands before the command, and the strings of JSON. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  if (/^\s{0,16}[{[]/.test(text) || text.includes('":')) {
    for (const inner of stringsOf(text)) parts.push(inner.replaceAll(/\\(["\\/])/g, '$1').replaceAll('\\n', '\n'));
  }
  for (const line of text.split('\n', PARTS_MAX)) {
    const bare = bareOf(line).split('</string>', 1)[0]!;
    if (bare !== line && bare.length > 5) {
      parts.push(bare);
      const inner = /^(["'])(.{6,})\1$/.exec(bare.trim());
      if (inner) parts.push(inner[2]!);
    }
  }
  return parts;
}

const STRING_MIN = 6;
const STRING_MAX = 2_000;

/** What stands between quotes, by a scan of its own: escapes are stepped over. */
function stringsOf(text: string): string[] {
  const found: string[] = [];
  let open = -1;
  for (let i = 0; i < text.length && found.length < PARTS_MAX; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === 34) {
      if (open < 0) open = i + 1;
      else {
        if (i - open >= STRING_MIN && i - open <= STRING_MAX) found.push(text.slice(open, i));
        open = -1;
      }
    } else if (c === 10) open = -1;
  }
  return found;
}

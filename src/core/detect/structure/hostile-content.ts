/** What is written to a file that acts by itself later (threat Q10): scripts that fetch and run, leak or connect back, and advice to agents against their user. */
import { gravestDeed } from '../command-injection.ts';
import { findLeak } from '../program/leak.ts';

/** Files besides those of `persistence.ts` that run on installing, building or opening. */
const RUNS_LATER: readonly RegExp[] = [
  /(?:^|\/)(?:package|composer|binding)\.(?:json|gyp)$/,
  /(?:^|\/)\.github\/(?:workflows|actions)\/[^\n]{1,120}\.ya?ml$/,
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
const BEFORE =
  /^[\s-]{0,24}(?:@\w{4,9}\s{1,4}(?:root\s{1,4})?|(?:[\d*/,-]{1,16}\s{1,4}){4}[\d*/,a-z-]{1,16}\s{1,4}(?:(?:root|www-data|ubuntu|nobody|admin|\w{1,16})\s{1,4}(?=[/a-z(]))?|Exec(?:Start(?:Pre|Post)?|Stop|Reload)?=[-@+!]{0,2}|RUN\s|(?:run|command|script|entry|before_script|postCreateCommand|test|shell):\s{0,4}[|>"']{0,2}-?|<string>|@(?=\w))/;
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
  const config = GIT_PROGRAM.exec(text);
  if (config && /git/i.test(path)) return span(config.index, config[0].length, 0.86);
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
const DUMPED_SECRETS = /\$\{\{[^}\n]{0,40}tojson\(\s{0,4}secrets\s{0,4}\)[^}\n]{0,40}\}\}/i;
const LEAVES = /curl|wget|\bnc\b|base64|invoke-|\becho\b|printf|upload-artifact|https?:\/\//i;
const GIT_PROGRAM =
  /(?:sshcommand|fsmonitor|gitproxy|askpass|pager|editor|hookspath|external)\s{0,4}=\s{0,4}[^\n]{0,200}(?:curl|wget|\|\s{0,4}(?:ba|z)?sh\b|\/dev\/tcp|\bnc\s|\/tmp\/|base64)|=\s{0,4}"?![^\n]{0,200}(?:curl|wget|\/dev\/tcp|base64)/i;

/** Lines without what stands before the command, and the strings of JSON. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  if (/^\s{0,16}[{[]/.test(text) || text.includes('":')) {
    for (const { 1: inner } of text.matchAll(/"((?:[^"\\\n]|\\.){6,2000})"/g)) {
      if (parts.length >= PARTS_MAX) return parts;
      parts.push(inner!.replaceAll(/\\(["\\/])/g, '$1').replaceAll('\\n', '\n'));
    }
  }
  for (const line of text.split('\n', PARTS_MAX)) {
    const bare = line.replace(BEFORE, '').replace(/<\/string>\s{0,8}$/, '');
    if (bare !== line && bare.length > 5) {
      parts.push(bare);
      const inner = /^(["'])(.{6,})\1$/.exec(bare.trim());
      if (inner) parts.push(inner[2]!);
    }
  }
  return parts;
}

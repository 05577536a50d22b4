/** Commands in results (threat R01): lines that wait for an agent with a shell to copy them, in a page, a file or a mail that is about something else. */
import type { Match, Rule, Severity } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import type { Detector, Subject } from './detector.ts';

const rule = (id: string, score: number, severity: Severity, sentence: string, reference: string): Rule => ({
  id: `planted.${id}`,
  category: 'other',
  threat: 'R01',
  severity,
  score,
  references: [reference, 'OWASP-MCP06'],
  sentence,
});

const RULES = {
  download: rule(
    'download-and-run',
    0.84,
    'high',
    'The result holds a command that runs what it downloads from a bare address or an unprotected one: whoever copies it hands over the machine.',
    'https://attack.mitre.org/techniques/T1105/',
  ),
  hidden: rule(
    'hidden-script',
    0.86,
    'high',
    'The result holds a command that decodes a hidden script and runs it.',
    'https://attack.mitre.org/techniques/T1140/',
  ),
  shell: rule(
    'reverse-shell',
    0.88,
    'critical',
    'The result holds a command that connects a shell to a remote host.',
    'https://attack.mitre.org/techniques/T1059/',
  ),
  wipe: rule(
    'wipe',
    0.82,
    'high',
    'The result holds a command that deletes the whole file system and switches off the safeguard against it.',
    'https://attack.mitre.org/techniques/T1485/',
  ),
  process: rule(
    'process-call',
    0.82,
    'high',
    'The result holds a line of code that starts a program or reads the password file.',
    'https://attack.mitre.org/techniques/T1059/',
  ),
} as const;

const SHELL = String.raw`\|\s{0,4}(?:sudo\s{1,4}(?:-\w{1,4}\s{1,4})?)?(?:/\w{0,8}/?bin/)?(?:ba|z|da|k|c)?sh\b`;
const IP = String.raw`(?:\d{1,3}\.){3}\d{1,3}\b`;
const FETCH = String.raw`(?:curl|wget|fetch)\b[^\n|]{0,160}?`;
const DOWNLOAD = new RegExp(
  String.raw`${FETCH}\bhttps?://${IP}[^\n|]{0,160}${SHELL}|(?:ba|z|da)?sh\s{1,4}-c\s{1,4}["']?(?:\$\(|\x60)\s{0,4}${FETCH}(?:http://|https?://${IP})|\$\(\s{0,4}${FETCH}http://[^\n|)]{1,160}${SHELL}`,
  'i',
);
/** What is printed before it stands on the same line. */
const HIDDEN = new RegExp(
  String.raw`(?<=\b(?:echo|printf)\s[^\n|]{16,512})\|\s{0,4}(?:base64\s{1,4}(?:-d|-D|--decode)|xxd\s{1,4}-r|openssl\s{1,4}(?:enc\s{1,4})?-?base64\s{1,4}-d)[^\n|]{0,64}${SHELL}`,
  'i',
);
const POWERSHELL =
  /\bpowershell(?:\.exe)?\b[^\n]{0,128}\s-e(?:nc|ncodedcommand|c)?\s{1,4}[A-Za-z0-9+/=]{20,}|\b(?:IEX|Invoke-Expression)\b\s{0,4}\(?\s{0,4}[^\n]{0,64}(?:Net\.WebClient|Invoke-WebRequest|iwr|DownloadString)/i;
const REVERSE =
  /\b(?:ba|z|k)?sh\s{1,4}-i\s{0,4}[0-9]?[<>]&?\s{0,4}\/dev\/(?:tcp|udp)\/|\bnc(?:at)?\b[^\n]{0,64}\s(?:-e|-c|--exec)\s{1,4}\/?[\w/]{0,16}(?:ba)?sh\b|\bpython[\d.]{0,4}\s{1,4}-c\s{1,4}['"]\s{0,4}import\s{1,4}[\w, ]{0,32}\bsocket\b[^\n]{0,256}(?:subprocess|dup2|pty|connect)|\bmkfifo\s[^\n]{1,128}\|\s{0,4}(?:nc|ncat|openssl)\b/i;
const WIPE = /\brm\s{1,4}(?:-[rRfv]{1,4}\s{1,4}){1,3}(?:--no-preserve-root\s{1,4}\/|\/\*?\s{1,4}--no-preserve-root)/;
const PROCESS =
  /\brequire\(['"](?:node:)?child_process['"]\)\.(?:exec|spawn|execFile)(?:Sync)?\(\s{0,4}['"`][^\n]{0,64}(?:\/etc\/(?:passwd|shadow)|\bcurl\b|\bwget\b|\bnc\b|rm -rf|bash -)/;

/** With what each pattern cannot do without, told at a glance. */
const FOUND: readonly (readonly [Rule, RegExp, RegExp?])[] = [
  [RULES.shell, REVERSE],
  [RULES.hidden, HIDDEN],
  [RULES.hidden, POWERSHELL, /\s-e|WebClient|WebRequest|DownloadString|\biwr\b/i],
  [RULES.download, DOWNLOAD, /\|\s{0,4}[\w/]{0,24}\s?[\w/]{0,8}sh\b|sh\s{1,4}-c\b/],
  [RULES.wipe, WIPE],
  [RULES.process, PROCESS],
];

const SLOTS: ReadonlySet<Slot> = new Set(['result', 'structured', 'resource', 'error', 'notification', 'html']);
/** In code marks, in a listing, or in a text that is about such commands. */
const SHOWN_SCORE_CAP = 0.6;
const ABOUT =
  /\b(?:attack\w{0,4}|exploit\w{0,6}|vulnerab\w{1,8}|malware|payloads?|CVE-\d|mitre|adversar\w{1,6}|injection|detect\w{0,6}|mitigat\w{1,4}|security|red.team|phishing|sandbox\w{0,4}|honeypot|pentest\w{0,4}|threat\w{0,2}|ATT&CK|sigma|yara|blocked|denied|refus\w{1,4}|dangerous|never run|do not run|warning)\b/gi;
const ABOUT_MIN = 2;

/** Three backticks before it that are not closed, or backticks or a prompt on its line. */
function isShown(text: string, at: number): boolean {
  let fences = 0;
  for (let i = text.indexOf('```'); i >= 0 && i < at; i = text.indexOf('```', i + 3)) fences++;
  if (fences % 2 === 1) return true;
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', at - 1) + 1), at);
  return line.includes('`') || /^\s{0,16}(?:[$>#%]|\d{1,6}[:|\t-]|[-+|]|\/\/|\*|RUN\b|"|')\s?/.test(line);
}

/** A text that speaks of such commands rather than one that gives one. */
function isAbout(text: string, start: number, end: number): boolean {
  const around = `${text.slice(Math.max(0, start - 4_096), start)} ${text.slice(end, end + 4_096)}`;
  return (around.match(ABOUT)?.length ?? 0) >= ABOUT_MIN;
}

export const plantedCommand: Detector = {
  name: 'planted-command',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: [
    'curl',
    'wget',
    'base64',
    'xxd',
    '/dev/tcp',
    '/dev/udp',
    'nc ',
    'ncat',
    'socket',
    'mkfifo',
    'powershell',
    'iex',
    'invoke-expression',
    'no-preserve-root',
    'child_process',
  ],
  looksAt: ({ leaf, role, direction, purposes }: Subject) =>
    direction === 'response' &&
    leaf.kind === 'value' &&
    SLOTS.has(leaf.slot) &&
    (role === 'prose' || role === 'markdown' || role === 'html') &&
    !purposes?.has('shell'),
  inspect({ text }): Match[] {
    const matches: Match[] = [];
    for (const [found, pattern, need] of FOUND) {
      const match = need && !need.test(text) ? null : pattern.exec(text);
      if (!match) continue;
      const start = match.index;
      const end = start + match[0].length;
      const quoted = isShown(text, start) || isAbout(text, start, end);
      matches.push({ rule: found, start, end, score: quoted ? Math.min(found.score, SHOWN_SCORE_CAP) : found.score });
    }
    return matches;
  },
};

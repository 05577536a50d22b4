/** Command injection (threat Q01): commands and code that break out of an argument's role, and grave misuse where commands are the role. */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { type ShellContext, shellBreak, shellTokens } from '../text/shell-tokens.ts';
import { findBreakOuts } from './command-injection/break-out.ts';
import { findCodeCalls, findInterpolation, findOption } from './command-injection/code-calls.ts';
import { commandsOf } from './command-injection/commands.ts';
import { type Deed, findDeeds, innerScripts, isForkBomb } from './command-injection/misuse.ts';
import * as rules from './command-injection/rules.ts';
import { COMMON, PROGRAMS } from './command-injection/words.ts';
import type { Detector } from './detector.ts';

const STRICT: ReadonlySet<Role> = new Set([
  'identifier',
  'query',
  'host',
  'email',
  'recipient',
  'url',
  'path',
  'number',
  'datetime',
  'enum',
  'secret',
  'opaque',
]);
/** Documents and sentences: they may quote commands, so they are findings only. */
const LOOSE: ReadonlySet<Role> = new Set(['prose', 'markdown', 'html', 'xml', 'template']);
const SLOTS: ReadonlySet<Slot> = new Set(['argument', 'uri', 'completion', 'header']);
const LOOSE_SCORE_CAP = 0.7;
/** What people search for: pipelines and option lists. Only hiding, substitution and sensitive files are more than a search. */
const QUERY_SCORE_CAP = 0.75;
const QUERY_SURE = 0.94;
/** Code is written to files more often than run; what installers document is no attack there. */
const CODE_DOWNLOAD_SCORE = 0.7;
const SHELLSHOCK = /\(\s{0,4}\)\s{0,4}\{[^}]{0,64}\}\s{0,4};/;

function deedsIn(text: string, context: ShellContext, role: Role, isRole: boolean): Deed[] {
  const deeds: Deed[] = [];
  let from = shellBreak(text, context);
  for (let first = true; from >= 0; first = false) {
    const { tokens, next } = shellTokens(text, from);
    const commands = commandsOf(tokens);
    deeds.push(...findDeeds(commands));
    for (const command of commands) {
      for (const script of innerScripts(command)) {
        // Offsets inside quotes may be shifted by escapes: the whole word is the evidence.
        for (const deed of findDeeds(commandsOf(shellTokens(script.text, 0).tokens)))
          deeds.push({ ...deed, start: script.start, end: script.end });
      }
    }
    if (!isRole) deeds.push(...findBreakOuts(commands, first ? text.slice(from, from + 8) : 'x', role, context !== 'bare' && first));
    from = next;
  }
  return deeds;
}

function cap(deed: Deed, role: Role): number {
  const score = deed.score ?? deed.rule.score;
  if (LOOSE.has(role)) return deed.rule === rules.SHELLSHOCK ? score : Math.min(score, LOOSE_SCORE_CAP);
  if (role === 'query') {
    const isSure = deed.rule !== rules.CHAINED_COMMAND || score >= QUERY_SURE;
    return isSure ? score : Math.min(score, QUERY_SCORE_CAP);
  }
  if (role === 'code' && deed.rule === rules.DOWNLOAD_AND_RUN) return CODE_DOWNLOAD_SCORE;
  return score;
}

export const commandInjection: Detector = {
  name: 'command-injection',
  rules: rules.COMMAND_RULES,
  literals: [
    ...[
      ';',
      '|',
      '&',
      '$(',
      '`',
      '\n',
      '<(',
      '>(',
      '<<<',
      '${',
      '$@',
      '$ifs',
      '/dev/',
      '()',
      '<?',
      '@{',
      '#{',
      '=ext',
      'ext::',
      '--',
      "'",
      '\\',
      '^',
      '%comspec',
    ],
    ...[
      'system',
      'exec',
      'popen',
      'passthru',
      'eval',
      'assert',
      '__import__',
      'child_process',
      'runtime',
      'process',
      'spawn',
      'fromcharcode',
      'classloader',
      'constructor',
    ],
    ...[
      'rm ',
      'dd ',
      'mkfs',
      'curl',
      'wget',
      'nc ',
      'bash',
      'sh ',
      'powershell',
      'certutil',
      'mshta',
      'regsvr32',
      'rundll32',
      'bitsadmin',
      'crontab',
      'scp ',
      '/etc/',
      '/bin/',
      'cat ',
    ],
  ].filter((literal) => literal !== '\n'),
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    SLOTS.has(leaf.slot) &&
    (role === 'shell' || role === 'code' || STRICT.has(role) || LOOSE.has(role)),
  inspect(view, { role }) {
    const { text } = view;
    const isRole = role === 'shell' || role === 'code';
    const deeds: Deed[] = [];
    const contexts: ShellContext[] = isRole ? ['bare'] : ['bare', 'single', 'double'];
    for (const context of contexts) deeds.push(...deedsIn(text, context, role, isRole));
    const shock = text.includes('{') ? SHELLSHOCK.exec(text) : null;
    if (shock && role !== 'code' && role !== 'shell')
      deeds.push({ rule: rules.SHELLSHOCK, start: shock.index, end: shock.index + shock[0].length });
    if (text.includes('()') && isForkBomb(text)) deeds.push({ rule: rules.WIPING, start: text.indexOf('()'), end: text.indexOf('()') + 2 });
    if (!isRole) deeds.push(...findCodeCalls(text), ...findInterpolation(text), ...(role === 'prose' ? [] : findOption(text)));
    const best = new Map<string, Match>();
    for (const deed of deeds) {
      const score = cap(deed, role);
      const other = best.get(deed.rule.id);
      if (!other || (other.score ?? 0) < score) best.set(deed.rule.id, { rule: deed.rule, start: deed.start, end: deed.end, score });
    }
    if (best.size > 1) best.delete(rules.BARE_COMMAND.id);
    return [...best.values()].sort((a, b) => a.start - b.start);
  },
};
void COMMON;
void PROGRAMS;

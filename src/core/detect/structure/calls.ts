/** One call of a tool: what it cannot take back, what it plants, and what it tells beside its task. */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { holdsAccounts, isExport, isTranscript, sends, tellsSecrets } from './outgoing.ts';
import { inspectContainers } from './containers.ts';
import { inspectForwarding } from './forwarding.ts';
import { isPersistent } from './persistence.ts';
import { inspectPlanting, keepsMemory } from './planting.ts';
import { hasUseFor, probeOf } from './probing.ts';
import { RULES } from './rules.ts';
import { deedOf, isFinancial } from './verbs.ts';

/** Arguments of a call that are looked at; more are data, not parameters. */
const ARGUMENTS_MAX = 64;
/** Shorter is an answer to a question, not a thing copied. */
const TOLD_MIN = 120;
const ASIDE_MIN = 40;
/** Starting a program at login without anyone's doing is what persistence is for. */
const STARTUP_SCORE = 0.8;

/** @param description of the tool, where it is known */
export function inspectCall(tool: string, description: unknown, args: unknown, at: Step, report: Report): void {
  const done = deedOf(tool);
  const params = isObject(args) ? args : {};
  const keys = Object.keys(params);
  if (keys.length > ARGUMENTS_MAX) keys.length = ARGUMENTS_MAX;
  if (done && (done.deed === 'destroy' || isFinancial(done.verb, tool))) {
    const bulk = done.deed === 'destroy' && keys.find((key) => isBulk(key, params[key]));
    if (bulk) report({ rule: RULES.irreversibleBulk, at: below(at, 'arguments', bulk) });
    else report({ rule: RULES.irreversible, at: below(at, 'name'), text: tool });
  }
  for (const key of keys) {
    const value = params[key];
    const place = below(at, 'arguments', key);
    if (isTold(key, value, tool, description))
      report({ rule: RULES.contextArgument, at: place, ...(typeof value === 'string' && { text: value }) });
    if (typeof value === 'string') {
      inspectConfig(key, value, place, report);
      inspectText(tool, description, key, value, place, report);
    }
  }
  inspectForwarding(tool, params, at, report);
  inspectContainers(tool, params, at, report);
  const writes = isWriting(tool, done?.deed === 'change', params);
  if (writes) inspectTargets(keys, params, at, report);
  if (writes || keepsMemory(tool)) inspectPlanting(tool, params, at, report);
}

const TRANSCRIPT_SCORE = 0.84;

function inspectText(tool: string, description: unknown, key: string, value: string, at: Step, report: Report): void {
  if (value.length < ASIDE_MIN) return;
  const accounts = value.includes(':0:') && sends(tool) ? holdsAccounts(value) : null;
  if (accounts) report({ rule: RULES.accountFile, at, text: value, ...accounts });
  if (value.includes('\n') && sends(tool) && isExport(value))
    report({ rule: RULES.contextArgument, at, text: value, score: TRANSCRIPT_SCORE });
  else if (isTranscript(key, value) && !hasUseFor('talk', tool, description))
    report({ rule: RULES.contextArgument, at, text: value, ...(tellsSecrets(value) && { score: TRANSCRIPT_SCORE }) });
}

/** What stands in the model's context, told to a tool that has no use for it. */
function isTold(key: string, value: unknown, tool: string, description: unknown): boolean {
  const probe = typeof value === 'string' ? value.length >= ASIDE_MIN && probeOf(key) : Array.isArray(value) && probeOf(key);
  if (!probe || hasUseFor(probe, tool, description)) return false;
  return typeof value === 'string' ? probe === 'aside' || value.length >= TOLD_MIN : Array.isArray(value) && isTalk(value);
}

function inspectConfig(key: string, value: string, at: Step, report: Report): void {
  if (value.length < ASIDE_MIN || value.length > CONFIG_MAX || CONTENT.test(key)) return;
  const start = value.indexOf('"mcpServers"');
  if (start >= 0 && value.includes('"command"'))
    report({ rule: RULES.agentConfigArgument, at, text: value, start, end: start + '"mcpServers"'.length });
}

/** Turns of a conversation. */
const isTalk = (value: readonly unknown[]): boolean =>
  value.slice(0, ARGUMENTS_MAX).filter((turn) => isObject(turn) && 'role' in turn && 'content' in turn).length > 1;

/** Arguments that carry what goes into files, commits and messages. */
const CONTENT = /content|text|body|data|file|str|code|source|config|settings|json|patch|diff|input|value|command|script|query|edits/i;
const CONFIG_MAX = 65_536;

const ALL =
  /^(?:all|everything|force|recursive|cascade|skip_?confirm\w{0,10}|no_?confirm\w{0,10}|yes|permanent\w{0,2}|hard_?delete|bypass_?trash)$/i;
const TARGET = /^(?:ids?|path|pattern|filter|query|where|target|table|name|glob|selector|key|prefix)$/i;
/** Everything there is. */
const WHOLE = /^(?:\*|\*\*|\*\.\*|\/\*{0,2}|~\/?|[a-z]:[\\/]?|all|%|\.\*|1\s?=\s?1|true)$/i;

const isBulk = (key: string, value: unknown): boolean =>
  (value === true && ALL.test(key)) || (typeof value === 'string' && value.length <= 8 && TARGET.test(key) && WHOLE.test(value));

const WRITE_TOOL = /write|creat|edit|append|save|put|upload|updat|insert|replac|modif|patch|add|move|copy|rename|store|push|commit/i;

/** Tools that write by their name; one tool for everything (`file`, `fs`) by its mode. */
function isWriting(tool: string, changes: boolean, params: JsonObject): boolean {
  if (changes || WRITE_TOOL.test(tool)) return true;
  const mode = params.mode ?? params.operation ?? params.action ?? params.command;
  return typeof mode === 'string' && mode.length < 32 && WRITE_TOOL.test(mode);
}

const PATH_KEY = /path|file|dest|target|uri|location|^to$|name/i;

function inspectTargets(keys: readonly string[], params: JsonObject, at: Step, report: Report): void {
  for (const key of keys) {
    const value = params[key];
    if (typeof value !== 'string' || !PATH_KEY.test(key)) continue;
    const kind = isPersistent(value);
    if (kind)
      report({
        rule: RULES.persistence,
        at: below(at, 'arguments', key),
        text: value,
        ...(kind === 'startup' && { score: STARTUP_SCORE }),
      });
  }
}

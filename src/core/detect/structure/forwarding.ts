/** Rules of a mailbox that hand on everything that comes in (threat Q05; ATT&CK T1114.003). */
import { isObject } from '../../json-schema/document.ts';
import { wordsOf } from '../../roles/tokens.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

const OF_RULES = new Set('rule rules filter filters forward forwarding autoforward vacation delegate'.split(' '));
const CONDITIONS = /^(?:criteria|conditions?|match|if|when|query|filter|from|scope)$/i;
const HANDS_ON = /forward|redirect|copy_?to|bcc/i;
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{3,255}$/;
const KEYS_MAX = 32;

/** Nothing is asked of the message. */
const isOpen = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === true ||
  (typeof value === 'string' && /^(?:\*|all|any|everything|)$/i.test(value.trim())) ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every(isOpenValue));
const isOpenValue = (value: unknown): boolean => typeof value === 'string' && /^(?:\*@?\*?|all|any|)$/i.test(value.trim());

function addressIn(value: unknown, key: string, depth: number): string | null {
  if (typeof value === 'string') return HANDS_ON.test(key) && ADDRESS.test(value) ? value : null;
  if (Array.isArray(value)) return addressIn(value[0], key, depth - 1);
  if (!isObject(value) || depth <= 0) return null;
  for (const [name, one] of Object.entries(value).slice(0, KEYS_MAX)) {
    const found = addressIn(one, HANDS_ON.test(key) ? key : name, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

export function inspectForwarding(tool: string, params: JsonObject, at: Step, report: Report): void {
  const words = wordsOf(tool);
  if (!words.some((word) => OF_RULES.has(word)) || words.includes('message')) return;
  const conditions = Object.keys(params).filter((key) => CONDITIONS.test(key));
  if (conditions.length === 0 || !conditions.every((key) => isOpen(params[key]))) return;
  const to = addressIn(params, '', 3);
  if (to !== null) report({ rule: RULES.forwardsAll, at: below(at, 'arguments'), text: to });
}

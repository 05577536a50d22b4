/** Results: too large, saying two things, or shared with everyone (threats R06, R07, P09). */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report, type Scene } from '../message-detector.ts';
import { disagreementBetween } from './disagreement.ts';
import { RULES } from './rules.ts';

/** Units of text: some 128 thousand tokens. */
const FLOOD_MIN = 512 * 1_024;
const BLOCKS_MAX = 20_000;
const REPETITION_MIN = 32 * 1_024;
const UNIT_MAX = 200;
const PROBES = 64;
/** Longest text that is read as JSON to compare it. */
const COMPARED_MAX = 64 * 1_024;

export function inspectResult(result: JsonObject, at: Step, report: Report): void {
  const parts = Array.isArray(result.content) ? result.content : Array.isArray(result.contents) ? result.contents : null;
  if (!parts) return;
  const list = below(at, result.content === parts ? 'content' : 'contents');
  if (parts.length > BLOCKS_MAX) report({ rule: RULES.flood, at: list });
  let total = 0;
  for (let i = 0; i < parts.length && i < BLOCKS_MAX; i++) {
    const part: unknown = parts[i];
    const text = isObject(part) ? part.text : null;
    if (typeof text !== 'string') continue;
    total += text.length;
    if (text.length >= REPETITION_MIN && isRepetition(text)) report({ rule: RULES.repetition, at: below(list, i, 'text') });
    if (i === 0) inspectAgreement(result, text, below(list, 0, 'text'), report);
  }
  if (total > FLOOD_MIN) report({ rule: RULES.flood, at: list });
}

function inspectAgreement({ structuredContent, isError }: JsonObject, text: string, at: Step, report: Report): void {
  if (!isObject(structuredContent) || isError === true || text.length > COMPARED_MAX || !/^\s{0,16}[{[]/.test(text)) return;
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return;
  }
  if (isObject(told) && disagreementBetween(told, structuredContent)) report({ rule: RULES.disagreement, at });
}

/** The text has a period of at most `UNIT_MAX` units, as far as some probes tell; white space alone is one too. */
function isRepetition(text: string): boolean {
  const head = text.slice(UNIT_MAX, UNIT_MAX * 3);
  const period = head.slice(1).indexOf(head.slice(0, UNIT_MAX)) + 1;
  if (period === 0) return false;
  const unit = text.slice(UNIT_MAX, UNIT_MAX + period);
  const rounds = Math.floor((text.length - UNIT_MAX) / period);
  for (let i = 0; i < PROBES; i++) {
    const from = UNIT_MAX + Math.floor((rounds * i) / PROBES) * period;
    if (!text.startsWith(unit, from)) return false;
  }
  return true;
}

/** Addresses and tools that are about whoever asks. */
const PERSONAL =
  /(?:^|[/_.:?&=-])(?:me|self|my|mine|users?\/[^/?#]{1,64}|profile|inbox|account|accounts\/[^/?#]{1,64}|session|mailbox|calendar|wallet)(?:$|[/?#_.-])/i;
/** A year; nothing of a server is good for longer. */
const TTL_MAX = 31_536_000_000;
const TTL_SCORE = 0.4;

export function inspectCaching({ message, submission, found }: Scene, result: JsonObject, at: Step, report: Report): void {
  if (result.cacheScope !== 'public') return;
  const scope = below(at, 'cacheScope');
  const request = submission.request;
  const params = isObject(request) && isObject(request.params) ? request.params : null;
  const uri = typeof params?.uri === 'string' ? params.uri : firstUri(result);
  const data = found.some(({ rule }) => rule.category === 'secret_leak' || rule.category === 'pii_leak');
  const personal = message.method !== 'tools/list' && uri !== null && uri.length < 1_024 && PERSONAL.test(uri);
  if (data || personal) report({ rule: RULES.sharedPersonal, at: scope });
  else if (Number(result.ttlMs) > TTL_MAX) report({ rule: RULES.sharedPersonal, at: below(at, 'ttlMs'), score: TTL_SCORE });
}

function firstUri({ contents }: JsonObject): string | null {
  const first: unknown = Array.isArray(contents) ? contents[0] : null;
  return isObject(first) && typeof first.uri === 'string' ? first.uri : null;
}

/** Trace context in `_meta` and headers: `baggage` and `tracestate` (threat P10; W3C Baggage, Trace Context). */
import { isObject } from '../../json-schema/document.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

const NAMES = ['baggage', 'tracestate'] as const;
const TEXT_MAX = 16_384;

/** Members whose value tells who somebody is, or lets in whoever has it. */
const IDENTITY =
  /(?:^|[,;\s.])(?:(?:user|customer|enduser)[._-]?)?(?:e-?mail|phone|ssn|full_?name|(?:home|street|postal)_?address|birth_?date|dob|iban|(?:enduser|user)[._-]?name)\s?=\s?[^,;\s]{3}/i;
const CREDENTIAL =
  /(?:^|[,;\s._-])(?:password|passwd|secret|api[._-]?key|(?:access|auth|refresh|session|id|bearer|csrf)[._-]?token|token|jwt|cookie|authorization|session[._-]?id)\s?=\s?[^,;\s]{3}/i;
const EMAIL = /=[^,;=\s@%]{1,64}(?:@|%40)[a-z0-9-]{1,63}\.[a-z]{2,24}/i;

export function inspectTraceContext(meta: unknown, at: Step, report: Report): void {
  if (isObject(meta)) for (const name of NAMES) inspectValue(meta[name], below(at, name), report);
}

export function inspectTraceHeaders(headers: ReadonlyMap<string, string> | undefined, report: Report): void {
  if (headers) for (const name of NAMES) inspectValue(headers.get(name), below({ key: 'headers', up: null }, name), report);
}

function inspectValue(value: unknown, at: Step, report: Report): void {
  if (typeof value !== 'string' || value === '') return;
  const text = value.slice(0, TEXT_MAX);
  const found = EMAIL.exec(text) ?? IDENTITY.exec(text) ?? CREDENTIAL.exec(text);
  if (found) report({ rule: RULES.traceIdentity, at, text: value, start: found.index, end: found.index + found[0].length });
}

/** `_meta` keys that pose as the protocol's own (threat P07). The form of later revisions is the protocol layer's. */
import { isObject } from '../../json-schema/document.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

const KEYS_MAX = 200;
/** 2025-06-18: `modelcontextprotocol.io/`, `mcp.dev/`. */
const POSING = /^(?:modelcontextprotocol|mcp)\.[a-z0-9.-]{1,100}\//i;

export function inspectKeys(meta: unknown, at: Step, report: Report): void {
  if (!isObject(meta)) return;
  let seen = 0;
  for (const key in meta) {
    if (++seen > KEYS_MAX) return;
    if (POSING.test(key)) report({ rule: RULES.posingKey, at: below(at, key) });
  }
}

/** The caller's own token, passed on to the server in an argument (threat P04; "token passthrough"). */
import type { Leaf } from '../../mcp/surface.ts';
import type { Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

/** Shorter ones occur by chance. */
const TOKEN_MIN = 16;
const TOKEN_MAX = 8_192;

export function inspectOwnToken(token: string | undefined, leaves: readonly Leaf[], report: Report): void {
  if (token === undefined || token.length < TOKEN_MIN || token.length > TOKEN_MAX) return;
  for (const { text, at, kind } of leaves) {
    const start = kind === 'value' && text.length >= token.length ? text.indexOf(token) : -1;
    if (start >= 0) report({ rule: RULES.ownToken, at, text, start, end: start + token.length, redactable: true });
  }
}

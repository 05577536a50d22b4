/** Cross-site scripting (threats R05, M11): values of a call that would run script in whatever page shows them. */
import type { Match, Role } from '../finding.ts';
import { readTokens, type HtmlToken } from '../text/html-tokens.ts';
import type { Detector } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { findBreakOuts } from './xss/break-out.ts';
import { exposureIn } from './xss/exposure.ts';
import type { Keep } from './xss/deed.ts';
import { XSS_LITERALS } from './xss/literals.ts';
import { findActiveMarkup } from './xss/markup.ts';
import { XSS_RULES } from './xss/rules.ts';
import { asAnotherCharset } from './xss/charset.ts';

/** Below this a finding says nothing. */
const SCORE_MIN = 0.4;

/** Roles that are there to hold code or bytes; what markup stands in them is their business. */
const isLookedAt = (role: Role): boolean => PART_ROLES.has(role) || TEXT_ROLES.has(role);

export const xss: Detector = {
  name: 'xss',
  by_place: true,
  rules: XSS_RULES,
  ignores_hits: true,
  literals: XSS_LITERALS,
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' && leaf.kind !== 'number' && CALLER_SLOTS.has(leaf.slot) && isLookedAt(role),
  inspect(view, subject) {
    const text = asAnotherCharset(view.text);
    const tokens = text.includes('<') ? readTokens(text) : [];
    const outside = outsideOf(text, tokens);
    const expose = exposureIn(text, outside, subject);
    const best = new Map<string, Match>();
    const keep: Keep = (deed) => {
      const other = best.get(deed.rule.id)?.score ?? 0;
      if (other >= (deed.score ?? deed.rule.score)) return;
      const score = expose(deed);
      if (score >= SCORE_MIN && score > other) best.set(deed.rule.id, { rule: deed.rule, ...spanIn(view.text, text, deed), score });
    };
    if (tokens.length > 0) findActiveMarkup(text, tokens, keep);
    findBreakOuts(text, outside, keep);
    return [...best.values()].sort((a, b) => a.start - b.start);
  },
};

/** Of a text that was rewritten, the whole is the evidence. */
const spanIn = (sent: string, read: string, { start, end }: { start: number; end: number }): { start: number; end: number } =>
  sent === read ? { start, end: Math.max(end, start + 1) } : { start: 0, end: sent.length };

const CODE_ELEMENTS = new Set(['script', 'style']);

/** The text with its tags, comments, scripts and styles blanked out, offsets kept. */
function outsideOf(text: string, tokens: readonly HtmlToken[]): string {
  if (tokens.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const token of tokens) {
    // A sentence that names a tag leaves it open.
    if (token.kind === 'raw' && (token.end === text.length || !CODE_ELEMENTS.has(token.element))) continue;
    parts.push(text.slice(from, token.start), ' '.repeat(token.end - token.start));
    from = token.end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

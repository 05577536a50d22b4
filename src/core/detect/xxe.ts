/** XML that makes its parser read, fetch, run or unfold (threats Q04, Q11): external entities, XInclude, XSLT extensions. */
import type { Match } from '../finding.ts';
import { readDeclarations } from '../text/dtd.ts';
import type { Detector, Subject } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, QUOTED_SCORE_CAP, TEXT_ROLES } from './injection-places.ts';
import { isSpokenOf } from './xss/exposure.ts';
import { asAnotherCharset } from './xss/charset.ts';
import { judgeElements } from './xxe/elements.ts';
import { judgeDeclarations, type Keep } from './xxe/entities.ts';
import * as rules from './xxe/rules.ts';

/** Below this a finding says nothing. */
const SCORE_MIN = 0.4;
/** In documents that browsers read, entities do nothing. */
const DECLARED_MIN = 0.5;
const WORDS_BEFORE_MAX = 5;

const PROLOGUE = /<\?xml\s[^>]{0,128}/gi;
const ENCODING = /encoding\s{0,4}=\s{0,4}["'](?:utf-?7|x-?utf-?7|unicode-1-1-utf-7|ibm-?\d{3,4}|cp(?:037|1047|500)|ebcdic[\w-]{0,16})["']/i;
/** `<![CDATA[<]]>name`: a mark by itself, and the tag's name outside. */
const SPLIT = /<!\[CDATA\[\s{0,4}<\s{0,4}\/?\s{0,4}\]\]>\s{0,4}[a-z]/i;

export const xxe: Detector = {
  name: 'xxe',
  by_place: true,
  rules: rules.XXE_RULES,
  ignores_hits: true,
  literals: [
    '<!entity',
    '<!doctype',
    'xinclude',
    'xi:include',
    'xsl:',
    'msxsl:',
    'xlink:href',
    '<image',
    '<![cdata[',
    '+adw-',
    'encoding=',
  ],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' && leaf.kind !== 'number' && CALLER_SLOTS.has(leaf.slot) && (PART_ROLES.has(role) || TEXT_ROLES.has(role)),
  inspect(view, subject) {
    const text = asAnotherCharset(view.text);
    const cap = capIn(text, subject);
    const best = new Map<string, Match>();
    const keep: Keep = (deed) => {
      const score = Math.min(deed.score ?? deed.rule.score, cap);
      if (score < SCORE_MIN) return;
      const other = best.get(deed.rule.id);
      const { start, end } = text === view.text ? deed : { start: 0, end: view.text.length };
      if (!other || (other.score ?? 0) < score) best.set(deed.rule.id, { rule: deed.rule, start, end, score });
    };
    if (!text.includes('<')) return [];
    const declarations = readDeclarations(text);
    if (declarations.length > 0) judgeDeclarations(text, declarations, keep);
    judgeElements(text, keep);
    const split = SPLIT.exec(text);
    if (split) keep({ rule: rules.SPLIT_SECTIONS, start: split.index, end: split.index + split[0].length });
    for (const prologue of text.matchAll(PROLOGUE)) {
      const encoding = ENCODING.exec(prologue[0]);
      const { index } = prologue;
      if (encoding) keep({ rule: rules.HIDDEN_ENCODING, start: index, end: index + encoding.index + encoding[0].length });
    }
    return [...best.values()].sort((a, b) => a.start - b.start);
  },
};

/** An XML document begins with markup; one that is spoken of has words before it. */
function capIn(text: string, { role, confidence = 1, purposes }: Subject): number {
  if (role === 'html' || role === 'markdown' || role === 'template') return confidence >= DECLARED_MIN ? QUOTED_SCORE_CAP : 1;
  if (role !== 'prose' && role !== 'query') return 1;
  if (role === 'prose' && (purposes?.has('code') || purposes?.has('review') || purposes?.has('edit'))) return QUOTED_SCORE_CAP;
  return isSpokenOf(text.slice(0, text.indexOf('<')), WORDS_BEFORE_MAX) ? QUOTED_SCORE_CAP : 1;
}

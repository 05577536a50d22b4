/** Unsafe deserialisation (threat Q01): values that are objects in some language's own notation, which run code when they are read. */
import type { Match, Role, Rule } from '../finding.ts';
import type { Detector, Subject } from './detector.ts';
import { isGadget } from './deserialization/gadgets.ts';
import { RULES } from './deserialization/rules.ts';
import { SIGNATURES } from './deserialization/signatures.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { scoreInPlace, type Span } from './quoting.ts';

/** JSON and YAML are sent as code and as queries too. */
const DATA_ROLES: ReadonlySet<Role> = new Set(['code', 'nosql', 'sql']);
/** Code that is written or looked at names such classes often. */
const CODE_SCORE_CAP = 0.6;
/** Names of properties by which readers choose a class, and by which settings name one too. */
const CHOOSERS = new Set(['@type', '$type', '@class', '__type', '__class__']);
const SETTINGS = new Set<string | number>(['class', 'type', 'javaclass', 'java-class', 0]);
const SETTINGS_SCORE = 0.6;
/** Objects in these notations hold words of their own: what is not words beside them is the rest of the object. */
const NOTATION = /[{}[\]<>"=:;]/g;
const NOTATION_SHARE = 0.04;

/** The stream's magic number and version, as ISO 8859-1 or as what is left of it when read as UTF-8. */
const JAVA_STREAMS = ['\u00ac\u00ed\0\x05', '\ufffd\ufffd\0\x05'];

function judgeSignatures(text: string, hits: Parameters<Detector['inspect']>[2]): Map<Rule, Span> {
  const found = new Map<Rule, Span>();
  for (const { literal, start, end } of hits) {
    const rule = SIGNATURES[literal]!.confirm(text, start, end);
    if (!rule) continue;
    const known = found.get(rule);
    if (known) known.end = Math.max(known.end, end);
    else found.set(rule, { start, end });
  }
  return found;
}

/** A leaf of JSON arguments that chooses a class: `{"@type": "com.sun.…"}`, `["com.sun.…", {…}]`. */
function judgeChoice(text: string, { leaf }: Subject): Match[] {
  const key = typeof leaf.at.key === 'string' ? leaf.at.key.toLowerCase() : leaf.at.key;
  const chooses = CHOOSERS.has(String(key));
  if (!(chooses || SETTINGS.has(key)) || text.length > 512 || !/^[\w.$`+]+(?:,|$)/.test(text) || !isGadget(text)) return [];
  return [{ rule: RULES.typeHint, start: 0, end: text.length, ...(!chooses && { score: SETTINGS_SCORE }) }];
}

/** The text is one object from its beginning: it opens with what was found, or with the brackets of its notation. */
function isObject(text: string, first: number): boolean {
  const head = text.slice(0, first).trimStart();
  if (head === '' || /^(?:---|[[{<!"'aOC(]|\w{1,32}:\s)/.test(head)) {
    const marks = text.match(NOTATION)?.length ?? 0;
    return head === '' ? marks > 0 || !/\s\w+\s\w+\s/.test(text) : marks / text.length >= NOTATION_SHARE;
  }
  return false;
}

export const deserialization: Detector = {
  name: 'deserialization',
  by_place: true,
  rules: Object.values(RULES),
  literals: [...SIGNATURES.map(({ literal }) => literal), 'com.', 'org.', 'java.', 'javax.', 'system.', 'ch.qos', 'oracle.', 'sun.'],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind === 'value' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (PART_ROLES.has(role) || TEXT_ROLES.has(role) || DATA_ROLES.has(role)),
  inspect({ text }, subject, hits) {
    const signed = hits.filter(({ literal }) => literal < SIGNATURES.length);
    const found = signed.length ? judgeSignatures(text, signed) : new Map<Rule, Span>();
    if (JAVA_STREAMS.some((head) => text.startsWith(head))) found.set(RULES.java, { start: 0, end: 4 });
    if (found.size === 0) return judgeChoice(text, subject);
    const first = Math.min(...[...found.values()].map(({ start }) => start));
    const whole = isObject(text, first);
    return [...found].map(([rule, span]) => {
      if (subject.role === 'code') return { rule, ...span, score: Math.min(rule.score, whole ? rule.score : CODE_SCORE_CAP) };
      return { rule, ...span, score: whole ? rule.score : scoreInPlace(rule.score, text, [span], subject) };
    });
  },
};

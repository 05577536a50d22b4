/** Prototype pollution (threat Q01): property names that reach the prototype which all objects of a JavaScript program share (CWE-1321). */
import type { Match } from '../finding.ts';
import type { Detector } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { scoreInPlace } from './quoting.ts';
import { cwe, rulesOf } from './rule.ts';

const rule = rulesOf('prototype', {
  category: 'other',
  threat: 'Q01',
  references: [cwe(1321), 'https://nvd.nist.gov/vuln/detail/CVE-2019-10744', 'OWASP-MCP05'],
});

const RULES = {
  name: rule(
    'property-name',
    0.94,
    'high',
    'The arguments have a property whose name is that of the prototype: merging them changes every object of the program.',
  ),
  path: rule('property-path', 0.88, 'high', 'The value is a path or form field that leads to the prototype of all objects.'),
} as const;

/** `__proto__[x]=`, `a.__proto__.x`, `constructor[prototype][x]`, `"__proto__": {`; one of them with what is set. */
const PROTO =
  /\/(?:__proto__|constructor\/prototype)(?:\/|$)|__proto__["']?\s{0,4}(?:\]?\s{0,2}(?:\[|\.)["']?\w|\]?\s{0,4}[:=]\s{0,4}[^\s=:])/;
const CONSTRUCTOR =
  /constructor["']?\]?\s{0,2}(?:\.|\[["']?|["']?\s{0,4}:\s{0,4}\{\s{0,4}["'])\s{0,2}prototype["']?\]?\s{0,2}(?:\.\w|\[|\s{0,4}[:=]\s{0,4}[^\s=])/;
const NAME = /^(?:\w{0,64}[.[])?__proto__(?:[.[\]]|$)|^(?:\w{0,64}[.[])?constructor[.[]\[?prototype(?:[.[\]]|$)/;

export const prototypePollution: Detector = {
  name: 'prototype-pollution',
  by_place: true,
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: ['__proto__', 'prototype'],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (leaf.kind === 'name' || PART_ROLES.has(role) || TEXT_ROLES.has(role)),
  inspect({ text }, subject): Match[] {
    const { leaf } = subject;
    if (leaf.kind === 'name') {
      const isPrototype = NAME.test(text) || (text === 'prototype' && leaf.at.up?.key === 'constructor');
      return isPrototype ? [{ rule: RULES.name, start: 0, end: text.length }] : [];
    }
    const match = PROTO.exec(text) ?? CONSTRUCTOR.exec(text);
    if (!match) return [];
    const span = { start: match.index, end: match.index + match[0].length };
    // JSON is no sentence, however many words it has.
    if (/^\s{0,64}[{[]/.test(text) && /["']\s{0,4}:/.test(match[0])) return [{ rule: RULES.path, ...span }];
    return [{ rule: RULES.path, ...span, score: scoreInPlace(RULES.path.score, text, [span], subject) }];
  },
};

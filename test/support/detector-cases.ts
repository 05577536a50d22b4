/** Runs the cases of `src/core/detect/cases/<detector>.json` against a detector, on the text as sent. */
import { readFileSync } from 'node:fs';
import type { Detector, Subject } from '#core/detect/detector.ts';
import { ROLES, type Match, type Role } from '#core/finding.ts';
import type { LeafKind, Origin, Slot } from '#core/mcp/surface.ts';
import type { LiteralHit } from '#core/text/literals.ts';
import { rawView } from '#core/text/views.ts';
import { expect, test } from 'vitest';
import { expectLinear } from './linear.ts';

export type DetectorCase = {
  /** In parts, so that no whole credential stands in the repository, or as one string. */
  text: string | string[];
  role?: Role;
  slot?: Slot;
  origin?: Origin;
  kind?: LeafKind;
  direction?: 'request' | 'response';
  /** Key path from the root of the call to us; the last is the property's own name. */
  at?: (string | number)[];
  /** Exactly the rules that must match. */
  rules: string[];
  /** The rules that this case comes close to; it is a near miss for them. */
  near?: string[];
};

/** The text as sent, as a view. */

export function subjectOf(one: Omit<DetectorCase, 'rules' | 'text'>, text: string): Subject {
  const keys = one.at ?? ['request', 'params', 'arguments', 'value'];
  const at = keys.reduce<Subject['leaf']['at'] | null>((up, key) => ({ key, up }), null) ?? { key: 'value', up: null };
  return {
    leaf: { text, kind: one.kind ?? 'value', origin: one.origin ?? 'caller', slot: one.slot ?? 'argument', at },
    role: one.role ?? 'prose',
    direction: one.direction ?? 'request',
  };
}

/** Every occurrence of the detector's literals, found the slow and obvious way. */
export function hitsOf(detector: Detector, text: string): LiteralHit[] {
  const lower = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const hits: LiteralHit[] = [];
  (detector.literals ?? []).forEach((literal, index) => {
    for (let at = lower.indexOf(literal); at >= 0; at = lower.indexOf(literal, at + 1))
      hits.push({ literal: index, start: at, end: at + literal.length });
  });
  return hits.sort((a, b) => a.end - b.end || a.start - b.start);
}

export function inspectText(detector: Detector, text: string, subject: Subject): Match[] {
  if (!detector.looksAt(subject)) return [];
  const hits = hitsOf(detector, text);
  const view = rawView(text);
  const woken = !detector.literals || hits.length > 0 || detector.insists?.(subject) || ((detector.features ?? 0) & view.features) !== 0;
  return woken ? detector.inspect(view, subject, hits) : [];
}

export function readCases(detector: Detector): DetectorCase[] {
  const file = new URL(`../../src/core/detect/cases/${detector.name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as DetectorCase[];
}

/** Declares the tests that every detector must pass: each case, enough cases for each rule, sound rules and spans. */
export function runDetectorCases(detector: Detector): void {
  const cases = readCases(detector);
  const ids = new Set(detector.rules.map((rule) => rule.id));

  test.each(cases.map((one, index) => [index, one] as const))('case %i matches exactly its rules', (_index, one) => {
    const text = typeof one.text === 'string' ? one.text : one.text.join('');
    const matches = inspectText(detector, text, subjectOf(one, text));
    expect({ text, rules: [...new Set(matches.map((match) => match.rule.id))].sort() }).toEqual({ text, rules: [...one.rules].sort() });
    for (const match of matches) {
      expect(match.start).toBeGreaterThanOrEqual(0);
      expect(match.end).toBeGreaterThan(match.start);
      expect(match.end).toBeLessThanOrEqual(text.length);
      expect(match.score ?? match.rule.score).toBeGreaterThan(0);
      expect(match.score ?? match.rule.score).toBeLessThanOrEqual(1);
    }
  });

  test.each([...ids])('%s has two cases that match and two near misses that do not', (id) => {
    expect(cases.filter((one) => one.rules.includes(id)).length).toBeGreaterThanOrEqual(2);
    expect(cases.filter((one) => one.near?.includes(id) && !one.rules.includes(id)).length).toBeGreaterThanOrEqual(2);
  });

  test('rule ids are unique, cases name only rules and roles that exist', () => {
    expect(ids.size).toBe(detector.rules.length);
    for (const one of cases) {
      for (const id of [...one.rules, ...(one.near ?? [])]) expect(ids).toContain(id);
      expect([undefined, ...ROLES]).toContain(one.role);
    }
    for (const literal of detector.literals ?? []) expect(literal).toBe(literal.toLowerCase());
  });
}

/** Units of hostile text that each seed is repeated to. */
const HOSTILE_LENGTH = 400_000;
/** Declares one test a seed: repeated to `HOSTILE_LENGTH`, after `head` and before `tail`, it is judged in linear time. */
export function runHostileInputs(detector: Detector, role: Role, seeds: readonly string[], head = '', tail = ''): void {
  test.each(seeds.map((seed) => [JSON.stringify(seed), seed] as const))(`${role}: %s again and again costs linear time`, (_name, seed) => {
    const text = head + seed.repeat(Math.ceil(HOSTILE_LENGTH / seed.length)) + tail;
    const subject = subjectOf({ role }, text);
    expect(detector.looksAt(subject)).toBe(true);
    expectLinear(text, (part) => void inspectText(detector, part, subject));
  });
}

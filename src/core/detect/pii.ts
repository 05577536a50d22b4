/** Personal data in messages (threats Q05, R03): numbers that name a person or open an account, by form, check digits and words near them. */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { FEATURE } from '../text/features.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { isStandInNumber } from './pii/checks.ts';
import { findEmails, findPhones } from './pii/contacts.ts';
import { firstAfter, isLabelGap, LABEL_GAP_MAX } from './pii/context.ts';
import { readIban } from './pii/iban.ts';
import type { Kind } from './pii/kind.ts';
import { KINDS } from './pii/kinds.ts';
import { LABELLED, readValue } from './pii/labelled.ts';
import { findZones } from './pii/mrz.ts';
import { RULE_OF, RULES } from './pii/rules.ts';
import { IBAN_OWNER, LABELLED_OWNER, PHONE_OWNER, SPEAKERS, SUPPORT_OWNER } from './pii/owners.ts';
import { Setting } from './pii/setting.ts';
import { compileShapes, scanNumbers, type Candidate, type Candidates } from './pii/shapes.ts';
import { isInRecord } from './pii/record.ts';
import { RECORDED_SCORE, SAMPLE_SCORE, scoreAlone, weighCandidate } from './pii/weight.ts';

const SHAPES = compileShapes(KINDS);
/** Found in one view; more than a tally keeps one by one, so that it is told that some were left out. */
const MATCHES_MAX = 1_000;
/** Definitions describe data and show examples; they hold nobody's. */
const DEFINITIONS: ReadonlySet<Slot> = new Set<Slot>(['tool', 'schema', 'icon', 'instructions']);
const DEFINITION_SCORE = 0.6;
/** Three valid numbers of one kind, and hardly one that fails, are no chance. */
const SERIES_MIN = 3;
const SERIES_SHARE = 0.8;
const SERIES_SCORE = 0.85;

type Found = Match & { score: number };

export const pii: Detector = {
  name: 'pii',
  by_place: true,
  rules: [...RULE_OF.values(), ...Object.values(RULES)],
  looksAt({ leaf }) {
    return leaf.slot !== 'protocol' && leaf.kind !== 'name';
  },
  inspect(view: View, subject: Subject): Match[] {
    const { features, text } = view;
    const found: Found[] = [];
    if ((features & FEATURE.digit) !== 0) addNumbers(text, subject, found);
    if (!ADDRESS_ROLES.has(subject.role))
      for (const { start, end } of findEmails(text)) found.push({ rule: RULES.email, start, end, score: RULES.email.score });
    if (found.length === 0) return found;
    const cap = DEFINITIONS.has(subject.leaf.slot) ? DEFINITION_SCORE : 1;
    const told = withoutOverlaps(found);
    // Beyond the limit nothing was looked for: among so much of the kind the rest is cut out unseen.
    const cut = found.length >= MATCHES_MAX ? told.find(({ redactable }) => redactable) : undefined;
    if (cut) told.push({ ...cut, start: 0, end: text.length });
    return told.map((one) => ({ ...one, score: Math.min(one.score, cap) }));
  },
};

/** What is addressed to somebody names them; nothing leaks. */
const ADDRESS_ROLES: ReadonlySet<Role> = new Set<Role>(['email', 'recipient', 'url', 'host', 'shell', 'code', 'path', 'regex']);

function addNumbers(text: string, subject: Subject, found: Found[]): void {
  const { candidates, countries, spans } = scanNumbers(text, SHAPES);
  if (text.includes('<'))
    for (const { start, end, sample } of findZones(text))
      found.push({ rule: RULES.mrz, start, end, score: sample ? SAMPLE_SCORE : RULES.mrz.score, redactable: !sample });
  if (spans.length === 0) return;
  const setting = new Setting(subject.leaf, text, spans);
  addShaped(candidates, setting, found);
  addIbans(countries, setting, found);
  if (setting.hasWords) addLabelled(setting, found);
  if (!ADDRESS_ROLES.has(subject.role)) addPhones(setting, found);
}

type Tried = { valid: Found[]; tried: number };

function addShaped(candidates: Candidates, setting: Setting, found: Found[]): void {
  const tries = new Map<Kind, Tried>();
  for (let c = 0; c < candidates.length && found.length < MATCHES_MAX; c++) {
    const candidate = candidates.at(c);
    for (const kind of candidate.kinds) tryKind(kind, candidate, setting, tries, found);
  }
  for (const { valid, tried } of tries.values())
    if (valid.length >= SERIES_MIN && valid.length >= SERIES_SHARE * tried)
      for (const one of valid) one.score = Math.max(one.score, SERIES_SCORE);
}

function tryKind(kind: Kind, candidate: Candidate, setting: Setting, tries: Map<Kind, Tried>, found: Found[]): void {
  const { start, end, grouped } = candidate;
  const isBare = scoreAlone(kind, grouped) === 0;
  if (found.length >= MATCHES_MAX || (isBare && !setting.mentions(SPEAKERS.get(kind)!))) return;
  const { compact } = candidate;
  if (kind.form?.test(compact) === false) return;
  const holds = kind.check ? kind.check(compact) : true;
  const own = tries.get(kind) ?? { valid: [], tried: 0 };
  tries.set(kind, own);
  own.tried++;
  const weighed = weighCandidate(kind, candidate, holds, setting);
  if (!weighed) return;
  const one: Found = { rule: RULE_OF.get(kind.name)!, start, end, score: weighed.score, redactable: weighed.redactable };
  found.push(one);
  if (weighed.alone && kind.check) own.valid.push(one);
}

const IBAN_WRONG_SCORE = 0.8;

function addIbans(countries: readonly number[], setting: Setting, found: Found[]): void {
  const { text } = setting;
  let done = 0;
  for (const at of countries) {
    const iban = at < done || found.length >= MATCHES_MAX ? null : readIban(text, at);
    if (!iban) continue;
    const { start, end, holds, sample } = iban;
    if (sample && isLabelled(text, setting.words, start) && isInRecord(text, start, end))
      found.push({ rule: RULES.iban, start, end, score: RECORDED_SCORE, redactable: true });
    else if (sample) found.push({ rule: RULES.iban, start, end, score: SAMPLE_SCORE });
    else if (holds) found.push({ rule: RULES.iban, start, end, score: RULES.iban.score, redactable: true });
    else if (isStandInNumber(text.slice(start, end))) continue;
    else if ((setting.isField(IBAN_OWNER) && end - start === text.length) || isLabelled(text, setting.words, start))
      found.push({ rule: RULES.iban, start, end, score: IBAN_WRONG_SCORE, redactable: true });
    done = end;
  }
}

const isLabelled = (text: string, words: Setting['words'], start: number): boolean => {
  for (let i = firstAfter(words, start - LABEL_GAP_MAX); i < words.length && words[i]!.end <= start; i++)
    if (words[i]!.owner === IBAN_OWNER && isLabelGap(text, words[i]!.end, start)) return true;
  return false;
};

function addLabelled(setting: Setting, found: Found[]): void {
  const { text, words } = setting;
  for (let i = 0; i < LABELLED.length; i++) {
    if (!setting.mentions(LABELLED_OWNERS[i]!)) continue;
    const { name, form, score, supported } = LABELLED[i]!;
    const owner = LABELLED_OWNER + i;
    const tell = (at: number, isSupported: boolean): void => {
      const value = readValue(text, at);
      if (value && form.test(value.compact) && !isStandInNumber(value.compact) && !isDateLike(text.slice(at, value.end)))
        found.push({
          rule: RULE_OF.get(name)!,
          start: at,
          end: value.end,
          score: isSupported && supported ? supported.score : score,
          redactable: true,
        });
    };
    if (setting.isField(owner) && text.length <= VALUE_MAX) tell(0, setting.isField(SUPPORT_OWNER + i));
    for (let w = 0; w < words.length && found.length < MATCHES_MAX; w++) {
      const word = words[w]!;
      if (word.owner !== owner) continue;
      const at = valueAfter(text, word.end);
      if (at >= 0) tell(at, supported !== undefined && isAround(words, SUPPORT_OWNER + i, word.start, at));
    }
  }
}

const LABELLED_OWNERS = LABELLED.map((_, i) => [LABELLED_OWNER + i]);
const VALUE_MAX = 32;
const SUPPORT_REACH = 80;

function isAround(words: Setting['words'], owner: number, from: number, to: number): boolean {
  for (let i = firstAfter(words, from - SUPPORT_REACH); i < words.length && words[i]!.start < to + SUPPORT_REACH; i++)
    if (words[i]!.owner === owner) return true;
  return false;
}

/** Where the value of a label that ends at `end` begins: behind nothing but what stands between the two. −1: nowhere. */
function valueAfter(text: string, end: number): number {
  const reach = text.slice(end, end + LABEL_GAP_MAX);
  const digit = reach.search(/\d/);
  if (digit < 0) return -1;
  let at = end + digit;
  while (at > end && /[A-Za-z]/.test(text.charAt(at - 1))) at--;
  return isLabelGap(text, end, at) ? at : -1;
}

const isDateLike = (value: string): boolean => /^(?:19|20)\d\d-?\d\d-?\d\d$|^\d\d-\d\d-(?:19|20)\d\d$/.test(value);

function addPhones(setting: Setting, found: Found[]): void {
  const { text, words } = setting;
  const labels = setting.mentions(PHONE_OWNERS) ? words.filter(({ owner }) => owner === PHONE_OWNER).map(({ end }) => end) : [];
  const rule = RULE_OF.get('phone-number')!;
  for (const { start, end } of findPhones(text, labels)) found.push({ rule, start, end, score: rule.score });
}

const PHONE_OWNERS = [PHONE_OWNER];

/** An overlap is told once: by the surer, and of equals by the longer. */
function withoutOverlaps(found: Found[]): Found[] {
  const ordered = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const out: Found[] = [];
  for (const one of ordered) {
    const last = out.at(-1);
    if (!last || one.start >= last.end) out.push(one);
    else if (one.score > last.score) out[out.length - 1] = one;
  }
  return out;
}

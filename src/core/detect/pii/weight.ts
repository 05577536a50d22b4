/** How sure a number is an identifier of a person: how it is written, whether its check holds, which words stand near. */
import { isStandInNumber } from './checks.ts';
import { AFTER_MAX, BEFORE_MAX, firstAfter, isLabelGap } from './context.ts';
import type { Kind } from './kind.ts';
import { OWNER_OF, TOPIC_OWNER } from './owners.ts';
import { isInRecord } from './record.ts';
import type { Setting } from './setting.ts';
import type { Candidate } from './shapes.ts';

/** What documentation shows, and what nobody was given. */
export const SAMPLE_SCORE = 0.5;
/** The same right behind its own name, in a record of a person. */
export const RECORDED_SCORE = 0.82;
/** A valid form beside words that speak of identifiers at large. */
const TOPIC_SCORE = 0.82;
const LABELLED_SCORE = 0.85;
const DOUBTFUL_SCORE = 0.6;

/** `label`: its own name right before it; `near`: its name about; `topic`: words for identifiers at large; `other`: told to be something else. */
type Context = { label: boolean; near: boolean; topic: boolean; other: boolean; loud: boolean };

/** Abbreviations are words of some language, too: they count only right before the number, or near one that is written as theirs are. */
const SHORT_MAX = 3;

function contextOf(setting: Setting, kind: Kind, { start, end, grouped }: Candidate): Context {
  const { text, words } = setting;
  const own = OWNER_OF.get(kind)!;
  const topics = (kind.topics ?? []).map((topic) => TOPIC_OWNER.get(topic)!);
  const other = TOPIC_OWNER.get('other')!;
  const isWhole = end - start >= text.length - 4;
  const context = { label: false, near: false, topic: topics.some((t) => setting.isField(t)), other: false, loud: false };
  if (setting.isField(own)) {
    context.near = true;
    context.label = isWhole;
    context.loud = isWhole;
  } else if (setting.isField(other)) context.other = true;
  let otherEnd = -1;
  for (let i = firstAfter(words, start - BEFORE_MAX); i < words.length; i++) {
    const word = words[i]!;
    if (word.start > end + AFTER_MAX) break;
    const before = word.end <= start;
    // A gift card is no payment card.
    if (word.owner === own && word.end > otherEnd) {
      const isLabel = before && isLabelGap(text, word.end, start);
      const isShort = word.end - word.start <= SHORT_MAX;
      if (isLabel) {
        context.label = true;
        context.other = false;
        const written = text.slice(word.start, word.end);
        context.loud ||= !isShort || written === written.toUpperCase() || /[:=#"]|n[or°]|number/i.test(text.slice(word.end, start));
      }
      if (isLabel || grouped || !isShort) context.near = true;
    } else if (word.owner === other) {
      otherEnd = word.end;
      if (before && !/\d/.test(text.slice(word.end, start)) && isLabelGap(text, word.end, start) && !context.label) context.other = true;
    } else if (topics.includes(word.owner)) context.topic = true;
  }
  return context;
}

/** Nothing but one digit. */
const isRepeated = (compact: string): boolean => /(\d)\1{6}/.test(compact.replaceAll(/\D/g, ''));

export type Weighed = {
  score: number;
  redactable: boolean;
  /** Nothing around it speaks for it or against it. */
  alone: boolean;
};

/** Score of what holds its check with nothing around it; 0 where only words can tell. */
export const scoreAlone = (kind: Kind, grouped: boolean): number => Math.max(kind.alone ?? 0, grouped ? (kind.grouped ?? 0) : 0);

/** Null when it is nothing. `holds`: its check does, or it has none. */
export function weighCandidate(kind: Kind, candidate: Candidate, holds: boolean, setting: Setting): Weighed | null {
  const { compact, grouped } = candidate;
  const alone = scoreAlone(kind, grouped);
  const isStrong = kind.weak === undefined;
  if (!holds && kind.wrong === undefined) return null;
  const standsIn = isStandInNumber(compact);
  const isKnown = kind.samples?.has(compact) === true;
  if (standsIn && (!setting.hasWords || (!isKnown && (!isStrong || isRepeated(compact))))) return null;
  const context = contextOf(setting, kind, candidate);
  if (standsIn || isKnown) {
    const told = isStrong && context.label && !context.other && isInRecord(setting.text, candidate.start, candidate.end);
    if (told) return { score: RECORDED_SCORE, redactable: true, alone: false };
    if (standsIn) return null;
  }
  if (isKnown) return alone > 0 || context.near ? { score: SAMPLE_SCORE, redactable: false, alone: false } : null;
  if (!holds) {
    if (!context.label || context.other) return null;
    if (kind.labelled?.(compact)) return { score: LABELLED_SCORE, redactable: isStrong, alone: false };
    return !context.loud || (kind.plausible && !kind.plausible(compact))
      ? null
      : { score: kind.wrong!, redactable: isStrong, alone: false };
  }
  const score = scoreOf(kind, context, alone, grouped);
  return score > 0 ? { score, redactable: isStrong, alone: !context.near && !context.topic && !context.other } : null;
}

function scoreOf(kind: Kind, context: Context, alone: number, grouped: boolean): number {
  if (context.label) return context.other ? DOUBTFUL_SCORE : kind.near;
  if (context.other) return context.near && alone > 0 ? DOUBTFUL_SCORE : alone >= TOPIC_SCORE ? alone : 0;
  if (context.near) return kind.check || grouped || kind.alone !== undefined ? kind.near : DOUBTFUL_SCORE;
  if (context.topic) return Math.max(alone, alone > 0 || kind.grouped !== undefined ? TOPIC_SCORE : DOUBTFUL_SCORE);
  return alone;
}

/** From evidence to rules: one window slides over it, and every combination whose parts meet in it counts. */
import type { Match } from '../../finding.ts';
import { COMBINATIONS } from './combination-table.ts';
import type { Combination, Ground, Sign } from './combinations.ts';
import { ACTS } from './patterns.ts';
import { MARKS } from './markers.ts';
import { REACHES } from './reach.ts';
import { RULES } from './rules.ts';
import type { Evidence } from './signs.ts';

/** Units before and after an anchor in which its company stands. */
const BEFORE_MAX = 300;
const AFTER_MAX = 500;

const NAMES: readonly Sign[] = [...ACTS, ...MARKS, ...REACHES];
const NUMBER = new Map<Sign, number>(NAMES.map((sign, i) => [sign, i]));
const numberOf = (sign: Sign): number => NUMBER.get(sign)!;

const OUTSIDE: readonly Ground[] = ['tool', 'data', 'prompt'];

type Compiled = Combination & { anchors: readonly number[]; groups: readonly (readonly number[])[]; most: number };

const COMPILED: readonly Compiled[] = COMBINATIONS.map((one) => ({
  ...one,
  anchors: one.anchor.map(numberOf),
  groups: one.with.map((any) => any.map(numberOf)),
  most: one.least ? numberOf(one.least[0]) : -1,
}));

const candidates = (ground: Ground): Compiled[] => COMPILED.filter((one) => (one.on ?? OUTSIDE).includes(ground));

const CANDIDATES: Readonly<Record<Ground, readonly Compiled[]>> = {
  tool: candidates('tool'),
  data: candidates('data'),
  prompt: candidates('prompt'),
  argument: candidates('argument'),
};

function totalsOf({ acts, spots }: Evidence): number[] {
  const totals = NAMES.map(() => 0);
  for (const { act } of acts) totals[numberOf(act)]!++;
  for (const { sign } of spots) totals[numberOf(sign)]!++;
  return totals;
}

/** Whether a combination could be met somewhere in the text. */
function isOpen({ anchors, groups, least, most, max }: Compiled, totals: readonly number[], length: number): boolean {
  if ((max !== undefined && length > max) || (least && totals[most]! < least[1])) return false;
  return anchors.some((sign) => totals[sign]! > 0) && groups.every((any) => any.some((sign) => totals[sign]! > 0));
}

type Event = { sign: number; start: number; end: number };

function eventsOf({ acts, spots }: Evidence): Event[] {
  const events = acts.map(({ act, start, end }): Event => ({ sign: numberOf(act), start, end }));
  for (const { sign, start, end } of spots) events.push({ sign: numberOf(sign), start, end });
  return events.sort((a, b) => a.start - b.start);
}

/** Context of a finding that lowers it: `quoted`, or in company of words of those who write about attacks. */
export type Weighing = (combination: Combination, start: number, end: number, about: number) => number;

export function judgeEvidence(evidence: Evidence, ground: Ground, text: string, weigh: Weighing): Match[] {
  const totals = totalsOf(evidence);
  const open = CANDIDATES[ground].filter((one) => isOpen(one, totals, text.length));
  if (open.length === 0) return [];
  const events = eventsOf(evidence);
  const counts = NAMES.map(() => 0);
  const best = new Map<string, Match & { score: number }>();
  let low = 0;
  let high = 0;
  for (const event of events) {
    while (high < events.length && events[high]!.start <= event.end + AFTER_MAX) counts[events[high++]!.sign]!++;
    while (events[low]!.start < event.start - BEFORE_MAX) counts[events[low++]!.sign]!--;
    for (const one of open) {
      if (!one.anchors.includes(event.sign)) continue;
      const rule = RULES[one.rule];
      const known = best.get(rule.id);
      if (known && known.score >= one.score) continue;
      const near = one.wide ? totals : counts;
      const company = one.follow
        ? within(events, high, { ...event, end: event.end + one.follow })
        : one.inside
          ? within(events, high, { ...event, end: hiddenEnd(text, event) })
          : near;
      if (!one.groups.every((any) => any.some((sign) => company[sign]! > (sign === event.sign ? 1 : 0)))) continue;
      if (one.least && near[one.most]! < one.least[1]) continue;
      const score = weigh(one, event.start, event.end, counts[ABOUT]!);
      if (score > (known?.score ?? 0)) best.set(rule.id, { rule, start: event.start, end: event.end, score });
    }
  }
  return [...best.values()].sort((a, b) => a.start - b.start);
}

const HIDDEN_MAX = 600;

/** Where what a comment or an invisible element hides comes to its end. */
function hiddenEnd(text: string, { start, end }: Event): number {
  const part = text.slice(end, start + HIDDEN_MAX);
  const closing = part.search(text.startsWith('<!--', start) ? /-->/ : /<\/|\n\n/);
  return closing < 0 ? start + HIDDEN_MAX : end + closing;
}

/** What begins within an event; `to` events have begun by the end of its window. */
function within(events: readonly Event[], to: number, { start, end }: Event): number[] {
  const counts = NAMES.map(() => 0);
  for (let i = to - 1; i >= 0 && events[i]!.start >= start; i--) if (events[i]!.start < end) counts[events[i]!.sign]!++;
  return counts;
}

const ABOUT = numberOf('about');

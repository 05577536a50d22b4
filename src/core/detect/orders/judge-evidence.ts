/** From evidence to rules: one window slides over it, and every combination whose parts meet in it counts. */
import type { Match } from '../../finding.ts';
import { addBit, allMeet, bitsOf, hasBit, meet, type Bits } from './bits.ts';
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

type Compiled = Combination & { anchors: Bits; groups: readonly (readonly number[])[]; needs: readonly Bits[]; most: number };

const COMPILED: readonly Compiled[] = COMBINATIONS.map((one) => {
  const groups = one.with.map((any) => any.map(numberOf));
  const most = one.least ? numberOf(one.least[0]) : -1;
  return { ...one, anchors: bitsOf(one.anchor.map(numberOf)), groups, needs: groups.map(bitsOf), most };
});

const candidates = (ground: Ground): Compiled[] => COMPILED.filter((one) => (one.on ?? OUTSIDE).includes(ground));

const CANDIDATES: Readonly<Record<Ground, readonly Compiled[]>> = {
  tool: candidates('tool'),
  data: candidates('data'),
  prompt: candidates('prompt'),
  argument: candidates('argument'),
};

function presentIn({ acts, spots }: Evidence): Bits {
  const present = bitsOf([]);
  for (let i = 0; i < acts.length; i++) addBit(present, numberOf(acts[i]!.act));
  for (let i = 0; i < spots.length; i++) addBit(present, numberOf(spots[i]!.sign));
  return present;
}

function totalsOf({ acts, spots }: Evidence): number[] {
  const totals = NAMES.map(() => 0);
  for (const { act } of acts) totals[numberOf(act)]!++;
  for (const { sign } of spots) totals[numberOf(sign)]!++;
  return totals;
}

/** The combinations of which each part stands somewhere in the text. */
function openIn(ground: Ground, present: Bits, length: number): Compiled[] {
  const all = CANDIDATES[ground];
  let open = NONE_OPEN;
  for (let i = 0; i < all.length; i++) {
    const one = all[i]!;
    if (!meet(one.anchors, present) || !allMeet(one.needs, present) || (one.max !== undefined && length > one.max)) continue;
    if (open === NONE_OPEN) open = [];
    open.push(one);
  }
  return open;
}

const NONE_OPEN: Compiled[] = [];

type Event = { sign: number; start: number; end: number };

function eventsOf({ acts, spots }: Evidence): Event[] {
  const events = acts.map(({ act, start, end }): Event => ({ sign: numberOf(act), start, end }));
  for (const { sign, start, end } of spots) events.push({ sign: numberOf(sign), start, end });
  return events.sort((a, b) => a.start - b.start);
}

/** Context of a finding that lowers it: `quoted`, or in company of words of those who write about attacks. */
export type Weighing = (combination: Combination, start: number, end: number, about: number) => number;

export function judgeEvidence(evidence: Evidence, ground: Ground, text: string, weigh: Weighing): Match[] {
  const met = openIn(ground, presentIn(evidence), text.length);
  if (met.length === 0) return [];
  const totals = totalsOf(evidence);
  const open = met.filter(({ least, most }) => !least || totals[most]! >= least[1]);
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
      if (!hasBit(one.anchors, event.sign)) continue;
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

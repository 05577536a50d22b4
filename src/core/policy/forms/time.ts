/** Wall-clock requirements. Both days of a change of clocks come right by themselves: the clock is read in the zone. */
import { all, any, atLeast, below, contains, context, get, has, setOf, value } from '../cedar/build.ts';
import { zoneAttribute } from '../cedar/names.ts';
import type { Expr } from '../cedar/policy-json.ts';
import { DAYS, type Day, type TimeRequirement, type TimeWindow } from '../document.ts';

const DAY_MINUTES = 24 * 60;
/** ISO 8601: Monday is 1. */
const weekdayOf = (day: Day): number => DAYS.indexOf(day) + 1;
const after = (weekday: number): number => (weekday % DAYS.length) + 1;

export const minuteOfDay = (text: string): number => {
  const [hours, minutes] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
};

/** The zone is one that the clock knows. */
export const hasClock = ({ tz }: TimeRequirement): Expr => has(context, 'clock', zoneAttribute(tz));

export function onTime({ tz, allowed_hours, windows }: TimeRequirement): Expr {
  const zone = zoneAttribute(tz);
  const clock = get(context, 'clock', zone);
  const hours = allowed_hours && contains(setOf(...allowed_hours.map((hour) => value(hour))), get(clock, 'hour'));
  return all(
    has(context, 'clock', zone),
    ...(hours ? [hours] : []),
    ...(windows?.length ? [any(...windows.map((window) => within(clock, window)))] : []),
  );
}

function within(clock: Expr, { days, from, to }: TimeWindow): Expr {
  const minute = get(clock, 'minuteOfDay');
  const [start, end] = [minuteOfDay(from), minuteOfDay(to)];
  const weekdays = days?.map(weekdayOf);
  const on = (wanted: readonly number[] | undefined): Expr[] =>
    wanted ? [contains(setOf(...wanted.map((day) => value(day))), get(clock, 'weekday'))] : [];
  const since = start > 0 ? [atLeast(minute, value(start))] : [];
  if (end > start) return all(...on(weekdays), ...since, ...(end < DAY_MINUTES ? [below(minute, value(end))] : []));
  const tonight = all(...on(weekdays), ...since);
  return end === 0 ? tonight : any(tonight, all(...on(weekdays?.map(after)), below(minute, value(end))));
}

/** A window of no length, which is taken for a slip. */
export const isEmpty = ({ from, to }: Pick<TimeWindow, 'from' | 'to'>): boolean => minuteOfDay(from) === minuteOfDay(to);

/** Wall clocks by IANA zone, as `Intl` knows them (ECMA-402): both days of a change of clocks included. */
import { LRUCache } from 'lru-cache';
import type { Clock } from './facts.ts';

/** Zones whose formatters are kept; there are some 600. */
const ZONES_MAX = 700;
const MINUTE_MS = 60_000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

type Zone = { format: Intl.DateTimeFormat; /** The minute since 1970 that `clock` is of. */ minute: number; clock: Clock | null };
const zones = new LRUCache<string, Zone>({ max: ZONES_MAX });

/** @param now_ms since 1970 @returns null for a zone that does not exist */
export function clockOf(tz: string, now_ms: number): Clock | null {
  const zone = zones.get(tz) ?? open(tz);
  if (!zone) return null;
  const minute = Math.floor(now_ms / MINUTE_MS);
  if (zone.minute !== minute || !zone.clock) {
    zone.clock = read(zone.format, now_ms);
    zone.minute = minute;
  }
  return zone.clock;
}

/** Ahead of the first question: a zone takes a fraction of a millisecond, the very first of a process some twenty. */
export const openClock = (tz: string): void => void (zones.has(tz) || open(tz));

function open(tz: string): Zone | null {
  try {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: tz,
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    });
    const zone: Zone = { format, minute: 0, clock: null };
    zones.set(tz, zone);
    return zone;
  } catch {
    return null;
  }
}

function read(format: Intl.DateTimeFormat, now_ms: number): Clock | null {
  const parts = new Map(format.formatToParts(now_ms).map(({ type, value }) => [type, value]));
  const weekday = WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1;
  const hour = Number(parts.get('hour'));
  const minute = Number(parts.get('minute'));
  return weekday === 0 || !Number.isInteger(hour) || !Number.isInteger(minute)
    ? null
    : { hour, minute_of_day: hour * 60 + minute, weekday };
}

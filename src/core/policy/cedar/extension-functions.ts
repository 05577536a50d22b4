/** Cedar's extension functions and methods: how many arguments, of which kind, and what comes out. */
import { DAY_MS, datetime, duration, durationSince, offset, toDate, toTime, whole } from './datetime.ts';
import { decimal } from './decimal.ts';
import { ip, isInRange, isIpv4, isIpv6, isLoopback, isMulticast } from './ip.ts';
import type { ExtensionFunction } from './policy-json.ts';
import { fail, nameOfType, type CedarValue, type IpValue, type ScalarValue } from './value.ts';

export type Extension = { arity: number; call(args: CedarValue[]): CedarValue };

const asString = (value: CedarValue | undefined): string =>
  typeof value === 'string' ? value : fail(`type error: expected string, got ${nameOfType(value!)}`);

function asKind<K extends 'ip' | ScalarValue['kind']>(kind: K, value: CedarValue | undefined): Extract<IpValue | ScalarValue, { kind: K }> {
  if (typeof value === 'object' && !Array.isArray(value) && value.kind === kind)
    return value as Extract<IpValue | ScalarValue, { kind: K }>;
  return fail(`type error: expected ${kind}, got ${nameOfType(value!)}`);
}

const constructor = (make: (text: string) => CedarValue): Extension => ({ arity: 1, call: ([text]) => make(asString(text)) });
const ofIp = (test: (address: IpValue) => boolean): Extension => ({ arity: 1, call: ([address]) => test(asKind('ip', address)) });
const onScalar = (kind: ScalarValue['kind'], take: (value: ScalarValue) => CedarValue): Extension => ({
  arity: 1,
  call: ([value]) => take(asScalar(kind, value)),
});
const asScalar = (kind: ScalarValue['kind'], value: CedarValue | undefined): ScalarValue => asKind(kind, value) as ScalarValue;
const ofTwo = (left: ScalarValue['kind'], right: ScalarValue['kind'], take: (a: ScalarValue, b: ScalarValue) => CedarValue): Extension => ({
  arity: 2,
  call: ([a, b]) => take(asScalar(left, a), asScalar(right, b)),
});
const ofDecimals = (test: (a: ScalarValue, b: ScalarValue) => boolean): Extension => ofTwo('decimal', 'decimal', test);
const wholeUnits = (unit_ms: number): Extension => onScalar('duration', (value) => whole(value, unit_ms));

/** Arguments are evaluated before their number is looked at. `isInRange` of several ranges is a feature that cedar-wasm is built without. */
export const EXTENSIONS: Readonly<Record<ExtensionFunction, Extension>> = {
  ip: constructor(ip),
  isIpv4: ofIp(isIpv4),
  isIpv6: ofIp(isIpv6),
  isLoopback: ofIp(isLoopback),
  isMulticast: ofIp(isMulticast),
  isInRange: { arity: 2, call: ([inner, outer]) => isInRange(asKind('ip', inner), asKind('ip', outer)) },
  decimal: constructor(decimal),
  lessThan: ofDecimals((a, b) => a.value < b.value),
  lessThanOrEqual: ofDecimals((a, b) => a.value <= b.value),
  greaterThan: ofDecimals((a, b) => a.value > b.value),
  greaterThanOrEqual: ofDecimals((a, b) => a.value >= b.value),
  datetime: constructor(datetime),
  duration: constructor(duration),
  offset: ofTwo('datetime', 'duration', offset),
  durationSince: ofTwo('datetime', 'datetime', durationSince),
  toDate: onScalar('datetime', toDate),
  toTime: onScalar('datetime', toTime),
  toMilliseconds: wholeUnits(1),
  toSeconds: wholeUnits(1000),
  toMinutes: wholeUnits(60_000),
  toHours: wholeUnits(3_600_000),
  toDays: wholeUnits(DAY_MS),
};

/** Faults of a message against the protocol, collected in bounded number. */
import type { Step } from './surface.ts';

export type ProtocolFault = {
  /** Such as `protocol.jsonrpc-version`; stable. */
  rule: string;
  /** RFC 6901 from the root of the submission, such as `/request/params/name`. */
  pointer: string;
  /** One plain sentence; repeats no message text but names of members. */
  detail: string;
  /** Row of the threat table, such as `Q11`. */
  threat: string;
};

/** Faults reported for one submission. One is enough to refuse it; the rest help whoever repairs it. */
export const FAULTS_MAX = 20;
/** UTF-16 units of a pointer. A longer one is cut at a whole segment: it then leads to an ancestor. */
export const POINTER_LENGTH_MAX = 1_024;
/** UTF-16 units of a member's name inside a sentence. */
const NAME_LENGTH_MAX = 64;

export type FaultSink = {
  readonly faults: ProtocolFault[];
  readonly limit: number;
  /** Where the reader stands; pushed and popped by whoever descends. */
  readonly path: (string | number)[];
};

/** An empty sink that takes up to `limit` faults, standing at `base`. */
export function openSink(limit: number, base: Step | null = null): FaultSink {
  return { faults: [], limit, path: pathOf(base) };
}

export const isFull = (sink: FaultSink): boolean => sink.faults.length >= sink.limit;

export function pathOf(step: Step | null): (string | number)[] {
  const path: (string | number)[] = [];
  for (let s = step; s; s = s.up) path.push(s.key);
  return path.reverse();
}

/** JSON Pointer of a path and further keys, at most `POINTER_LENGTH_MAX` long. */
export function pointerTo(path: readonly (string | number)[], ...more: (string | number)[]): string {
  let pointer = '';
  for (const part of [...path, ...more]) {
    const text = String(part);
    if (pointer.length + text.length >= POINTER_LENGTH_MAX) return pointer;
    const next = `${pointer}/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (next.length > POINTER_LENGTH_MAX) return pointer;
    pointer = next;
  }
  return pointer;
}

/** A member's name for use in a sentence: bounded, without control characters. */
export function nameFor(key: string | number | undefined): string {
  if (key === undefined) return 'The message';
  if (typeof key === 'number') return `Item ${key}`;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e) return 'A member';
  }
  return key.length <= NAME_LENGTH_MAX ? `"${key}"` : 'A member';
}

/** Adds a fault at the sink's place, or at `key` below it. Does nothing when the sink is full. */
export function report(sink: FaultSink, rule: string, threat: string, detail: string, ...key: (string | number)[]): void {
  if (!isFull(sink)) sink.faults.push({ rule, threat, detail, pointer: pointerTo(sink.path, ...key) });
}

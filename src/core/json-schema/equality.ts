/** Equality of JSON values (JSON Schema 2020-12 Core, 4.2.2): numbers by value, objects without order. */
import { spend, VALIDATION_DEPTH_MAX, type Run } from './run.ts';

/** One string for all equal values; null when the fuel ran out. */
export function canonical(value: unknown, run: Run): string | null {
  const out: string[] = [];
  return write(value, run, out, 0) ? out.join('') : null;
}

function write(value: unknown, run: Run, out: string[], depth: number): boolean {
  if (depth >= VALIDATION_DEPTH_MAX) run.spent = true;
  if (!spend(run, 1)) return false;
  if (typeof value === 'string') {
    out.push(JSON.stringify(value));
    return spend(run, value.length >> 6);
  }
  if (typeof value !== 'object' || value === null) {
    out.push(String(value === 0 ? 0 : value));
    return true;
  }
  if (Array.isArray(value)) {
    out.push('[');
    for (const item of value) {
      if (!write(item, run, out, depth + 1)) return false;
      out.push(',');
    }
    out.push(']');
    return true;
  }
  out.push('{');
  const members: [string, unknown][] = Object.entries(value);
  // Listing and sorting cost more than the walk itself.
  if (!spend(run, 4 + members.length)) return false;
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, member] of members) {
    out.push(JSON.stringify(key), ':');
    if (!spend(run, key.length >> 6) || !write(member, run, out, depth + 1)) return false;
    out.push(',');
  }
  out.push('}');
  return true;
}

export const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** A set of JSON values under that equality. */
export class ValueSet {
  readonly #primitives = new Set<unknown>();
  readonly #others = new Set<string>();

  /** False when an equal value is already in it. When the fuel runs out it answers true. */
  add(value: unknown, run: Run): boolean {
    return isPrimitive(value) ? addTo(this.#primitives, value) : this.#addOther(value, run);
  }

  /** When the fuel runs out it answers true. */
  has(value: unknown, run: Run): boolean {
    if (isPrimitive(value)) return this.#primitives.has(value);
    if (this.#others.size === 0) return false;
    const text = canonical(value, run);
    return text === null || this.#others.has(text);
  }

  #addOther(value: unknown, run: Run): boolean {
    const text = canonical(value, run);
    return text === null || addTo(this.#others, text);
  }
}

function addTo<T>(set: Set<T>, value: T): boolean {
  const before = set.size;
  return set.add(value).size > before;
}

/** What may have been meant by a name that does not exist. */
import { distance } from 'fastest-levenshtein';

const SLIPS_MAX = 2;
const CHARS_MAX = 256;

/** The closest of those that differ in at most two letters, and in fewer than it has; null where there is none. */
export function nearest(name: string, names: readonly string[]): string | null {
  if (name.length > CHARS_MAX) return null;
  let best: string | null = null;
  let fewest = Math.min(SLIPS_MAX, name.length - 1) + 1;
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= fewest) continue;
    const slips = distance(name, other);
    if (slips < fewest) [best, fewest] = [other, slips];
  }
  return best;
}

/** Arguments of a call as tags: nothing that a message says is ever read as Cedar's own JSON (docs: `policy.md` 1, trap 4). */
import { parseDecimal } from './decimal.ts';
import { setMember, type RecordValue } from './value.ts';

/** Strings, numbers and booleans that are laid out. */
export const ARGUMENT_LEAVES_MAX = 1_000;
/** Objects and lists within each other. */
export const ARGUMENT_DEPTH_MAX = 32;
/** UTF-16 units of one pointer, and of all pointers and texts together. */
export const ARGUMENT_POINTER_MAX = 512;
export const ARGUMENT_TEXT_MAX = 1_048_576;

/**
 * By JSON Pointer from `params.arguments` without its first slash: `amount`, `to/0`, `a~1b`. Every leaf but null stands in `args` as text
 * (`true`, `1.5`), whole numbers in `nums` too, and numbers with at most four digits behind the point in `decimals`.
 */
export type Flattened = { args: RecordValue['of']; nums: RecordValue['of']; decimals: RecordValue['of'] };

const DECIMAL_DIGITS = 4;

/** Null when they go beyond a limit: then nothing may be decided by looking at them. */
export function flatten(root: unknown): Flattened | null {
  const flat: Flattened = { args: {}, nums: {}, decimals: {} };
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 0 }];
  let leaves = 0;
  let text = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, pointer, depth } = next;
    text += pointer.length;
    if (pointer.length > ARGUMENT_POINTER_MAX || text > ARGUMENT_TEXT_MAX) return null;
    if (typeof value === 'object') {
      if (value === null) continue;
      const members = Object.entries(value);
      if (depth >= ARGUMENT_DEPTH_MAX || members.length + open.length + leaves > ARGUMENT_LEAVES_MAX) return null;
      for (const [key, member] of members) open.push({ value: member, pointer: `${pointer}/${tokenOf(key)}`, depth: depth + 1 });
    } else {
      if (++leaves > ARGUMENT_LEAVES_MAX) return null;
      text += keep(flat, pointer.slice(1), value);
      if (text > ARGUMENT_TEXT_MAX) return null;
    }
  }
  return flat;
}

const tokenOf = (key: string): string => (/[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key);

/** How many units of text it takes. */
function keep(flat: Flattened, tag: string, value: unknown): number {
  const told = String(value);
  setMember(flat.args, tag, told);
  if (typeof value !== 'number') return told.length;
  if (Number.isSafeInteger(value)) setMember(flat.nums, tag, value + 0);
  const decimal = Number(value.toFixed(DECIMAL_DIGITS)) === value ? parseDecimal(value.toFixed(DECIMAL_DIGITS)) : null;
  if (decimal) setMember(flat.decimals, tag, decimal);
  return told.length;
}

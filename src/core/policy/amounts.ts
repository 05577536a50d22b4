/** Amounts in Cedar within structured documents: the only part of them that has to be read before they are compiled. */
import type { Fault } from '../problem.ts';
import { amountTextsIn } from './amount-texts.ts';
import { readAmount, type Amount } from './cedar/read-amount.ts';
import type { CedarFault } from './cedar/validate.ts';
import { unsuppliedTo } from './unsupplied.ts';
import type { PolicyDocument } from './document.ts';
import type { Remark } from './lints.ts';
import type { Registered } from './registered.ts';

/** By the place of the limit in `require.limits`. */
export type Amounts = ReadonlyMap<number, Amount>;

/** Pointers go into the document. */
export async function readAmounts(
  document: PolicyDocument,
  registered: Registered,
): Promise<{ amounts: Amounts; faults: Fault[]; warnings: Remark[] }> {
  const amounts = new Map<number, Amount>();
  const faults: Fault[] = [];
  const warnings: Remark[] = [];
  for (const { at, text } of amountTextsIn(document)) {
    const pointer = `/require/limits/${at}/measure/cedar`;
    const told = ({ line, column, detail, suggestion }: CedarFault): Remark => ({
      pointer,
      detail: `Line ${line}, column ${column}: ${detail}${suggestion === null ? '' : ` — ${suggestion}`}`,
    });
    const reading = await readAmount(text, registered);
    faults.push(...reading.faults.map(told));
    warnings.push(...reading.warnings.map(told));
    if (!reading.amount) continue;
    amounts.set(at, reading.amount);
    warnings.push(...unsuppliedTo(reading.amount.references, 'forbid').map((detail) => ({ pointer, detail })));
  }
  return { amounts, faults, warnings };
}

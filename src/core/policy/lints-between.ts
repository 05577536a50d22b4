/** What policies make of each other: a permit that another policy denies in any case. */
import { isStructured } from './compile.ts';
import type { PolicyDocument } from './document.ts';
import { covers } from './covers.ts';
import { REMARKS_MAX, type Remark } from './lints.ts';

/** Comparisons of patterns, so that many long lists cost no more than a moment. */
const COMPARISONS_MAX = 200_000;

type Denial = { index: number; pattern: string };

/** Tools that are denied whatever else holds. */
function denialsOf(document: PolicyDocument | null, index: number): Denial[] {
  if (!document || 'cedar' in document) return [];
  if (!isStructured(document)) return (document.tools?.deny ?? []).map((pattern) => ({ index, pattern }));
  const { effect, decision = 'deny', target = {}, require = {} } = document;
  const { tools = [], global, ...others } = target;
  const is_sure = effect === 'deny' && decision === 'deny' && !Object.values(require).some((member) => member !== undefined);
  if (!is_sure || Object.values(others).some((member) => member !== undefined)) return [];
  if (!tools.length) return global || !target.tools ? [{ index, pattern: '*' }] : [];
  return tools.map((pattern) => ({ index, pattern }));
}

const placed = (pointer: string, patterns: readonly string[] = []) =>
  patterns.map((pattern, i) => ({ pointer: `${pointer}/${i}`, pattern }));

/** Patterns of tools that a document permits, with their places. */
function permitsOf(document: PolicyDocument | null): { pointer: string; pattern: string }[] {
  if (!document || 'cedar' in document) return [];
  if (!isStructured(document)) return placed('/tools/allow', document.tools?.allow);
  return document.effect === 'allow' ? placed('/target/tools', document.target?.tools) : [];
}

/** `index` is that of the document that is spoken of. */
export function shadowedBetween(documents: readonly (PolicyDocument | null)[]): (Remark & { index: number })[] {
  const denials = documents.flatMap(denialsOf);
  const found: (Remark & { index: number })[] = [];
  let left = COMPARISONS_MAX;
  for (const [index, document] of documents.entries())
    for (const { pointer, pattern } of permitsOf(document)) {
      left -= denials.length;
      if (left < 0 || found.length >= REMARKS_MAX) return found;
      const by = denials.find((denial) => denial.index !== index && covers(denial.pattern, pattern));
      if (by) found.push({ index, pointer, detail: `Permits nothing: another policy of these denies \`${by.pattern}\`.` });
    }
  return found;
}

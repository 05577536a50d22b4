/** Where structured documents have amounts in Cedar text. */
import type { PolicyDocument, StructuredDocument } from './document.ts';

/** Texts of amounts, by the place of the limit. */
export function amountTextsIn(document: PolicyDocument): { at: number; text: string }[] {
  if (!('require' in document)) return [];
  return (document.require?.limits ?? []).flatMap(({ measure }, at) => (typeof measure === 'object' ? [{ at, text: measure.cedar }] : []));
}

/** The same document as far as it can be compiled without Cedar: each call counts as one. */
export function withoutAmounts(document: StructuredDocument): StructuredDocument {
  if (!amountTextsIn(document).length) return document;
  const limits = document.require!.limits!.map(({ measure, ...limit }) => ({ ...limit, ...(typeof measure === 'string' && { measure }) }));
  return { ...document, require: { ...document.require, limits } };
}

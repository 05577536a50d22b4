/** From what a tenant writes to what is evaluated. */
import { draftLists } from './forms/lists.ts';
import { finish } from './forms/draft.ts';
import { draftStructured } from './forms/structured.ts';
import type { ListsDocument, PolicyDocument, StructuredDocument } from './document.ts';
import type { Amounts } from './amounts.ts';
import { NO_NEEDS, type FactNeeds } from './facts.ts';
import type { StatedPolicy } from './access.ts';
import type { BarVoice } from './bar.ts';
import type { CompiledPolicy } from './statement.ts';

/**
 * @param policy its id: facts of the policy, such as counters, are named by it
 * @param document lists or structured. Throws for Cedar text, which is parsed when it is written
 * @param amounts those of the document that are in Cedar text, likewise
 */
export function compile(policy: string, document: PolicyDocument, amounts: Amounts = new Map()): CompiledPolicy {
  if ('cedar' in document) throw new TypeError('Cedar text is compiled when it is written');
  if (isStructured(document)) {
    const { drafts, needs } = draftStructured(document, { policy, amounts });
    return { statements: drafts.map(finish), needs };
  }
  return { statements: draftLists(document).map(finish), needs: NO_NEEDS };
}

export const isStructured = (document: ListsDocument | StructuredDocument): document is StructuredDocument => 'effect' in document;

/** A policy that is in force: plain data. */
export type ActivePolicy = StatedPolicy & BarVoice & { needs: FactNeeds };

/** What a version is kept as: verdicts are given without its document. */
export type CompiledVersion = CompiledPolicy & Pick<BarVoice, 'bar'>;

/** @param compiled of the document, when it was written */
export function compiledVersion(document: PolicyDocument, { statements, needs }: CompiledPolicy): CompiledVersion {
  const { strictness, thresholds } = 'cedar' in document || isStructured(document) ? {} : document;
  const bar = strictness || thresholds ? { ...(strictness && { strictness }), ...(thresholds && { thresholds }) } : null;
  return { statements, needs, ...(bar && { bar }) };
}

/** @param compiled of the document, when it was written */
export const activePolicy = (id: string, document: PolicyDocument, compiled: CompiledPolicy): ActivePolicy => ({
  id,
  ...compiledVersion(document, compiled),
});

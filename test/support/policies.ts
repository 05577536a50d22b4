import { activePolicy, compile, type ActivePolicy } from '#core/policy/compile.ts';
import type { ListsDocument, StructuredDocument } from '#core/policy/document.ts';

/** A policy in force, as a tenant writes it. */
export const policyOf = (id: string, document: ListsDocument | StructuredDocument): ActivePolicy =>
  activePolicy(id, document, compile(id, document));

/** A document on its way into the store: compiled, with everything that is wrong with it or should be said of it. At write time only. */
import type { Fault } from '../problem.ts';
import { readAmounts } from './amounts.ts';
import { compileCedar } from './cedar/cedar-document.ts';
import type { CedarFault } from './cedar/validate.ts';
import { compile, compiledVersion, type CompiledVersion } from './compile.ts';
import type { PolicyDocument } from './document.ts';
import { lint, REMARKS_MAX, type Remark } from './lints.ts';
import type { Registered } from './registered.ts';

/** UTF-16 units of a document's JSON text. */
export const DOCUMENT_CHARS_MAX = 65_536;
/** The same of what it compiles to. */
export const COMPILED_CHARS_MAX = 524_288;
const FAULTS_MAX = 100;

/** Pointers go into the document. `compiled` is null where there are faults. */
export type Writing = { compiled: CompiledVersion | null; faults: Fault[]; warnings: Remark[] };

/** @param policy its id, by which facts of the policy are named; @param registered what the document may name */
export async function writeDocument(policy: string, document: PolicyDocument, registered: Registered): Promise<Writing> {
  if (JSON.stringify(document).length > DOCUMENT_CHARS_MAX)
    return refused([{ pointer: '', detail: `A document has at most ${DOCUMENT_CHARS_MAX} characters` }]);
  if ('cedar' in document) {
    const { compiled, faults, warnings } = await compileCedar(document.cedar, registered);
    if (faults.length) return refused(faults.slice(0, FAULTS_MAX).map(told), warnings.slice(0, REMARKS_MAX).map(told));
    return sized(compiledVersion(document, compiled), warnings.slice(0, REMARKS_MAX).map(told));
  }
  const { amounts, faults, warnings } = await readAmounts(document, registered);
  const remarks = [...lint(document, registered.tool_groups), ...warnings].slice(0, REMARKS_MAX);
  if (faults.length) return refused(faults.slice(0, FAULTS_MAX), remarks);
  return sized(compiledVersion(document, compile(policy, document, amounts)), remarks);
}

const refused = (faults: Fault[], warnings: Remark[] = []): Writing => ({ compiled: null, faults, warnings });

function sized(compiled: CompiledVersion, warnings: Remark[]): Writing {
  if (JSON.stringify(compiled).length <= COMPILED_CHARS_MAX) return { compiled, faults: [], warnings };
  return refused(
    [{ pointer: '', detail: `Compiles to more than ${COMPILED_CHARS_MAX} characters: divide it into several policies` }],
    warnings,
  );
}

const told = ({ line, column, detail, suggestion }: CedarFault): Remark => ({
  pointer: '/cedar',
  detail: `Line ${line}, column ${column}: ${detail}${suggestion === null ? '' : ` — ${suggestion}`}`,
});

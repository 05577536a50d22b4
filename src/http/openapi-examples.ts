/** Examples of the contract: calls and answers that were recorded (`npm run openapi:examples`), and a body for every problem. */
import { problemBody, type ProblemCode } from '#core/problem.ts';
import recorded from './examples.json' with { type: 'json' };

type Named = { readonly [name: string]: unknown };
type Recorded = {
  problems: Named;
  operations: { readonly [id: string]: { calls: Named; answers: { readonly [status: string]: Named } } | undefined };
};
const { problems, operations } = recorded as Recorded;
const REQUEST_ID = 'req_01kan5c8e00000000000000000';

/** `examples` of a media type; nothing where nothing was recorded. */
export type Shown = { examples?: Record<string, object> };
const shown = (named: Named = {}): Shown => {
  const examples = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, { value }]));
  return Object.keys(examples).length ? { examples } : {};
};

export const callsOf = (operation: string): Shown => shown(operations[operation]?.calls);
export const answersOf = (operation: string, status: number): Shown => shown(operations[operation]?.answers[status]);

/** Lines, as the lists in the bodies of the same operation have them. */
export const linesSent = (operation: string): Shown => shown(linesIn(operations[operation]?.calls, 'items'));
export const linesAnswered = (operation: string, status: number): Shown =>
  shown(linesIn(operations[operation]?.answers[status], 'results'));
function linesIn(bodies: Named = {}, list: string): Named {
  const lines = Object.values(bodies).flatMap((body) => (body as { [list: string]: unknown[] })[list] ?? []);
  return Object.fromEntries(lines.map((line, i) => [`line-${i + 1}`, line]));
}

/** In `components.examples`, by code. */
export const problemExamples = (codes: Iterable<ProblemCode>): Record<string, object> =>
  Object.fromEntries([...codes].map((code) => [code, { value: problems[code] ?? problemBody({ code }, REQUEST_ID) }]));
export const problemsShown = (codes: readonly ProblemCode[]): Shown => ({
  examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
});

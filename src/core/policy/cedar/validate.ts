/** Cedar text, parsed and strictly validated by Cedar itself: all faults at once, each with its place. At write time only. */
import { askCedar, type Cedar } from './cedar-wasm.ts';
import { compilePolicy } from './closures.ts';
import { CompileError } from './compiler.ts';
import type { InputTypes } from './input.ts';
import { withInputs } from './manifest.ts';
import { normalPolicy } from './normal.ts';
import type { PolicyJson } from './policy-json.ts';
import { isUnscoped, needsOf, referencesOf, type References } from './references.ts';
import { ENTITY_TYPES, NO_EXTENT, type SchemaJson } from './schema.ts';
import { lineAndColumn, partsOf, spanOf, type Part, type Span } from './text.ts';

/** `policy` counts from 0 in the text; null where no policy is meant. `start` and `end` in UTF-16 units, `line` and `column` from 1. */
export type CedarFault = Span & { policy: number | null; line: number; column: number; detail: string; suggestion: string | null };

export type CedarPolicy = Span & { json: PolicyJson; annotations: { [name: string]: string } };
export type CedarReading = {
  /** Only what is without faults may be stored; in the order of the text. */
  policies: CedarPolicy[];
  faults: CedarFault[];
  /** Such as a policy that can never hold, or a permit of everything. */
  warnings: CedarFault[];
  references: References;
};

const UNANSWERED = 'Cedar gave no answer; the text cannot be taken.';

/**
 * @param text at most `CEDAR_TEXT_MAX`; types may be written without `Mcp::`
 * @param types of registered tools (`manifest.ts`)
 */
export async function readCedar(text: string, types: InputTypes = NO_TYPES): Promise<CedarReading> {
  const names = new Set(['Action', ...Object.keys(ENTITY_TYPES), ...Object.keys(types.entities)]);
  const cut = partsOf(text, names);
  const reading: CedarReading = { policies: [], faults: [], warnings: [], references: referencesOf([]) };
  const fault = (span: Span, detail: string, suggestion: string | null = null, policy: number | null = null): CedarFault => ({
    ...span,
    ...lineAndColumn(text, span.start),
    policy,
    detail,
    suggestion,
  });
  for (const { detail, suggestion, ...span } of cut.faults) reading.faults.push(fault(span, detail, suggestion));
  if (!cut.parts.length && !cut.faults.length)
    reading.faults.push(fault({ start: 0, end: text.length }, 'There is no policy in the text.'));
  if (reading.faults.length) return reading;

  const answers = await askCedar((cedar) => cut.parts.map((part) => cedar.policyToJson(part.cedar)));
  if (!answers) reading.faults.push(fault({ start: 0, end: text.length }, UNANSWERED));
  for (const [i, answer] of answers?.entries() ?? []) {
    const part = cut.parts[i]!;
    if (answer.type === 'success') take(part, answer.json as PolicyJson, i, reading, fault);
    else for (const error of answer.errors) reading.faults.push(fault(placeOf(part, error), toldOf(error), error.help, i));
  }
  reading.references = referencesOf(reading.policies.map(({ json }) => json));
  if (!reading.faults.length) await hold(cut.parts, schemaFor(reading.references, types), reading, fault);
  return reading;
}

const NO_TYPES: InputTypes = { actions: {}, common: {}, entities: {} };
type Fault = (span: Span, detail: string, suggestion?: string | null, policy?: number | null) => CedarFault;

function take(part: Part, json: PolicyJson, at: number, reading: CedarReading, fault: Fault): void {
  const span = { start: part.start, end: part.end };
  try {
    compilePolicy(json);
    const { annotations = {}, ...policy } = normalPolicy(json);
    reading.policies.push({ ...span, json: policy, annotations: annotations as { [name: string]: string } });
    if (policy.effect === 'permit' && isUnscoped(policy))
      reading.warnings.push(
        fault(span, 'This policy permits everything to everybody.', 'Name a principal, an action or a resource, or add a condition.', at),
      );
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    reading.faults.push(fault(span, `${error.message} (${error.pointer})`, null, at));
  }
}

const placeOf = (part: Part, { sourceLocations }: Cedar.DetailedError): Span => spanOf(part, sourceLocations?.[0]);

/** An attribute of the context is looked for in every action that a policy may speak of. */
const IN_ACTION = / for Mcp::Action::"(?:[^"\\]|\\.)*"/g;

/** Without what we have named the policy for Cedar. */
const toldOf = ({ message, sourceLocations }: Cedar.DetailedError): string => {
  const label = sourceLocations?.[0]?.label;
  const told = message.replace(/^failed to parse policy from string: |^for policy `[^`]*`, /, '').replace(IN_ACTION, '');
  return told + (label ? ` (${label})` : '');
};

/** Speaks of what these policies look at, and of no other tool: a zone that does not exist is an attribute that does not exist. */
function schemaFor(references: References, types: InputTypes): SchemaJson {
  const named = [...references.tool_actions];
  const typed = named.filter((action) => Object.hasOwn(types.actions, action));
  const actions = Object.fromEntries(typed.map((action) => [action, types.actions[action]!]));
  const tool_actions = named.filter((action) => !typed.includes(action));
  return withInputs({ ...types, actions }, { ...NO_EXTENT, clocks: needsOf(references).clocks, tool_actions });
}

const inOrder = (a: CedarFault, b: CedarFault): number => a.start - b.start || a.end - b.end;
const once = (faults: readonly CedarFault[]): CedarFault[] => [
  ...new Map(faults.map((fault) => [`${fault.policy} ${fault.start} ${fault.end} ${fault.detail}`, fault])).values(),
];

async function hold(parts: readonly Part[], schema: SchemaJson, reading: CedarReading, fault: Fault): Promise<void> {
  // Never an array or one text: then Cedar would number the policies itself.
  const staticPolicies = Object.fromEntries(parts.map(({ cedar }, i) => [`p${i}`, cedar]));
  const answer = await askCedar((cedar) =>
    cedar.validate({ validationSettings: { mode: 'strict' }, schema: schema as unknown as Cedar.Schema, policies: { staticPolicies } }),
  );
  if (answer?.type !== 'success') {
    const detail = answer ? answer.errors.map(toldOf).join(' ') : UNANSWERED;
    reading.faults.push(fault({ start: 0, end: parts.at(-1)!.end }, detail));
    return;
  }
  const told = ({ policyId, error }: Cedar.ValidationError): CedarFault => {
    const at = Number(policyId.slice(1));
    return fault(placeOf(parts[at]!, error), toldOf(error), error.help, at);
  };
  reading.faults.push(...once(answer.validationErrors.map(told)).sort(inOrder));
  reading.warnings.push(...once(answer.validationWarnings.map(told)).sort(inOrder));
}

/** Cedar text, parsed and strictly validated by Cedar itself: all faults at once, each with its place. At write time only. */
import { askCedar, type Cedar } from './cedar-wasm.ts';
import { compilePolicy } from './closures.ts';
import { CompileError } from './compiler.ts';
import { meantAction, NOTHING_REGISTERED, unknownGroup, type Registered } from '../registered.ts';
import { withInputs } from './manifest.ts';
import { typesFor } from './type-graph.ts';
import { normalPolicy } from './normal.ts';
import type { PolicyJson } from './policy-json.ts';
import { isUnscoped, needsOf, referencesOf, type References } from './references.ts';
import { ENTITY_TYPES, NO_EXTENT, type SchemaJson } from './schema.ts';
import { partsOf, placesIn, spanOf, type Part, type Span } from './text.ts';

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

/** Told of one text; then only that there are more. */
export const FAULTS_MAX = 100;

const UNANSWERED = 'Cedar gave no answer; the text cannot be taken.';

/**
 * @param text at most `CEDAR_TEXT_MAX`; types may be written without `Mcp::`
 * @param registered what the text may name
 */
export async function readCedar(text: string, registered: Registered = NOTHING_REGISTERED): Promise<CedarReading> {
  const reading = await read(text, registered);
  for (const list of [reading.faults, reading.warnings]) {
    list.sort((a, b) => a.start - b.start || a.end - b.end);
    const more = list.length - FAULTS_MAX;
    if (more > 0) list.splice(FAULTS_MAX, more, { ...list[FAULTS_MAX]!, detail: 'There is more than this to tell.', suggestion: null });
  }
  return reading;
}

async function read(text: string, registered: Registered): Promise<CedarReading> {
  const names = new Set(['Action', ...Object.keys(ENTITY_TYPES), ...Object.keys(registered.types.entities)]);
  const cut = partsOf(text, names);
  const reading: CedarReading = { policies: [], faults: [], warnings: [], references: referencesOf([]) };
  const placeAt = placesIn(text);
  const fault = (span: Span, detail: string, suggestion: string | null = null, policy: number | null = null): CedarFault => ({
    ...span,
    ...placeAt(span.start),
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
  const parsed: Numbered[] = [];
  for (const [i, answer] of answers?.entries() ?? []) {
    const part = { ...cut.parts[i]!, at: i };
    if (answer.type === 'success') {
      parsed.push(part);
      take(part, answer.json as PolicyJson, reading, fault);
    } else for (const error of answer.errors) reading.faults.push(fault(placeOf(part, error), toldOf(error), error.help, i));
  }
  reading.references = referencesOf(reading.policies.map(({ json }) => json));
  tellUnknown(text, reading, registered, fault);
  if (parsed.length) await hold(parsed, schemaFor(reading.references, registered), reading, fault);
  return reading;
}

/** Where a name stands in the text; all of it where it is spelt in another way. */
function placeOfName(text: string, name: string): Span {
  const at = text.indexOf(`"${name}"`);
  return at < 0 ? { start: 0, end: text.length } : { start: at, end: at + name.length + 2 };
}

/** Names that Cedar takes as they are: any action may be, and any group. */
function tellUnknown(text: string, { references, faults, warnings }: CedarReading, registered: Registered, fault: Fault): void {
  for (const action of references.tool_actions) {
    const meant = meantAction(action, registered);
    if (!meant) continue;
    const detail = `The registered server has no tool of this name: ${action}`;
    faults.push(fault(placeOfName(text, action), detail, meant.nearest === null ? null : `Did you mean \`${meant.nearest}\`?`));
  }
  for (const group of references.tool_groups) {
    const detail = unknownGroup(group, registered.tool_groups);
    if (detail !== undefined) warnings.push(fault(placeOfName(text, group), detail));
  }
}

/** `at`: which policy of the text it is. */
type Numbered = Part & { at: number };
type Fault = (span: Span, detail: string, suggestion?: string | null, policy?: number | null) => CedarFault;

function take(part: Numbered, json: PolicyJson, reading: CedarReading, fault: Fault): void {
  const span = { start: part.start, end: part.end };
  try {
    compilePolicy(json);
    const { annotations = {}, ...policy } = normalPolicy(json);
    reading.policies.push({ ...span, json: policy, annotations: annotations as { [name: string]: string } });
    if (policy.effect === 'permit' && isUnscoped(policy))
      reading.warnings.push(
        fault(
          span,
          'This policy permits everything to everybody.',
          'Name a principal, an action or a resource, or add a condition.',
          part.at,
        ),
      );
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    reading.faults.push(fault(span, `${error.message} (${error.pointer})`, null, part.at));
  }
}

const placeOf = (part: Part, { sourceLocations }: Cedar.DetailedError): Span => spanOf(part, sourceLocations?.[0]);

/** An attribute of the context is looked for in every action that a policy may speak of. */
const IN_ACTION = / for Mcp::Action::"(?:[^"\\]|\\.)*"/g;

const OWN_NAME = /^failed to parse policy from string: |^for policy `[^`]*`, /;

/** Without what we have named the policy for Cedar. */
const toldOf = ({ message, sourceLocations }: Cedar.DetailedError): string => {
  const label = sourceLocations?.[0]?.label;
  const sentence = message.replace(OWN_NAME, '').replace(IN_ACTION, '');
  return sentence + (label ? ` (${label})` : '');
};

/** Speaks of what these policies look at, and of no other tool: a zone that does not exist is an attribute that does not exist. */
function schemaFor(references: References, registered: Registered): SchemaJson {
  const named = [...references.tool_actions];
  const types = typesFor(registered.types, named);
  const tool_actions = named.filter((action) => !Object.hasOwn(types.actions, action));
  return withInputs(types, { ...NO_EXTENT, clocks: needsOf(references).clocks, tool_actions });
}

/** Dots of the policies that Cedar is given at once: it tells of a missing attribute once for every action. */
const BATCH_DOTS_MAX = 500;

function batchesOf(parts: readonly Numbered[]): Numbered[][] {
  const batches: Numbered[][] = [];
  let dots = Infinity;
  for (const part of parts) {
    if (dots + part.dots > BATCH_DOTS_MAX) [batches[batches.length], dots] = [[], 0];
    batches.at(-1)!.push(part);
    dots += part.dots;
  }
  return batches;
}

/** Stops at the batch in which there are more than `FAULTS_MAX`. */
async function hold(parts: readonly Numbered[], schema: SchemaJson, reading: CedarReading, fault: Fault): Promise<void> {
  for (const batch of batchesOf(parts)) {
    // Never an array or one text: then Cedar would number the policies itself.
    const staticPolicies = Object.fromEntries(batch.map(({ cedar, at }) => [`p${at}`, cedar]));
    const answer = await askCedar((cedar) =>
      cedar.validate({ validationSettings: { mode: 'strict' }, schema: schema as unknown as Cedar.Schema, policies: { staticPolicies } }),
    );
    if (answer?.type !== 'success') {
      const detail = answer ? answer.errors.map(toldOf).join(' ') : UNANSWERED;
      reading.faults.push(fault({ start: 0, end: parts.at(-1)!.end }, detail));
      return;
    }
    reading.faults.push(...told(answer.validationErrors, batch, fault));
    reading.warnings.push(...told(answer.validationWarnings, batch, fault));
    if (reading.faults.length > FAULTS_MAX) return;
  }
}

function told(errors: readonly Cedar.ValidationError[], parts: readonly Numbered[], fault: Fault): CedarFault[] {
  const once = new Map(errors.map((one) => [`${one.policyId} ${JSON.stringify(one.error.sourceLocations)} ${toldOf(one.error)}`, one]));
  return [...once.values()].slice(0, FAULTS_MAX + 1).map(({ policyId, error }) => {
    const part = parts.find(({ at }) => policyId === `p${at}`)!;
    return fault(placeOf(part, error), toldOf(error), inputHint(error) ?? error.help?.replace(OWN_NAME, '') ?? null, part.at);
  });
}

/** Only what names the tool by its action has its arguments typed. */
const inputHint = ({ message }: Cedar.DetailedError): string | null =>
  /`input`/.test(message)
    ? 'Name the action of a tool whose manifest is registered (`PUT /servers/{id}/manifest`), such as `action == Action::"pay___refund"`.'
    : null;

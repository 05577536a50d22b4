/** A list of tools: names, hints, schemas, and what they say of other tools. */
import { isObject } from '../../json-schema/document.ts';
import type { JsonObject } from '../../submission.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { inspectAnnotations } from './annotations.ts';
import { inspectAppMeta } from './app-meta.ts';
import { isBacktracking } from './backtracking.ts';
import { inspectNames, type NamedTool } from './names.ts';
import { hasUseFor, probeOf, type Probe } from './probing.ts';
import { isReferenceBomb } from './reference-bomb.ts';
import { RULES } from './rules.ts';
import { asksForSecretFile, fixedRecipient } from './secret-parameters.ts';
import { foreignReference } from './shadowing.ts';
import { eachSubschema, type Subschema } from './subschemas.ts';

/** Units of patterns that are judged in one message. */
const PATTERNS_MAX = 10_000;
/** Below this a schema cannot fan out far enough. */
const LENGTH_MIN = 1e6;
const ITEMS_MIN = 1e5;
const PROPERTIES_MIN = 1e4;
/** A talk of the user is of use to whoever helps the user; a hint more than a proof. */
const TALK_SCORE = 0.6;
const USEFUL_SCORE = 0.4;
const ASIDE_SCORE = 0.6;
/** Who calls may still change it. */
const DEFAULT_SCORE = 0.6;
/** The tool that is spoken of may stand on another page. */
const PAGED_SCORE = 0.5;

type Named = NamedTool & { tool: JsonObject };

/** @param whole false when more tools are on other pages */
export function inspectTools(list: readonly unknown[], whole: boolean, at: Step, report: Report): void {
  const tools: Named[] = [];
  for (let i = 0; i < list.length; i++) {
    const tool = list[i];
    if (isObject(tool) && typeof tool.name === 'string') tools.push({ tool, name: tool.name, at: { key: i, up: at } });
  }
  inspectNames(tools, report);
  const names = new Set(tools.map(({ name }) => name));
  const budget = { patterns: PATTERNS_MAX };
  for (const one of tools) {
    inspectAnnotations(one.tool, one.name, one.at, report);
    inspectAppMeta(one.tool._meta, below(one.at, '_meta'), report);
    const own = inspectSchemas(one, budget, report);
    const { description } = one.tool;
    const found = typeof description === 'string' && foreignReference(one.name, description, (name) => names.has(name) || own.has(name));
    if (found) report({ ...found, at: below(one.at, 'description'), text: String(description), ...(!whole && { score: PAGED_SCORE }) });
  }
}

/** @returns the names of the tool's own parameters, and the words of its lists of values */
function inspectSchemas(one: Named, budget: { patterns: number }, report: Report): Set<string> {
  const own = new Set<string>();
  for (const side of ['inputSchema', 'outputSchema'] as const) {
    const schema = one.tool[side];
    if (!isObject(schema)) continue;
    const at = below(one.at, side);
    if ((schema.$defs !== undefined || schema.definitions !== undefined) && isReferenceBomb(schema))
      report({ rule: RULES.referenceBomb, at });
    eachSubschema(schema, at, (sub) => {
      if (sub.name !== null) own.add(sub.name);
      if (Array.isArray(sub.schema.enum)) for (const word of sub.schema.enum.slice(0, 100)) own.add(String(word).slice(0, 64));
      inspectLimits(sub, budget, report);
      if (side === 'inputSchema' && sub.name !== null) inspectParameter(one, sub, sub.name, report);
    });
  }
  return own;
}

function inspectLimits({ schema, at }: Subschema, budget: { patterns: number }, report: Report): void {
  const { pattern, minLength, minItems, minProperties } = schema;
  if (typeof pattern === 'string' && pattern.length <= budget.patterns) {
    budget.patterns -= pattern.length;
    if (isBacktracking(pattern)) report({ rule: RULES.backtracking, at: below(at, 'pattern'), text: pattern });
  }
  const excess =
    Number(minLength) >= LENGTH_MIN
      ? 'minLength'
      : Number(minItems) >= ITEMS_MIN
        ? 'minItems'
        : Number(minProperties) >= PROPERTIES_MIN
          ? 'minProperties'
          : null;
  if (excess) report({ rule: RULES.excessiveMinimum, at: below(at, excess) });
}

function inspectParameter({ tool, name: toolName }: Named, { schema, at }: Subschema, name: string, report: Report): void {
  const probe = probeOf(name);
  if (probe) report({ rule: RULES.probingParameter, at, score: scoreOf(probe, toolName, tool.description) });
  const asked = asksForSecretFile(name, schema.description, toolName, tool.description);
  if (asked) report({ rule: RULES.secretParameter, at, score: asked === 'useful' ? USEFUL_SCORE : RULES.secretParameter.score });
  const fixed = fixedRecipient(name, schema);
  if (fixed) report({ rule: RULES.fixedValue, at: below(at, fixed.keyword), ...(fixed.isDefault && { score: DEFAULT_SCORE }) });
  if (schema['x-mcp-header'] !== undefined && isSecret(name, schema)) report({ rule: RULES.secretHeader, at: below(at, 'x-mcp-header') });
}

function scoreOf(probe: Probe, name: string, description: unknown): number {
  if (hasUseFor(probe, name, description)) return USEFUL_SCORE;
  return probe === 'inner' ? RULES.probingParameter.score : probe === 'talk' ? TALK_SCORE : ASIDE_SCORE;
}

const SECRET_NAME =
  /(?:^|[^a-z])(?:password|passwd|passphrase|secret|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|(?:access|auth|refresh|bearer|session|id)[-_ ]?token|token|credentials?|pin|otp|cvv|cvc|ssn|iban|card[-_ ]?number|authorization)(?:$|[^a-z])/;

function isSecret(name: string, { format, writeOnly, type }: Subschema['schema']): boolean {
  if (type === 'boolean' || type === 'integer') return false;
  if (format === 'password' || writeOnly === true) return true;
  return SECRET_NAME.test(
    name
      .slice(0, 100)
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
      .toLowerCase(),
  );
}

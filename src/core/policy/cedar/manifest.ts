/** Types of `context.input` from the manifests of tools, by Cedar's own generator. */
import { isObject } from '../../mcp/check.ts';
import { sha256Hex } from '../../hash.ts';
import type { JsonObject } from '../../submission.ts';
import { loadGenerator } from './cedar-wasm.ts';
import { isRecursive } from './type-graph.ts';
import type { InputTypes } from './input.ts';
import { ACTION_SEPARATOR, actionOfTool } from './names.ts';
import { ENTITY_TYPES, NO_EXTENT, schemaOf, toolAction, type EntityTypeJson, type Extent, type SchemaJson } from './schema.ts';

/** UTF-16 units of one input schema that is typed: the generator takes some 5 ms for a thousand. */
export const INPUT_SCHEMA_MAX = 16_384;
/** UTF-16 units of the types of one tool, as JSON, and of all of one server. */
export const TYPES_MAX = 65_536;
export const SERVER_TYPES_MAX = 1_048_576;

export type RegisteredTool = { server: string; name: string; description?: string; inputSchema?: JsonObject };
/** `untyped`: tools whose `context.input` could not be typed; their arguments stand in `args`, `nums` and `decimals` like everybody's. */
export type Manifest = { types: InputTypes; untyped: { tool: string; detail: string }[] };

/** The generator wants these; of what it makes, only the types of inputs are taken. */
const STUB =
  'namespace Mcp { @mcp_principal entity User; @mcp_resource entity Tool; action "call_tool" appliesTo { principal: [User], resource: [Tool] }; }';
const CONFIG = JSON.stringify({ objectsAsRecords: true, flattenNamespaces: true, numbersAsDecimal: true });
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
type Generated = { isOk: boolean; error: string | null; schemaJson: string | null };

/**
 * Each tool by itself, so that one that cannot be typed takes no other with it. Some ms per tool.
 * @param turn is awaited before each
 */
export async function typesOf(tools: readonly RegisteredTool[], turn = async (): Promise<void> => {}): Promise<Manifest> {
  const { generateSchema } = await loadGenerator();
  const manifest: Manifest = { types: { actions: {}, common: {}, entities: {} }, untyped: [] };
  const taken = new Set<string>();
  let left = SERVER_TYPES_MAX;
  // In order of name, so that types are called the same whatever order a server tells its tools in.
  for (const tool of tools.toSorted((a, b) => (actionIn(a) < actionIn(b) ? -1 : 1))) {
    await turn();
    const identifier = identifierOf(tool, taken);
    const typed = typeOne(tool, identifier, generateSchema);
    const size = typeof typed === 'string' ? 0 : JSON.stringify(typed).length;
    if (typeof typed === 'string') manifest.untyped.push({ tool: tool.name, detail: typed });
    else if (size > Math.min(left, TYPES_MAX)) manifest.untyped.push({ tool: tool.name, detail: tooMuch(size > TYPES_MAX) });
    else {
      left -= size;
      Object.assign(manifest.types.common, typed.common);
      Object.assign(manifest.types.entities, typed.entities);
      manifest.types.actions[actionIn(tool)] = { type: 'EntityOrCommon', name: `${identifier}Input` };
    }
  }
  return manifest;
}

const actionIn = ({ server, name }: RegisteredTool): string => actionOfTool(server, name);
const tooMuch = (of_one: boolean): string =>
  of_one ? `Its types take more than ${TYPES_MAX} characters.` : `The types of one server may take ${SERVER_TYPES_MAX} characters.`;

type Generate = Awaited<ReturnType<typeof loadGenerator>>['generateSchema'];
type Types = Pick<InputTypes, 'common' | 'entities'>;

/** Why not, where it cannot be typed. */
function typeOne({ inputSchema }: RegisteredTool, identifier: string, generateSchema: Generate): Types | string {
  const schema = { type: 'object', ...withoutOddNames(inputSchema ?? {}, 0) };
  const text = JSON.stringify([{ name: identifier, inputSchema: schema }]);
  if (text.length > INPUT_SCHEMA_MAX) return `Its input schema is longer than ${INPUT_SCHEMA_MAX} characters.`;
  const made = generated(() => generateSchema(STUB, text, CONFIG));
  if (!made.isOk || made.schemaJson === null) return made.error ?? 'Its input schema could not be typed.';
  const { Mcp } = JSON.parse(made.schemaJson) as SchemaJson;
  if (isRecursive(Mcp.commonTypes)) return 'Its input schema refers to itself, which types of Cedar cannot.';
  const entities = Object.entries(Mcp.entityTypes).filter(([name]) => !Object.hasOwn(ENTITY_TYPES, name));
  return { common: Mcp.commonTypes, entities: Object.fromEntries(entities) };
}

function generated(generate: () => string): Generated {
  try {
    return JSON.parse(generate()) as Generated;
  } catch {
    return { isOk: false, error: null, schemaJson: null };
  }
}

const plain = (name: string): string => name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9])/, '_');
const HASH_DIGITS = 8;

/**
 * The name under which the generator knows a tool: enumerations are called `<identifier>_Input_<property>`. No two servers have the same, for
 * their tools stand in one schema; of two tools that differ in odd characters alone the second is numbered.
 */
function identifierOf({ server, name }: RegisteredTool, taken: Set<string>): string {
  const is_own = plain(server) === server && !server.includes(ACTION_SEPARATOR) && !server.endsWith('_');
  const first = is_own ? server : `${plain(server).replaceAll(/_{2,}/g, '_').replace(/_$/, '')}_${sha256Hex(server).slice(0, HASH_DIGITS)}`;
  const wanted = `${first}${ACTION_SEPARATOR}${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
  let identifier = wanted;
  for (let n = 2; taken.has(identifier); n++) identifier = `${wanted}_${n}`;
  taken.add(identifier);
  return identifier;
}

const DEPTH_MAX = 64;

/** Cedar attributes that the generator makes are identifiers; properties of other names can be told by their tags alone. */
function withoutOddNames(schema: JsonObject, depth: number): JsonObject {
  const { properties, required } = schema;
  if (!isObject(properties) || depth > DEPTH_MAX) return schema;
  const kept = Object.entries(properties).filter(([name]) => IDENTIFIER.test(name) && name !== '__proto__');
  const names = new Set(kept.map(([name]) => name));
  return {
    ...schema,
    properties: Object.fromEntries(kept.map(([name, type]) => [name, isObject(type) ? withoutOddNames(type, depth + 1) : type])),
    ...(Array.isArray(required) && { required: required.filter((name) => names.has(name as string)) }),
  };
}

/** The schema with an action for each registered tool, whose `context.input` is typed. */
export function withInputs(types: InputTypes, extent: Extent = NO_EXTENT): SchemaJson {
  const { Mcp } = schemaOf(extent);
  const typed = Object.entries(types.actions).map(([action, input]) => [action, toolAction(extent, input)] as const);
  return {
    Mcp: {
      commonTypes: { ...Mcp.commonTypes, ...types.common },
      entityTypes: { ...Mcp.entityTypes, ...types.entities } as { [name: string]: EntityTypeJson },
      actions: { ...Mcp.actions, ...Object.fromEntries(typed) },
    },
  };
}

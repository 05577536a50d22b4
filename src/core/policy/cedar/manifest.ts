/** Types of `context.input` from the manifests of tools, by Cedar's own generator. */
import { isObject } from '../../mcp/check.ts';
import type { JsonObject } from '../../submission.ts';
import { loadGenerator } from './cedar-wasm.ts';
import type { InputTypes } from './input.ts';
import { actionOfTool } from './names.ts';
import {
  ENTITY_TYPES,
  NO_EXTENT,
  schemaOf,
  toolAction,
  type EntityTypeJson,
  type Extent,
  type SchemaJson,
  type TypeJson,
} from './schema.ts';

/** Tools of one tenant whose manifests are looked at. */
export const MANIFEST_TOOLS_MAX = 1_000;
/** UTF-16 units of one input schema. */
export const INPUT_SCHEMA_MAX = 65_536;

export type RegisteredTool = { server: string; name: string; description?: string; inputSchema?: JsonObject };
/** `untyped`: whose `context.input` could not be typed; their arguments stand in `args`, `nums` and `decimals` like everybody's. */
export type Manifest = { types: InputTypes; untyped: { tool: string; detail: string }[] };

/** The generator wants these; of what it makes, only the types of inputs are taken. */
const STUB =
  'namespace Mcp { @mcp_principal entity User; @mcp_resource entity Tool; action "call_tool" appliesTo { principal: [User], resource: [Tool] }; }';
const CONFIG = JSON.stringify({ objectsAsRecords: true, flattenNamespaces: true, numbersAsDecimal: true });
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
type Generated = { isOk: boolean; error: string | null; schemaJson: string | null };

/** Each tool by itself, so that one that cannot be typed takes no other with it. Some ms per tool. */
export async function typesOf(tools: readonly RegisteredTool[]): Promise<Manifest> {
  const { generateSchema } = await loadGenerator();
  const manifest: Manifest = { types: { actions: {}, common: {}, entities: {} }, untyped: [] };
  const taken = new Set<string>();
  for (const [i, { server, name, inputSchema }] of tools.entries()) {
    const action = actionOfTool(server, name);
    const refuse = (detail: string): number => manifest.untyped.push({ tool: `${server}/${name}`, detail });
    if (i >= MANIFEST_TOOLS_MAX) {
      refuse(`At most ${MANIFEST_TOOLS_MAX} tools are typed.`);
      continue;
    }
    const identifier = identifierOf(action, taken);
    const schema = { type: 'object', ...withoutOddNames(inputSchema ?? {}, 0) };
    if (JSON.stringify(schema).length > INPUT_SCHEMA_MAX) {
      refuse(`The input schema is longer than ${INPUT_SCHEMA_MAX} characters.`);
      continue;
    }
    const made = generated(() => generateSchema(STUB, JSON.stringify([{ name: identifier, inputSchema: schema }]), CONFIG));
    if (made.isOk && made.schemaJson !== null) take(manifest.types, action, identifier, JSON.parse(made.schemaJson) as SchemaJson);
    else refuse(made.error ?? 'The input schema could not be typed.');
  }
  return manifest;
}

function generated(generate: () => string): Generated {
  try {
    return JSON.parse(generate()) as Generated;
  } catch {
    return { isOk: false, error: null, schemaJson: null };
  }
}

/** The name under which the generator knows a tool: enumerations are called `<identifier>_Input_<property>`. */
function identifierOf(action: string, taken: Set<string>): string {
  const plain = action.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9])/, '_');
  let name = plain;
  for (let n = 2; taken.has(name); n++) name = `${plain}_${n}`;
  taken.add(name);
  return name;
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

function take({ actions, common, entities }: InputTypes, action: string, identifier: string, { Mcp }: SchemaJson): void {
  for (const [name, type] of Object.entries(Mcp.commonTypes)) common[name] = type;
  for (const [name, type] of Object.entries(Mcp.entityTypes)) if (!Object.hasOwn(ENTITY_TYPES, name)) entities[name] = type;
  actions[action] = { type: 'EntityOrCommon', name: `${identifier}Input` } satisfies TypeJson;
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

export async function schemaWithManifest(
  tools: readonly RegisteredTool[],
  extent: Extent = NO_EXTENT,
): Promise<SchemaJson & { untyped: Manifest['untyped'] }> {
  const { types, untyped } = await typesOf(tools);
  return { ...withInputs(types, extent), untyped };
}

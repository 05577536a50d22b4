/** What a tenant has told of its tools, and so what policies may name. */
import { amountTextsIn } from './amount-texts.ts';
import { ACTION_SEPARATOR } from './cedar/names.ts';
import { NO_TYPES, type InputTypes } from './cedar/input.ts';
import { TOOL_GROUPS, type OwnToolGroups } from './cedar/tool-groups.ts';
import type { PolicyDocument } from './document.ts';
import { nearest } from './nearest.ts';

/** Plain data. `tools` by server, of the registered ones that were asked for. */
export type Registered = {
  tools: { [server: string]: readonly string[] };
  types: InputTypes;
  tool_groups: OwnToolGroups;
};
export const NOTHING_REGISTERED: Registered = { tools: {}, types: NO_TYPES, tool_groups: {} };

/** Of a tenant. */
export const SERVERS_MAX = 200;
/** Of one server, and of all servers of a tenant together. */
export const SERVER_TOOLS_MAX = 500;
export const TOOLS_MAX = 5_000;
/** UTF-8 bytes of the definitions of one server as JSON, and of all of a tenant, with what is made of them. */
export const MANIFEST_BYTES_MAX = 524_288;
export const MANIFESTS_BYTES_MAX = 16_777_216;
export const SERVER_NAME_CHARS_MAX = 120;

/**
 * Where `server___tool` is cut: at the first separator, for no server is registered under a name in which one could be seen. So no tool can be
 * called by the full name of another server's.
 */
export function splitAction(action: string): { server: string; tool: string } | null {
  const at = action.indexOf(ACTION_SEPARATOR);
  return at < 1 ? null : { server: action.slice(0, at), tool: action.slice(at + ACTION_SEPARATOR.length) };
}
export const isServerName = (name: string): boolean =>
  name !== '' && !name.includes(ACTION_SEPARATOR) && !name.endsWith('_') && !/["\\]/.test(name);

const ACTIONS = /"([^"\\]{1,500})"/g;

/** Servers of which a document may name tools. Only Cedar text names actions. */
export function serversIn(document: PolicyDocument): string[] {
  const texts = 'cedar' in document ? [document.cedar] : amountTextsIn(document).map(({ text }) => text);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(ACTIONS)]).flatMap(([, id = '']) => splitAction(id)?.server ?? []))];
}

/** What is meant by an action of a registered server that has no such tool; undefined where it is right, or nobody can tell. */
export function meantAction(action: string, { tools }: Pick<Registered, 'tools'>): { nearest: string | null } | undefined {
  const named = splitAction(action);
  const own = named && Object.hasOwn(tools, named.server) ? tools[named.server]! : null;
  if (!named || !own || own.includes(named.tool)) return undefined;
  const near = nearest(named.tool, own);
  return { nearest: near === null ? null : `${named.server}${ACTION_SEPARATOR}${near}` };
}

export const isKnownGroup = (name: string, groups: OwnToolGroups): boolean =>
  (TOOL_GROUPS as readonly string[]).includes(name) || Object.hasOwn(groups, name);

/** For a group that there is not: what to say of it. Undefined for one that there is. */
export function unknownGroup(name: string, groups: OwnToolGroups): string | undefined {
  if (isKnownGroup(name, groups)) return undefined;
  const near = nearest(name, [...TOOL_GROUPS, ...Object.keys(groups)]);
  const meant = near === null ? '' : ` Did you mean \`${near}\`?`;
  return `There is no such tool group: a permit grants nothing by it, and what it restricts is refused for every tool.${meant}`;
}

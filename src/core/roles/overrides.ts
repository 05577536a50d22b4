/** The tenant's own word on what an argument is for; it stands above whatever the tool says of itself. */
import type { Role } from '../finding.ts';
import { ANY_INDEX } from './schema.ts';

/** Of one tenant. */
export const ARGUMENT_ROLES_MAX = 200;
/** Steps from the arguments inwards. */
export const ARGUMENT_DEPTH_MAX = 12;

export type ArgumentRole = {
  /** As the enforcement point names it in `server.name`; null: whatever the server. */
  server: string | null;
  tool: string;
  /** JSON Pointer (RFC 6901) from `params.arguments`; a token `*` is any position of a list. */
  argument: string;
  role: Role;
};

/** By `argumentKey`. */
export type Overrides = ReadonlyMap<string, Role>;
export const NO_OVERRIDES: Overrides = new Map();

/** @param path keys from the arguments inwards, `*` for a list item */
export const argumentKey = (path: readonly string[]): string => path.join('\0');

const keyOf = (pointer: string): string =>
  argumentKey(
    pointer
      .slice(1)
      .split('/')
      .map((token) => (/^\d+$/.test(token) ? ANY_INDEX : token.replaceAll('~1', '/').replaceAll('~0', '~'))),
  );

type OfTool = { any: Overrides; byServer: ReadonlyMap<string, Overrides> };
/** Compiled once per list; a list that a tenant has changed is another list. */
const compiled = new WeakMap<readonly ArgumentRole[], ReadonlyMap<string, OfTool>>();

/** What stands for a tool of a server: what names the server goes before what names none. The same object for the same list. */
export function overridesOf(list: readonly ArgumentRole[] | undefined, server: string | null, tool: string | null): Overrides {
  if (!list?.length || tool === null) return NO_OVERRIDES;
  let byTool = compiled.get(list);
  if (!byTool) compiled.set(list, (byTool = compile(list)));
  const found = byTool.get(tool);
  if (!found) return NO_OVERRIDES;
  return (server !== null && found.byServer.get(server)) || found.any;
}

function compile(list: readonly ArgumentRole[]): ReadonlyMap<string, OfTool> {
  const mapOf = (entries: readonly ArgumentRole[]): Overrides => new Map(entries.map(({ argument, role }) => [keyOf(argument), role]));
  return new Map(
    [...Map.groupBy(list, ({ tool }) => tool)].map(([tool, entries]) => {
      const anywhere = entries.filter(({ server }) => server === null);
      const servers = new Set(entries.flatMap(({ server }) => server ?? []));
      const byServer = [...servers].map((name) => [name, mapOf([...anywhere, ...entries.filter((e) => e.server === name)])] as const);
      return [tool, { any: anywhere.length ? mapOf(anywhere) : NO_OVERRIDES, byServer: new Map(byServer) }];
    }),
  );
}

/**
 * How patterns name tools, prompts and resources. A grant means exactly what it says; a restriction binds whatever may be meant: other
 * spellings of the same name, and calls that do not say which server they go to.
 */
import { all, any, context, contains, entity, get, has, isA, like, not, resource, setOf, within } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import { plainPattern, toolParts } from '../plain-name.ts';
import { plainUriPattern } from '../plain-uri.ts';

export const isExact = (pattern: string): boolean => !pattern.includes('*');
/** `server/tool`: else a tool could take the name of another server's, or a server one that begins like a tool's. */
export const isQualified = (pattern: string): boolean => pattern.includes('/');

const hasServer = has(context, 'meta', 'server');

/** With a slash of the name in full, without one of the tool's own. */
export const grantedName = (pattern: string): Expr => like(get(resource, isQualified(pattern) ? 'name' : 'bare'), pattern);

export function restrictedName(pattern: string): Expr {
  const plain = plainPattern(pattern);
  const own = like(get(resource, 'plainBare'), plain);
  const parts = toolParts(plain).map((part) => like(get(resource, 'plainBare'), part));
  return any(like(get(resource, 'plain'), plain), own, ...(parts.length ? [all(not(hasServer), any(...parts))] : []));
}

const entities = (names: readonly string[]): Expr[] => names.map((name) => entity('Tool', name));

/** Exact names by entity, which an index can use: what is called `server/tool` is in `Tool::"tool"` too. */
export function grantedTools(patterns: readonly string[]): Expr {
  const exact = patterns.filter(isExact);
  const bare = entities(exact.filter((name) => !isQualified(name)));
  const full = entities(exact.filter(isQualified));
  return any(
    ...(bare.length ? [within(resource, { Set: bare })] : []),
    ...(full.length ? [contains(setOf(...full), resource)] : []),
    ...patterns.filter((pattern) => !isExact(pattern)).map(grantedName),
  );
}

export const restrictedNames = (patterns: readonly string[]): Expr => any(...patterns.map(restrictedName));

/** A grant holds of what is written and of where it leads; a restriction of either. */
export function namedUri(pattern: string, is_grant: boolean): Expr {
  const [written, plain] = [like(get(resource, 'uri'), pattern), like(get(resource, 'plain'), plainUriPattern(pattern))];
  return is_grant ? all(written, plain) : any(written, plain);
}

/** Where something of a server is asked for and the server is not named, it may be any. */
export const restrictedServers = (patterns: readonly string[]): Expr =>
  any(all(not(hasServer), not(isA(resource, 'Server'))), ...patterns.map((pattern) => like(get(context, 'meta', 'server'), pattern)));

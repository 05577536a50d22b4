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

/** Not merely any tool of some server. */
export const namesTool = (part: string): boolean => /[^*]/.test(part);

/** A call that names no server may be of any where the tool is the one; else whatever is denied of one server would be denied of all who name none. */
export function restrictedName(pattern: string): Expr {
  const plain = plainPattern(pattern);
  const own = like(get(resource, 'plainBare'), plain);
  const parts = toolParts(plain)
    .filter(namesTool)
    .map((part) => like(get(resource, 'plainBare'), part));
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

/** @param is_named which tool or prompt is said too: then a call of it that names no server may be of these */
export const restrictedServers = (patterns: readonly string[], is_named: boolean): Expr =>
  any(
    ...(is_named ? [all(not(hasServer), not(isA(resource, 'Server')))] : []),
    all(hasServer, any(...patterns.map((pattern) => like(get(context, 'meta', 'server'), pattern)))),
  );

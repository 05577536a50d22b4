/** What is asked, and of what, as Cedar entities: a call of a tool, a resource, a prompt, a task, or the server itself. */
import type { JsonObject, Submission } from '../../submission.ts';
import { isObject } from '../../mcp/check.ts';
import type { MessageReading } from '../../mcp/message.ts';
import { lastPart, plainName } from '../plain-name.ts';
import { plainUri } from '../plain-uri.ts';
import type { CedarEntity } from './environment.ts';
import {
  ACTION_GROUP,
  ACTION_SEPARATOR,
  actionOfTool,
  mcp,
  METHOD_NAMES,
  qualified,
  serverOf,
  SUBJECTS,
  TOOL_CALL,
  UNKNOWN_ACTION,
} from './names.ts';
import { builtInGroups, ownGroups, type OwnToolGroups } from './tool-groups.ts';
import { record, type CedarValue, type EntityValue } from './value.ts';

const KNOWN: ReadonlySet<string> = new Set(METHOD_NAMES);
const entry = (uid: EntityValue, parents: EntityValue[], attrs: { [name: string]: CedarValue | undefined } = {}): CedarEntity => ({
  uid,
  attrs: record(attrs).of,
  parents,
  tags: {},
});

/** The action first, then what it is in. The action of a call of a known server's tool is `server___tool`, in `tools/call`, in `mcp`. */
export function actionsOf({ method, tool }: MessageReading, server: string | null): CedarEntity[] {
  const group = mcp('Action', ACTION_GROUP);
  if (method === null || method === ACTION_GROUP || method.includes(ACTION_SEPARATOR)) return [entry(mcp('Action', UNKNOWN_ACTION), [])];
  const own = entry(mcp('Action', method), KNOWN.has(method) ? [group] : []);
  if (method !== TOOL_CALL || tool === null || server === null) return [own];
  return [entry(mcp('Action', actionOfTool(server, tool)), [own.uid]), own];
}

/** Of the message, or of the request that it answers. */
export function paramsOf({ request }: Submission, { direction, params, id }: MessageReading): JsonObject | null {
  if (direction === 'request') return params;
  const asked = Array.isArray(request) ? request.find((one) => isObject(one) && one.id === id) : request;
  return isObject(asked) && isObject(asked.params) ? asked.params : null;
}

const boolOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** What the request is about first, then what it stands in. */
export function resourcesOf(submission: Submission, message: MessageReading, groups: OwnToolGroups): CedarEntity[] {
  const name = serverOf(submission);
  const server = entry(mcp('Server', name ?? ''), []);
  const found = subjectOf(submission, message, name, groups);
  if (!found) return [server];
  if (name === null) return [found];
  found.parents.push(server.uid);
  return [found, server];
}

function subjectOf(submission: Submission, message: MessageReading, server: string | null, groups: OwnToolGroups): CedarEntity | null {
  const { method, tool } = message;
  const [kind, another] = (method !== null && SUBJECTS.get(method)) || [];
  if (kind === 'Tool') return tool === null ? null : toolOf(submission, tool, server, groups);
  const params = paramsOf(submission, message);
  if (!kind || !params) return null;
  if (another) return isObject(params.ref) ? referredTo(params.ref, server) : null;
  if (kind === 'Resource') return typeof params.uri === 'string' ? resourceOf(params.uri) : null;
  if (kind === 'Prompt') return typeof params.name === 'string' ? promptOf(params.name, server) : null;
  return typeof params.taskId === 'string' ? entry(mcp('Task', params.taskId), []) : null;
}

function referredTo({ type, name, uri }: JsonObject, server: string | null): CedarEntity | null {
  if (type === 'ref/prompt') return typeof name === 'string' ? promptOf(name, server) : null;
  return type === 'ref/resource' && typeof uri === 'string' ? resourceOf(uri) : null;
}

/** Also in the tool of its bare name, so that `Tool::"create_issue"` speaks of `Tool::"github/create_issue"`. */
function toolOf({ tool: given }: Submission, bare: string, server: string | null, own: OwnToolGroups): CedarEntity {
  const name = qualified(server, bare);
  const hint = given && (given.name === undefined || given.name === bare) ? given : undefined;
  const annotations = isObject(hint?.annotations) ? hint.annotations : {};
  const groups = new Set<string>([...builtInGroups(bare, hint), ...ownGroups([name, bare], own)]);
  return entry(
    mcp('Tool', name),
    [
      ...(server === null ? [] : [mcp('Tool', bare)]),
      mcp('ToolName', lastPart(plainName(bare))),
      ...[...groups].map((group) => mcp('ToolGroup', group)),
    ],
    {
      ...namesOf(name, bare),
      readOnlyHint: boolOf(annotations.readOnlyHint),
      destructiveHint: boolOf(annotations.destructiveHint),
      idempotentHint: boolOf(annotations.idempotentHint),
      openWorldHint: boolOf(annotations.openWorldHint),
    },
  );
}

function promptOf(bare: string, server: string | null): CedarEntity {
  const name = qualified(server, bare);
  return entry(mcp('Prompt', name), server === null ? [] : [mcp('Prompt', bare)], namesOf(name, bare));
}

const namesOf = (name: string, bare: string) => ({ name, bare, plain: plainName(name), plainBare: plainName(bare) });

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]{0,63}):/;
/** Scheme, then userinfo, host and port of RFC 3986, 3.2; whatever else there is stays in `uri`. */
const AUTHORITY =
  /^[A-Za-z][A-Za-z0-9+.-]{0,63}:\/\/(?:[^/?#@]{0,512}@)?(\[[0-9A-Fa-f:.]{0,64}\]|[^/?#@:]{0,255})(?::([0-9]{1,5}))?(?:[/?#]|$)/;
const PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['ftp', 21],
  ['ssh', 22],
  ['sftp', 22],
  ['ldap', 389],
  ['smb', 445],
]);

/** By its exact URI. `port` is that of the scheme where the URI names none. */
function resourceOf(uri: string): CedarEntity {
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase() ?? '';
  const [, host, port] = AUTHORITY.exec(uri) ?? [];
  return entry(mcp('Resource', uri), [], {
    uri,
    plain: plainUri(uri),
    scheme,
    host: host ? host.toLowerCase() : undefined,
    port: port === undefined ? (host ? PORTS.get(scheme) : undefined) : Number(port),
  });
}

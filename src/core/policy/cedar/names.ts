/** How things are called in policies: the namespace `Mcp` (docs: `policy.md` 3). */
import { METHODS } from '../../mcp/revisions.ts';
import type { Submission } from '../../submission.ts';
import { entity, type EntityValue } from './value.ts';

export const NAMESPACE = 'Mcp';
export const mcp = (type: string, id: string): EntityValue => entity(`${NAMESPACE}::${type}`, id);

/** In every revision. All of them, and every tool's own action, are in the group `mcp`. */
export const METHOD_NAMES: readonly string[] = [...new Set(METHODS.map(({ name }) => name))];
export const ACTION_GROUP = 'mcp';
export const TOOL_CALL = 'tools/call';
/** What a method is about; every other is about the server. */
export type Subject = 'Tool' | 'Resource' | 'Prompt' | 'Task';
export const SUBJECTS: ReadonlyMap<string, readonly Subject[]> = new Map<string, readonly Subject[]>([
  [TOOL_CALL, ['Tool']],
  ['resources/read', ['Resource']],
  ['resources/subscribe', ['Resource']],
  ['resources/unsubscribe', ['Resource']],
  ['prompts/get', ['Prompt']],
  ['completion/complete', ['Prompt', 'Resource']],
  ...METHOD_NAMES.filter((name) => name.startsWith('tasks/') && name !== 'tasks/list').map((name): [string, Subject[]] => [name, ['Task']]),
]);
/** Of a message that names no method, or one that poses as something else. */
export const UNKNOWN_ACTION = 'unknown';
/** Between server and tool in an action's name: `github___create_issue`. */
export const ACTION_SEPARATOR = '___';

export const actionOfTool = (server: string, tool: string): string => `${server}${ACTION_SEPARATOR}${tool}`;
/** Whether an action's name can be read as that of another server's tool: `a____b` is `_b` of `a`, and `b` of `a_`. */
export const isAmbiguous = (action: string): boolean => action.indexOf(ACTION_SEPARATOR) !== action.lastIndexOf(ACTION_SEPARATOR);
/** Null where it is not named; an empty name is none. */
export const serverOf = ({ server }: Pick<Submission, 'server'>): string | null => server?.name || null;

/** `server/tool`; the bare name where the server is not known. Prompts are named alike. */
export const qualified = (server: string | null, name: string): string => (server === null ? name : `${server}/${name}`);

/** An attribute of `context.clock`: `Europe/Berlin` → `Europe_Berlin`. No two zones share one: `Etc/GMT+5` → `Etc_GMT_plus_5`, `Etc/GMT-5` → `Etc_GMT_5`. */
export const zoneAttribute = (tz: string): string => tz.replaceAll('+', '_plus_').replaceAll(/[^A-Za-z0-9_]/g, '_');

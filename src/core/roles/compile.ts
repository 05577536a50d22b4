/** What is known of a tool, ready to tell its arguments' roles. */
import type { JsonObject, ToolHint } from '../submission.ts';
import { NO_OVERRIDES, type Overrides } from './overrides.ts';
import { purposesOf, type Purposes } from './purposes.ts';
import type { RoleGuess } from './roles.ts';
import { objectOf } from './schema.ts';
import { NAME_MAX, TEXT_MAX, wordsOf } from './tokens.ts';

export type ToolRoles = {
  /** Null for messages that call no tool. */
  name: string | null;
  purposes: Purposes;
  /** It says in a sentence what it is for. */
  described: boolean;
  schema: JsonObject | null;
  overrides: Overrides;
  /** Guesses that do not depend on the value, by path; at most `PATHS_MAX`. */
  memo: Map<string, readonly RoleGuess[]>;
};

/** Tools remembered at most; those that were not asked for lately are forgotten, half of them at once. */
export const TOOLS_MAX = 1_000;
/** Arguments remembered of one tool, and the length of a path that is. */
export const PATHS_MAX = 64;
export const PATH_LENGTH_MAX = 128;

/** Words of a sentence that says something. */
const DESCRIBED_MIN = 3;

/** What was asked for since `older` was the younger one, and what before that: a look-up changes nothing in most cases. */
let younger = new Map<string, ToolRoles>();
let older = new Map<string, ToolRoles>();
const byIdentity = new WeakMap<ToolHint, ToolRoles>();

/**
 * @param tool what is known of the tool; often only a name and a sentence, sometimes nothing
 * @param method of the message @param toolName as called
 * @param overrides the tenant's own roles for arguments of this tool
 * @returns the same object for the same hint, or for the same words when there is no schema
 */
export function compileRoles(
  tool: ToolHint | undefined,
  method: string | null,
  toolName: string | null,
  overrides: Overrides = NO_OVERRIDES,
): ToolRoles {
  // A hint speaks for the tool that it names; without a name, for the tool that is called.
  const hint = tool && (toolName === null || tool.name === undefined || tool.name === toolName) ? tool : undefined;
  const known = hint && byIdentity.get(hint);
  if (known && overrides === NO_OVERRIDES) return known;
  const name = method === 'tools/call' ? (toolName ?? hint?.name ?? null) : null;
  const texts =
    name === null
      ? []
      : [
          cut(name, NAME_MAX),
          cut(hint?.['title'], NAME_MAX),
          cut(objectOf(hint?.['annotations'])?.['title'], NAME_MAX),
          cut(hint?.description, TEXT_MAX),
        ];
  const schema = name === null ? null : objectOf(hint?.['inputSchema']);
  const shared = overrides === NO_OVERRIDES;
  const key = texts.join('\0');
  const similar = recall(key);
  if (shared && similar && schema === null) return similar;
  const compiled: ToolRoles = {
    name,
    purposes: similar?.purposes ?? purposesOf(texts),
    described: wordsOf(texts[3] ?? '').length >= DESCRIBED_MIN,
    schema,
    overrides,
    memo: new Map(),
  };
  if (shared && schema === null) remember(key, compiled);
  if (shared && hint) byIdentity.set(hint, compiled);
  return compiled;
}

const cut = (text: unknown, max: number): string => (typeof text === 'string' ? text.slice(0, max) : '');

function recall(key: string): ToolRoles | undefined {
  const known = younger.get(key);
  if (known) return known;
  const found = older.get(key);
  if (found) remember(key, found);
  return found;
}

function remember(key: string, compiled: ToolRoles): void {
  if (younger.size >= TOOLS_MAX / 2) {
    older = younger;
    younger = new Map();
  }
  younger.set(key, compiled);
}

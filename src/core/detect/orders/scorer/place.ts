/** Where a text stands, as far as the scorer cares: in metadata, in content, in prompts, in what the caller wrote. */
import type { Role } from '../../../finding.ts';
import type { Leaf, Slot } from '../../../mcp/surface.ts';

export const PLACES = ['content', 'definition', 'prompt', 'argument'] as const;

const BY_SLOT: Readonly<Partial<Record<Slot, number>>> = {
  result: 0,
  structured: 0,
  resource: 0,
  error: 0,
  notification: 0,
  html: 0,
  meta: 0,
  tool: 1,
  schema: 1,
  instructions: 1,
  elicitation: 1,
  prompt: 2,
  sampling: 2,
  argument: 3,
};

/** Roles of arguments that no model reads as sentences. */
const UNREAD: ReadonlySet<Role> = new Set<Role>([
  'sql',
  'nosql',
  'shell',
  'code',
  'path',
  'url',
  'host',
  'email',
  'regex',
  'ldap',
  'number',
  'datetime',
  'enum',
  'secret',
]);

/** Whether a leaf may give orders: protocol fields, names of tools, addresses and values for interpreters do not. */
export const isRead = ({ slot, kind, at }: Pick<Leaf, 'slot' | 'kind' | 'at'>, role: Role): boolean =>
  kind === 'value' && BY_SLOT[slot] !== undefined && (slot !== 'argument' || !UNREAD.has(role)) && !(slot === 'tool' && at.key === 'name');

/** An index into `PLACES`. */
export const placeOf = ({ slot }: Pick<Leaf, 'slot'>): number => BY_SLOT[slot] ?? 0;

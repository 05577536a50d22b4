/** Where text for an interpreter behind a tool can break out; shared by the injection detectors. */
import type { Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';

/** Roles whose values reach an interpreter as a part of a statement or command line, never as one. */
export const PART_ROLES: ReadonlySet<Role> = new Set<Role>([
  'identifier',
  'query',
  'host',
  'email',
  'recipient',
  'url',
  'path',
  'number',
  'datetime',
  'enum',
  'secret',
  'opaque',
]);
/** Documents and sentences: they may quote an attack, so only a value that is nothing but one counts in full. */
export const TEXT_ROLES: ReadonlySet<Role> = new Set<Role>(['prose', 'markdown', 'html', 'xml', 'template']);
/** What the caller writes; results and definitions reach no interpreter. */
export const CALLER_SLOTS: ReadonlySet<Slot> = new Set<Slot>(['argument', 'uri', 'completion', 'header']);
/** What a quoted attack scores at most: below the standard threshold, so it is a finding. */
export const QUOTED_SCORE_CAP = 0.7;

/** What each argument was taken to be for, and why: the answer to `options.explain`. */
import type { Role } from '../finding.ts';
import { pointerOf, type Leaf, type Slot, type Step } from '../mcp/surface.ts';
import type { ToolRoles } from './compile.ts';
import { rolesOf } from './roles.ts';

/** Arguments explained in one verdict; the rest are counted. */
export const EXPLAINED_MAX = 200;

/** Where the role is inferred; elsewhere the place gives it. */
const INFERRED: ReadonlySet<Slot> = new Set(['argument', 'uri', 'completion', 'elicitation']);
const WHY_CHARS_MAX = 200;
const CENT = 100;

/** One or two roles, likeliest first; of two, that which minds a text less decides. */
export type ExplainedRole = { role: Role; /** In [0, 1]. */ confidence: number; /** To be read after “because”. */ why: string };
export type Explanation = {
  roles: { path: string; roles: ExplainedRole[] }[];
  /** Arguments over `EXPLAINED_MAX`. */
  left_out: number;
};

/**
 * @param toolAt the tool that the message of a leaf calls
 * @param isShown false for a leaf whose very path must not be told
 */
export function explainRoles(leaves: readonly Leaf[], toolAt: (at: Step) => ToolRoles, isShown: (at: Step) => boolean): Explanation {
  const told = leaves.filter((leaf) => leaf.kind !== 'name' && INFERRED.has(leaf.slot) && isShown(leaf.at));
  return {
    roles: told.slice(0, EXPLAINED_MAX).map((leaf) => ({
      path: pointerOf(leaf.at),
      roles: rolesOf(leaf, toolAt(leaf.at)).map(({ role, confidence, why }) => ({
        role,
        confidence: Math.round(confidence * CENT) / CENT,
        why: why.slice(0, WHY_CHARS_MAX),
      })),
    })),
    left_out: Math.max(0, told.length - EXPLAINED_MAX),
  };
}

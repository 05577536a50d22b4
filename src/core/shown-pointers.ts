/** Pointers that show nothing of a property whose very name is a secret. */
import { pointerOf, type Step } from './mcp/surface.ts';
import type { Cut } from './redact.ts';

export const secretNames = (cuts: readonly Cut[]): ReadonlySet<string> =>
  new Set(cuts.filter((c) => c.leaf.kind === 'name').map((c) => c.leaf.text));

/** The same for pointers that are spelt out already. */
export function spellingsWithout(secret: ReadonlySet<string>): (pointer: string) => string {
  return (pointer) => {
    const tokens = pointer.split('/');
    const end = tokens.findIndex((token) => secret.has(token.replaceAll('~1', '/').replaceAll('~0', '~')));
    return end < 0 ? pointer : tokens.slice(0, end).join('/');
  };
}

/** Pointers that stop above a property whose name itself must not be shown. */
export function pointersWithout(secret: ReadonlySet<string>): (step: Step) => string {
  if (!secret.size) return pointerOf;
  return (step) => {
    let shown: Step | null = step;
    for (let s: Step | null = step; s; s = s.up) if (secret.has(String(s.key))) shown = s.up;
    return pointerOf(shown);
  };
}

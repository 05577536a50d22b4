/**
 * Facts that policies may look at and that nothing supplies to a call yet: they come in through tests and `POST /policies/evaluate` alone.
 * Without them whatever needs them fails, and whoever writes such a policy is told.
 */
import type { References } from './cedar/references.ts';
import type { StructuredDocument } from './document.ts';
import type { Remark } from './lints.ts';

const WORDS = {
  labels: 'labels of sessions',
  approval: 'approvals',
  trust: 'trust scores',
  session: 'counts and ages of sessions',
} as const;
type Unsupplied = keyof typeof WORDS;

/** Of these a forbid must not be silent because nobody told them: it denies (`access.ts`). */
export const BLIND = ['labels', 'approval'] as const;
export type Blind = (typeof BLIND)[number];

const told = (fact: Unsupplied, what: string): string => `Nothing supplies ${WORDS[fact]} to calls yet: ${what}`;

/** What becomes of a call that the policy is about. */
const OUTCOME: Record<StructuredDocument['effect'], string> = {
  require: 'the policy refuses every call that it is about.',
  allow: 'the policy permits nothing.',
  deny: 'the policy does not speak.',
};

export function unsuppliedBy({ effect, require = {} }: StructuredDocument): Remark[] {
  const found: Remark[] = [];
  if (require.session?.notLabels)
    found.push({
      pointer: '/require/session/notLabels',
      detail: told('labels', effect === 'deny' ? 'the policy denies as if it held.' : OUTCOME[effect]),
    });
  if (require.trust) found.push({ pointer: '/require/trust', detail: told('trust', OUTCOME[effect]) });
  return found;
}

const at = (path: string, name: string): boolean => path === name || path.startsWith(`${name}.`);
const factOf = (path: string): Unsupplied | null => {
  if (/^session\.(?:calls|ageSec|depth)$/.test(path)) return 'session';
  return (['labels', 'approval', 'trust'] as const).find((name) => at(path, name)) ?? null;
};

/** Of Cedar text: sentences, one for each. */
export function unsuppliedTo({ context }: References, effect: 'permit' | 'forbid'): string[] {
  const facts = new Set([...context].map(factOf).filter((fact) => fact !== null));
  return [...facts].map((fact) => {
    if (effect === 'permit') return told(fact, 'a permit that needs them grants nothing.');
    const closed = (BLIND as readonly string[]).includes(fact);
    return told(fact, closed ? 'a forbid that looks at them denies.' : 'a forbid that holds only where they are known does not speak.');
  });
}

/** Which of them a policy looks at. */
export const blindTo = ({ context }: References): Blind[] => BLIND.filter((name) => [...context].some((path) => at(path, name)));

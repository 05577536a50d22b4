/** A set of policies as a replay holds recorded calls against it: what it needs of each, found once. */
import { barOf, type Bar } from '../policy/bar.ts';
import type { InputTypes } from '../policy/cedar/input.ts';
import type { OwnToolGroups } from '../policy/cedar/tool-groups.ts';
import type { ActivePolicy } from '../policy/compile.ts';
import type { NamedList } from '../policy/lists.ts';
import { soughtCounter, soughtHistory } from '../policy/sought.ts';
import type { Strictness } from '../submission.ts';
import type { Posture } from '../tenant.ts';
import { isSameBar } from './content.ts';

/** `present`: what is in force now, to tell which calls were judged by it. */
export type ReplayScene = {
  policies: readonly ActivePolicy[];
  lists: readonly NamedList[];
  /** Of today, like the lists: for groups that there were not at the time, and for types. */
  tool_groups: OwnToolGroups;
  input_types: InputTypes;
  posture: Posture;
  strictness: Strictness;
  trust_asserted_roles: boolean;
  /** Tokens say who calls; none was kept. */
  follows_tokens: boolean;
  present: { digest: string; policies: readonly ActivePolicy[] };
};

export type ReplaySet = ReplayScene & {
  bar: Bar;
  /** Of verdicts that were given by it, content was decided by the bar that the set has too. */
  same_bar_digest: string | null;
  /** `key`: how facts name it; `sought`: how it stands in what was looked for. */
  counters: { key: string; sought: string; max: number; of_attempts: boolean }[];
  history: { key: string; sought: string }[];
  checks: { key: string; pointer: string[] }[];
  geo: boolean;
  trust: boolean;
};

const tokensOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

export function replaySet(scene: ReplayScene): ReplaySet {
  const { policies, strictness, present } = scene;
  const bar = barOf(policies, strictness);
  return {
    ...scene,
    bar,
    same_bar_digest: isSameBar(bar, barOf(present.policies, strictness)) ? present.digest : null,
    counters: policies.flatMap(({ id, needs }) =>
      needs.counters.map((limit) => ({
        key: `${id}/${limit.id}`,
        sought: soughtCounter(id, limit),
        max: limit.max,
        of_attempts: limit.count === 'attempts',
      })),
    ),
    history: policies.flatMap(({ id, needs }) =>
      needs.history.map((past) => ({ key: `${id}/${past.id}`, sought: soughtHistory(id, past) })),
    ),
    checks: policies.flatMap(({ id, needs }) =>
      needs.checks.map((check) => ({ key: `${id}${check.id}`, pointer: tokensOf(check.pointer) })),
    ),
    geo: policies.some(({ needs }) => needs.geo),
    trust: policies.some(({ needs }) => needs.trust),
  };
}

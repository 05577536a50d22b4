/** What a replay has found so far, and the report of it. Plain data: it is kept with the job's progress. */
import type { VerdictRecord } from '../audit.ts';
import { canonicalJson } from '../canonical.ts';
import { sha256Hex } from '../hash.ts';
import { decisionOf } from './content.ts';
import type { Replayed } from './replay-one.ts';
import type { Gap } from './unrecorded.ts';

export const CHANGES = ['newly_denied', 'newly_allowed', 'newly_challenged'] as const;
export type Change = (typeof CHANGES)[number];
export const OUTCOMES = ['unchanged', ...CHANGES, 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Ids of verdicts kept of each outcome but `unchanged`, the newest. */
export const SAMPLES_MAX = 50;
export const TOP_POLICIES_MAX = 20;
export const NEVER_MATCHING_MAX = 100;
/** Policies that changes are counted for; of further ones none is. */
const POLICIES_MAX = 1_000;

export type Tally = {
  examined: number;
  outcomes: Record<Outcome, number>;
  gaps: Record<Gap, number>;
  samples: Record<Exclude<Outcome, 'unchanged'>, string[]>;
  /** By policy. */
  changes: { [policy: string]: Record<Change, number> };
  /** Policies of which a statement has held. */
  speaking: string[];
  /** ISO 8601; null before the first. */
  newest: string | null;
  oldest: string | null;
};

export const newTally = (): Tally => ({
  examined: 0,
  outcomes: { unchanged: 0, newly_denied: 0, newly_allowed: 0, newly_challenged: 0, unknown: 0 },
  gaps: { input: 0, argument: 0, fact: 0 },
  samples: { newly_denied: [], newly_allowed: [], newly_challenged: [], unknown: [] },
  changes: {},
  speaking: [],
  newest: null,
  oldest: null,
});

const CHANGED = { deny: 'newly_denied', allow: 'newly_allowed', challenge: 'newly_challenged' } as const;

export function outcomeOf(record: VerdictRecord, { decision }: Replayed): Outcome {
  if (decision === 'unknown') return 'unknown';
  return decision === decisionOf(record) ? 'unchanged' : CHANGED[decision];
}

export function count(tally: Tally, record: VerdictRecord, replayed: Replayed): Outcome {
  const outcome = outcomeOf(record, replayed);
  const at = record.at.toISOString();
  tally.examined++;
  tally.outcomes[outcome]++;
  tally.newest ??= at;
  tally.oldest = at;
  for (const policy of replayed.speaking) if (!tally.speaking.includes(policy)) tally.speaking.push(policy);
  if (replayed.gap) tally.gaps[replayed.gap]++;
  if (outcome === 'unchanged') return outcome;
  const samples = tally.samples[outcome];
  if (samples.length < SAMPLES_MAX) samples.push(record.id);
  if (outcome !== 'unknown') for (const policy of causesOf(record, replayed)) countFor(tally, policy, outcome);
  return outcome;
}

/** What decides now; of what is allowed now, what decided then. */
function causesOf({ reasons }: VerdictRecord, { decision, determining }: Replayed): string[] {
  return decision === 'allow' ? [...new Set(reasons.flatMap(({ policy }) => policy ?? []))] : determining;
}

function countFor({ changes }: Tally, policy: string, change: Change): void {
  const known = Object.hasOwn(changes, policy) ? changes[policy] : undefined;
  if (!known && Object.keys(changes).length >= POLICIES_MAX) return;
  const own = known ?? { newly_denied: 0, newly_allowed: 0, newly_challenged: 0 };
  own[change]++;
  changes[policy] = own;
}

/** What the set and what is in force are told apart by: SHA-256 in hex. */
export type Compared = { set_digest: string; active_digest: string; policies: readonly string[] };

export type ReplayReport = {
  set_digest: string;
  active_digest: string;
  examined: number;
  /** True when there were more than `max`. */
  is_cut_short: boolean;
  newest: string | null;
  oldest: string | null;
  outcomes: Tally['outcomes'];
  unknown_because: Tally['gaps'];
  top_policies: ({ policy: string } & Record<Change, number>)[];
  /** Policies of the set of which no statement held; `never_matching_count` counts those beyond the list too. */
  never_matching: string[];
  never_matching_count: number;
  samples: Tally['samples'];
  /** SHA-256 in hex of the canonical JSON (RFC 8785) of all the rest. */
  digest: string;
};

const weight = (changes: Record<Change, number>): number => CHANGES.reduce((sum, change) => sum + changes[change], 0);

export function reportOf(tally: Tally, is_cut_short: boolean, { set_digest, active_digest, policies }: Compared): ReplayReport {
  const spoke = new Set(tally.speaking);
  const silent = policies.filter((policy) => !spoke.has(policy));
  const top = Object.entries(tally.changes).sort(([p, a], [q, b]) => weight(b) - weight(a) || (p < q ? -1 : 1));
  const report = {
    set_digest,
    active_digest,
    examined: tally.examined,
    is_cut_short,
    newest: tally.newest,
    oldest: tally.oldest,
    outcomes: tally.outcomes,
    unknown_because: tally.gaps,
    top_policies: top.slice(0, TOP_POLICIES_MAX).map(([policy, changes]) => ({ policy, ...changes })),
    never_matching: silent.slice(0, NEVER_MATCHING_MAX),
    never_matching_count: silent.length,
    samples: tally.samples,
  };
  return { ...report, digest: sha256Hex(canonicalJson(report)) };
}

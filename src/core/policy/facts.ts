/** What Cedar cannot compute, gathered before it decides and recorded with the verdict: replay depends on it (docs: `policy.md` 4, "Fact hoisting"). */
import type { Category } from '../finding.ts';
import type { Strictness } from '../submission.ts';
import type { Expr } from './cedar/policy-json.ts';
import type { ArgumentRequirement, HistoryRequirement, LimitRequirement, Target } from './document.ts';

/** What a policy asks of the world; a set needs the union of its policies. */
export type FactNeeds = {
  /** IANA names. */
  clocks: string[];
  /** Names of the tenant's lists that addresses are held against. */
  ip_lists: string[];
  /** What of arguments Cedar has no words for (named lists, patterns, lengths, every item of a list); `id` within the policy. */
  checks: {
    id: string;
    pointer: string;
    requirement: ArgumentRequirement;
    /** It is what a policy denies: true where any value holds it, and where that cannot be told. */
    may_hold?: true;
  }[];
  geo: boolean;
  /** `target` says whose calls count, `amount` what a measure in Cedar text comes to. */
  counters: (LimitRequirement & { target: Target; amount?: Expr })[];
  history: (HistoryRequirement & { target: Target })[];
  trust: boolean;
  findings: boolean;
};
export const NO_NEEDS: FactNeeds = {
  clocks: [],
  ip_lists: [],
  checks: [],
  geo: false,
  counters: [],
  history: [],
  trust: false,
  findings: false,
};

/** On the wall clock of a zone; `weekday` 1 is Monday (ISO 8601). */
export type Clock = { hour: number; minute_of_day: number; weekday: number };

/** Who acts. `verified`: by a token of one of the tenant's issuers; `asserted`: the caller says so; `none`. */
export type Identity = {
  assurance: 'verified' | 'asserted' | 'none';
  /** Null without `user_id`, `agent_id` and `session_id`: then no limit, history or trust of a principal applies. */
  principal: { type: 'User' | 'Agent' | 'Session'; id: string } | null;
  agent: string | null;
  session: string | null;
  /** Verified ones, or asserted ones where the tenant believes them: they become parents. */
  roles: string[];
  groups: string[];
  /** Asserted ones that are not believed: tags `unverified:…`. */
  unverified_roles: string[];
  /** OAuth scopes of the token. */
  scopes: string[];
  /** String claims of the token, flat. */
  claims: { [name: string]: string };
  issuer: string | null;
  acr: string | null;
  amr: string[];
  /** Seconds since the user signed in (`auth_time`). */
  auth_age_s: number | null;
};

export const NOBODY: Identity = {
  assurance: 'none',
  principal: null,
  agent: null,
  session: null,
  roles: [],
  groups: [],
  unverified_roles: [],
  scopes: [],
  claims: {},
  issuer: null,
  acr: null,
  amr: [],
  auth_age_s: null,
};

export const TRUST_PARTS = ['user', 'device', 'location', 'behaviour'] as const;
export type Approval = { id: string; method: string; age_s: number };

/** The facts of one call. Absent means that nobody asked; what was asked for and could not be told is null, and fails whatever needs it. */
export type PolicyFacts = {
  identity: Identity;
  clocks: { [zone: string]: Clock };
  net: {
    ip: string | null;
    /** In which the address stands, of those that could be asked (`checked`). */ lists: string[];
    checked: string[];
    country?: string | null;
    asn?: number | null;
  };
  /** By `<policy><id>`, such as `pol_x#2`; false where the argument is missing and need not be. */
  checks: { [id: string]: boolean };
  /** By `<policy>/<limit>`: whether this call still fits, and the count with it. */
  counters: { [id: string]: { fits: boolean; value: number } | null };
  /** By `<policy>/<history>`. */
  history: { [id: string]: boolean | null };
  /** 0–1000. The parts are those that were told; `signals` are names. */
  trust: ({ score: number; confidence: number; signals?: string[] } & { [part in (typeof TRUST_PARTS)[number]]?: number }) | null;
  /** Of the session. Nothing supplies them to a call yet (`unsupplied.ts`): absent, they are not known. */
  labels?: string[];
  /** One that is valid, and of this very call; likewise. */
  approval?: Approval;
  /** Of the session, likewise. */
  session?: { calls?: number; age_s?: number; depth?: number };
  /** What was looked for at some cost (`sought.ts`), so that a replay can tell what could not be told from what nobody asked. */
  sought?: string[];
  /** The set that the call named: what it alone came to, and the bar that it set for content. A replay of other policies holds on to both. */
  requested?: { set: string; access: 'allow' | 'challenge' | 'deny'; bar: { strictness: Strictness; thresholds: [Category, number][] } };
};

export const NO_FACTS: PolicyFacts = {
  identity: NOBODY,
  clocks: {},
  net: { ip: null, lists: [], checked: [] },
  checks: {},
  counters: {},
  history: {},
  trust: null,
};

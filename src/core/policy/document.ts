/** What a tenant writes as a policy (docs: `policy.md` 4). A document is in one of three forms: lists, structured, Cedar. */
import type { Category, Severity } from '../finding.ts';
import type { Strictness } from '../submission.ts';

/** Patterns match the whole name; `*` stands for any run of characters. A tool is named `tool` or `server/tool`. */
export type NameLists = { allow?: string[]; deny?: string[] };

/** Allow and deny lists, and from which score on a category is denied. */
export type ListsDocument = {
  tools?: NameLists;
  methods?: NameLists;
  strictness?: Strictness;
  /** Score in [0, 1] from which a category is denied; can only be lower than what strictness gives, unless the policy is the tenant's only voice on it. */
  thresholds?: Partial<Record<Category, number>>;
};

/**
 * Whom and what a policy is about: of the members that are given all must hold, of the patterns of one any. `tools` match `tool` and
 * `server/tool`; `resources` match the URI. Nothing, or `global` alone, is everything.
 */
export type Target = {
  global?: true;
  users?: string[];
  roles?: string[];
  groups?: string[];
  agents?: string[];
  servers?: string[];
  tools?: string[];
  tool_groups?: string[];
  methods?: string[];
  resources?: string[];
  prompts?: string[];
};

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];
/** `from` ≤ t < `to`, as `HH:MM` on the clock of `tz`; `to` at or before `from` reaches into the next day, which belongs to the day of `from`. */
export type TimeWindow = { days?: Day[]; from: string; to: string };
/** Hours AND windows must hold; of the windows any. */
export type TimeRequirement = { tz: string; allowed_hours?: number[]; windows?: TimeWindow[] };

export type LocationRequirement = {
  /** CIDR, IPv4 or IPv6. */
  ip_allow?: string[];
  ip_deny?: string[];
  /** Named lists of the tenant. */
  ip_lists?: { allow?: string[]; deny?: string[] };
  /** ISO 3166-1 alpha-2. */
  countries?: string[];
  asns?: number[];
  /** What an address of unknown country or network is; `deny` when left out. */
  unknown?: 'deny' | 'allow';
};

export type LimitKey = 'tenant' | 'principal' | 'session' | 'tool' | 'principal+tool' | 'session+tool';
/** An expression that says how much a call adds: a whole number from 0 on. What has no such amount is refused with `POLICY_ERROR`. */
export type CedarAmount = { cedar: string };
/**
 * `sum:/pointer`, `distinct:/pointer` are over `params.arguments`; `bytes` are those of the message; `concurrency` is how many calls were let
 * through and are not answered yet.
 */
export type Measure = 'calls' | 'bytes' | 'concurrency' | `sum:${string}` | `distinct:${string}` | CedarAmount;
/**
 * `window` as `30s`, `15m`, `1h`, `7d`, sliding; of `concurrency` it is how long a call may be in flight that nobody sees answered. `allowed`
 * (the default) counts calls that were let through; `attempts` all.
 */
export type LimitRequirement = {
  id: string;
  key: LimitKey;
  window: string;
  max: number;
  measure?: Measure;
  count?: 'allowed' | 'attempts';
};

/** On one argument; of the members that are given all must hold, and an argument that is missing or of another type holds none. */
export type ArgumentRequirement = {
  min?: number;
  max?: number;
  equals?: string | number | boolean;
  oneOf?: (string | number)[];
  like?: string;
  notLike?: string;
  /** A named list of the tenant. */
  inList?: string;
  notInList?: string;
  maxLength?: number;
  /** RE2 syntax, whole value. */
  matches?: string;
  /** True: may be missing; then only what is there is held against the rest. */
  optional?: boolean;
};

/** What happened before in the same session, else of the same principal; only calls that were let through, or their answers. */
export type HistoryRequirement = {
  id: string;
  formerly?: HistoryEvent & { /** False: must NOT have happened. */ is?: boolean };
  count_within?: HistoryEvent & { min?: number; max?: number };
  count_distinct_within?: HistoryEvent & { of: string; min?: number; max?: number };
  sum_within?: HistoryEvent & { of: string; min?: number; max?: number };
};
export type HistoryEvent = {
  /** As of a limit; at most 24 h. */
  within: string;
  /** Pattern of `server/tool`, or of a method. */
  action: string;
  kind?: 'request' | 'response';
  /** `input./pointer` or `output./pointer` of the event → `$/pointer` into the arguments of this call, or a literal. */
  match?: { [of_event: string]: string | number | boolean };
};

export type Require = {
  time?: TimeRequirement;
  location?: LocationRequirement;
  /** In [0, 1]. Unknown trust fails. */
  trust?: { min: number };
  limits?: LimitRequirement[];
  /** By JSON Pointer from `params.arguments`. */
  args?: { [pointer: string]: ArgumentRequirement };
  /** Highest score in [0, 1] that passes, by category. */
  findings?: Partial<Record<Category, { max: number }>>;
  session?: { notLabels?: string[] };
  history?: HistoryRequirement[];
  /** Who the caller must be proved to be. */
  auth?: { assurance?: 'verified' | 'asserted'; scopes?: string[] };
};

/** Goes out with an allow (or, for `alert` and `log`, with anything). */
export type Obligation =
  | { type: 'redact'; pointers: string[] }
  | { type: 'alert'; channel?: string }
  | { type: 'log' }
  | { type: 'set_headers'; headers: { [name: string]: string } }
  | { type: 'filter_items'; tools: string[] }
  | { type: 'limit_ttl'; seconds: number };

/**
 * `allow` permits what the target names; `deny` forbids it; `require` forbids it unless everything in `require` holds. `deny` and `allow` may
 * carry `require` too: then they speak only when all of it holds.
 */
export type StructuredDocument = {
  effect: 'allow' | 'deny' | 'require';
  /** What a deny or a failed requirement leads to; `deny` when left out. */
  decision?: 'deny' | 'challenge';
  target?: Target;
  require?: Require;
  obligations?: Obligation[];
  /** For people; stands in `reasons[].message`. */
  reason?: string;
  severity?: Severity;
};

/** Cedar text: any number of policies. `@decision("challenge")`, `@reason("…")`, `@severity("…")`, `@obligation("{…}")` are heeded. */
export type CedarDocument = { cedar: string };

export type PolicyDocument = ListsDocument | StructuredDocument | CedarDocument;

/** Tests that stand with a policy: a call, what is known besides, and what must come of it (docs: `policy.md` 6). */
import type { CallContext, CallOptions, JsonObject, ToolHint } from '../submission.ts';
import type { Decision, ReasonCode } from '../verdict.ts';
import type { Obligation } from './document.ts';
import type { Identity, PolicyFacts, TRUST_PARTS } from './facts.ts';

export const TESTS_MAX = 50;
/** Of the JSON text of a policy's tests, in UTF-16 units. */
export const TESTS_CHARS_MAX = 131_072;

/**
 * What the world would add to the call. Left out: no trust is known, no country; limits are not used up; nothing has happened before.
 * Counters and history by the id that the policy gives them, or by `<policy>/<id>` for those of another policy of the set.
 */
export type GivenFacts = {
  /** RFC 3339. Required where the policy looks at a clock. */
  now?: string;
  identity?: Partial<Pick<Identity, 'assurance' | 'roles' | 'groups' | 'scopes' | 'claims' | 'issuer' | 'acr' | 'amr' | 'auth_age_s'>>;
  country?: string | null;
  asn?: number | null;
  /** In [0, 1]. */
  trust?: ({ score: number; confidence?: number; signals?: string[] } & { [part in (typeof TRUST_PARTS)[number]]?: number }) | null;
  /** Of the session; left out, they are not known. */
  labels?: string[];
  /** As if one were there that is valid for this very call: challenges are met. */
  approval?: { id?: string; method?: string; age_s?: number };
  /** Of the session that the call names. */
  session?: NonNullable<PolicyFacts['session']>;
  /** Whether the call still fits; null: could not be told. */
  counters?: { [id: string]: boolean | null };
  /** Whether it is as the policy requires it. */
  history?: { [id: string]: boolean | null };
};

export type Expectation = {
  decision: Decision;
  /** Codes that must be among the reasons. */
  reasons?: ReasonCode[];
  /** Types that must be among the obligations. */
  obligations?: Obligation['type'][];
};

export type PolicyTest = {
  name: string;
  request?: JsonObject | unknown[];
  response?: JsonObject | unknown[];
  tool?: ToolHint;
  server?: { name?: string; url?: string; version?: string };
  context?: CallContext;
  facts?: GivenFacts;
  options?: Pick<CallOptions, 'supported_obligations'>;
  expect: Expectation;
};

export type TestResult = {
  name: string;
  passed: boolean;
  expected: Expectation;
  got: { decision: Decision; status: number; reasons: ReasonCode[]; obligations: Obligation['type'][] };
};

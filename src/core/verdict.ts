/** Our whole answer (docs: `api.md`, "POST /validate"). */
import type { Finding, Layer, Severity } from './finding.ts';
import type { Obligation } from './policy/document.ts';
import type { Unjudged } from './mcp/surface.ts';
import type { Explanation } from './roles/explain.ts';

export type Decision = 'allow' | 'challenge' | 'deny';

/** Reason codes, with what the enforcement point should answer, in order of precedence. One table; each is documented and tested. */
export const REASONS = {
  PROTOCOL_VIOLATION: { layer: 'gateway', status: 400 },
  TOKEN_INVALID: { layer: 'authentication', status: 401 },
  TOKEN_ALGORITHM: { layer: 'authentication', status: 401 },
  TOKEN_ISSUER: { layer: 'authentication', status: 401 },
  TOKEN_AUDIENCE: { layer: 'authentication', status: 401 },
  TOKEN_EXPIRED: { layer: 'authentication', status: 401 },
  TOKEN_NOT_YET_VALID: { layer: 'authentication', status: 401 },
  TOKEN_KEY_UNKNOWN: { layer: 'authentication', status: 401 },
  TOKEN_ISSUER_UNAVAILABLE: { layer: 'authentication', status: 401 },
  TOKEN_SUBJECT: { layer: 'authentication', status: 401 },
  SECRET_LEAK: { layer: 'data', status: 403 },
  PII_LEAK: { layer: 'data', status: 403 },
  COMMAND_INJECTION: { layer: 'application', status: 403 },
  SQL_INJECTION: { layer: 'application', status: 403 },
  PATH_TRAVERSAL: { layer: 'application', status: 403 },
  SSRF: { layer: 'application', status: 403 },
  UNICODE_SMUGGLING: { layer: 'application', status: 403 },
  PROMPT_INJECTION: { layer: 'application', status: 403 },
  TOOL_POISONING: { layer: 'application', status: 403 },
  XSS: { layer: 'application', status: 403 },
  TEMPLATE_INJECTION: { layer: 'application', status: 403 },
  XXE: { layer: 'application', status: 403 },
  LDAP_INJECTION: { layer: 'application', status: 403 },
  NOSQL_INJECTION: { layer: 'application', status: 403 },
  DESERIALIZATION: { layer: 'application', status: 403 },
  EXFILTRATION: { layer: 'data', status: 403 },
  RESOURCE_EXHAUSTION: { layer: 'application', status: 403 },
  OTHER: { layer: 'application', status: 403 },
  POLICY_ERROR: { layer: 'authorization', status: 403 },
  IDENTITY_REQUIREMENT: { layer: 'authentication', status: 401 },
  TIME_RESTRICTION: { layer: 'authorization', status: 403 },
  COUNTRY_UNKNOWN: { layer: 'network', status: 403 },
  LOCATION_RESTRICTION: { layer: 'network', status: 403 },
  TRUST_REQUIREMENT: { layer: 'authorization', status: 403 },
  RESOURCE_LIMIT: { layer: 'authorization', status: 429 },
  ARGUMENT_RESTRICTION: { layer: 'authorization', status: 403 },
  FINDING_RESTRICTION: { layer: 'application', status: 403 },
  SESSION_RESTRICTION: { layer: 'authorization', status: 403 },
  HISTORY_REQUIREMENT: { layer: 'authorization', status: 403 },
  POLICY_DENIED: { layer: 'authorization', status: 403 },
  TOOL_DENIED: { layer: 'authorization', status: 403 },
  METHOD_DENIED: { layer: 'authorization', status: 403 },
  NO_PERMIT: { layer: 'authorization', status: 403 },
  OBLIGATION_UNSUPPORTED: { layer: 'authorization', status: 403 },
  RATE_LIMIT: { layer: 'gateway', status: 429 },
} as const satisfies Record<string, { layer: Layer; status: number }>;
export type ReasonCode = keyof typeof REASONS;

export type Reason = { code: ReasonCode; layer: Layer; severity: Severity; message: string; policy?: string };

/** RFC 6902; paths from the root of the call to us, such as `/response/result/content/0/text`. */
export type Modification = { op: 'replace'; path: string; value: string } | { op: 'move'; from: string; path: string };

/** What would have been decided by what is tried. */
export type ShadowVerdict = {
  /** Null: what is in force, and every policy of mode `shadow`. */
  set: string | null;
  decision: Decision;
  status: number;
  determining: string[];
  /** What is counted or remembered for it could not be told at the moment: policies that wait for that say nothing here. */
  is_partial: boolean;
};

export type Verdict = {
  id: string;
  decision: Decision;
  status: number;
  /** 1 − Π(1 − sᵢ) over distinct categories, in [0, 1]. Informs; never decides. */
  risk: number;
  reasons: Reason[];
  findings: Finding[];
  modifications: Modification[];
  unjudged: Unjudged[];
  /** Only when the call asks for it. */
  explanation?: Explanation;
  /** `set`: the active one, where there is one; `requested`: the one that the call names, with the digest of its manifest. */
  policy: { set?: string; digest: string; requested?: { set: string; digest: string }; determining: string[]; shadow?: ShadowVerdict[] };
  /** What the enforcement point must do besides. */
  obligations?: Obligation[];
  /** Only with decision `challenge`: what more is asked of who acts. */
  challenge?: { type: 'step_up' };
  /** A JSON-RPC message to send instead; only with deny, and only where an answer is due. */
  reply?: object;
  would_be?: { decision: Decision; status: number };
  ignored: string[];
  engine: { version: string; ruleset: string };
  degraded: string[];
  latency_ms: number;
};

/** The audit record: what is kept for good. No message text, no identifiers in clear (docs: `platform.md`, "What is kept"). */
import type { Finding } from './finding.ts';
import type { Decision, Reason } from './verdict.ts';

export type VerdictRecord = {
  /** The verdict's own id, `vrd_…`. */
  id: string;
  kind: 'verdict';
  at: Date;
  key_id: string;
  direction: 'request' | 'response';
  method: string | null;
  /** `server/tool` or `tool`; null when the message names none. */
  tool: string | null;
  decision: Decision;
  status: number;
  risk: number;
  reasons: Reason[];
  findings: Finding[];
  /** What would have been decided, when the tenant only monitors. */
  would_be: { decision: Decision; status: number } | null;
  /** Tenant-keyed HMACs of what the caller asserted; null where nothing was. */
  user_hmac: string | null;
  session_hmac: string | null;
  agent_hmac: string | null;
  device_hmac: string | null;
  ip_hmac: string | null;
  /** SHA-256 in hex. */
  message_digest: string;
  policy_digest: string;
  /** The set that the call named, which was judged too; left out where it named none. */
  requested_set?: string;
  /** Ids of the policies that decided or, of what was allowed, permitted it. */
  determining: string[];
  ruleset_digest: string;
};

export type AdminRecord = {
  /** `aud_…` */
  id: string;
  kind: 'admin';
  at: Date;
  /** The key that acted; null for the operator's command line and for sign-up. */
  key_id: string | null;
  /** `noun.verb`, such as `keys.create`. */
  action: string;
  /** What was acted on, such as `key_…`. */
  subject: string;
  /** Versions of policies that came to be by it; left out where none did. */
  policies?: readonly WrittenVersion[];
};

/** `digest` is the version's, as its `ETag` has it. */
export type WrittenVersion = { id: string; version: number; digest: string };

export type AuditRecord = VerdictRecord | AdminRecord;

/** What of a verdict is kept for good: no text of the message, no identifier in clear. */
import type { VerdictRecord } from '#core/audit.ts';
import { canonicalJson } from '#core/canonical.ts';
import { sha256Hex } from '#core/hash.ts';
import type { Judgement } from '#core/judge.ts';
import { plainPointer, pointerOf } from '#core/pointer.ts';
import type { CallContext, Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';
import type { TenantKey } from './ports.ts';

const NAME_CHARS_MAX = 256;
// What a method or tool is called in earnest. Anything else is message text, and that is not kept here.
const NAME = /^[A-Za-z0-9_.$:/@-]+$/;

/** Who the call says that acts, in clear. */
export type Identifiers = Pick<CallContext, 'user_id' | 'session_id' | 'agent_id' | 'device_id' | 'ip_address'>;

/** What is kept of the message, beside the verdict. */
export type BareRecord = Pick<VerdictRecord, 'direction' | 'method' | 'tool' | 'message_digest'>;

export function bareRecord(submission: Submission, { reading, cuts }: Judgement): BareRecord {
  const { judged, messages } = reading;
  const only = messages.length === 1 ? messages[0] : undefined;
  const secret = new Set(cuts.map((cut) => pointerOf(cut.leaf.at)));
  const tool = only?.tool ?? null;
  const server = submission.server?.name;
  return {
    direction: judged,
    method: secret.has('/request/method') ? null : plainName(only?.method ?? null),
    tool: tool === null || secret.has('/request/params/name') ? null : plainName(server ? `${server}/${tool}` : tool),
    message_digest: sha256Hex(canonicalJson(submission.response ?? submission.request ?? null)),
  };
}

export type Recorded = { at: Date; key_id: string; tenant_key: TenantKey };

export function verdictRecord(verdict: Verdict, bare: BareRecord, who: Identifiers, { at, key_id, tenant_key }: Recorded): VerdictRecord {
  const hmac = (kind: Parameters<TenantKey['hmac']>[0], value: string | undefined): string | null =>
    value === undefined ? null : tenant_key.hmac(kind, value);
  return {
    id: verdict.id,
    kind: 'verdict',
    at,
    key_id,
    direction: bare.direction,
    method: bare.method,
    tool: bare.tool,
    decision: verdict.decision,
    status: verdict.status,
    risk: verdict.risk,
    reasons: verdict.reasons,
    findings: verdict.findings.map((finding) => ({ ...finding, path: plainPointer(finding.path) })),
    would_be: verdict.would_be ?? null,
    user_hmac: hmac('user', who.user_id),
    session_hmac: hmac('session', who.session_id),
    agent_hmac: hmac('agent', who.agent_id),
    device_hmac: hmac('device', who.device_id),
    ip_hmac: hmac('ip', who.ip_address),
    message_digest: bare.message_digest,
    policy_digest: verdict.policy.digest,
    ...(verdict.policy.requested && { requested_set: verdict.policy.requested.set }),
    determining: verdict.policy.determining,
    ruleset_digest: verdict.engine.ruleset.replace('sha256:', ''),
  };
}

const plainName = (name: string | null): string | null => (name !== null && name.length <= NAME_CHARS_MAX && NAME.test(name) ? name : null);

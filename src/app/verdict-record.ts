/** What of a verdict is kept for good: no text of the message, no identifier in clear. */
import type { VerdictRecord } from '#core/audit.ts';
import { canonicalJson } from '#core/canonical.ts';
import { sha256Hex } from '#core/hash.ts';
import type { Judgement } from '#core/judge.ts';
import { plainPointer, pointerOf } from '#core/pointer.ts';
import type { Submission } from '#core/submission.ts';
import type { TenantKey } from './ports.ts';

const NAME_CHARS_MAX = 256;
// What a method or tool is called in earnest. Anything else is message text, and that is not kept here.
const NAME = /^[A-Za-z0-9_.$:/@-]+$/;

export type Recorded = { at: Date; key_id: string; tenant_key: TenantKey };

export function verdictRecord(
  submission: Submission,
  { verdict, reading, cuts }: Judgement,
  { at, key_id, tenant_key }: Recorded,
): VerdictRecord {
  const { judged, messages } = reading;
  const only = messages.length === 1 ? messages[0] : undefined;
  const secret = new Set(cuts.map((cut) => pointerOf(cut.leaf.at)));
  const tool = only?.tool ?? null;
  const server = submission.server?.name;
  const { user_id, session_id, agent_id, device_id, ip_address } = submission.context;
  const hmac = (kind: Parameters<TenantKey['hmac']>[0], value: string | undefined): string | null =>
    value === undefined ? null : tenant_key.hmac(kind, value);
  return {
    id: verdict.id,
    kind: 'verdict',
    at,
    key_id,
    direction: judged,
    method: secret.has('/request/method') ? null : plainName(only?.method ?? null),
    tool: tool === null || secret.has('/request/params/name') ? null : plainName(server ? `${server}/${tool}` : tool),
    decision: verdict.decision,
    status: verdict.status,
    risk: verdict.risk,
    reasons: verdict.reasons,
    findings: verdict.findings.map((finding) => ({ ...finding, path: plainPointer(finding.path) })),
    would_be: verdict.would_be ?? null,
    user_hmac: hmac('user', user_id),
    session_hmac: hmac('session', session_id),
    agent_hmac: hmac('agent', agent_id),
    device_hmac: hmac('device', device_id),
    ip_hmac: hmac('ip', ip_address),
    message_digest: sha256Hex(canonicalJson(submission.response ?? submission.request ?? null)),
    policy_digest: verdict.policy.digest,
    ruleset_digest: verdict.engine.ruleset.replace('sha256:', ''),
  };
}

const plainName = (name: string | null): string | null => (name !== null && name.length <= NAME_CHARS_MAX && NAME.test(name) ? name : null);

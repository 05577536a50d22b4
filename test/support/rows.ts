/** Rows for storage tests. Each call makes new ids, in order of time. */
import { randomBytes, randomUUID } from 'node:crypto';
import { INPUT_RETENTION_MS } from '#app/decision-input.ts';
import type { NewJob } from '#app/job-ports.ts';
import type { Charge, Database, KeptAnswer, KeyRow, SealedInput, TenantRow, VerdictEntry, WriteGrant, SuppressionRow } from '#app/ports.ts';
import type { PolicyRow, PolicySetRow } from '#app/policy-ports.ts';
import type { ListRow } from '#app/list-ports.ts';
import type { ServerRow } from '#app/server-ports.ts';
import type { PackInstall } from '#app/pack-ports.ts';
import type { AdminRecord, VerdictRecord } from '#core/audit.ts';
import { ID_RANDOM_BYTES, makeId } from '#core/id.ts';
import { compile, compiledVersion, type CompiledVersion } from '#core/policy/compile.ts';
import { manifestDigest, type PolicySetManifest } from '#core/policy/policy-set.ts';
import type { TenantId } from '#core/tenant.ts';

export const MOMENT = new Date('2026-11-20T12:00:00.123Z');
export const MONTH = '2026-11-01';

let serial = 0;
/** In order of time, and of the calls within one. */
function recordId(prefix: 'vrd' | 'aud', at: Date): string {
  const random = new Uint8Array(randomBytes(ID_RANDOM_BYTES)).fill(0, 0, 3);
  new DataView(random.buffer).setUint32(3, ++serial);
  return makeId(prefix, at.getTime(), random);
}
const nextId = (prefix: string): string => `${prefix}_${(++serial).toString(36).padStart(8, '0')}${randomBytes(4).toString('hex')}`;
const hex = (bytes = 32): string => randomBytes(bytes).toString('hex');
const bytes = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

export const newTenantId = (): TenantId => randomUUID() as TenantId;
export const grantOf = (tenant: TenantId): WriteGrant => ({ tenant }) as WriteGrant;

export const tenantRow = (over: Partial<TenantRow> = {}): TenantRow => ({
  id: newTenantId(),
  name: 'Acme',
  plan: 'free',
  posture: 'starter',
  strictness: 'standard',
  fail_mode: 'closed',
  monitor: false,
  rate_limits: { principal: { per_second: 0.5, burst: 3 }, tool: null },
  argument_roles: [{ server: 'files', tool: 'grep', argument: '/patterns/*', role: 'regex' }],
  issuers: [
    {
      issuer: 'https://login.example',
      audiences: ['mcp'],
      jwks_uri: 'https://login.example/keys',
      jwks: null,
      algorithms: ['RS256'],
      claims: { user: 'sub', roles: '/realm_access/roles', groups: 'groups', scopes: 'scp' },
      valid_from: null,
      valid_until: '2027-01-01T00:00:00.000Z',
    },
  ],
  trust_asserted_roles: true,
  tool_groups: { payments: ['pay/*', 'refund'] },
  created_at: MOMENT,
  email_hash: bytes(32),
  verified_mailbox: bytes(32),
  wrapped_key: bytes(61),
  ...over,
});

export const keyRow = (over: Partial<KeyRow> = {}): KeyRow => ({
  id: nextId('key'),
  name: 'gateway',
  hash: bytes(32),
  hint: 'cs_live_Ab12',
  scopes: ['validate', 'audit:read'],
  ip_allow: ['192.0.2.0/24', '2001:db8::/32'],
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
  created_at: MOMENT,
  rotated_from: null,
  replaced_by: null,
  ...over,
});

export const jobRow = (params: unknown = {}): NewJob => ({
  id: makeId('job', MOMENT.getTime() + ++serial, bytes(ID_RANDOM_BYTES)),
  kind: 'test',
  params,
  created_at: MOMENT,
});

export const suppressionRow = (over: Partial<SuppressionRow> = {}): SuppressionRow => ({
  id: nextId('sup'),
  rule: 'ssrf.loopback',
  server: null,
  tool: 'fetch',
  path: '/request/params/arguments/url',
  reason: 'a server of the developers',
  expires_at: new Date(MOMENT.getTime() + 86_400_000),
  created_at: MOMENT,
  ...over,
});

export const listRow = (over: Partial<ListRow> = {}): ListRow => ({
  id: nextId('lst'),
  name: 'partners',
  kind: 'texts',
  entries: ['acme', 'Zoë'],
  entry_count: 2,
  entry_chars: 7,
  digest: hex(),
  created_at: MOMENT,
  updated_at: MOMENT,
  ...over,
});

export const serverRow = (over: Partial<ServerRow> = {}): ServerRow => ({
  id: nextId('srv'),
  name: 'io.github.acme/pay',
  tools: [{ name: 'refund', description: 'a\u0000b \ud800', inputSchema: { type: 'object' } }],
  made: {
    names: ['refund'],
    types: { actions: { 'io.github.acme/pay___refund': { type: 'EntityOrCommon', name: 'x' } }, common: {}, entities: {} },
    untyped: [],
    findings: [],
  },
  tool_count: 1,
  bytes: 100,
  digest: hex(),
  created_at: MOMENT,
  updated_at: MOMENT,
  ...over,
});

export const packInstall = (over: Partial<PackInstall> = {}): PackInstall => ({
  name: 'read-only',
  version: '1.0.0',
  digest: 'ab'.repeat(32),
  strength: 'strict',
  params: { groups: ['write'], tools: null },
  installed_at: MOMENT,
  ...over,
});

export const policyRow = (over: Partial<PolicyRow> = {}): PolicyRow => ({
  id: nextId('pol'),
  name: 'no shell',
  mode: 'enforce',
  version: 1,
  document: { tools: { deny: ['shell/*'] }, strictness: 'maximum', thresholds: { sql_injection: 0.5 } },
  tests: [],
  warnings: [],
  digest: hex(),
  created_at: MOMENT,
  updated_at: MOMENT,
  ...over,
});

export function policySetRow(policies: readonly PolicyRow[], over: Partial<PolicySetRow> = {}): PolicySetRow {
  const manifest: PolicySetManifest = {
    policies: policies.map(({ id, version, digest }) => ({ id, version, digest })),
    settings: { posture: 'strict', strictness: 'maximum' },
    lists: [{ name: 'partners', digest: hex() }],
  };
  const made = { id: nextId('set'), name: 'release', state: 'draft' as const, digest: manifestDigest(manifest), manifest };
  return { ...made, created_at: MOMENT, updated_at: MOMENT, ...over };
}

/** What a version compiles to, as far as the store looks at it. */
export const compiledOf = (row: PolicyRow): CompiledVersion => compiledVersion(row.document, compile(row.id, row.document));

export const verdictRecord = (over: Partial<VerdictRecord> = {}): VerdictRecord => ({
  id: recordId('vrd', over.at ?? MOMENT),
  kind: 'verdict',
  at: MOMENT,
  key_id: 'key_1',
  direction: 'request',
  method: 'tools/call',
  tool: 'crm/find_customer',
  decision: 'deny',
  status: 403,
  risk: 0.97,
  reasons: [{ code: 'SQL_INJECTION', layer: 'application', severity: 'high', message: 'a second statement', policy: 'pol_1' }],
  findings: [
    {
      rule: 'sql.stacked-query',
      category: 'sql_injection',
      layer: 'application',
      severity: 'high',
      score: 0.97,
      path: '/request/params/arguments/name',
      start: 3,
      end: 29,
      view: 'url>base64',
      role: 'identifier',
      threat: 'Q02',
      references: ['CWE-89'],
      fingerprint: hex(8),
      suppressed: false,
      message: 'a second statement',
    },
  ],
  would_be: null,
  user_hmac: hex(),
  session_hmac: hex(),
  agent_hmac: null,
  device_hmac: null,
  ip_hmac: hex(),
  message_digest: hex(),
  policy_digest: hex(),
  determining: ['pol_1'],
  ruleset_digest: hex(),
  ...over,
});

export const adminRecord = (over: Partial<AdminRecord> = {}): AdminRecord => ({
  id: recordId('aud', over.at ?? MOMENT),
  kind: 'admin',
  at: MOMENT,
  key_id: null,
  action: 'keys.create',
  subject: 'key_1',
  ...over,
});

export const keptAnswer = (): KeptAnswer => ({ digest: bytes(32), wrapped_key: bytes(33), ciphertext: bytes(300), expires_at: MOMENT });

export const sealedInput = (): SealedInput => ({
  wrapped_key: bytes(33),
  ciphertext: bytes(212),
  expires_at: new Date(MOMENT.getTime() + INPUT_RETENTION_MS),
});

export const entriesOf = (n: number, over: Partial<VerdictRecord> = {}): VerdictEntry[] =>
  Array.from({ length: n }, () => ({ record: verdictRecord(over), input: null }));

/** Records verdicts of one tenant alone. */
export async function recordFor(
  database: Database,
  tenant: TenantId,
  entries: readonly VerdictEntry[],
  month: string,
  quota: number | null,
): Promise<Charge> {
  const [charge] = await database.recordVerdicts([{ tenant, month, quota, entries }]);
  if (!charge) throw new Error('no charge');
  return charge;
}

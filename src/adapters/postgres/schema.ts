/** The tables of `migrations/` as the query builder sees them. */
import { bigint, boolean, customType, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
});
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const tenant_id = uuid('tenant_id').notNull();

export const tenants = pgTable('tenants', {
  tenant_id,
  name: text('name').notNull(),
  plan: text('plan').notNull(),
  posture: text('posture').notNull(),
  strictness: text('strictness').notNull(),
  fail_mode: text('fail_mode').notNull(),
  monitor: boolean('monitor').notNull(),
  principal_rate: jsonb('principal_rate'),
  tool_rate: jsonb('tool_rate'),
  argument_roles: jsonb('argument_roles').notNull(),
  issuers: jsonb('issuers').notNull(),
  trust_asserted_roles: boolean('trust_asserted_roles').notNull(),
  tool_groups: jsonb('tool_groups').notNull(),
  email_hash: bytea('email_hash'),
  verified_mailbox: bytea('verified_mailbox'),
  wrapped_key: bytea('wrapped_key').notNull(),
  created_at: moment('created_at').notNull(),
});

export const apiKeys = pgTable('api_keys', {
  tenant_id,
  id: text('id').notNull(),
  name: text('name').notNull(),
  hash: bytea('hash').notNull(),
  hint: text('hint').notNull(),
  scopes: text('scopes').array().notNull(),
  ip_allow: text('ip_allow').array(),
  expires_at: moment('expires_at'),
  revoked_at: moment('revoked_at'),
  last_used_at: moment('last_used_at'),
  created_at: moment('created_at').notNull(),
  rotated_from: text('rotated_from'),
  replaced_by: text('replaced_by'),
});

export const policies = pgTable('policies', {
  tenant_id,
  id: text('id').notNull(),
  name: text('name').notNull(),
  enabled: boolean('enabled').notNull(),
  version: integer('version').notNull(),
  document: jsonb('document').notNull(),
  digest: text('digest').notNull(),
  shadow: boolean('shadow').notNull(),
  bytes: integer('bytes').notNull(),
  created_at: moment('created_at').notNull(),
  updated_at: moment('updated_at').notNull(),
  deleted_at: moment('deleted_at'),
});

export const policyVersions = pgTable('policy_versions', {
  tenant_id,
  policy_id: text('policy_id').notNull(),
  version: integer('version').notNull(),
  name: text('name').notNull(),
  enabled: boolean('enabled').notNull(),
  document: jsonb('document').notNull(),
  digest: text('digest').notNull(),
  shadow: boolean('shadow').notNull(),
  tests: jsonb('tests').notNull(),
  warnings: jsonb('warnings').notNull(),
  compiled: jsonb('compiled'),
  created_at: moment('created_at').notNull(),
});

export const policySets = pgTable('policy_sets', {
  tenant_id,
  id: text('id').notNull(),
  name: text('name').notNull(),
  state: text('state').notNull(),
  digest: text('digest').notNull(),
  manifest: jsonb('manifest').notNull(),
  created_at: moment('created_at').notNull(),
  updated_at: moment('updated_at').notNull(),
});

export const policySetMembers = pgTable('policy_set_members', {
  tenant_id,
  set_id: text('set_id').notNull(),
  policy_id: text('policy_id').notNull(),
  version: integer('version').notNull(),
});

export const policyActivations = pgTable('policy_activations', {
  tenant_id,
  serial: integer('serial').notNull(),
  set_id: text('set_id'),
  previous: integer('previous'),
  at: moment('at').notNull(),
});

export const policyUses = pgTable('policy_uses', {
  tenant_id,
  policy_id: text('policy_id').notNull(),
  used_at: moment('used_at').notNull(),
});

export const suppressions = pgTable('suppressions', {
  tenant_id,
  id: text('id').notNull(),
  rule: text('rule').notNull(),
  server: text('server'),
  tool: text('tool'),
  path: text('path').notNull(),
  reason: text('reason').notNull(),
  expires_at: moment('expires_at').notNull(),
  created_at: moment('created_at').notNull(),
  deleted_at: moment('deleted_at'),
});

export const packInstalls = pgTable('pack_installs', {
  tenant_id,
  name: text('name').notNull(),
  version: text('version').notNull(),
  digest: text('digest').notNull(),
  strength: text('strength').notNull(),
  params: jsonb('params').notNull(),
  installed_at: moment('installed_at').notNull(),
});

export const policyLists = pgTable('policy_lists', {
  tenant_id,
  name: text('name').notNull(),
  id: text('id').notNull(),
  kind: text('kind').notNull(),
  entries: text('entries').notNull(),
  entry_count: integer('entry_count').notNull(),
  entry_chars: integer('entry_chars').notNull(),
  digest: text('digest').notNull(),
  created_at: moment('created_at').notNull(),
  updated_at: moment('updated_at').notNull(),
});

export const servers = pgTable('servers', {
  tenant_id,
  name: text('name').notNull(),
  id: text('id').notNull(),
  tools: text('tools').notNull(),
  made: text('made').notNull(),
  tool_count: integer('tool_count').notNull(),
  bytes: integer('bytes').notNull(),
  digest: text('digest').notNull(),
  created_at: moment('created_at').notNull(),
  updated_at: moment('updated_at').notNull(),
});

export const auditRecords = pgTable('audit_records', {
  tenant_id,
  id: uuid('id').notNull(),
  kind: text('kind').notNull(),
  decision: text('decision'),
  method: text('method'),
  tool: text('tool'),
  user_key: bigint('user_key', { mode: 'number' }),
  session_key: bigint('session_key', { mode: 'number' }),
  categories: text('categories').array(),
  record: text('record').notNull(),
});

export const decisionInputs = pgTable('decision_inputs', {
  tenant_id,
  id: uuid('id').notNull(),
  wrapped_key: bytea('wrapped_key').notNull(),
  ciphertext: bytea('ciphertext').notNull(),
});

export const usageMonths = pgTable('usage_months', {
  tenant_id,
  month: date('month', { mode: 'string' }).notNull(),
  used: bigint('used', { mode: 'number' }).notNull(),
  last_granted: bigint('last_granted', { mode: 'number' }).notNull(),
});

export const idempotentAnswers = pgTable('idempotent_answers', {
  tenant_id,
  digest: bytea('digest').notNull(),
  wrapped_key: bytea('wrapped_key').notNull(),
  ciphertext: bytea('ciphertext').notNull(),
  expires_at: moment('expires_at').notNull(),
});

export const jobs = pgTable('jobs', {
  tenant_id,
  id: text('id').notNull(),
  kind: text('kind').notNull(),
  state: text('state').notNull(),
  params: text('params').notNull(),
  progress: text('progress'),
  result: text('result'),
  error: text('error'),
  attempts: integer('attempts').notNull().default(0),
  lease_holder: text('lease_holder'),
  lease_until: moment('lease_until'),
  created_at: moment('created_at').notNull(),
  started_at: moment('started_at'),
  finished_at: moment('finished_at'),
});

/** The tables of `migrations/` as the query builder sees them. */
import { bigint, boolean, customType, date, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';

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
  email_hash: bytea('email_hash'),
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
  expires_at: moment('expires_at'),
  revoked_at: moment('revoked_at'),
  last_used_at: moment('last_used_at'),
  created_at: moment('created_at').notNull(),
});

export const policies = pgTable('policies', {
  tenant_id,
  id: text('id').notNull(),
  name: text('name').notNull(),
  enabled: boolean('enabled').notNull(),
  version: integer('version').notNull(),
  document: jsonb('document').notNull(),
  digest: text('digest').notNull(),
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
  created_at: moment('created_at').notNull(),
});

export const auditRecords = pgTable('audit_records', {
  tenant_id,
  id: text('id').notNull(),
  at: moment('at').notNull(),
  kind: text('kind').notNull(),
  key_id: text('key_id'),
  decision: text('decision'),
  status: smallint('status'),
  method: text('method'),
  tool: text('tool'),
  user_hmac: text('user_hmac'),
  session_hmac: text('session_hmac'),
  agent_hmac: text('agent_hmac'),
  device_hmac: text('device_hmac'),
  ip_hmac: text('ip_hmac'),
  categories: text('categories').array().notNull(),
  record: jsonb('record').notNull(),
});

export const decisionInputs = pgTable('decision_inputs', {
  tenant_id,
  record_id: text('record_id').notNull(),
  wrapped_key: bytea('wrapped_key').notNull(),
  nonce: bytea('nonce').notNull(),
  ciphertext: bytea('ciphertext').notNull(),
  expires_at: moment('expires_at').notNull(),
});

export const usageMonths = pgTable('usage_months', {
  tenant_id,
  month: date('month', { mode: 'string' }).notNull(),
  used: bigint('used', { mode: 'number' }).notNull(),
  last_granted: bigint('last_granted', { mode: 'number' }).notNull(),
});

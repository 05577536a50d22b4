-- Tenants, keys, policies, audit and usage.
-- Forward only. An applied file never changes: its SHA-256 is kept in schema_migrations and compared at every start.
-- The runtime role `countersign_runtime` exists before this file runs (src/adapters/postgres/runtime-role.ts).
-- Ids are prefixed and time-ordered; COLLATE "C" makes their order that of their bytes, which is what paging relies on.

create table tenants (
  tenant_id uuid primary key,
  name text not null,
  plan text not null,
  posture text not null,
  strictness text not null,
  fail_mode text not null,
  monitor boolean not null,
  email_hash bytea check (octet_length(email_hash) = 32),
  wrapped_key bytea not null,
  created_at timestamptz(3) not null
);

create table api_keys (
  tenant_id uuid not null references tenants,
  id text collate "C" not null,
  name text not null,
  hash bytea not null unique check (octet_length(hash) = 32),
  hint text not null,
  scopes text[] not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (tenant_id, id)
);

create table policies (
  tenant_id uuid not null references tenants,
  id text collate "C" not null,
  name text not null,
  enabled boolean not null,
  version integer not null check (version >= 1),
  document jsonb not null,
  digest text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  primary key (tenant_id, id)
);

create table policy_versions (
  tenant_id uuid not null,
  policy_id text collate "C" not null,
  version integer not null,
  name text not null,
  enabled boolean not null,
  document jsonb not null,
  digest text not null,
  created_at timestamptz(3) not null,
  primary key (tenant_id, policy_id, version),
  foreign key (tenant_id, policy_id) references policies (tenant_id, id)
);

-- The columns beside `record` are what the filters of GET /audit read; `record` is the whole.
create table audit_records (
  tenant_id uuid not null,
  id text collate "C" not null,
  at timestamptz(3) not null,
  kind text not null,
  key_id text collate "C",
  decision text,
  status smallint,
  method text,
  tool text,
  user_hmac text collate "C",
  session_hmac text collate "C",
  agent_hmac text collate "C",
  device_hmac text collate "C",
  ip_hmac text collate "C",
  categories text[] not null default '{}',
  record jsonb not null,
  primary key (tenant_id, id)
);
create index audit_records_newest on audit_records (tenant_id, at, id);
create index audit_records_not_allowed on audit_records (tenant_id, at, id) where decision in ('challenge', 'deny');
create index audit_records_user on audit_records (tenant_id, user_hmac, at, id) where user_hmac is not null;
create index audit_records_session on audit_records (tenant_id, session_hmac, at, id) where session_hmac is not null;

-- Erasable, with a retention of its own: no foreign key to the record that outlives it.
create table decision_inputs (
  tenant_id uuid not null,
  record_id text collate "C" not null,
  wrapped_key bytea not null,
  nonce bytea not null,
  ciphertext bytea not null,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, record_id)
);
create index decision_inputs_expiry on decision_inputs (tenant_id, expires_at);

-- `last_granted`: how many the latest charge was given, so that one statement both decides and answers.
create table usage_months (
  tenant_id uuid not null,
  month date not null,
  used bigint not null,
  last_granted bigint not null,
  primary key (tenant_id, month)
);

do $$
declare
  relation text;
begin
  foreach relation in array array[
    'tenants', 'api_keys', 'policies', 'policy_versions', 'audit_records', 'decision_inputs', 'usage_months'
  ] loop
    execute format('alter table %I enable row level security', relation);
    execute format('alter table %I force row level security', relation);
    execute format(
      'create policy own_rows on %I to countersign_runtime
         using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)',
      relation);
  end loop;
end
$$;

-- Before the tenant is known: the one row whose hash the caller already has.
create policy by_hash on api_keys for select to countersign_runtime
  using (hash = decode(nullif(current_setting('app.key_hash', true), ''), 'hex'));

-- FORCE binds the owner too, which must still be able to say whether there is any tenant at all.
create policy owner_sees on tenants for select to current_user using (true);
create function no_tenant_exists() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select not exists (select from tenants);
  end;
revoke all on function no_tenant_exists() from public;

grant usage on schema public to countersign_runtime;
grant select on schema_migrations to countersign_runtime;
grant execute on function no_tenant_exists() to countersign_runtime;
grant select, insert, update (name, posture, strictness, fail_mode, monitor) on tenants to countersign_runtime;
grant select, insert, update (revoked_at, last_used_at) on api_keys to countersign_runtime;
grant select, insert, update (name, enabled, version, document, digest, updated_at, deleted_at) on policies to countersign_runtime;
grant select, insert on policy_versions, audit_records to countersign_runtime;
grant select, insert, delete on decision_inputs to countersign_runtime;
grant select, insert, update (used, last_granted) on usage_months to countersign_runtime;

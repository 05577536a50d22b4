-- Answers to calls with Idempotency-Key: kept in the transaction that had the effect, sealed with the tenant's key, dropped at expiry.
-- `digest` is SHA-256 over tenant, calling key, operation and Idempotency-Key. Being at work on one is a lock, never a row.

create table idempotent_answers (
  tenant_id uuid not null references tenants,
  digest bytea not null check (octet_length(digest) = 32),
  wrapped_key bytea not null,
  ciphertext bytea not null,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, digest)
);
-- Led by the time: whoever sweeps does so for all tenants.
create index idempotent_answers_expiry on idempotent_answers (expires_at);
alter table idempotent_answers alter column ciphertext set storage external, alter column wrapped_key set storage plain;

alter table idempotent_answers enable row level security, force row level security;
create policy own_rows on idempotent_answers to countersign_runtime
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
-- Of the transaction that records verdicts of many tenants, as in 0003.
create policy named_rows on idempotent_answers to countersign_runtime
  using (tenant_id = any ((select string_to_array(nullif(current_setting('app.recording', true), ''), ',')::uuid[])::uuid[]))
  with check (tenant_id = any ((select string_to_array(nullif(current_setting('app.recording', true), ''), ',')::uuid[])::uuid[]));

-- FORCE binds the owner too, which drops what has expired for everybody.
create policy owner_drops on idempotent_answers to current_user using (true) with check (false);
create function drop_expired_answers(moment timestamptz, most integer) returns bigint
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  begin atomic
    with expired as (
      select tenant_id, digest from idempotent_answers where expires_at <= moment
      order by expires_at limit most for update skip locked
    ), dropped as (
      delete from idempotent_answers a using expired e where a.tenant_id = e.tenant_id and a.digest = e.digest returning 1
    )
    select count(*) from dropped;
  end;
revoke all on function drop_expired_answers(timestamptz, integer) from public;

grant select, insert, update (wrapped_key, ciphertext, expires_at) on idempotent_answers to countersign_runtime;
grant execute on function drop_expired_answers(timestamptz, integer) to countersign_runtime;

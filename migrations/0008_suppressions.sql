-- What tenants call false alarms: one rule in one place, until a day. A deleted row stays, for the audit trail names it.

create table suppressions (
  tenant_id uuid not null references tenants,
  id text collate "C" not null,
  rule text not null,
  server text,
  tool text,
  path text not null,
  reason text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  primary key (tenant_id, id)
);
create index suppressions_in_force on suppressions (tenant_id, expires_at) where deleted_at is null;

alter table suppressions enable row level security;
alter table suppressions force row level security;
create policy own_rows on suppressions to countersign_runtime
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, update (deleted_at) on suppressions to countersign_runtime;

create trigger suppressions_changed after insert or update or delete on suppressions
  for each row execute function note_tenant_change();

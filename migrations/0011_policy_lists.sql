-- Named lists that policies hold something against: of networks, or of texts.

create table policy_lists (
  tenant_id uuid not null references tenants,
  name text collate "C" not null,
  id text collate "C" not null,
  kind text not null check (kind in ('networks', 'texts')),
  -- A JSON array of strings. No `jsonb`: it is only ever read as a whole, and holds any text.
  entries text not null,
  entry_count integer not null,
  entry_chars integer not null,
  digest text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, name),
  unique (tenant_id, id)
);

alter table policy_lists enable row level security;
alter table policy_lists force row level security;
create policy own_rows on policy_lists to countersign_runtime
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, delete, update (kind, entries, entry_count, entry_chars, digest, updated_at) on policy_lists to countersign_runtime;

create trigger policy_lists_changed after insert or update or delete on policy_lists
  for each row execute function note_tenant_change();

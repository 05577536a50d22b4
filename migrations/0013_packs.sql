-- What a tenant has installed of each policy pack, pinned by the digest of what its publisher signed.

create table pack_installs (
  tenant_id uuid not null references tenants,
  name text collate "C" not null,
  version text not null,
  digest text not null,
  strength text not null,
  params jsonb not null,
  installed_at timestamptz(3) not null,
  primary key (tenant_id, name)
);

alter table pack_installs enable row level security;
alter table pack_installs force row level security;
create policy own_rows on pack_installs to countersign_runtime
  using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
  with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
grant select, insert, update (version, digest, strength, params, installed_at) on pack_installs to countersign_runtime;

-- What a tenant has told of its MCP servers' tools, and the tool groups of its own.

create table servers (
  tenant_id uuid not null references tenants,
  name text collate "C" not null,
  id text collate "C" not null,
  -- JSON as text: the definitions as they were given, U+0000 and all, and what was made of them.
  tools text not null,
  made text not null,
  tool_count integer not null,
  bytes integer not null,
  digest text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, name),
  unique (tenant_id, id)
);

alter table servers enable row level security;
alter table servers force row level security;
create policy own_rows on servers to countersign_runtime
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, delete, update (tools, made, tool_count, bytes, digest, updated_at) on servers to countersign_runtime;

create trigger servers_changed after insert or update or delete on servers
  for each row execute function note_tenant_change();

-- Patterns of tools by the name of the group.
alter table tenants
  add column tool_groups jsonb not null default '{}' check (jsonb_typeof(tool_groups) = 'object');
grant update (tool_groups) on tenants to countersign_runtime;

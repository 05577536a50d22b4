-- What a policy compiles to, its tests, whether it only watches; sets of versions, and which of them was in force when.

-- A policy is in force when `enabled`; where it is not, `shadow` tells one that watches from one that is off.
alter table policies
  add column shadow boolean not null default false,
  add column bytes integer not null default 0;
grant update (shadow, bytes) on policies to countersign_runtime;

-- `compiled` is null in versions that were written before there was any: they are compiled when they are read.
alter table policy_versions
  add column shadow boolean not null default false,
  add column tests jsonb not null default '[]',
  add column warnings jsonb not null default '[]',
  add column compiled jsonb;

-- The manifest never changes, the state does.
create table policy_sets (
  tenant_id uuid not null references tenants,
  id text collate "C" not null,
  name text not null,
  state text not null check (state in ('draft', 'shadow', 'active', 'archived')),
  digest text not null,
  manifest jsonb not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create unique index policy_sets_active on policy_sets (tenant_id) where state = 'active';
create index policy_sets_shadow on policy_sets (tenant_id) where state = 'shadow';

create table policy_set_members (
  tenant_id uuid not null,
  set_id text collate "C" not null,
  policy_id text collate "C" not null,
  version integer not null,
  primary key (tenant_id, set_id, policy_id),
  foreign key (tenant_id, set_id) references policy_sets (tenant_id, id),
  foreign key (tenant_id, policy_id, version) references policy_versions (tenant_id, policy_id, version)
);

-- Which set was in force from when on; null: none was, but every enabled policy. `previous` is what going back leads to.
create table policy_activations (
  tenant_id uuid not null references tenants,
  serial integer not null check (serial >= 1),
  set_id text collate "C",
  previous integer,
  at timestamptz(3) not null,
  primary key (tenant_id, serial),
  foreign key (tenant_id, set_id) references policy_sets (tenant_id, id)
);

-- When a policy last had a part in a verdict; some minutes old.
create table policy_uses (
  tenant_id uuid not null references tenants,
  policy_id text collate "C" not null,
  used_at timestamptz(3) not null,
  primary key (tenant_id, policy_id)
);

do $$
declare
  relation text;
begin
  foreach relation in array array['policy_sets', 'policy_set_members', 'policy_activations', 'policy_uses'] loop
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
grant select, insert, update (state, updated_at) on policy_sets to countersign_runtime;
grant select, insert on policy_set_members, policy_activations to countersign_runtime;
grant select on policy_uses to countersign_runtime;

-- FORCE binds the owner too. In order, so that of two processes none waits for the other in turn.
create policy owner_notes on policy_uses to current_user using (true) with check (true);
create policy owner_looks on policies for select to current_user using (true);
create function note_policy_uses(uses jsonb) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    insert into public.policy_uses as noted (tenant_id, policy_id, used_at)
    select p.tenant_id, p.id, max(u.at)
      from public.policies p
      join jsonb_to_recordset(uses) as u (tenant_id uuid, id text collate "C", at timestamptz)
        on p.tenant_id = u.tenant_id and p.id = u.id
      group by p.tenant_id, p.id
      order by p.tenant_id, p.id
    on conflict (tenant_id, policy_id) do update set used_at = excluded.used_at where noted.used_at < excluded.used_at;
  end;
revoke all on function note_policy_uses(jsonb) from public;
grant execute on function note_policy_uses(jsonb) to countersign_runtime;

create trigger policy_sets_changed after insert or update on policy_sets for each row execute function note_tenant_change();

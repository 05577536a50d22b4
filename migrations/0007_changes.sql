-- What has changed of the tenants that processes keep in memory: each asks once a second and forgets what it knew of those.
-- A row is named by the transaction that made the change, and a process asks from the oldest transaction that was still running when it
-- asked before: no change is passed over because its transaction took longer than a later one.

create table tenant_changes (
  tenant_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz(3) not null default clock_timestamp()
);
create index tenant_changes_newest on tenant_changes (xid);
create index tenant_changes_oldest on tenant_changes (at);

alter table tenant_changes enable row level security;
alter table tenant_changes force row level security;
create policy own_rows on tenant_changes for select to countersign_runtime
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select on tenant_changes to countersign_runtime;
-- Written, and read across tenants, by the functions below alone, which are the owner's.
create policy owner_sees on tenant_changes to current_user using (true) with check (true);

-- A process that has not asked for `kept` forgets everything: src/app/changes.ts.
create function note_tenant_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  kept constant interval := '10 minutes';
begin
  delete from public.tenant_changes c where c.ctid = any (array(
    select o.ctid from public.tenant_changes o where o.at < clock_timestamp() - kept order by o.at limit 100 for update skip locked));
  insert into public.tenant_changes (tenant_id) values (coalesce(new.tenant_id, old.tenant_id));
  return null;
end
$$;
revoke all on function note_tenant_change() from public;

create trigger tenants_changed after update or delete on tenants for each row execute function note_tenant_change();
create trigger policies_changed after insert or update or delete on policies for each row execute function note_tenant_change();
-- Not of `last_used_at`, which changes all the time and decides nothing.
create trigger api_keys_changed after delete or update of scopes, ip_allow, expires_at, revoked_at on api_keys
  for each row execute function note_tenant_change();

-- `tenants` is null when there are more than `most`.
create function tenants_changed_since(mark xid8, most integer, out next_mark text, out tenants uuid[])
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  next_mark := pg_snapshot_xmin(pg_current_snapshot())::text;
  tenants := array(select distinct c.tenant_id from public.tenant_changes c where c.xid >= mark limit most + 1);
  if cardinality(tenants) > most then
    tenants := null;
  end if;
end
$$;
revoke all on function tenants_changed_since(xid8, integer) from public;
grant execute on function tenants_changed_since(xid8, integer) to countersign_runtime;

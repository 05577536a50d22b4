-- Keys: from where they may be used, what came after them, when they were last used; sign-ups that wait for the code in a mail.
-- What concerns no single tenant is done by functions of the owner, which do that one thing: the runtime role sees no row of it.

alter table api_keys
  add column ip_allow text[] check (cardinality(ip_allow) > 0),
  add column rotated_from text collate "C",
  add column replaced_by text collate "C";
grant update (expires_at, replaced_by) on api_keys to countersign_runtime;
revoke update (last_used_at) on api_keys from countersign_runtime;

-- Many keys in one look-up: `app.key_hash` holds their hashes in hex, between commas.
drop policy by_hash on api_keys;
create policy by_hash on api_keys for select to countersign_runtime
  using (encode(hash, 'hex') = any (string_to_array(current_setting('app.key_hash', true), ',')));

-- FORCE binds the owner too. A key that somebody is changing at the moment is passed over: nobody waits for this.
create policy owner_notes on api_keys to current_user using (true) with check (true);
create function note_key_uses(uses jsonb) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    with used as (
      select k.tenant_id, k.id, u.at
      from public.api_keys k
      join jsonb_to_recordset(uses) as u (tenant_id uuid, id text collate "C", at timestamptz)
        on k.tenant_id = u.tenant_id and k.id = u.id
      where k.last_used_at is null or k.last_used_at < u.at
      for no key update of k skip locked
    )
    update public.api_keys k set last_used_at = used.at from used where k.tenant_id = used.tenant_id and k.id = used.id;
  end;
revoke all on function note_key_uses(jsonb) from public;
grant execute on function note_key_uses(jsonb) to countersign_runtime;

-- HMAC of the mailbox whose owner has proved that it is theirs: it has one tenant.
alter table tenants add column verified_mailbox bytea unique check (octet_length(verified_mailbox) = 32);

-- There is no tenant yet, hence no tenant_id: nobody but the owner's functions may touch it.
create table pending_signups (
  mailbox bytea primary key check (octet_length(mailbox) = 32),
  code bytea not null check (octet_length(code) = 32),
  name text not null,
  attempts integer not null default 0,
  expires_at timestamptz(3) not null
);
create index pending_signups_expiry on pending_signups (expires_at);
alter table pending_signups enable row level security;
alter table pending_signups force row level security;
create policy owner_keeps on pending_signups to current_user using (true) with check (true);

-- A later code of the same mailbox takes the place of the earlier one. False when too many others wait.
create function hold_signup(of_mailbox bytea, of_code bytea, of_name text, now timestamptz, until timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s'
as $$
declare
  signups_max constant integer := 10000;
begin
  delete from public.pending_signups p where p.ctid = any (array(
    select o.ctid from public.pending_signups o where o.expires_at <= now limit 1000 for update skip locked));
  if (select count(*) from public.pending_signups) >= signups_max then
    return false;
  end if;
  insert into public.pending_signups (mailbox, code, name, expires_at) values (of_mailbox, of_code, of_name, until)
    on conflict (mailbox) do update
      set code = excluded.code, name = excluded.name, attempts = 0, expires_at = excluded.expires_at;
  return true;
end
$$;

-- Counts the attempt, and says whether it was the right one. Null when there is nothing that could be tried.
create function try_signup(of_mailbox bytea, of_code bytea, now timestamptz, attempts_max integer) returns boolean
  language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    update public.pending_signups set attempts = attempts + 1
      where mailbox = of_mailbox and expires_at > now and attempts < attempts_max
      returning code = of_code;
  end;

-- Takes the pending sign-up away and gives its name; null when it is not there any more.
create function take_signup(of_mailbox bytea, of_code bytea) returns text
  language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    delete from public.pending_signups where mailbox = of_mailbox and code = of_code returning name;
  end;

revoke all on function
  hold_signup(bytea, bytea, text, timestamptz, timestamptz), try_signup(bytea, bytea, timestamptz, integer), take_signup(bytea, bytea)
  from public;
grant execute on function
  hold_signup(bytea, bytea, text, timestamptz, timestamptz), try_signup(bytea, bytea, timestamptz, integer), take_signup(bytea, bytea)
  to countersign_runtime;

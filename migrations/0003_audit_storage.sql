-- The audit trail in partitions by time, in the shape in which it is cheapest to write (docs/adr/0014, 0020).
-- Ids are kept as the UUIDv7 that they are the text of: their order is that of time, so the primary key serves paging, periods and
-- partitions alike. `record` is the JSON text as it was made. Keys of users and sessions are the first 52 bits of their HMACs: they
-- find candidates, the record itself decides.

alter table audit_records rename to old_audit_records;
alter index audit_records_pkey rename to old_audit_records_pkey;
alter index audit_records_user rename to old_audit_records_user;
alter index audit_records_session rename to old_audit_records_session;
alter index audit_records_not_allowed rename to old_audit_records_not_allowed;
alter table decision_inputs rename to old_decision_inputs;
alter index decision_inputs_pkey rename to old_decision_inputs_pkey;
-- The owner reads them below, and need not be a superuser.
alter table old_audit_records no force row level security;
alter table old_decision_inputs no force row level security;

create table audit_records (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('verdict', 'admin')),
  decision text,
  method text,
  tool text,
  user_key bigint,
  session_key bigint,
  categories text[],
  record text not null,
  primary key (tenant_id, id)
) partition by range (id);
create index audit_records_user on audit_records (tenant_id, user_key, id) where user_key is not null;
create index audit_records_session on audit_records (tenant_id, session_key, id) where session_key is not null;
create index audit_records_not_allowed on audit_records (tenant_id, id) where decision <> 'allow';

-- `ciphertext` has its nonce in front and cannot be compressed.
create table decision_inputs (
  tenant_id uuid not null,
  id uuid not null,
  wrapped_key bytea not null,
  ciphertext bytea not null,
  primary key (tenant_id, id)
) partition by range (id);
alter table decision_inputs alter column ciphertext set storage external, alter column wrapped_key set storage plain;

-- What the latest charge asked for and against which quota: the row proposed for insertion carries both into the conflict.
alter table usage_months add column last_wanted bigint not null default 0, add column last_quota bigint;

-- The least id of a moment (RFC 9562, 5.7: 48 bits of Unix milliseconds in front).
create function id_floor(moment timestamptz) returns uuid
  language sql stable strict set search_path = pg_catalog, pg_temp
  begin atomic
    select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  end;
revoke all on function id_floor(timestamptz) from public;

-- Makes the partitions of `moment` and of the two periods after it; returns how many it made. Without a default partition a record
-- whose partition is missing is refused, and the writer calls this and writes again.
create function keep_partitions(moment timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s'
as $$
declare
  -- Some 8 years of weeks: nobody who may call this can fill the catalogue.
  partitions_max constant integer := 420;
  parent text;
  period text;
  starts timestamp;
  child text;
  made integer := 0;
begin
  for parent, period in values ('audit_records', 'month'), ('decision_inputs', 'week') loop
    for ahead in 0..2 loop
      starts := date_trunc(period, moment at time zone 'UTC') + ahead * ('1 ' || period)::interval;
      child := format('%s_%s', parent, to_char(starts, 'YYYYMMDD'));
      continue when to_regclass(format('public.%I', child)) is not null;
      -- "partition" in ASCII, cut to 63 bits.
      perform pg_advisory_xact_lock(x'0070617274697469'::bigint);
      continue when to_regclass(format('public.%I', child)) is not null;
      if (select count(*) from pg_inherits where inhparent = to_regclass(format('public.%I', parent))) >= partitions_max then
        raise exception '% has % partitions already', parent, partitions_max using errcode = '54000';
      end if;
      -- Attached, not made in place: that would lock out every reader and writer of the whole table.
      execute format('create table public.%I (like public.%I including constraints including storage)', child, parent);
      -- A row of up to half a page stays in one piece.
      execute format('alter table public.%I set (toast_tuple_target = 4080)', child);
      execute format('alter table public.%I enable row level security, force row level security', child);
      execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)', parent, child,
        public.id_floor(starts at time zone 'UTC'), public.id_floor((starts + ('1 ' || period)::interval) at time zone 'UTC'));
      made := made + 1;
    end loop;
  end loop;
  return made;
end
$$;
revoke all on function keep_partitions(timestamptz) from public;

-- Drops the partitions that end before these moments; returns how many. By the clock of the database nothing young is dropped,
-- whoever asks.
create function drop_partitions(records_before timestamptz, inputs_before timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '1s'
as $$
declare
  parent text;
  period text;
  ends_before timestamptz;
  child text;
  dropped integer := 0;
begin
  if records_before > now() - interval '84 days' or inputs_before > now() - interval '1 day' then
    raise exception 'audit records are kept for 84 days at least and decision inputs for one' using errcode = '22023';
  end if;
  for parent, period, ends_before in
    values ('audit_records', 'month', records_before), ('decision_inputs', 'week', inputs_before)
  loop
    for child in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass(format('public.%I', parent)) and c.relname ~ '_[0-9]{8}$'
        and (to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp + ('1 ' || period)::interval) at time zone 'UTC' <= ends_before
      order by c.relname
    loop
      execute format('drop table public.%I', child);
      dropped := dropped + 1;
    end loop;
  end loop;
  return dropped;
end
$$;
revoke all on function drop_partitions(timestamptz, timestamptz) from public;

-- The old rows. An id is 26 characters of base32 for 128 bits with two zero bits in front.
create function pg_temp.uuid_of(id text) returns uuid language sql immutable strict as $$
  select string_agg(to_hex(substr(bits, 3 + 4 * nibble, 4)::bit(4)::integer), '' order by nibble)::uuid
  from (
    select string_agg((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(id, 4 + place, 1)) - 1)::bit(5)::text, '' order by place) as bits
    from generate_series(1, 26) as place
  ) as code, generate_series(0, 31) as nibble
$$;
create function pg_temp.moment_of(id uuid) returns timestamptz language sql immutable strict as $$
  select to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;
-- What `jsonb` could not hold was written as U+FDD0 and four hex digits. A member has no space behind its colon as records are written now.
create function pg_temp.text_of(record jsonb) returns text language sql immutable strict as $$
  select regexp_replace(
    regexp_replace(record::text, U&'\FDD0([0-9a-f]{4})', '\\u\1', 'g'),
    '"(user_hmac|session_hmac)": "', '"\1":"', 'g')
$$;
create function pg_temp.key_of(hmac text) returns bigint language sql immutable strict as $$
  select ('x' || left(hmac, 13))::bit(52)::bigint
$$;

do $$
declare
  moment timestamptz;
begin
  perform keep_partitions(now());
  for moment in
    select distinct date_trunc('week', pg_temp.moment_of(pg_temp.uuid_of(id)) at time zone 'UTC') at time zone 'UTC' from old_audit_records
  loop
    perform keep_partitions(moment);
  end loop;
end
$$;
insert into audit_records (tenant_id, id, kind, decision, method, tool, user_key, session_key, categories, record)
  select tenant_id, pg_temp.uuid_of(id), kind, decision, method, tool, pg_temp.key_of(user_hmac), pg_temp.key_of(session_hmac),
    nullif(categories, '{}'), pg_temp.text_of(record)
  from old_audit_records;
insert into decision_inputs (tenant_id, id, wrapped_key, ciphertext)
  select tenant_id, pg_temp.uuid_of(record_id), wrapped_key, nonce || ciphertext from old_decision_inputs where expires_at > now();
drop table old_audit_records, old_decision_inputs;

do $$
declare
  relation text;
begin
  foreach relation in array array['audit_records', 'decision_inputs'] loop
    execute format('alter table %I enable row level security, force row level security', relation);
    execute format(
      'create policy own_rows on %I to countersign_runtime
         using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))
         with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))',
      relation);
    -- Of the transaction that records verdicts of many tenants: it writes for those that it names and reads nothing.
    -- Within the subselect the setting is parsed once a statement, not once a row; the cast after it makes it a value, not a set of rows.
    execute format(
      'create policy named_rows on %I for insert to countersign_runtime
         with check (tenant_id = any ((select string_to_array(nullif(current_setting(''app.recording'', true), ''''), '','')::uuid[])::uuid[]))',
      relation);
  end loop;
end
$$;
create policy named_rows on usage_months to countersign_runtime
  using (tenant_id = any ((select string_to_array(nullif(current_setting('app.recording', true), ''), ',')::uuid[])::uuid[]))
  with check (tenant_id = any ((select string_to_array(nullif(current_setting('app.recording', true), ''), ',')::uuid[])::uuid[]));

grant select, insert on audit_records to countersign_runtime;
grant select, insert, delete on decision_inputs to countersign_runtime;
grant update (last_wanted, last_quota) on usage_months to countersign_runtime;
grant execute on function keep_partitions(timestamptz), drop_partitions(timestamptz, timestamptz) to countersign_runtime;

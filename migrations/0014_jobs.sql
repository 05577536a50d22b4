-- Work that takes longer than a call: done beside the traffic by whichever process takes it, under a lease that it renews.

-- `params`, `progress` and `result` are JSON as text: they hold what tenants wrote, U+0000 and all.
create table jobs (
  tenant_id uuid not null references tenants,
  id text collate "C" not null,
  kind text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  params text not null,
  progress text,
  result text,
  error text,
  attempts integer not null default 0,
  lease_holder text,
  lease_until timestamptz(3),
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  primary key (tenant_id, id),
  check ((state = 'running') = (lease_holder is not null and lease_until is not null))
);
create index jobs_open on jobs (id) where state in ('queued', 'running');

alter table jobs enable row level security;
alter table jobs force row level security;
create policy own_rows on jobs to countersign_runtime
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, delete,
  update (state, progress, result, error, attempts, lease_holder, lease_until, finished_at) on jobs to countersign_runtime;
-- Taken across tenants by the function below alone, which is the owner's.
create policy owner_takes on jobs to current_user using (true) with check (true);

-- Gives the next job to `holder`: of the tenant for which the fewest run, the oldest; one whose holder let its lease run out is taken up
-- again, and fails when that has happened too often. Times are those of the database: processes need not agree on theirs.
create function take_job(holder text, lease_ms integer, running_max integer, attempts_max integer)
  returns table (tenant uuid, job text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  moment timestamptz := clock_timestamp();
begin
  -- "jobs" in ASCII: who takes one must not count what another is about to take. Whoever comes too late asks again soon.
  if not pg_try_advisory_xact_lock(x'6a6f6273'::bigint) then
    return;
  end if;
  update public.jobs j
    set state = 'failed', error = 'abandoned', progress = null, finished_at = moment, lease_holder = null, lease_until = null
    where (j.tenant_id, j.id) in (
      select o.tenant_id, o.id from public.jobs o
      where o.state = 'running' and o.lease_until <= moment and o.attempts >= attempts_max
      for update skip locked);
  return query
    with running as (
      select r.tenant_id, count(*) as n from public.jobs r where r.state = 'running' and r.lease_until > moment group by r.tenant_id
    ), next as (
      select c.tenant_id, c.id from public.jobs c
      where (c.state = 'queued' or (c.state = 'running' and c.lease_until <= moment))
        and coalesce((select r.n from running r where r.tenant_id = c.tenant_id), 0) < running_max
      order by coalesce((select r.n from running r where r.tenant_id = c.tenant_id), 0), c.id
      limit 1
      for update skip locked
    )
    update public.jobs j
      set state = 'running', attempts = j.attempts + 1, lease_holder = holder,
        lease_until = moment + lease_ms * interval '1 millisecond', started_at = coalesce(j.started_at, moment)
      from next where j.tenant_id = next.tenant_id and j.id = next.id
      returning j.tenant_id, j.id;
end
$$;
revoke all on function take_job(text, integer, integer, integer) from public;
grant execute on function take_job(text, integer, integer, integer) to countersign_runtime;

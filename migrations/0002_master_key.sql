-- Lets a start-up see whether its master key is the one that this store was made with, before it wraps new tenants in another.

create function any_wrapped_key() returns bytea
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select wrapped_key from tenants order by tenant_id limit 1;
  end;
revoke all on function any_wrapped_key() from public;
grant execute on function any_wrapped_key() to countersign_runtime;

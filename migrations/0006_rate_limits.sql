-- What a tenant allows one principal and one tool: {"per_second": …, "burst": …}, or null for no limit.

alter table tenants
  add column principal_rate jsonb check (jsonb_typeof(principal_rate) = 'object'),
  add column tool_rate jsonb check (jsonb_typeof(tool_rate) = 'object');
grant update (principal_rate, tool_rate) on tenants to countersign_runtime;

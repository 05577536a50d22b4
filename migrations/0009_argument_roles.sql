-- What the tenant says that arguments are for: [{"server": … | null, "tool": …, "argument": "/pointer", "role": …}].

alter table tenants
  add column argument_roles jsonb not null default '[]' check (jsonb_typeof(argument_roles) = 'array');
grant update (argument_roles) on tenants to countersign_runtime;

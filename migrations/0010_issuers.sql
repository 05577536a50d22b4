-- Who may say, by a signed token, who the caller is, and whether callers may name their roles themselves.

alter table tenants
  add column issuers jsonb not null default '[]' check (jsonb_typeof(issuers) = 'array'),
  add column trust_asserted_roles boolean not null default false;
grant update (issuers, trust_asserted_roles) on tenants to countersign_runtime;

-- Calls may name a set by its digest.
create index policy_sets_digest on policy_sets (tenant_id, digest);

/** What a key may do. A key can never mint one that is wider than itself. */
export const SCOPES = [
  'validate',
  'keys:read',
  'keys:write',
  'policies:read',
  'policies:write',
  'audit:read',
  'tenant:read',
  'tenant:write',
  'usage:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** The scopes in `wanted` that `held` does not cover. */
export const scopesBeyond = (held: readonly Scope[], wanted: readonly Scope[]): Scope[] => wanted.filter((s) => !held.includes(s));

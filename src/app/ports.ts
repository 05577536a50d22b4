/** What the application needs of the world. Adapters implement these; `test/contract/` says how they must behave. */
import type { AuditRecord } from '#core/audit.ts';
import type { Category } from '#core/finding.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { RateAnswer, RateRequest } from '#core/quota.ts';
import type { Scope } from '#core/scope.ts';
import type { Tenant, TenantId } from '#core/tenant.ts';

export type { Category };

/** The tenant's row with what only the server may see. */
export type TenantRow = Tenant & {
  /** SHA-256 of the lower-cased sign-up address, or null. */
  email_hash: Uint8Array | null;
  /** The tenant's 32-byte key, wrapped by the master key (`adapters/vault.ts`). */
  wrapped_key: Uint8Array;
};
export type TenantPatch = Partial<Pick<Tenant, 'name' | 'posture' | 'strictness' | 'fail_mode' | 'monitor'>>;

export type KeyRow = {
  id: string;
  name: string;
  /** SHA-256 of the key; the key itself is never stored. */
  hash: Uint8Array;
  /** First characters, for people: `cs_live_Ab12`. */
  hint: string;
  scopes: Scope[];
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  created_at: Date;
};

export type PolicyRow = {
  id: string;
  name: string;
  enabled: boolean;
  version: number;
  document: PolicyDocument;
  /** SHA-256 over name, enabled and document, in hex; the ETag. */
  digest: string;
  created_at: Date;
  updated_at: Date;
};

/** The encrypted inputs of one decision; erasing `wrapped_key` erases it for good. */
export type SealedInput = { wrapped_key: Uint8Array; /** With its nonce in front. */ ciphertext: Uint8Array; expires_at: Date };

export type AuditFilter = {
  kind?: 'verdict' | 'admin';
  decision?: 'allow' | 'challenge' | 'deny';
  method?: string;
  tool?: string;
  category?: Category;
  /** HMACs, never the identifiers. */
  user_hmac?: string;
  session_hmac?: string;
  from?: Date;
  to?: Date;
};

/** Newest first. `after` is the id of the last row of the previous page. */
export type PageRequest = { limit: number; after?: string };
export type Page<T> = { rows: T[]; next: string | null };

declare const reading: unique symbol;
declare const writing: unique symbol;
declare const granted: unique symbol;

export type ReadTx = {
  readonly [reading]: true;
  tenant: { get(): Promise<TenantRow | null> };
  keys: { get(id: string): Promise<KeyRow | null>; list(page: PageRequest): Promise<Page<KeyRow>>; count(): Promise<number> };
  policies: {
    get(id: string): Promise<PolicyRow | null>;
    list(page: PageRequest): Promise<Page<PolicyRow>>;
    /** Every enabled, undeleted policy, in order of id. */
    active(): Promise<PolicyRow[]>;
    count(): Promise<number>;
  };
  audit: {
    get(id: string): Promise<{ record: AuditRecord; input: SealedInput | null } | null>;
    list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>>;
  };
  usage: { get(month: string): Promise<number> };
};

export type WriteTx = Omit<ReadTx, 'tenant' | 'keys' | 'policies' | 'audit'> & {
  readonly [writing]: true;
  tenant: ReadTx['tenant'] & { insert(row: TenantRow): Promise<void>; update(patch: TenantPatch): Promise<TenantRow | null> };
  keys: ReadTx['keys'] & {
    insert(row: KeyRow): Promise<void>;
    /** False when there is no such unrevoked key. */
    revoke(id: string, at: Date): Promise<boolean>;
  };
  policies: ReadTx['policies'] & {
    /** Inserts the policy and its version 1. */
    insert(row: PolicyRow): Promise<void>;
    /** Adds a version; false when `expected_version` is no longer the current one. */
    replace(row: PolicyRow, expected_version: number): Promise<boolean>;
    /** Versions stay; false when `expected_version` is no longer the current one. */
    remove(id: string, expected_version: number, at: Date): Promise<boolean>;
  };
  audit: ReadTx['audit'] & { append(record: AuditRecord): Promise<void> };
};

/** Permission to write for one tenant. Only `app/mutate.ts` makes it, so scope and audit cannot be forgotten. */
export type WriteGrant = { readonly [granted]: true; readonly tenant: TenantId };

export type VerdictEntry = { record: AuditRecord; input: SealedInput | null };

export type Database = {
  /** Which engine this is, for the start-up line and for metrics. */
  readonly kind: 'postgres' | 'pglite';
  read<T>(tenant: TenantId, work: (tx: ReadTx) => Promise<T>): Promise<T>;
  write<T>(grant: WriteGrant, work: (tx: WriteTx) => Promise<T>): Promise<T>;
  /** Before the tenant is known: the only look-up that crosses tenants, by a second row-security policy on the hash. */
  findKey(hash: Uint8Array): Promise<{ tenant: TenantId; key: KeyRow } | null>;
  /**
   * Commits verdicts of one tenant and counts them, in one transaction. With `quota`, only as many of the first entries as
   * the month still allows are kept and counted: `granted` says how many. Exact at the boundary over any number of processes.
   */
  recordVerdicts(
    tenant: TenantId,
    entries: readonly VerdictEntry[],
    month: string,
    quota: number | null,
  ): Promise<{ granted: number; used: number }>;
  /** True when no tenant exists; asked once at start, before requests are served. */
  isEmpty(): Promise<boolean>;
  /** The wrapped key of some tenant, null when there is none; asked once at start, to try the master key on. */
  anyWrappedKey(): Promise<Uint8Array | null>;
  /** Rejects when the store does not answer within `timeout_ms` or its migrations are not those of this build. */
  ready(timeout_ms: number): Promise<void>;
  close(): Promise<void>;
};

export type Limiter = {
  readonly kind: 'redis' | 'memory';
  /** All or nothing: when one is refused, none is charged. Answers in the order of the requests. Keys carry their own `{tenant:…}` tag. */
  take(requests: readonly RateRequest[], now_ms: number): Promise<RateAnswer[]>;
  /** Gives back what was taken; nothing is ever fuller than full. */
  refund(requests: readonly RateRequest[], now_ms: number): Promise<void>;
  /** How many processes there are, as far as it knows: each counts for itself when it is `memory`, or while it does not answer. */
  processes(): number;
  ready(timeout_ms: number): Promise<void>;
  close(): Promise<void>;
};

/** Keys at rest: the master key never leaves it. */
export type Vault = {
  /** A new random tenant key, wrapped. */
  newTenantKey(): Uint8Array;
  /** Opens a wrapped tenant key. Throws when the master key is another one. */
  open(wrapped_key: Uint8Array): TenantKey;
};
export type TenantKey = {
  /** HMAC-SHA-256 in hex, over `kind` and the value: identifiers in audit records. */
  hmac(kind: 'user' | 'session' | 'agent' | 'device' | 'ip', value: string): string;
  /** AES-256-GCM under a fresh data key that only this tenant's key can make. `record_id` is authenticated with it; text is taken as UTF-8. */
  seal(record_id: string, plaintext: string | Uint8Array, expires_at: Date): SealedInput;
  unseal(record_id: string, sealed: SealedInput): Uint8Array;
};

export type Mail = { to: string; subject: string; text: string };

/** Mail to strangers: what they chose stands nowhere but in `to`. */
export type Mailer = {
  /** Resolves when a server has accepted the mail; rejects when none did, within a bounded time. */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
};

/** Injected, so that tests own time and chance. */
export type Machine = { now(): number; randomBytes(n: number): Uint8Array };

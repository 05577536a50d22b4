/** What the application needs of the world. Adapters implement these; `test/contract/` says how they must behave. */
import type { AuditRecord, VerdictRecord } from '#core/audit.ts';
import type { Category } from '#core/finding.ts';
import type { RateAnswer, RateRequest } from '#core/quota.ts';
import type { Scope } from '#core/scope.ts';
import type { Tenant, TenantId } from '#core/tenant.ts';
import type { JobReading, JobWork, JobWriting } from './job-ports.ts';
import type { ListReads, ListWrites } from './list-ports.ts';
import type { PendingSignups } from './signup-ports.ts';
import type { PolicyReads, PolicySetReads, PolicySetWrites, PolicyUse, PolicyWrites } from './policy-ports.ts';
import type { PackInstall } from './pack-ports.ts';
import type { ServerReads, ServerWrites } from './server-ports.ts';

export type { Category };

/** The tenant's row with what only the server may see. */
export type TenantRow = Tenant & {
  /** SHA-256 of the lower-cased sign-up address, or null. */
  email_hash: Uint8Array | null;
  /** HMAC of the mailbox that was proved by a code, or null. No two tenants have the same. */
  verified_mailbox: Uint8Array | null;
  /** The tenant's 32-byte key, wrapped by the master key (`adapters/vault.ts`). */
  wrapped_key: Uint8Array;
};
/** Every other member of a tenant is a setting. */
type Founded = 'id' | 'plan' | 'rate_limits' | 'created_at';
export type TenantPatch = Partial<Omit<Tenant, Founded>> & {
  /** What is left out stays; null takes a limit away. */
  rate_limits?: Partial<Tenant['rate_limits']>;
};

export type KeyRow = {
  id: string;
  name: string;
  /** SHA-256 of the key; the key itself is never stored. */
  hash: Uint8Array;
  /** First characters, for people: `cs_live_Ab12`. */
  hint: string;
  scopes: Scope[];
  /** Networks in canonical CIDR text from which alone it may be used; null: from anywhere. */
  ip_allow: string[] | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  /** Some minutes old. */
  last_used_at: Date | null;
  created_at: Date;
  /** Ids of the keys before and after it, when it was rotated. */
  rotated_from: string | null;
  replaced_by: string | null;
};

/** A key came with a call that was let in. */
export type KeyUse = { tenant: TenantId; key_id: string; at: Date };

export type SuppressionRow = {
  id: string;
  /** Where it holds: `core/suppression.ts`. */
  rule: string;
  server: string | null;
  tool: string | null;
  path: string;
  /** Why it is a false alarm, for people. */
  reason: string;
  expires_at: Date;
  created_at: Date;
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

/** `read` throws on what no build of this service wrote. */
export type KeptVerdict = { id: string; input: SealedInput | null; read(): VerdictRecord };

/** Newest first. `after` is the id of the last row of the previous page. */
export type PageRequest = { limit: number; after?: string };
export type Page<T> = { rows: T[]; next: string | null };

/** The answer to a call with `Idempotency-Key`, sealed under its `digest` (`app/idempotency.ts`). */
export type KeptAnswer = { digest: Uint8Array; wrapped_key: Uint8Array; ciphertext: Uint8Array; expires_at: Date };

declare const reading: unique symbol;
declare const writing: unique symbol;
declare const granted: unique symbol;

export type ReadTx = {
  readonly [reading]: true;
  tenant: { get(): Promise<TenantRow | null> };
  keys: {
    get(id: string): Promise<KeyRow | null>;
    list(page: PageRequest): Promise<Page<KeyRow>>;
    /** Neither revoked nor expired. */
    countInForce(now: Date): Promise<number>;
  };
  policies: PolicyReads;
  policy_sets: PolicySetReads;
  jobs: JobReading;
  suppressions: {
    get(id: string): Promise<SuppressionRow | null>;
    /** Expired ones too. */
    list(page: PageRequest): Promise<Page<SuppressionRow>>;
    /** Undeleted, and not expired by then; in order of id. */
    inForce(now: Date): Promise<SuppressionRow[]>;
  };
  packs: {
    /** Every install of the tenant, in order of name. */
    installed(): Promise<PackInstall[]>;
  };
  lists: ListReads;
  servers: ServerReads;
  audit: {
    get(id: string): Promise<{ record: AuditRecord; input: SealedInput | null } | null>;
    list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>>;
    /** Of verdicts alone, with their inputs. A row is parsed when it is read, for that is what takes the time. */
    verdicts(filter: AuditFilter, page: PageRequest): Promise<Page<KeptVerdict>>;
    /** When the oldest record of the period was made; null where there is none. */
    oldest(period: Pick<AuditFilter, 'from' | 'to'>): Promise<Date | null>;
  };
  usage: { get(month: string): Promise<number> };
  /** Expired ones too, until they are dropped. */
  idempotency: { get(digest: Uint8Array): Promise<KeptAnswer | null> };
};

export type WriteTx = Omit<
  ReadTx,
  'tenant' | 'keys' | 'policies' | 'policy_sets' | 'jobs' | 'suppressions' | 'packs' | 'lists' | 'servers' | 'audit' | 'idempotency'
> & {
  readonly [writing]: true;
  tenant: ReadTx['tenant'] & {
    /** False, and nothing done, when another tenant has the same `verified_mailbox`. */
    insert(row: TenantRow): Promise<boolean>;
    update(patch: TenantPatch): Promise<TenantRow | null>;
    /** As it is, and nobody else changes it before the transaction ends. */
    getLocked(): Promise<TenantRow | null>;
  };
  keys: ReadTx['keys'] & {
    insert(row: KeyRow): Promise<void>;
    /** False when there is no such unrevoked key. */
    revoke(id: string, at: Date): Promise<boolean>;
    /** The key ends at `end.at` or earlier. False when it is not in force `now`, or has been replaced already. */
    replace(id: string, by: string, end: { at: Date; revoked: boolean }, now: Date): Promise<boolean>;
  };
  /** The name of a pending sign-up, which is then gone; null when it already was. */
  takeSignup(mailbox: Uint8Array, code: Uint8Array): Promise<string | null>;
  policies: PolicyReads & PolicyWrites;
  policy_sets: PolicySetReads & PolicySetWrites;
  suppressions: ReadTx['suppressions'] & {
    insert(row: SuppressionRow): Promise<void>;
    /** False when there is none. The row stays, for the audit trail names it. */
    remove(id: string, at: Date): Promise<boolean>;
  };
  jobs: JobWriting;
  packs: ReadTx['packs'] & {
    /** In place of the one before. */
    note(install: PackInstall): Promise<void>;
  };
  lists: ListReads & ListWrites;
  servers: ServerReads & ServerWrites;
  audit: ReadTx['audit'] & {
    append(record: AuditRecord): Promise<void>;
    /** Destroys the input of a decision, its key with it; the record stays. False when there is none. */
    eraseInput(id: string): Promise<boolean>;
  };
  idempotency: ReadTx['idempotency'] & {
    /** Until the transaction ends; false when another one has it. Where transactions take turns it is never refused. */
    lock(digest: Uint8Array): Promise<boolean>;
    put(answer: KeptAnswer): Promise<void>;
  };
};

/** Permission to write for one tenant. Only `app/mutate.ts` makes it, so scope and audit cannot be forgotten. */
export type WriteGrant = { readonly [granted]: true; readonly tenant: TenantId };

export type VerdictEntry = {
  record: AuditRecord;
  input: SealedInput | null;
  /** Kept with the record or not at all. Where one is kept already that has not expired, the entry is refused. */
  answer?: KeptAnswer;
};
/** Verdicts of one tenant in one month (`YYYY-MM-01`), in the order in which they are kept while the quota lasts. */
export type VerdictGroup = { tenant: TenantId; month: string; quota: number | null; entries: readonly VerdictEntry[] };
/** How many of the first entries were kept and counted, and how many of the month are used by now. */
export type Charge = { granted: number; used: number };

export type Database = {
  /** Which engine this is, for the start-up line and for metrics. */
  readonly kind: 'postgres' | 'pglite';
  read<T>(tenant: TenantId, work: (tx: ReadTx) => Promise<T>): Promise<T>;
  write<T>(grant: WriteGrant, work: (tx: WriteTx) => Promise<T>): Promise<T>;
  /** Before the tenant is known: the only look-up that crosses tenants, by a second row-security policy on the hashes. In any order. */
  findKeys(hashes: readonly Uint8Array[]): Promise<{ tenant: TenantId; key: KeyRow }[]>;
  /** Moves `last_used_at` of keys forward, of many tenants at once; a key that is being changed at the moment is passed over. */
  noteKeyUses(uses: readonly KeyUse[]): Promise<void>;
  /** The same of policies: what they have decided, or permitted. */
  notePolicyUses(uses: readonly PolicyUse[]): Promise<void>;
  signups: PendingSignups;
  /**
   * Commits verdicts of many tenants and counts them, in one transaction that may write for these tenants alone. With `quota`, only as
   * many of the first entries as the month still allows are kept and counted. Exact at the boundary over any number of processes.
   * Answers in the order of the groups, of which no two may share tenant and month.
   */
  recordVerdicts(groups: readonly VerdictGroup[]): Promise<readonly Charge[]>;
  /** Of all tenants, at most `limit`, the oldest first; answers how many there were. */
  dropExpiredAnswers(now: Date, limit: number): Promise<number>;
  /**
   * Commits what of these verdicts is not there yet, and counts only that, without regard to a quota: once or again, it comes to the
   * same. Resolves to how many were new.
   */
  replayVerdicts(group: Omit<VerdictGroup, 'quota'>): Promise<number>;
  /**
   * The tenants whose settings, policies or keys were changed since `mark`, and the mark to ask from next; null when there are more
   * than `most`. A change may be told again, none is left out. The first question has no mark and gets none but that.
   */
  changedTenants(mark: string | null, most: number): Promise<{ mark: string; tenants: TenantId[] | null }>;
  /**
   * Makes the partitions that will be needed and drops those that end before these moments. Null when another process is at it. The
   * store itself refuses to drop audit records younger than 84 days and decision inputs younger than one.
   */
  upkeep(moments: { now: Date; records_before: Date; inputs_before: Date }): Promise<{ dropped: number } | null>;
  jobs: JobWork;
  /** True when no tenant exists; asked once at start, before requests are served. */
  isEmpty(): Promise<boolean>;
  /** The wrapped key of some tenant, null when there is none; asked once at start, to try the master key on. */
  anyWrappedKey(): Promise<Uint8Array | null>;
  /** Transactions of this process that wait for a connection, or for their turn. */
  waiting(): number;
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

/** Takes groups that the journal kept; resolves to how many entries the store refuses for good, rejects when it does not answer. */
export type Replay = (groups: readonly Omit<VerdictGroup, 'quota'>[]) => Promise<number>;

/** Where verdicts are kept while the store is down. */
export type Journal = {
  /** Resolves once the entries are on the disk. Rejects when there is no room, or the disk does not take them. */
  append(group: Omit<VerdictGroup, 'quota'>): Promise<void>;
  /** Hands over what is kept, oldest first, and forgets it piece by piece; resolves to how many entries were taken. */
  replay(replay: Replay): Promise<number>;
  /** Kept by this process. */
  readonly bytes: number;
  close(): Promise<void>;
};

/** Keys at rest: the master key never leaves it. */
export type Vault = {
  /** A new random tenant key, wrapped. */
  newTenantKey(): Uint8Array;
  /** HMAC-SHA-256, 32 bytes, of what belongs to no tenant yet. */
  hmac(kind: 'mailbox' | 'signup code', value: string): Uint8Array;
  /** Opens a wrapped tenant key. Throws when the master key is another one. */
  open(wrapped_key: Uint8Array): TenantKey;
};
export type TenantKey = {
  /** HMAC-SHA-256 in hex, over `kind` and the value: identifiers in audit records, and what counters and history tell things apart by. */
  hmac(kind: 'user' | 'session' | 'agent' | 'device' | 'ip' | 'fact', value: string): string;
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

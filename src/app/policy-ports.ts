/** Policies, their versions and sets, as the application needs them of the store: a part of `ports.ts`. */
import type { CompiledVersion } from '#core/policy/compile.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { Remark } from '#core/policy/lints.ts';
import type { PolicyMode } from '#core/policy/mode.ts';
import type { PolicySetManifest, PolicySetState } from '#core/policy/policy-set.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import type { TenantId } from '#core/tenant.ts';
import type { Page, PageRequest } from './ports.ts';

export type PolicyRow = {
  id: string;
  name: string;
  mode: PolicyMode;
  version: number;
  document: PolicyDocument;
  tests: readonly PolicyTest[];
  /** What was to be said of the document when it was written. */
  warnings: readonly Remark[];
  /** SHA-256 over version, name, mode, document and tests, in hex; the ETag. */
  digest: string;
  created_at: Date;
  updated_at: Date;
};
/** One version; `created_at` is when it was written. */
export type PolicyVersionRow = Omit<PolicyRow, 'updated_at'>;
/** A version as far as verdicts go; `document` only of versions that were written before policies were compiled. */
export type StatedVersion = { id: string; version: number; compiled: CompiledVersion | null; document: PolicyDocument | null };
export type TestedVersion = Pick<PolicyVersionRow, 'id' | 'name' | 'tests'>;
export type VersionHead = { id: string; version: number; digest: string };
/** Undeleted policies in force (`enforce`), those that only watch (`shadow`), or the versions of a set. */
export type VersionSource = 'enforce' | 'shadow' | { set: string };

export type PolicySetRow = {
  id: string;
  name: string;
  state: PolicySetState;
  /** SHA-256 of the manifest's canonical JSON, in hex. */
  digest: string;
  manifest: PolicySetManifest;
  created_at: Date;
  updated_at: Date;
};
/** In force since; `set` null: none, but every enabled policy. */
export type ActivationRow = { serial: number; set: string | null; previous: number | null; at: Date };

/** A policy had a part in a verdict. */
export type PolicyUse = { tenant: TenantId; policy_id: string; at: Date };

export type PolicyReads = {
  get(id: string): Promise<PolicyRow | null>;
  list(page: PageRequest): Promise<Page<PolicyRow>>;
  /** How many are undeleted, and the bytes of what is kept of their current versions. */
  weigh(): Promise<{ count: number; bytes: number }>;
  /** Undeleted, all of them in order of id. */
  all(): Promise<PolicyRow[]>;
  /** Newest first, those before the version `before`. Of deleted policies too. */
  versions(id: string, page: { limit: number; before?: number }): Promise<PolicyVersionRow[]>;
  version(id: string, version: number): Promise<PolicyVersionRow | null>;
  /** Those of these versions that there are, of deleted policies too; in order of id. */
  known(wanted: readonly { id: string; version: number }[]): Promise<VersionHead[]>;
  /** In order of id. */
  heads(source: VersionSource): Promise<VersionHead[]>;
  /** Those of these versions that there are; in order of id. */
  stated(wanted: readonly { id: string; version: number }[]): Promise<StatedVersion[]>;
  /** As they were written, in order of id. */
  written(source: VersionSource): Promise<PolicyVersionRow[]>;
  /** Their tests alone, in order of id. */
  tested(source: VersionSource): Promise<TestedVersion[]>;
  /** When each last had a part in a verdict; what never had is not there. */
  uses(): Promise<ReadonlyMap<string, Date>>;
};

export type PolicySetReads = {
  get(id: string): Promise<PolicySetRow | null>;
  list(page: PageRequest): Promise<Page<PolicySetRow>>;
  /** By id or digest, in any state; of several with one digest, which hold the same, the latest. */
  named(name: string): Promise<{ id: string; digest: string } | null>;
  /** Those that are not archived. */
  count(): Promise<number>;
  /** In state `shadow`; in order of id. */
  watching(): Promise<{ id: string; name: string }[]>;
  /** The latest; null where there never was any. */
  activation(): Promise<ActivationRow | null>;
  activationAt(serial: number): Promise<ActivationRow | null>;
};

export type PolicyWrites = {
  /** Inserts the policies and their versions 1. */
  insert(...policies: readonly { row: PolicyRow; compiled: CompiledVersion }[]): Promise<void>;
  /** Adds a version; false when `expected_version` is no longer the current one. */
  replace(row: PolicyRow, compiled: CompiledVersion, expected_version: number): Promise<boolean>;
  /** Versions stay; false when `expected_version` is no longer the current one. */
  remove(id: string, expected_version: number, at: Date): Promise<boolean>;
};

export type PolicySetWrites = {
  /** With what its manifest names. */
  insert(row: PolicySetRow): Promise<void>;
  setState(id: string, state: PolicySetState, at: Date): Promise<void>;
  activated(row: ActivationRow): Promise<void>;
};

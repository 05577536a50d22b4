/** Which policies speak for a tenant, and which only watch: read with its settings, and read anew only when a version has changed. */
import { compile, compiledVersion, type ActivePolicy } from '#core/policy/compile.ts';
import type { ShadowSet } from '#core/judge.ts';
import type { TenantId } from '#core/tenant.ts';
import { sha256Hex } from '#core/hash.ts';
import { expiringMap, type ExpiringMap } from './expiring-map.ts';
import type { ReadTx } from './ports.ts';
import type { StatedVersion, VersionHead, VersionSource } from './policy-ports.ts';

/** Sets, and policies of mode `shadow` taken together as one more. */
export const SHADOW_SETS_MAX = 5;
/** What was read is kept as long as it is asked for, and so much longer. */
const KEPT_MS = 60_000;
const KEPT_TENANTS_MAX = 10_000;
/** Versions asked of the store in one piece: some may be half a megabyte. */
const VERSIONS_AT_ONCE = 50;

/** `versions` in the order of `policies`. */
type Side = { key: string; policies: readonly ActivePolicy[]; versions?: readonly string[] };
export type Sides = ReadonlyMap<string, Side>;
/** By tenant: policies by what they were read from, so that what is compiled from them (`core/policy/access.ts`) need not be compiled again. */
export type KeptSides = ExpiringMap<TenantId, Sides>;
export const keptSides = (): KeptSides => expiringMap({ ttl_ms: KEPT_MS, max: KEPT_TENANTS_MAX });

export type InForce = {
  /** The active set; null where every enabled policy is in force. */
  set: string | null;
  heads: readonly VersionHead[];
  policies: readonly ActivePolicy[];
  shadow: { digest: string; sets: ShadowSet[] } | null;
  /** To be kept for the next time. */
  sides: Sides;
};

export async function readInForce(tx: Pick<ReadTx, 'policies' | 'policy_sets'>, kept: Sides | undefined): Promise<InForce> {
  const sides = new Map<string, Side>();
  const read = async (name: string, source: VersionSource): Promise<{ heads: VersionHead[]; side: Side }> => {
    const heads = await tx.policies.heads(source);
    const key = headsDigest(heads);
    const known = kept?.get(name);
    const side = known?.key === key ? known : await readSide(tx, key, heads, known);
    sides.set(name, side);
    return { heads, side };
  };
  const set = (await tx.policy_sets.activation())?.set ?? null;
  const { heads, side } = await read(set ?? 'enforce', set === null ? 'enforce' : { set });
  const watching = (await read('shadow', 'shadow')).side;
  const shadows: ShadowSet[] = [];
  const keys: string[] = [];
  if (watching.policies.length) {
    // With those in force: what would be if they were, too.
    const key = `${side.key} ${watching.key}`;
    const known = kept?.get('watching');
    const all = known?.key === key ? known : { key, policies: [...side.policies, ...watching.policies] };
    sides.set('watching', all);
    shadows.push({ set: null, policies: all.policies });
    keys.push(key);
  }
  for (const { id } of await tx.policy_sets.watching()) {
    const shadowed = (await read(id, { set: id })).side;
    shadows.push({ set: id, policies: shadowed.policies });
    keys.push(`${id} ${shadowed.key}`);
  }
  const shadow = shadows.length ? { digest: sha256Hex(keys.join('\n')), sets: shadows } : null;
  return { set, heads, policies: side.policies, shadow, sides };
}

/** Versions never change: only those that are new are read. */
async function readSide(tx: Pick<ReadTx, 'policies'>, key: string, heads: readonly VersionHead[], known: Side | undefined): Promise<Side> {
  const policies = new Map(known?.versions?.map((version, i) => [version, known.policies[i]!]));
  const missing = heads.filter((head) => !policies.has(named(head)));
  for (let at = 0; at < missing.length; at += VERSIONS_AT_ONCE)
    for (const version of await tx.policies.stated(missing.slice(at, at + VERSIONS_AT_ONCE))) policies.set(named(version), active(version));
  const versions = heads.map(named);
  // What is named and not there must not be passed over: then nothing is decided.
  const found = versions.flatMap((version) => policies.get(version) ?? []);
  if (found.length !== versions.length) throw new Error('a version of a policy is missing in the store');
  return { key, versions, policies: found };
}

const named = ({ id, version }: { id: string; version: number }): string => `${id} ${version}`;

const headsDigest = (heads: readonly VersionHead[]): string =>
  sha256Hex(heads.map(({ id, version, digest }) => `${id} ${version} ${digest}\n`).join(''));

export function active({ id, compiled, document }: StatedVersion): ActivePolicy {
  if (compiled) return { id, ...compiled };
  // A version that was written before policies were compiled: lists, which compile in no time.
  if (!document) throw new TypeError('a version has neither a document nor what it compiles to');
  return { id, ...compiledVersion(document, compile(id, document)) };
}

/** What a tenant has told of its tools: for whoever writes policies, and for those that are evaluated. */
import { LRUCache } from 'lru-cache';
import { NO_TYPES, type InputTypes } from '#core/policy/cedar/input.ts';
import { joinedTypes, typesFor } from '#core/policy/cedar/type-graph.ts';
import type { StatedPolicy } from '#core/policy/access.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import { fittingIn, relying } from '#core/policy/fitting.ts';
import { NOTHING_REGISTERED, serversIn, splitAction, type Registered } from '#core/policy/registered.ts';
import type { TenantId } from '#core/tenant.ts';
import type { ReadTx } from './ports.ts';
import type { ServerTypes } from './server-ports.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import { inTurns } from './turns.ts';
import type { World } from './world.ts';

type Reader = Pick<ReadTx, 'servers'>;
/** Tools and types of some servers. */
type Instead = Pick<Registered, 'tools' | 'types'>;

/** As far as these documents may name any of it. @param instead of what is registered, where the names are the same */
export async function registeredFor(
  world: World,
  tenant: TenantId,
  documents: readonly PolicyDocument[],
  instead: Instead = NOTHING_REGISTERED,
): Promise<Registered> {
  const { tool_groups } = (await loadSettings(world, tenant)).tenant;
  const wanted = [...new Set(documents.flatMap(serversIn))].filter((server) => !Object.hasOwn(instead.tools, server));
  if (!wanted.length) return { ...instead, tool_groups };
  return onStore(() =>
    world.database.read(tenant, async (tx) => {
      const names = (await tx.servers.heads()).map(({ name }) => name);
      const found = await tx.servers.types(names.filter((name) => wanted.includes(name)));
      return {
        tools: { ...Object.fromEntries(found.map(({ name, names: tools }) => [name, tools])), ...instead.tools },
        types: joinedTypes([...found.map(({ types }) => types), instead.types]),
        tool_groups,
      };
    }),
  );
}

/** Of all tenants, as their manifests take in the store. */
const KEPT_BYTES_MAX = 64 * 1_048_576;

export type KnownTypes = {
  /** Of these actions, as far as they are registered. What has not changed is not read again. */
  read(tenant: TenantId, tx: Reader, actions: readonly string[]): Promise<InputTypes>;
};

export function makeKnownTypes(): KnownTypes {
  const known = new LRUCache<string, ServerTypes>({ maxSize: KEPT_BYTES_MAX });
  return {
    async read(tenant, tx, actions) {
      if (!actions.length) return NO_TYPES;
      const wanted = new Set(actions.map((action) => splitAction(action)?.server));
      const heads = (await tx.servers.heads()).filter(({ name }) => wanted.has(name));
      const keyOf = ({ id, digest }: { id: string; digest: string }): string => `${tenant} ${id} ${digest}`;
      const missing = heads.filter((head) => !known.has(keyOf(head))).map(({ name }) => name);
      const read = new Map((await tx.servers.types(missing)).map((types) => [types.name, types]));
      const found = heads.flatMap((head) => {
        const types = read.get(head.name) ?? known.get(keyOf(head));
        if (types?.digest === head.digest) known.set(keyOf(head), types, { size: 1 + head.bytes });
        return types ? [types.types] : [];
      });
      return typesFor(joinedTypes(found), actions);
    },
  };
}

/** Policies as they are to be evaluated now, with the types that they rely on. */
export async function fittingNow<P extends StatedPolicy>(
  world: World,
  tenant: TenantId,
  policies: readonly P[],
  instead: Instead = NOTHING_REGISTERED,
): Promise<{ policies: readonly P[]; input_types: InputTypes }> {
  const { tool_groups } = (await loadSettings(world, tenant)).tenant;
  const relied = await inTurns(relying(policies));
  const actions = relied.filter((action) => !Object.hasOwn(instead.tools, splitAction(action)?.server ?? ''));
  const stored = actions.length
    ? await onStore(() => world.database.read(tenant, (tx) => world.known_types.read(tenant, tx, actions)))
    : NO_TYPES;
  const types = typesFor(joinedTypes([stored, instead.types]), relied);
  return { policies: await inTurns(fittingIn(policies, { types, tool_groups })), input_types: types };
}

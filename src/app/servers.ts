/** Registered servers: what their tools take, told by the tenant. */
import type { Snapshot } from '#core/judge.ts';
import type { Finding } from '#core/finding.ts';
import { sha256Hex } from '#core/hash.ts';
import { NO_TYPES, type InputTypes } from '#core/policy/cedar/input.ts';
import { typesOf, type Manifest } from '#core/policy/cedar/manifest.ts';
import {
  isServerName,
  MANIFEST_BYTES_MAX,
  MANIFESTS_BYTES_MAX,
  SERVER_NAME_CHARS_MAX,
  SERVERS_MAX,
  TOOLS_MAX,
} from '#core/policy/registered.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { isObject } from '#core/mcp/check.ts';
import type { JsonObject } from '#core/submission.ts';
import { requireScope, type Actor } from './actor.ts';
import type { JudgingFacts } from './judged.ts';
import { mutate, newId } from './mutate.ts';
import type { Precondition } from './policies.ts';
import type { Page, PageRequest, ReadTx, WriteTx } from './ports.ts';
import type { ServerHead, ServerMade, ServerRow } from './server-ports.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import { makeTurns } from './turns.ts';
import { toldOfUnfit, unfitFor, type UnfitPolicy } from './unfit.ts';
import type { World } from './world.ts';

export type ToolDefinition = JsonObject & { name: string };
/** `unfit`: policies that were written for other arguments than its tools have. */
export type ServerManifest = { row: ServerRow; unfit: UnfitPolicy[] };

/** Findings of one manifest that are kept and shown, the gravest first. */
const FINDINGS_MAX = 200;
const FAULTS_MAX = 100;

export function listServers(world: World, actor: Actor, page: PageRequest): Promise<Page<ServerHead>> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.servers.list(page)));
}

export function getManifest(world: World, actor: Actor, name: string): Promise<ServerManifest> {
  requireScope(actor, 'policies:read');
  return onStore(() =>
    world.database.read(actor.tenant, async (tx) => {
      const row = await tx.servers.get(name);
      if (!row) throw new Problem('NOT_FOUND');
      return { row, unfit: await unfitFor(tx, name, row.made.types) };
    }),
  );
}

/**
 * Registers the server, or replaces what the caller knows of it. Throws `POLICIES_UNFIT` where policies in force or in shadow would no longer
 * fit, unless `force`: then their calls are refused until they are written again. @param known null: he says nothing of one that there may be
 */
export async function putManifest(
  world: World,
  actor: Actor,
  name: string,
  { tools, force }: { tools: readonly ToolDefinition[]; force: boolean },
  known: Precondition | undefined,
): Promise<ServerManifest & { is_new: boolean }> {
  requireScope(actor, 'policies:write');
  const faults = manifestFaults(name, tools);
  if (faults.length) throw new Problem('BODY_INVALID', { errors: faults.slice(0, FAULTS_MAX) });
  await onStore(() => world.database.read(actor.tenant, (tx) => knownServer(tx, name, known)));
  const made = await makeOf(world, actor, name, tools);
  return mutate(world, actor, { scope: 'policies:write', action: 'servers.put' }, async (tx) => {
    // Of two that take the last place, the second counts after the first.
    await tx.tenant.getLocked();
    const old = await knownServer(tx, name, known);
    const unfit = await requireFit(tx, name, { before: old?.made.types ?? NO_TYPES, types: made.types, force });
    const at = new Date(world.machine.now());
    const row = rowOf({ id: old?.id ?? newId(world, 'srv'), name, created_at: old?.created_at ?? at, updated_at: at }, tools, made);
    await requireRoom(tx, row);
    if (!old) await tx.servers.insert(row);
    else if (!(await tx.servers.replace(row, old.digest))) throw new Problem('PRECONDITION_FAILED');
    return { subject: name, result: { row, unfit, is_new: !old } };
  });
}

export function deleteServer(world: World, actor: Actor, name: string, { force }: { force: boolean }, known: Precondition): Promise<void> {
  return mutate(world, actor, { scope: 'policies:write', action: 'servers.delete' }, async (tx) => {
    await tx.tenant.getLocked();
    const old = await tx.servers.get(name);
    if (!old) throw new Problem('NOT_FOUND');
    if (!known(old.digest)) throw new Problem('PRECONDITION_FAILED');
    await requireFit(tx, name, { before: old.made.types, types: NO_TYPES, force });
    if (!(await tx.servers.remove(name, old.digest))) throw new Problem('PRECONDITION_FAILED');
    return { subject: name, result: undefined };
  });
}

/** Null where there is none, and the caller says nothing of one. */
async function knownServer(tx: Pick<ReadTx, 'servers'>, name: string, known: Precondition | undefined): Promise<ServerRow | null> {
  const old = await tx.servers.get(name);
  if (!old && known) throw new Problem('NOT_FOUND');
  if (old && !known) throw new Problem('PRECONDITION_REQUIRED');
  if (old && known && !known(old.digest)) throw new Problem('PRECONDITION_FAILED');
  return old;
}

/** Pointers into the manifest; `name_at` where the name of the server stands. */
export function manifestFaults(name: string, tools: readonly ToolDefinition[], name_at = ''): Fault[] {
  const faults: Fault[] = [];
  if (!isServerName(name) || name.length > SERVER_NAME_CHARS_MAX)
    faults.push({
      pointer: name_at,
      detail: `The name of a server has at most ${SERVER_NAME_CHARS_MAX} characters, no \`___\`, quotation mark or backslash in it, and no \`_\` at its end`,
    });
  const seen = new Set<string>();
  for (const [i, tool] of tools.entries()) {
    if (seen.has(tool.name)) faults.push({ pointer: `/tools/${i}/name`, detail: 'Another tool of this server has this name' });
    seen.add(tool.name);
  }
  if (bytesOf(tools) > MANIFEST_BYTES_MAX)
    faults.push({ pointer: '/tools', detail: `The definitions of one server may take ${MANIFEST_BYTES_MAX} bytes as JSON` });
  return faults;
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** In pieces, beside the traffic. */
export const typed = (server: string, tools: readonly ToolDefinition[], turn = makeTurns()): Promise<Manifest> =>
  typesOf(
    tools.map(({ name, inputSchema }) => ({ server, name, ...(isObject(inputSchema) && { inputSchema }) })),
    turn,
  );

async function makeOf(world: World, actor: Actor, server: string, tools: readonly ToolDefinition[]): Promise<ServerMade> {
  const { types, untyped } = await typed(server, tools);
  return { names: tools.map(({ name }) => name), types, untyped, findings: await findingsIn(world, actor, server, tools) };
}

const RESULT = '/response/result';

/** UTF-8 bytes of what is judged in this thread. */
const HERE_BYTES_MAX = 16_384;

/** As they would be found where the server lists its tools; in another thread where they are long. */
async function findingsIn(world: World, actor: Actor, server: string, tools: readonly ToolDefinition[]): Promise<Finding[]> {
  const { snapshot } = await loadSettings(world, actor.tenant);
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const envelope = { request, response: { jsonrpc: '2.0', id: 1, result: { tools } }, server: { name: server } };
  const bytes = new TextEncoder().encode(JSON.stringify(envelope));
  const now_ms = world.machine.now();
  const verdict_id = newId(world, 'vrd');
  const findings =
    bytes.length <= HERE_BYTES_MAX
      ? world.judge({ ...envelope, context: {}, options: {}, faults: [] }, snapshot, { now_ms, verdict_id }).verdict.findings
      : await findingsElsewhere(world, bytes, snapshot, { now_ms, verdict_ids: [verdict_id], limited: false });
  return findings
    .slice(0, FINDINGS_MAX)
    .map((finding) => ({ ...finding, path: finding.path.startsWith(RESULT) ? finding.path.slice(RESULT.length) : finding.path }));
}

async function findingsElsewhere(world: World, bytes: Uint8Array, snapshot: Snapshot, facts: JudgingFacts): Promise<readonly Finding[]> {
  const items = await world.judging.judge({ form: 'envelope', bytes }, snapshot, facts, 'call');
  const item = 'wanted' in items ? undefined : items[0];
  if (!item || 'problem' in item) throw item?.problem ?? new Error('the definitions were not judged');
  return item.judged.verdict.findings;
}

type Fitting = { before: InputTypes; types: InputTypes; force: boolean };

/** What did not fit before is no reason to refuse. */
async function requireFit(tx: WriteTx, server: string, { before, types, force }: Fitting): Promise<UnfitPolicy[]> {
  const unfit = await unfitFor(tx, server, types);
  if (force || !unfit.length) return unfit;
  const already = new Set((await unfitFor(tx, server, before)).map((one) => JSON.stringify(one)));
  const errors = unfit
    .filter((one) => !already.has(JSON.stringify(one)))
    .map((one) => ({ pointer: '/tools', detail: `${one.policy}: ${toldOfUnfit(one)}` }));
  if (errors.length) throw new Problem('POLICIES_UNFIT', { errors: errors.slice(0, FAULTS_MAX) });
  return unfit;
}

type Stable = Pick<ServerRow, 'id' | 'name' | 'created_at' | 'updated_at'>;
const rowOf = (stable: Stable, tools: readonly ToolDefinition[], made: ServerMade): ServerRow => ({
  ...stable,
  tools,
  made,
  tool_count: tools.length,
  bytes: bytesOf(tools) + bytesOf(made),
  digest: sha256Hex(JSON.stringify(tools)),
});

async function requireRoom(tx: WriteTx, row: ServerRow): Promise<void> {
  const others = (await tx.servers.heads()).filter(({ name }) => name !== row.name);
  const sum = (of: (head: ServerHead) => number): number => others.reduce((all, head) => all + of(head), of(row));
  if (others.length >= SERVERS_MAX) throw new Problem('SERVERS_FULL', { detail: `A tenant may have ${SERVERS_MAX} servers.` });
  if (sum((head) => head.tool_count) > TOOLS_MAX)
    throw new Problem('SERVERS_FULL', { detail: `The servers of a tenant may have ${TOOLS_MAX} tools, all together.` });
  if (sum((head) => head.bytes) > MANIFESTS_BYTES_MAX)
    throw new Problem('SERVERS_FULL', {
      detail: `The manifests of a tenant may take ${MANIFESTS_BYTES_MAX} bytes, all together, with what is made of them.`,
    });
}

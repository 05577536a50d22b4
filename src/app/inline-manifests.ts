/** Manifests that come with a question and are stored nowhere: they stand in the place of what is registered under the same names. */
import { isObject } from '#core/mcp/check.ts';
import type { InputTypes } from '#core/policy/cedar/input.ts';
import { joinedTypes } from '#core/policy/cedar/type-graph.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import type { Registered } from '#core/policy/registered.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { manifestFaults, typed, type ToolDefinition } from './servers.ts';
import { makeTurns } from './turns.ts';

/** Servers of one question, and tools of all of them together: each takes some ms to be typed. */
export const INLINE_SERVERS_MAX = 10;
export const INLINE_TOOLS_MAX = 100;
const FAULTS_MAX = 100;

export type InlineManifest = { server: string; tools: readonly ToolDefinition[] };
/** Throws `BODY_INVALID`, with pointers into `/manifests`. */
export async function insteadOf(manifests: readonly InlineManifest[]): Promise<Pick<Registered, 'tools' | 'types'>> {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [i, { server, tools }] of manifests.entries()) {
    if (seen.has(server)) faults.push({ pointer: `/${i}/server`, detail: 'Another manifest is of this server' });
    seen.add(server);
    faults.push(...manifestFaults(server, tools, '/server').map(({ pointer, detail }) => ({ pointer: `/${i}${pointer}`, detail })));
  }
  if (manifests.reduce((sum, { tools }) => sum + tools.length, 0) > INLINE_TOOLS_MAX)
    faults.push({ pointer: '', detail: `All manifests together may have ${INLINE_TOOLS_MAX} tools here` });
  if (faults.length)
    throw new Problem('BODY_INVALID', {
      errors: faults.slice(0, FAULTS_MAX).map(({ pointer, detail }) => ({ pointer: `/manifests${pointer}`, detail })),
    });
  const turn = makeTurns();
  const types: InputTypes[] = [];
  for (const { server, tools } of manifests) types.push((await typed(server, tools, turn)).types);
  return {
    tools: Object.fromEntries(manifests.map(({ server, tools }) => [server, tools.map(({ name }) => name)])),
    types: joinedTypes(types),
  };
}

type Told = Omit<PolicyTest, 'name' | 'expect'>;

/** With the definition of the tool that is called, as a caller would send it who has the manifest. What the call says itself stands. */
export function withDefinition(call: Told, manifests: readonly InlineManifest[]): Told {
  const { request, tool, server } = call;
  const params = isObject(request) && request.method === 'tools/call' && isObject(request.params) ? request.params : null;
  const manifest = manifests.find((one) => one.server === server?.name);
  const definition = manifest?.tools.find(({ name }) => name === params?.name);
  return tool || !definition ? call : { ...call, tool: definition };
}

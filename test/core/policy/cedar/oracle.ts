/** Cedar itself (cedar-wasm), asked the same question. */
import { createRequire } from 'node:module';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import type { PolicyJson } from '#core/policy/cedar/policy-json.ts';
import type { CedarValue, EntityValue, IpValue } from '#core/policy/cedar/value.ts';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';

export const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as typeof Cedar;

export type OracleAnswer = { decision: 'allow' | 'deny'; reasons: string[]; errors: string[] };

const uidJson = ({ type, id }: EntityValue): { type: string; id: string } => ({ type, id });
const spelt = ({ words, prefix }: IpValue): string => {
  if (words.length === 1) return `${[24, 16, 8, 0].map((shift) => (words[0]! >>> shift) & 255).join('.')}/${prefix}`;
  return `${words
    .flatMap((w) => [w >>> 16, w & 0xffff])
    .map((group) => group.toString(16))
    .join(':')}/${prefix}`;
};
const extension = (fn: string, arg: Cedar.CedarValueJson): Cedar.CedarValueJson => ({ __extn: { fn, arg } });

function decimalText(value: number | bigint): string {
  const digits = (value < 0 ? -BigInt(value) : BigInt(value)).toString().padStart(5, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

export function jsonOf(value: CedarValue): Cedar.CedarValueJson {
  if (typeof value !== 'object') return value as Cedar.CedarValueJson;
  if (Array.isArray(value)) return value.map(jsonOf);
  switch (value.kind) {
    case 'entity':
      return { __entity: uidJson(value) };
    case 'record':
      return membersJson(value.of);
    case 'ip':
      return extension('ip', spelt(value));
    case 'decimal':
      return extension('decimal', decimalText(value.value));
    case 'duration':
      return extension('duration', `${value.value}ms`);
    case 'datetime':
      return { __extn: { fn: 'offset', args: [extension('datetime', '1970-01-01'), extension('duration', `${value.value}ms`)] } };
  }
}

/** `__proto__` stays a key like any other. */
const membersJson = (of: { [name: string]: CedarValue }): { [name: string]: Cedar.CedarValueJson } =>
  Object.fromEntries(Object.entries(of).map(([name, member]) => [name, jsonOf(member)]));

let slot = 0;
/** Cedar never forgets a preparsed set: a few names are used in turn. */
const SLOTS = 4;

/** Throws when Cedar does not take the policies or the request: then there is no answer to compare with. */
export function oracleOf(policies: readonly { id: string; json: PolicyJson }[]): (request: CedarRequest) => OracleAnswer {
  const name = `slot${slot++ % SLOTS}`;
  const staticPolicies = Object.fromEntries(policies.map(({ id, json }) => [id, json as Cedar.Policy]));
  const parsed = cedar.preparsePolicySet(name, { staticPolicies });
  if (parsed.type === 'failure') throw new Error(parsed.errors.map((e) => e.message).join('; '));
  return (request) => {
    const answer = cedar.statefulIsAuthorized({
      principal: uidJson(request.principal),
      action: uidJson(request.action),
      resource: uidJson(request.resource),
      context: membersJson(request.context.of),
      preparsedPolicySetId: name,
      entities: Object.values(request.entities).map(({ uid, attrs, parents, tags }) => ({
        uid: uidJson(uid),
        attrs: membersJson(attrs),
        parents: parents.map(uidJson),
        tags: membersJson(tags),
      })),
    });
    if (answer.type === 'failure') throw new Error(answer.errors.map((e) => e.message).join('; '));
    const { decision, diagnostics } = answer.response;
    return { decision, reasons: diagnostics.reason.sort(), errors: diagnostics.errors.map((e) => e.policyId).sort() };
  };
}

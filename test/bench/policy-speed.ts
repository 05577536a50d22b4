/** `node test/bench/policy-speed.ts`: how long one request takes against 100 and 1,000 policies; prints p50 and p99 in µs. */
import { compileSet, evaluateSet, type CompiledSet } from '#core/policy/cedar/set.ts';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import type { ActionScope, Expr, PolicyJson, PrincipalOrResource } from '#core/policy/cedar/policy-json.ts';
import { entity, record, type CedarValue, type EntityValue } from '#core/policy/cedar/value.ts';
import { percentile } from './arithmetic.ts';

const uid = (type: string, id: string): { type: string; id: string } => ({ type: `Mcp::${type}`, id });
const ALL = { op: 'All' } as const;
const context = (...path: string[]): Expr => path.reduce<Expr>((left, attr) => ({ '.': { left, attr } }), { Var: 'context' });
const policy = (
  effect: 'permit' | 'forbid',
  head: { principal?: PrincipalOrResource; action?: ActionScope; resource?: PrincipalOrResource },
  ...conditions: PolicyJson['conditions']
): PolicyJson => ({ effect, principal: ALL, action: ALL, resource: ALL, ...head, conditions });

const TOOLS = 60;
const ROLES = 12;
/** What tenants write: permits of roles on tools and groups, forbids on one tool with a condition, a few on everything. */
const KINDS: ((i: number) => PolicyJson)[] = [
  (i) =>
    policy('permit', {
      principal: { op: 'in', entity: uid('Role', `role${i % ROLES}`) },
      resource: { op: '==', entity: uid('Tool', `srv${i % 5}/tool${i % TOOLS}`) },
    }),
  (i) =>
    policy('permit', {
      principal: { op: 'in', entity: uid('Role', `role${i % ROLES}`) },
      resource: { op: 'in', entity: uid('ToolGroup', ['read', 'write', 'exec'][i % 3]!) },
    }),
  (i) =>
    policy(
      'permit',
      { action: { op: '==', entity: uid('Action', `srv${i % 5}___tool${i % TOOLS}`) } },
      { kind: 'when', body: { '>=': { left: context('trust', 'score'), right: { Value: 700 } } } },
    ),
  (i) =>
    policy(
      'forbid',
      { resource: { op: '==', entity: uid('Tool', `srv${i % 5}/tool${i % TOOLS}`) } },
      {
        kind: 'unless',
        body: {
          '&&': {
            left: { hasTag: { left: context('nums'), right: { Value: 'amount' } } },
            right: { '<=': { left: { getTag: { left: context('nums'), right: { Value: 'amount' } } }, right: { Value: 500 + i } } },
          },
        },
      },
    ),
  (i) =>
    policy(
      'forbid',
      { resource: { op: 'in', entity: uid('Server', `srv${i % 20}`) } },
      {
        kind: 'unless',
        body: {
          '&&': {
            left: {
              contains: {
                left: { Set: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((Value) => ({ Value })) },
                right: context('clock', 'Europe_Berlin', 'hour'),
              },
            },
            right: { '<': { left: context('clock', 'Europe_Berlin', 'weekday'), right: { Value: 6 } } },
          },
        },
      },
    ),
  (i) =>
    policy('forbid', { principal: { op: 'is', entity_type: 'Mcp::Agent' }, resource: { op: 'in', entity: uid('Server', `srv${i % 20}`) } }),
  (i) => policy('forbid', { principal: { op: '==', entity: uid('User', `user${i}`) } }),
  (i) =>
    policy(
      'forbid',
      { resource: { op: 'in', entity: uid('ToolGroup', ['egress', 'destructive', 'financial', 'team'][i % 4]!) } },
      {
        kind: 'when',
        body: {
          '&&': {
            left: { has: { left: { Var: 'context' }, attr: ['findings', 'prompt_injection'] } },
            right: { '>': { left: context('findings', 'prompt_injection'), right: { Value: 600 } } },
          },
        },
      },
    ),
  (i) =>
    policy(
      'forbid',
      { action: { op: '==', entity: uid('Action', 'resources/read') } },
      {
        kind: 'when',
        body: {
          like: { left: { '.': { left: { Var: 'resource' }, attr: 'uri' } }, pattern: [{ Literal: `file:///srv${i}/` }, 'Wildcard'] },
        },
      },
    ),
  // One in ten names its tools by a pattern: it is found by no name.
  (i) =>
    policy(
      'forbid',
      { resource: { op: 'is', entity_type: 'Mcp::Tool' } },
      {
        kind: 'when',
        body: {
          '&&': {
            left: { like: { left: { '.': { left: { Var: 'resource' }, attr: 'name' } }, pattern: [{ Literal: `srv${i}/` }, 'Wildcard'] } },
            right: { '!': { arg: { isInRange: [context('net', 'ip'), { ip: [{ Value: '10.0.0.0/8' }] }] } } },
          },
        },
      },
    ),
];
const setOf = (n: number): CompiledSet =>
  compileSet(Array.from({ length: n }, (_, i) => ({ id: `p${i}`, json: KINDS[i % KINDS.length]!(Math.floor(i / KINDS.length)) })));

const data = (self: EntityValue, attrs: { [name: string]: CedarValue }, parents: EntityValue[], tags = {}): CedarRequest['entities'] => ({
  [self.key]: { uid: self, attrs, parents, tags },
});

function requestOf(i: number): CedarRequest {
  const tool = `srv${i % 5}/tool${i % TOOLS}`;
  const principal = entity('Mcp::User', `user${i % 40}`);
  const action = entity('Mcp::Action', `srv${i % 5}___tool${i % TOOLS}`);
  const resource = entity('Mcp::Tool', tool);
  const args = entity('Mcp::Args', 'args');
  const nums = entity('Mcp::Nums', 'nums');
  const call = entity('Mcp::Action', 'tools/call');
  return {
    principal,
    action,
    resource,
    context: record({
      args,
      nums,
      clock: record({ Europe_Berlin: record({ hour: i % 24, weekday: 1 + (i % 7), minuteOfDay: i % 1440 }) }),
      trust: record({ score: (i * 37) % 1000 }),
      findings: record({ prompt_injection: (i * 91) % 1000 }),
      net: record({ ip: { kind: 'ip', words: [0x0a000001 + i], prefix: 32 }, lists: [] }),
    }),
    entities: {
      ...data(principal, {}, [entity('Mcp::Role', `role${i % ROLES}`), entity('Mcp::Role', `role${(i + 5) % ROLES}`)]),
      ...data(action, {}, [call]),
      ...data(call, {}, [entity('Mcp::Action', 'mcp')]),
      ...data(resource, { name: tool, risk: 300, pinned: true, drifted: false }, [
        entity('Mcp::Server', `srv${i % 5}`),
        entity('Mcp::ToolGroup', ['read', 'write', 'exec'][i % 3]!),
        entity('Mcp::ToolGroup', 'egress'),
      ]),
      ...data(args, {}, [], { path: '/tmp/x' }),
      ...data(nums, {}, [], { amount: i % 1000 }),
    },
  };
}

const requests = Array.from({ length: 200 }, (_, i) => requestOf(i));
const BATCH = 20;
for (const n of [7, 100, 1000]) {
  const started = performance.now();
  const set = setOf(n);
  const compile_ms = performance.now() - started;
  const samples: number[] = [];
  let found = 0;
  for (let round = 0; round < 4000; round++) {
    const from = (round * BATCH) % requests.length;
    const begin = performance.now();
    for (let k = 0; k < BATCH; k++) {
      const { permits, forbids, errors } = evaluateSet(set, requests[from + k]!);
      found += permits.length + forbids.length;
      if (errors.length) throw new Error(errors[0]!.message);
    }
    if (round >= 1000) samples.push(((performance.now() - begin) * 1000) / BATCH);
  }
  console.log(
    `${String(n).padStart(5)} policies: compiled in ${compile_ms.toFixed(1)} ms; p50 ${percentile(samples, 0.5).toFixed(2)} µs, p99 ${percentile(samples, 0.99).toFixed(2)} µs; ${(found / 4000 / BATCH).toFixed(1)} satisfied on average`,
  );
}

import { describe, expect, it } from 'vitest';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import { METHOD_NAMES, zoneAttribute } from '#core/policy/cedar/names.ts';
import { cedarRequestOf } from '#core/policy/cedar/request.ts';
import { schemaOf } from '#core/policy/cedar/schema.ts';
import { compileSet, evaluateSet } from '#core/policy/cedar/set.ts';
import { readCedar } from '#core/policy/cedar/validate.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import type { Submission } from '#core/submission.ts';
import { callOf, FACTS, messageOf, submissionOf } from './facts.ts';
import { cedar, jsonOf } from './oracle.ts';

const EXTRAS = {
  now_ms: 1_795_000_000_000,
  findings: { prompt_injection: 0.6 },
};
const TOLD = { labels: ['untrusted'], session: { calls: 3, age_s: 60, depth: 1 } };
const requestOf = (submission: Submission, facts: PolicyFacts = FACTS, extras = {}): CedarRequest =>
  cedarRequestOf(submission, messageOf(submission), { ...facts, ...TOLD }, { ...EXTRAS, ...extras });

async function answerTo(text: string, request: CedarRequest): Promise<'permit' | 'forbid' | 'error' | 'silent'> {
  const { policies, faults } = await readCedar(text);
  expect(faults).toEqual([]);
  const { permits, forbids, errors } = evaluateSet(compileSet(policies.map(({ json }, i) => ({ id: `#${i}`, json }))), request);
  return errors.length ? 'error' : forbids.length ? 'forbid' : permits.length ? 'permit' : 'silent';
}

const CALL = callOf('create_issue', { title: 'x', count: 3, price: 1.25, deep: { list: [true, null, 0.1] } });

describe('both dialects name the same call', () => {
  it.each([
    'permit (principal, action, resource == Mcp::Tool::"github/create_issue");',
    'permit (principal, action, resource == Tool::"create_issue");',
    'permit (principal, action == Mcp::Action::"tools/call", resource);',
    'permit (principal, action == Action::"github___create_issue", resource);',
    'permit (principal, action in [Action::"tools/call"], resource);',
    'permit (principal, action in Action::"mcp", resource in Server::"github");',
    'permit (principal in Role::"admin", action, resource is Tool) when { resource.name like "github/*" && resource.bare == "create_issue" };',
    'permit (principal in Group::"staff", action, resource) when { resource == Tool::"create_issue" };',
    'permit (principal, action, resource is Tool) when { [Tool::"x", Tool::"create_issue"].contains(resource) && [Action::"tools/call"].contains(action) };',
    'permit (principal, action, resource is Tool) when { [Tool::"github/create_issue"].contains(resource) && resource != Tool::"other" };',
    'permit (principal == User::"ada", action, resource) when { action == Action::"tools/call" && resource in ToolGroup::"write" };',
    'permit (principal, action, resource) when { principal.hasTag("department") && principal.getTag("department") == "R&D" };',
    'permit (principal, action, resource) when { principal.hasTag("unverified:role:guest") && !principal.hasTag("unverified:role:king") };',
    'permit (principal, action, resource) when { context.clock.Europe_Berlin.hour == 21 && context.clock.Europe_Berlin.weekday == 5 };',
    'permit (principal, action, resource) when { context.net has ip && context.net.ip.isInRange(ip("10.0.0.0/8")) && context.net.lists.contains("office") };',
    'permit (principal, action, resource) when { context has trust && context.trust.score >= 700 && context.findings.prompt_injection == 600 && context.findings.ssrf == 0 };',
    'permit (principal, action, resource) when { context.nums.hasTag("count") && context.nums.getTag("count") <= 500 };',
    'permit (principal, action, resource) when { context.decimals.hasTag("price") && context.decimals.getTag("price").lessThan(decimal("1.3")) && !context.nums.hasTag("price") };',
    'permit (principal, action, resource) when { context.args.hasTag("deep/list/0") && context.args.getTag("deep/list/0") == "true" && !context.args.hasTag("deep/list/1") };',
    'permit (principal, action, resource) when { context.auth.scopes.contains("github/read_*") && context.auth.assurance == "verified" && context.now > datetime("2026-01-01") };',
    'permit (principal, action, resource) when { context has session.calls && context.session.calls == 3 && context has labels && context.labels.contains("untrusted") };',
    'permit (principal, action, resource) when { context has agent && context.agent == Agent::"claude" && context.caller has user && context.caller.user == "ada" };',
  ])('%s', async (text) => {
    expect(await answerTo(text, requestOf(CALL))).toBe('permit');
  });

  it.each([
    'permit (principal, action, resource == Tool::"gitlab/create_issue");',
    'permit (principal, action == Action::"gitlab___create_issue", resource);',
    'permit (principal, action, resource is Tool) when { [Tool::"x", Tool::"a/create_issue"].contains(resource) };',
    'permit (principal, action, resource) when { resource != Tool::"create_issue" };',
    'permit (principal in Role::"guest", action, resource);',
    'permit (principal in Role::"king", action, resource);',
    'permit (principal, action, resource in ToolGroup::"read");',
    'permit (principal, action == Action::"tools/list", resource);',
  ])('and not %s', async (text) => {
    expect(await answerTo(text, requestOf(CALL))).toBe('silent');
  });
});

describe('a tool cannot take the name of another', () => {
  const posing = callOf('github/create_issue', {}, { server: { name: 'evil' } });
  it('to be granted what is meant for it', async () => {
    expect(await answerTo('permit (principal, action, resource == Tool::"github/create_issue");', requestOf(posing))).toBe('silent');
    expect(
      await answerTo('permit (principal, action, resource) when { resource == Tool::"github/create_issue" };', requestOf(posing)),
    ).toBe('silent');
  });
  it('but is forbidden under either', async () => {
    expect(await answerTo('forbid (principal, action, resource == Tool::"github/create_issue");', requestOf(posing))).toBe('forbid');
  });
  it('nor can a method', async () => {
    const method = submissionOf({ method: 'github___create_issue', params: {} });
    expect(await answerTo('permit (principal, action == Action::"github___create_issue", resource);', requestOf(method))).toBe('silent');
    expect(await answerTo('permit (principal, action in Action::"mcp", resource);', requestOf(submissionOf({ method: 'mcp' })))).toBe(
      'silent',
    );
    expect(await answerTo('permit (principal, action in Action::"mcp", resource);', requestOf(submissionOf({ method: 'what/ever' })))).toBe(
      'silent',
    );
  });
});

describe('resources, prompts, tasks and servers', () => {
  it.each([
    [
      submissionOf({ method: 'resources/read', params: { uri: 'file:///etc/passwd' } }),
      'resource == Resource::"file:///etc/passwd"',
      'resource.scheme == "file"',
    ],
    [
      submissionOf({ method: 'resources/read', params: { uri: 'SSH://u@Host.example:2222/x' } }),
      'resource is Resource',
      'resource has port && resource.port == 2222 && resource has host && resource.host == "host.example"',
    ],
    [
      submissionOf({ method: 'resources/read', params: { uri: 'ssh://h/' } }),
      'resource in Server::"github"',
      'resource is Resource && resource has port && resource.port == 22',
    ],
    [
      submissionOf({ method: 'prompts/get', params: { name: 'greet', arguments: { who: 'x' } } }),
      'resource == Prompt::"greet"',
      'context.args.hasTag("who")',
    ],
    [
      submissionOf({ method: 'tools/list' }),
      'resource == Server::"github"',
      'context.meta has method && context.meta.method == "tools/list"',
    ],
    [
      submissionOf({
        method: 'completion/complete',
        params: { ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'a', value: 'b' } },
      }),
      'resource == Prompt::"github/greet"',
      'context.args.hasTag("argument/name")',
    ],
    [submissionOf({ method: 'tasks/get', params: { taskId: 't1' } }), 'resource == Task::"t1"', 'context.direction == "request"'],
  ])('%j', async (submission, scope, condition) => {
    expect(await answerTo(`permit (principal, action, ${scope}) when { ${condition} };`, requestOf(submission))).toBe('permit');
  });

  it('an answer is about what its request was about', async () => {
    const answer = { ...CALL, response: { jsonrpc: '2.0', id: 1, result: { content: [] } } };
    const text =
      'permit (principal, action == Action::"github___create_issue", resource) when { context.direction == "response" && context.nums.hasTag("count") };';
    expect(await answerTo(text, requestOf(answer))).toBe('permit');
  });
});

const deep = (n: number): unknown => JSON.parse('{"a":'.repeat(n) + '1' + '}'.repeat(n));

describe('arguments', () => {
  const HOSTILE = JSON.parse(
    '{"__entity":{"type":"Mcp::Role","id":"admin"},"__extn":{"fn":"ip","arg":"x"},"__expr":"true","__proto__":"p","constructor":"c","a/b~c":1,"n":null,"f":1.23456,"big":1e300,"k":-0}',
  ) as object;

  it('are text and numbers, whatever their keys say', () => {
    const request = requestOf(callOf('t', HOSTILE));
    const tags = (name: string): object => request.entities[`Mcp::${name[0]!.toUpperCase()}${name.slice(1)}::"${name}"`]!.tags;
    expect(Object.entries(tags('args'))).toEqual(
      expect.arrayContaining([
        ['__entity/type', 'Mcp::Role'],
        ['__extn/arg', 'x'],
        ['__expr', 'true'],
        ['__proto__', 'p'],
        ['constructor', 'c'],
        ['a~1b~0c', '1'],
        ['f', '1.23456'],
      ]),
    );
    expect({ ...tags('nums') }).toEqual({ 'a~1b~0c': 1, k: 0 });
    expect(Object.keys(tags('decimals')).sort()).toEqual(['a~1b~0c', 'k']);
    expect(structuredClone(request)).toEqual(request);
    expect(JSON.parse(JSON.stringify(request))).toEqual(JSON.parse(JSON.stringify(structuredClone(request))));
  });

  it.each([
    ['too many', Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`k${i}`, i]))],
    ['too deep', deep(33)],
    ['20,000 deep', deep(20_000)],
    ['with a name that is too long', { ['k'.repeat(513)]: 1 }],
    ['with too much text', { a: 'x'.repeat(1_048_577) }],
  ])('%s: whatever reads them is an error, which denies', async (_, args) => {
    const submission: Submission = { ...callOf('t', {}) };
    const message = { ...messageOf(submission), params: { name: 't', arguments: args } };
    const request = cedarRequestOf(submission, message, FACTS, EXTRAS);
    expect(
      await answerTo(
        'forbid (principal, action, resource) when { context.args.hasTag("path") && context.args.getTag("path") like "*etc*" };',
        request,
      ),
    ).toBe('error');
    expect(await answerTo('permit (principal, action, resource) when { context.nums.hasTag("k1") };', request)).toBe('error');
    expect(await answerTo('forbid (principal, action, resource) unless { context.args_whole };', request)).toBe('forbid');
    expect(await answerTo('permit (principal, action, resource is Tool);', request)).toBe('permit');
  });
});

const NOBODY: PolicyFacts = {
  ...FACTS,
  identity: {
    ...FACTS.identity,
    assurance: 'none',
    principal: null,
    agent: null,
    session: null,
    issuer: null,
    acr: null,
    auth_age_s: null,
  },
  net: { ip: 'no address', lists: [], checked: [] },
  trust: null,
};

it('without anybody nobody is in a role, and what is unknown is absent', async () => {
  const request = requestOf(CALL, NOBODY);
  expect(await answerTo('permit (principal in Role::"admin", action, resource);', request)).toBe('silent');
  expect(
    await answerTo(
      'permit (principal is Anonymous, action, resource) unless { context has trust || context.net has ip || context.net has country };',
      request,
    ),
  ).toBe('permit');
});

const PARAMS: Record<string, object> = {
  'tools/call': { name: 't', arguments: { a: 1 } },
  'resources/read': { uri: 'https://h.example/x' },
  'resources/subscribe': { uri: 'x' },
  'resources/unsubscribe': { uri: 'x:y' },
  'prompts/get': { name: 'p' },
  'completion/complete': { ref: { type: 'ref/resource', uri: 'a:b' } },
};

const uid = ({ type, id }: { type: string; id: string }): { type: string; id: string } => ({ type, id });

describe('what we ask is what the schema says', () => {
  it.each(METHOD_NAMES)('%s', (method) => {
    for (const facts of [FACTS, NOBODY]) {
      for (const server of [{ name: 'github' }, undefined]) {
        const params = PARAMS[method] ?? (method.startsWith('tasks/') ? { taskId: 't' } : {});
        const { server: _, ...rest } = submissionOf({ method, params });
        const request = requestOf(server ? { ...rest, server } : rest, facts);
        const schema = schemaOf({
          clocks: ['Europe/Berlin'],
          counters: ['pol_x/c1', 'pol_x/c2'],
          history: ['pol_x/h1', 'pol_x/h2'],
          checks: ['pol_x/args/to'],
          tool_actions: ['github___t'],
        });
        const answer = cedar.isAuthorized({
          principal: uid(request.principal),
          action: uid(request.action),
          resource: uid(request.resource),
          context: jsonOf(request.context) as never,
          schema: schema as never,
          validateRequest: true,
          policies: { staticPolicies: { p: 'permit (principal, action, resource);' } },
          // Actions stand in the schema.
          entities: Object.values(request.entities)
            .filter((entity) => entity.uid.type !== 'Mcp::Action')
            .map((entity) => ({
              uid: uid(entity.uid),
              attrs: jsonOf({ kind: 'record', of: entity.attrs }) as never,
              parents: entity.parents.map(uid),
              tags: jsonOf({ kind: 'record', of: entity.tags }) as never,
            })),
        });
        expect(answer).toMatchObject({ type: 'success', response: { decision: 'allow', diagnostics: { errors: [] } } });
      }
    }
  });
});

it('no two zones share a clock', () => {
  const zones = ['UTC', 'Etc/GMT+5', 'Etc/GMT-5', ...Intl.supportedValuesOf('timeZone')];
  expect(new Set(zones.map(zoneAttribute)).size).toBe(new Set(zones).size);
  expect(zoneAttribute('America/Port-au-Prince')).toBe('America_Port_au_Prince');
});

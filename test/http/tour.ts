/** Every operation once, as somebody would use them: what is sent and answered here are the examples of the contract. */
import { startJobs } from '#app/job-kinds.ts';
import { requestSignup } from '#app/signup-code.ts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Mailbox } from '../support/mailbox.ts';
import type { Harness } from './harness.ts';

export type Sent = {
  json?: unknown;
  raw?: string;
  path?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  public?: true;
};
export type Answered = { status: number; body: unknown; etag: string };
/** Makes a call and keeps it under `name`; `null` where it only leads on. */
export type Ask = (operation: string, name: string | null, sent?: Sent) => Promise<Answered>;

const JOB_PATIENCE_MS = 10_000;
const idOf = ({ body }: Answered): string => (body as { id: string }).id;
const daysOn = ({ clock }: Harness, days: number): string => new Date(clock.now_ms + days * 86_400_000).toISOString();

const CONTEXT = { user_id: 'user123', ip_address: '192.168.1.100', session_id: 'ses_7f3a' };
const LISTING = { request: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, context: { user_id: 'user123', ip_address: '192.168.1.100' } };
const call = (name: string, args: object): object => ({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name, arguments: args } });
const TOOL = {
  name: 'create_customer',
  description: 'Adds a customer to the CRM.',
  inputSchema: { type: 'object', properties: { customer_name: { type: 'string' } }, required: ['customer_name'] },
};
const ATTACK = {
  request: call('create_customer', { customer_name: "Robert'; DROP TABLE customers;--" }),
  tool: TOOL,
  server: { name: 'crm', version: '2.1.0' },
  headers: { 'mcp-protocol-version': '2025-11-25' },
  context: CONTEXT,
};
const LEAK = {
  request: call('read_file', { path: 'config/app.env' }),
  response: {
    jsonrpc: '2.0',
    id: 2,
    result: { content: [{ type: 'text', text: 'REGION=eu-central-1\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLQ\n' }] },
  },
  context: CONTEXT,
};

const NO_SHELL = {
  name: 'no shells',
  document: { tools: { deny: ['shell/*', 'run_command'] } },
  tests: [
    { name: 'a shell is denied', request: call('run_command', { command: 'ls' }), expect: { decision: 'deny', reasons: ['TOOL_DENIED'] } },
    { name: 'a search is not', request: call('search', { query: 'tea' }), expect: { decision: 'allow' } },
  ],
};
const REFUNDS = {
  name: 'large refunds need more proof',
  mode: 'enforce',
  document: { effect: 'require', decision: 'challenge', target: { tools: ['pay/refund'] }, require: { trust: { min: 0.8 } } },
};
const CEDAR = {
  name: 'nobody drops tables',
  mode: 'shadow',
  document: { cedar: 'forbid (principal, action, resource == Tool::"db/drop_table");' },
};

export async function tour(harness: Harness, mailbox: Mailbox, ask: Ask): Promise<void> {
  await verdicts(ask);
  await tenants(harness, mailbox, ask);
  await keys(harness, ask);
  await policies(ask);
  await sets(ask);
  await lists(ask);
  await servers(ask);
  await packs(ask);
  await suppressions(harness, ask);
  await replays(harness, ask);
  await trail(ask);
  for (const operation of ['getQuality', 'livez', 'readyz']) await ask(operation, 'now', { public: true });
}

async function verdicts(ask: Ask): Promise<void> {
  await ask('validate', 'allowed', { json: LISTING });
  await ask('validate', 'denied', { json: ATTACK });
  await ask('validate', 'redacted', { json: LEAK });
  await ask('validate', 'explained', { json: { ...ATTACK, options: { explain: true, strictness: 'maximum', mode: 'full' } } });
  await ask('validateBatch', 'mixed', {
    json: {
      items: [
        { id: 'a', ...LISTING },
        { id: 'b', ...ATTACK },
        { id: 'c', context: {} },
      ],
    },
  });
  await ask('validate', 'BODY_INVALID', { json: { request: LISTING.request, context: { user: 'user123' } } });
  await ask('validate', 'JSON_REFUSED', { raw: '{"request":{},"context":{},"context":{}}' });
  await ask('validate', 'JSON_INVALID', { raw: '{"request":' });
}

async function tenants({ world }: Harness, mailbox: Mailbox, ask: Ask): Promise<void> {
  await ask('signUp', 'open', { json: { email: 'ann@example.com', name: 'Ann’s gateway' }, public: true });
  const email = 'ben@example.com';
  await requestSignup(world, { email, name: 'Ben' });
  await ask('verifySignUp', 'code', { json: { email, code: mailbox.codeTo(email) }, public: true });
  const json = {
    rate_limits: { principal: { per_second: 5, burst: 20 }, tool: null },
    argument_roles: [{ tool: 'run_report', argument: '/filter', role: 'sql' }],
    issuers: [{ issuer: 'https://id.example.com', audiences: ['mcp'], jwks_uri: 'https://id.example.com/jwks.json' }],
  };
  const { etag } = await ask('changeTenant', 'settings', { json });
  await ask('changeTenant', 'conditional', { json: { posture: 'starter', issuers: [] }, headers: { 'If-Match': etag } });
  await ask('getTenant', 'settings');
  await ask('getUsage', 'month');
}

async function keys(harness: Harness, ask: Ask): Promise<void> {
  const wish = { name: 'gateway', scopes: ['validate', 'policies:read'], ip_allow: ['203.0.113.0/24'], expires_at: daysOn(harness, 90) };
  const made = await ask('createKey', 'narrow', { json: wish });
  await ask('createKey', 'plain', { json: { name: 'ci', scopes: ['validate'] } });
  await ask('listKeys', 'page', { query: 'limit=1' });
  await ask('listKeys', 'QUERY_INVALID', { query: 'limit=0' });
  const path = { id: idOf(made) };
  await ask('getKey', 'one', { path });
  const { body } = await ask('rotateKey', 'overlap', { path, json: { overlap_seconds: 3_600 } });
  await ask('revokeKey', 'gone', { path: { id: (body as { id: string }).id } });
}

async function policies(ask: Ask): Promise<void> {
  const made = await ask('createPolicy', 'lists', { json: NO_SHELL });
  await ask('createPolicy', 'structured', { json: REFUNDS });
  const cedar = await ask('createPolicy', 'cedar', { json: CEDAR });
  await ask('createPolicy', 'POLICY_TESTS_FAILED', {
    json: { ...CEDAR, mode: 'enforce', tests: [{ name: 'a drop', request: call('drop_table', {}), expect: { decision: 'deny' } }] },
  });
  await ask('validate', 'challenged', { json: { request: call('refund', { amount: 5_000 }), server: { name: 'pay' }, context: CONTEXT } });
  const path = { id: idOf(made) };
  await ask('listPolicies', 'page', { query: 'limit=2' });
  await ask('getPolicy', 'one', { path });
  const json = { ...NO_SHELL, document: { tools: { deny: ['shell/*', 'run_command', 'exec'] } } };
  await ask('replacePolicy', 'next-version', { path, json, headers: { 'If-Match': made.etag } });
  await ask('replacePolicy', 'PRECONDITION_REQUIRED', { path, json });
  await ask('replacePolicy', 'PRECONDITION_FAILED', { path, json, headers: { 'If-Match': made.etag } });
  await ask('listPolicyVersions', 'page', { path });
  await ask('getPolicyVersion', 'first', { path: { ...path, n: '1' } });
  await ask('testPolicy', 'stored', { path, json: {} });
  await ask('testPolicy', 'others', { path, json: { tests: NO_SHELL.tests } });
  await ask('validatePolicies', 'good', { json: { document: NO_SHELL.document, tests: NO_SHELL.tests } });
  await ask('validatePolicies', 'misspelt', { json: { policies: [{ name: 'x', document: { tools: { dney: ['shell/*'] } } }] } });
  const evaluation = {
    policies: [{ id: 'draft', document: NO_SHELL.document }],
    request: call('run_command', { command: 'ls' }),
    context: CONTEXT,
  };
  await ask('evaluatePolicies', 'draft', { json: evaluation });
  const typed = 'forbid (principal, action == Action::"pay___refund", resource) when { context.input.amount > 500 };';
  const amount = { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] };
  const unregistered = {
    policies: [{ id: 'limit', document: { cedar: typed } }],
    manifests: [{ server: 'pay', tools: [{ name: 'refund', inputSchema: amount }] }],
    request: call('refund', { amount: 501 }),
    server: { name: 'pay' },
    context: CONTEXT,
  };
  await ask('evaluatePolicies', 'unregistered', { json: unregistered });
  const file = await ask('exportPolicies', 'all');
  await ask('importPolicies', 'unchanged', { json: file.body });
  await ask('importPolicies', 'dry-run', {
    json: {
      policies: [{ name: 'no files', document: { tools: { deny: ['fs/*'] } } }],
      named_lists: [{ name: 'partners', kind: 'texts', entries: ['acme', 'globex'] }],
    },
    query: 'dry_run=true',
  });
  await ask('getAccessReport', 'now');
  await ask('deletePolicy', 'gone', { path: { id: idOf(cedar) }, headers: { 'If-Match': '*' } });
}

async function sets(ask: Ask): Promise<void> {
  const page = await ask('listPolicies', null, { query: 'limit=1' });
  const [{ id, version } = { id: '', version: 0 }] = (page.body as { data: { id: string; version: number }[] }).data;
  const first = await ask('createPolicySet', 'current', { json: { name: 'release 41', policies: 'current' } });
  const second = await ask('createPolicySet', 'versions', { json: { name: 'release 42', policies: [{ id, version }] } });
  const of = (set: Answered, etag = '*') => ({ path: { id: idOf(set) }, headers: { 'If-Match': etag } });
  await ask('shadowPolicySet', 'shadow', of(second, second.etag));
  await ask('activatePolicySet', 'active', of(first));
  await ask('activatePolicySet', null, of(second));
  await ask('listPolicySets', 'page', { query: 'limit=2' });
  await ask('getPolicySet', 'one', { path: { id: idOf(second) } });
  await ask('rollBackPolicySets', 'back', { headers: { 'If-Match': '*' } });
  await ask('archivePolicySet', 'away', of(first));
}

async function lists(ask: Ask): Promise<void> {
  const path = { name: 'offices' };
  const made = await ask('putList', 'new', { path, json: { kind: 'networks', entries: ['192.0.2.0/24', '2001:db8::/48'] } });
  await ask('putList', 'replaced', { path, json: { kind: 'networks', entries: ['192.0.2.0/24'] }, headers: { 'If-Match': made.etag } });
  await ask('changeList', 'both', { path, json: { add: ['198.51.100.0/24'], remove: ['192.0.2.0/24'] } });
  await ask('listLists', 'page');
  await ask('getList', 'one', { path });
  await ask('deleteList', 'gone', { path, headers: { 'If-Match': '*' } });
}

async function servers(ask: Ask): Promise<void> {
  const path = { name: 'crm' };
  const untyped = { name: 'search', description: 'Finds customers.', inputSchema: { type: 'object', properties: { query: true } } };
  const made = await ask('putManifest', 'new', { path, json: { tools: [TOOL] } });
  await ask('putManifest', 'replaced', { path, json: { tools: [TOOL, untyped] }, headers: { 'If-Match': made.etag } });
  await ask('listServers', 'page');
  await ask('getManifest', 'one', { path });
  await ask('deleteServer', 'gone', { path, headers: { 'If-Match': '*' } });
}

async function packs(ask: Ask): Promise<void> {
  await ask('listPacks', 'catalogue');
  await ask('installPack', 'strict', { path: { name: 'read-only' }, json: { strength: 'strict' } });
  await ask('installPack', 'PACK_PARAMS_INVALID', { path: { name: 'read-only' }, json: { params: { color: 'red' } } });
}

async function suppressions(harness: Harness, ask: Ask): Promise<void> {
  const json = {
    rule: 'ssrf.loopback',
    tool: 'fetch',
    path: '/request/params/arguments/url',
    reason: 'The test server of the developers.',
    expires_at: daysOn(harness, 30),
  };
  const path = { id: idOf(await ask('createSuppression', 'one-place', { json })) };
  await ask('listSuppressions', 'page');
  await ask('getSuppression', 'one', { path });
  await ask('deleteSuppression', 'gone', { path });
}

async function replays(harness: Harness, ask: Ask): Promise<void> {
  const json = {
    set: 'current',
    policies: [{ document: { tools: { deny: ['create_customer'] } } }],
    filter: { decision: 'allow' },
    max: 10_000,
  };
  const waiting = await ask('replayPolicies', 'draft', { json });
  await ask('listJobs', 'page');
  await ask('cancelJob', 'gone', { path: { id: idOf(waiting) } });
  const job = await ask('replayPolicies', null, { json: { policies: json.policies } });
  const runner = startJobs(harness.world, { poll_ms: 20, share: 1 });
  const end = performance.now() + JOB_PATIENCE_MS;
  const path = { id: idOf(job) };
  while (((await ask('getJob', null, { path })).body as { state: string }).state !== 'done' && performance.now() < end) await delay(20);
  await runner.stop();
  await ask('getJob', 'done', { path });
}

async function trail(ask: Ask): Promise<void> {
  const { body } = await ask('listAudit', 'verdicts', { query: 'kind=verdict&decision=deny&limit=1' });
  await ask('listAudit', 'admin', { query: 'kind=admin&limit=1' });
  const [record] = (body as { data: { id: string }[] }).data;
  await ask('getAudit', 'denied', { path: { id: record?.id ?? '' } });
}

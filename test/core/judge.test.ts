import { describe, expect, it } from 'vitest';
import { policyOf } from '../support/policies.ts';
import type { Category } from '#core/finding.ts';
import { judge, type Snapshot } from '#core/judge.ts';
import type { CallOptions, JsonObject, Submission } from '#core/submission.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'd' };
const FACTS = { now_ms: 0, verdict_id: 'vrd_test' };

type Extra = Partial<Pick<Submission, 'tool' | 'response' | 'server'>> & { options?: CallOptions; snapshot?: Partial<Snapshot> };

function verdictOf(request: JsonObject | unknown[] | undefined, { options, snapshot, ...extra }: Extra = {}) {
  const submission: Submission = { ...(request && { request }), ...extra, context: {}, options: options ?? {}, faults: [] };
  return judge(submission, { ...SNAPSHOT, ...snapshot }, FACTS);
}
const rpc = (method: string, params?: JsonObject): JsonObject => ({ jsonrpc: '2.0', id: 1, method, ...(params && { params }) });
const call = (name: string, args: JsonObject): JsonObject => rpc('tools/call', { name, arguments: args });
const result = (text: string): JsonObject => ({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } });
const GITHUB_TOKEN = ['ghp', '16C7e42F292c6912E7710c838347Ae4H2Y7G'].join('_');

describe('a message in which nothing was found', () => {
  it('is told in the same words as another', () => {
    const clean = verdictOf(call('search', { query: 'quarterly report' }));
    const found = verdictOf(call('search', { query: GITHUB_TOKEN }));
    expect(clean).toMatchObject({
      decision: 'allow',
      status: 200,
      risk: 0,
      findings: [],
      reasons: [],
      modifications: [],
      engine: found.engine,
    });
    expect(found.findings).not.toHaveLength(0);
    expect(Object.keys(clean)).toEqual(Object.keys(found).filter((key) => key !== 'reply'));
    expect(Object.keys(clean.policy)).toEqual(Object.keys(found.policy));
  });
  it('says what was not looked at and what was ignored', () => {
    const image = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'image', data: 'aGVsbG8=', mimeType: 'image/png' }] } };
    const options = { strictness: 'minimal' } as const;
    const clean = verdictOf(undefined, { response: image, options });
    expect(clean.unjudged).toEqual([{ path: '/response/result/content/0/data', reason: 'binary' }]);
    expect(clean.ignored).toEqual(['/options/strictness']);
  });
});

describe('attacks are denied, with path and offsets', () => {
  const cases: [string, JsonObject, Category, string][] = [
    ['a traversal', call('read_file', { path: '../../../../etc/passwd' }), 'path_traversal', '/request/params/arguments/path'],
    [
      'an encoded traversal',
      call('read_file', { path: '%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fshadow' }),
      'path_traversal',
      '/request/params/arguments/path',
    ],
    ['a sensitive file by resource', rpc('resources/read', { uri: 'file:///root/.ssh/id_rsa' }), 'path_traversal', '/request/params/uri'],
    ['cloud metadata', call('fetch', { url: 'http://169.254.169.254/latest/meta-data/' }), 'ssrf', '/request/params/arguments/url'],
    ['cloud metadata in decimal', call('fetch', { url: 'http://2852039166/' }), 'ssrf', '/request/params/arguments/url'],
    [
      'a leaked key in an argument',
      call('create_issue', { title: 'hi', body: `use ${GITHUB_TOKEN} please` }),
      'secret_leak',
      '/request/params/arguments/body',
    ],
    [
      'SQL in a name',
      call('find_customer', { customer_name: "x' OR '1'='1' --" }),
      'sql_injection',
      '/request/params/arguments/customer_name',
    ],
    ['a command in a host', call('ping', { host: '8.8.8.8; cat /etc/passwd' }), 'command_injection', '/request/params/arguments/host'],
  ];
  it.each(cases)('%s', (_, request, category, path) => {
    const verdict = verdictOf(request);
    expect(verdict).toMatchObject({ decision: 'deny', status: 403, modifications: [] });
    expect(verdict.reasons[0]?.code).toBe(category.toUpperCase());
    const finding = verdict.findings.find((f) => f.category === category);
    expect(finding?.path).toBe(path);
    expect(verdict.findings[0]?.category).toBe(category);
    expect(finding!.end).toBeGreaterThan(finding!.start);
    expect(JSON.stringify(verdict.findings)).not.toContain(GITHUB_TOKEN);
  });
});

describe('ordinary work is allowed', () => {
  const cases: [string, JsonObject][] = [
    ['AT&T', call('search_companies', { query: 'AT&T' })],
    ['an amount', call('create_invoice', { customer: 'Smith & Sons', amount: '$1,250.00' })],
    ['a pipe in a shell tool', call('run_command', { command: 'git log | head' })],
    ['SQL in a SQL tool', call('query', { sql: "SELECT name FROM users WHERE id = 1 OR role = 'admin'" })],
    ['select a seat', call('book_flight', { note: 'Please select a seat from the front row; window if possible' })],
    ["O'Brien", call('find_customer', { customer_name: "O'Brien" })],
    ['a relative import', call('read_file', { path: '../src/index.ts' })],
    ['a public page', call('fetch', { url: 'https://example.com/a?b=c&d=e#f' })],
    ['the documented call', rpc('tools/list')],
  ];
  it.each(cases)('%s', (_, request) => {
    expect(verdictOf(request)).toMatchObject({ decision: 'allow', status: 200, reasons: [], modifications: [] });
  });
});

describe('results', () => {
  it('a secret is cut out, and nothing else', () => {
    const verdict = verdictOf(call('read_log', { name: 'app' }), { response: result(`token=${GITHUB_TOKEN} ok`) });
    expect(verdict).toMatchObject({ decision: 'allow', status: 200 });
    expect(verdict.modifications).toEqual([
      { op: 'replace', path: '/response/result/content/0/text', value: expect.stringMatching(/^token=\[REDACTED:[\w.-]+\] ok$/) },
    ]);
    expect(verdict.reasons.map((r) => r.code)).toEqual(['SECRET_LEAK']);
  });
  it('a secret that is a property name is renamed, and its name is shown nowhere else', () => {
    const response = {
      jsonrpc: '2.0',
      id: 1,
      result: { content: [], structuredContent: { seen: { [GITHUB_TOKEN]: { path: 'x\u202ey' } } } },
    };
    const { modifications, ...shown } = verdictOf(call('list_tokens', {}), {
      response,
      snapshot: { policies: [policyOf('p', { thresholds: { unicode_smuggling: 1 } })] },
    });
    expect(modifications).toMatchObject([
      { op: 'move', path: expect.stringMatching(/^\/response\/result\/structuredContent\/seen\/\[REDACTED:/) },
    ]);
    expect(shown.findings.map((f) => f.path)).toContain('/response/result/structuredContent/seen');
    expect(JSON.stringify(shown)).not.toContain(GITHUB_TOKEN);
  });
  it('nor is it shown by a protocol fault or by what was not judged below it', () => {
    const meta = { [`io.modelcontextprotocol/${GITHUB_TOKEN}`]: 1 };
    const content = [{ type: 'resource', resource: { uri: 'a://b', blob: 'AAAA' }, _meta: { [GITHUB_TOKEN]: { type: 'image' } } }];
    const verdict = verdictOf(call('x', {}), { response: { jsonrpc: '2.0', id: 1, result: { content, _meta: meta } } });
    expect(verdict.findings.map((f) => f.rule)).toEqual(expect.arrayContaining(['protocol.reserved-meta', 'secret.github-token']));
    expect(JSON.stringify(verdict)).not.toContain(GITHUB_TOKEN);
  });
  it('SQL and shell in a document are no attack', () => {
    expect(
      verdictOf(call('read_file', { path: 'README.md' }), {
        response: result("Run `cat /etc/passwd; ls` or SELECT * FROM t WHERE a='' OR 1=1 --"),
      }).decision,
    ).toBe('allow');
  });
});

describe('protocol', () => {
  const faulty: [string, JsonObject | unknown[]][] = [
    ['no JSON-RPC', { hello: 'world' }],
    ['unknown method', rpc('tools/destroy')],
    ['a null id', { jsonrpc: '2.0', id: null, method: 'ping' }],
    ['arguments as text', rpc('tools/call', { name: 'x', arguments: '{}' })],
  ];
  it.each(faulty)('%s is denied with status 400 and a pointer', (_, request) => {
    const verdict = verdictOf(request);
    expect(verdict).toMatchObject({ decision: 'deny', status: 400, risk: 1 });
    expect(verdict.reasons[0]?.code).toBe('PROTOCOL_VIOLATION');
    expect(verdict.findings[0]?.path).toMatch(/^\/request/);
  });
  it('full mode also names the attack in a malformed message; fast mode decides the same', () => {
    const request = {
      jsonrpc: '1.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'read_file', arguments: { path: '../../../../etc/passwd' } },
    };
    const full = verdictOf(request);
    const fast = verdictOf(request, { options: { mode: 'fast' } });
    expect(full.reasons.map((r) => r.code)).toEqual(['PROTOCOL_VIOLATION', 'PATH_TRAVERSAL']);
    expect([fast.decision, fast.status]).toEqual([full.decision, full.status]);
    expect(fast.findings.length).toBeLessThan(full.findings.length);
    expect(fast.unjudged).toEqual([{ path: '/request', reason: 'fast_mode' }]);
  });
});

describe('reply', () => {
  it('a refused tools/call gets a result with isError and the original id', () => {
    expect(verdictOf({ ...call('read_file', { path: '../../../../etc/passwd' }), id: 'abc' }).reply).toMatchObject({
      jsonrpc: '2.0',
      id: 'abc',
      result: { isError: true },
    });
  });
  it('other methods get an error outside the reserved codes', () => {
    const reply = verdictOf(rpc('resources/read', { uri: 'file:///root/.ssh/id_rsa' })).reply as { error: { code: number } };
    expect(reply.error.code > -32020 || reply.error.code < -32099).toBe(true);
  });
  it('a notification gets none', () => {
    expect(verdictOf({ jsonrpc: '2.0', method: 'notifications/nope' })).toMatchObject({ decision: 'deny' });
    expect(verdictOf({ jsonrpc: '2.0', method: 'notifications/nope' }).reply).toBeUndefined();
  });
});

describe('policy', () => {
  const denyRead: Partial<Snapshot> = { policies: [policyOf('pol_a', { tools: { deny: ['read_*'] } })] };
  it('a denied tool names the policy', () => {
    const verdict = verdictOf(call('read_file', { path: 'a.txt' }), { snapshot: denyRead });
    expect(verdict).toMatchObject({ decision: 'deny', status: 403, policy: { determining: ['pol_a'] } });
    expect(verdict.reasons[0]).toMatchObject({ code: 'TOOL_DENIED', layer: 'authorization', policy: 'pol_a' });
  });
  it('monitor answers allow and says what would be', () => {
    expect(verdictOf(call('read_file', { path: 'a.txt' }), { snapshot: { ...denyRead, monitor: true } })).toMatchObject({
      decision: 'allow',
      status: 200,
      would_be: { decision: 'deny', status: 403 },
    });
  });
  it('a threshold makes a category stricter, or laxer when the tenant says so', () => {
    const request = call('fetch', { url: 'http://169.254.169.254/' });
    const at = (threshold: number) =>
      verdictOf(request, { snapshot: { policies: [policyOf('p', { thresholds: { ssrf: threshold } })] } }).decision;
    expect([at(0.1), at(1)]).toEqual(['deny', 'allow']);
  });
  it('the call may only tighten: a laxer strictness is ignored and named', () => {
    const verdict = verdictOf(call('x', { q: 'a' }), { options: { strictness: 'minimal' } });
    expect(verdict.ignored).toEqual(['/options/strictness']);
    expect(verdictOf(call('x', { q: 'a' }), { options: { strictness: 'maximum' } }).ignored).toEqual([]);
  });
});

describe('explain', () => {
  const tool = {
    name: 'run_report',
    description: 'Runs SQL queries against the reporting database',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string' },
        since: { type: 'string', format: 'date' },
        page: { contentMediaType: 'text/html' },
        rows: { type: ['integer', 'null'] },
      },
    },
  };
  const explanationOf = (args: JsonObject, extra: Extra = {}) =>
    verdictOf(call('run_report', args), { tool, options: { explain: true }, ...extra }).explanation;

  it('tells what each argument was taken to be for, and why, where asked', () => {
    const args = { query: 'SELECT 1', since: '2026-01-01', page: '<p>', rows: '10', x: { note: 'hello to all of you out there' } };
    const roles = explanationOf(args)?.roles.map(({ path, roles: [first] }) => [path, first?.role, first?.why]);
    expect(roles).toEqual([
      ['/request/params/arguments/query', 'sql', expect.stringContaining('its name is “query”, in a tool for')],
      ['/request/params/arguments/since', 'datetime', 'its format is date'],
      ['/request/params/arguments/page', 'html', 'its media type is text/html'],
      ['/request/params/arguments/rows', 'number', 'its schema says it is a number'],
      ['/request/params/arguments/x/note', 'prose', expect.stringContaining('its name is “note”')],
    ]);
    expect(verdictOf(call('run_report', args), { tool })).not.toHaveProperty('explanation');
  });

  it('names both roles where it is unsure, with their confidence', () => {
    const roles = explanationOf({ zzz: 'SELECT name FROM staff' })?.roles[0]?.roles ?? [];
    expect(roles).toHaveLength(2);
    expect(roles[0]!.confidence).toBeGreaterThanOrEqual(roles[1]!.confidence);
    expect(roles.map((r) => r.role)).toContain('sql');
  });

  it('says of the role of each finding what the explanation says', () => {
    const { findings, explanation } = verdictOf(call('find_customer', { customer_name: "x' OR '1'='1' --" }), {
      options: { explain: true },
    });
    expect(explanation?.roles.find((r) => r.path === findings[0]?.path)?.roles.map((r) => r.role)).toContain(findings[0]?.role);
  });

  it('tells no path with a secret in it, and counts what is too much', () => {
    const secret = verdictOf(call('x', { [GITHUB_TOKEN]: 'a', b: 'c' }), { options: { explain: true } }).explanation;
    expect(JSON.stringify(secret)).not.toContain(GITHUB_TOKEN);
    expect(secret?.roles.map((r) => r.path)).toEqual(['/request/params/arguments/b']);
    const many = explanationOf({ list: Array.from({ length: 300 }, (_, i) => `v${i}`) });
    expect([many?.roles.length, many?.left_out]).toEqual([200, 100]);
  });

  it('has nothing to tell of a message that was not read', () => {
    const verdict = verdictOf({ jsonrpc: '1.0', id: 1, method: 'tools/call' }, { options: { explain: true, mode: 'fast' } });
    expect(verdict.explanation).toEqual({ roles: [], left_out: 0 });
  });
});

describe('the verdict itself', () => {
  it('is the same for the same input', () => {
    const request = call('read_file', { path: '../../../../etc/passwd' });
    expect(verdictOf(request)).toEqual(verdictOf(request));
  });
  it('names engine and ruleset', () => {
    expect(verdictOf(rpc('ping')).engine).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      ruleset: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });
});

/** Policies that are kept in Git: what goes out comes in again, all of it or nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { POLICIES_MAX } from '#app/policies.ts';
import { IMPORT_BYTES_MAX } from '#http/routes/policy-files.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const deeds = z.looseObject({
  dry_run: z.boolean(),
  policies: z.array(z.looseObject({ name: z.string(), id: z.string(), version: z.number(), action: z.string() })),
});
const trail = z.object({
  data: z.array(
    z.looseObject({
      action: z.string(),
      subject: z.string(),
      policies: z.array(z.object({ id: z.string(), version: z.number(), digest: z.string() })),
    }),
  ),
});
const refusal = z.looseObject({ code: z.string(), errors: z.array(z.looseObject({ pointer: z.string() })) });
const CAP = {
  effect: 'require',
  target: { tools: ['refund'] },
  require: { args: { '/amount': { max: 500 }, '/to': { inList: 'partners' } } },
};
const call = (amount: number) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'refund', arguments: { amount } } });
const textsOf = (bytes: number) => [
  {
    name: 'long',
    request: { ...call(1), params: { name: 'x', arguments: { text: '字'.repeat(bytes / 3) } } },
    expect: { decision: 'allow' },
  },
];
const FILE = {
  policies: [
    { name: 'zero', mode: 'shadow', document: { tools: { deny: ['shell'] } }, tests: [] },
    { name: 'cap', document: CAP, tests: [{ name: 'large', request: call(501), expect: { decision: 'deny' } }] },
    { name: 'cedar', mode: 'off', document: { cedar: 'forbid (principal, action, resource == Tool::"x");' } },
  ],
};

describe.each([
  ['PostgreSQL', hostedStores],
  ['PGlite', embeddedStores],
])('over %s', (_engine, stores) => {
  let harness: Harness;
  let own: Tenancy;
  beforeAll(async () => {
    harness = await openHarness(await stores());
  });
  beforeEach(async () => {
    own = await harness.tenant();
  });
  afterAll(() => harness.close());

  const ask = (method: string, path: string, json?: object, key = own.key) => harness.ask(method, path, { key, ...(json && { json }) });
  const take = async (json: object, dry_run = false) => {
    // What was changed at this very moment would be read anew for each policy; ids of one moment are in no order.
    harness.clock.now_ms += 1;
    const response = await ask('POST', `/policies/import?dry_run=${dry_run}`, json);
    expect(response.status, await response.clone().text()).toBe(200);
    return deeds.parse(await response.json()).policies.map(({ name, version, action }) => [name, version, action]);
  };
  const keyFor = async (...scopes: string[]) =>
    z.looseObject({ key: z.string() }).parse(await (await ask('POST', '/keys', { name: 'k', scopes })).json()).key;
  const statusOf = async (query: string, key: string) => (await ask('POST', `/policies/import${query}`, FILE, key)).status;
  const file = async (key = own.key) => (await ask('GET', '/policies/export', undefined, key)).text();

  it('what goes out comes in again, in another tenant too, and is the same text there', async () => {
    await take(FILE);
    const text = await file();
    expect(JSON.parse(text)).toMatchObject({
      policies: [{ name: 'cap', mode: 'enforce' }, { name: 'cedar' }, { name: 'zero', mode: 'shadow' }],
      lists: ['partners'],
    });
    const other = await harness.tenant();
    expect((await ask('POST', '/policies/import', JSON.parse(text) as object, other.key)).status).toBe(200);
    expect(await file(other.key)).toBe(text);
    expect(await take(JSON.parse(text) as object)).toEqual([
      ['cap', 1, 'unchanged'],
      ['cedar', 1, 'unchanged'],
      ['zero', 1, 'unchanged'],
    ]);
  });

  it('a changed policy gets a new version; a dry run only says so', async () => {
    await take(FILE);
    const next = {
      policies: [
        { name: 'zero', document: {} },
        { name: 'new', document: {} },
      ],
    };
    const told = [
      ['zero', 2, 'updated'],
      ['new', 1, 'created'],
    ];
    const before = await file();
    expect(await take(next, true)).toEqual(told);
    expect(await file()).toBe(before);
    expect(await take(next)).toEqual(told);
    expect(
      z
        .object({ policies: z.array(z.looseObject({ name: z.string() })) })
        .parse(JSON.parse(await file()))
        .policies.map((p) => p.name),
    ).toEqual(['cap', 'cedar', 'new', 'zero']);
  });

  it('tells every fault of every policy at once, and does nothing', async () => {
    await take({ policies: [{ name: 'kept', document: {} }] });
    const before = await file();
    const bad = {
      policies: [
        { name: 'kept', document: { tools: { deny: ['a'] } } },
        { name: 'text', document: { cedar: 'forbid (principal, action, resource) when { context.nett };' } },
        { name: 'test', document: CAP, tests: [{ name: 't', request: call(501), expect: { decision: 'allow' } }] },
        {
          name: 'clock',
          document: { effect: 'require', require: { time: { tz: 'UTC', allowed_hours: [9] } } },
          tests: [{ name: 't', request: call(1), expect: { decision: 'allow' } }],
        },
      ],
    };
    const refused = await ask('POST', '/policies/import', bad);
    expect(refused.status).toBe(422);
    const { errors } = refusal.parse(await refused.json());
    expect([...new Set(errors.map(({ pointer }) => pointer))]).toEqual([
      '/policies/1/document/cedar',
      '/policies/2/tests/0',
      '/policies/3/tests/0/facts/now',
    ]);
    expect(await file()).toBe(before);
  });

  it('who plans need not be one who may write: policies:read is enough for a dry run, which says so plainly', async () => {
    const [reads, writes, judges] = [await keyFor('policies:read'), await keyFor('policies:write'), await keyFor('validate')];
    const before = await file();
    expect(await statusOf('?dry_run=true', reads)).toBe(200);
    for (const query of ['', '?dry_run=false', '?dry_run=TRUE', '?dry_run=', '?dry_run'])
      expect(await statusOf(query, reads), query).toBe(403);
    for (const query of ['?dry_run=true&dry_run=false', '?dry_run=true&dry_run=true'])
      expect(await statusOf(query, reads), query).toBe(422);
    expect(await statusOf('?dry_run=true', writes)).toBe(200);
    expect(await statusOf('?dry_run=true', judges)).toBe(403);
    expect(await file()).toBe(before);
    expect(await statusOf('', writes)).toBe(200);
  });

  const LARGE = {
    policies: [
      ...Array.from({ length: 40 }, (_, i) => ({ name: `p${i}`, document: { tools: { deny: [`t${i}`] } }, tests: textsOf(120_000) })),
      // As much as one policy may have, in characters of three bytes.
      {
        name: 'most',
        document: { cedar: `forbid (principal, action, resource == Tool::"y");//${'字'.repeat(65_000)}` },
        tests: textsOf(390_000),
      },
    ],
  };

  it('an export that is larger than other bodies may be goes in again, in one call, all of it or nothing', async () => {
    expect(await take(LARGE)).toHaveLength(41);
    const text = await file();
    expect(Buffer.byteLength(text)).toBeGreaterThan(4 * 1_048_576);
    const other = await harness.tenant();
    const broken = text.replace('"name":"p9"', '"name":"p9","name":"q"');
    const refused = await harness.ask('POST', '/policies/import', { key: other.key, raw: broken });
    expect(refusal.parse(await refused.json())).toMatchObject({
      code: 'JSON_REFUSED',
      errors: [{ pointer: expect.stringMatching(/^\/policies\/\d+\/name$/) }],
    });
    expect(JSON.parse(await file(other.key))).toMatchObject({ policies: [] });
    const response = await harness.ask('POST', '/policies/import', { key: other.key, raw: text });
    expect(response.status, await response.clone().text()).toBe(200);
    expect(await file(other.key)).toBe(text);
  });

  it('an export of nothing goes in again too', async () => {
    expect((await ask('POST', '/policies/import', JSON.parse(await file()) as object)).status).toBe(200);
  });

  it('of large bodies one of each tenant, and few in all, are worked at at a time; a small one does not wait', async () => {
    const raw = JSON.stringify(LARGE);
    const headers = { 'content-length': String(Buffer.byteLength(raw)) };
    const large = (key: string) => harness.ask('POST', '/policies/import?dry_run=true', { key, raw, headers });
    const others = await Promise.all([harness.tenant(), harness.tenant()]);
    const answers = await Promise.all([own, own, ...others].map(({ key }) => large(key)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 200, 503, 503]);
    expect(statuses.slice(0, 2)).toContain(503);
    for (const busy of answers.filter(({ status }) => status === 503)) {
      expect(await busy.json()).toMatchObject({ code: 'OVERLOADED' });
      expect(busy.headers.get('retry-after')).toBe('5');
    }
    expect((await large(own.key)).status).toBe(200);
    harness.world.large_bodies.add(own.id);
    expect(await statusOf('?dry_run=true', own.key)).toBe(503);
    const small = JSON.stringify(FILE);
    const announced = { key: own.key, raw: small, headers: { 'content-length': String(small.length) } };
    expect((await harness.ask('POST', '/policies/import?dry_run=true', announced)).status).toBe(200);
    harness.world.large_bodies.delete(own.id);
  });

  it('a body is read strictly, piece by piece too', async () => {
    const { key } = own;
    const sent = async (raw: string) => {
      const response = await harness.ask('POST', '/policies/import', { key, raw });
      return [response.status, refusal.partial({ errors: true }).parse(await response.json())] as const;
    };
    const many = Array.from({ length: POLICIES_MAX + 1 }, (_, i) => ({ name: `p${i}`, document: {} }));
    for (const [raw, status, code, pointers] of [
      ['{"policies":[{"name":"a","document":{}},]}', 400, 'JSON_INVALID', ['/policies/1']],
      ['{"policies":[{"name":"a","document":{}}', 400, 'JSON_INVALID', ['']],
      ['{"policies":[{"name":"a","document":{}}],"policies":[]}', 400, 'JSON_REFUSED', ['/policies']],
      [
        '{"policies":[{"name":"a","document":{}},{"name":"b","name":"c"}],"lists":[],"lists":[]}',
        400,
        'JSON_REFUSED',
        ['/lists', '/policies/1/name'],
      ],
      [
        '{"policies":[{"name":"a"},{"name":"b","document":{},"x":1}],"y":1}',
        422,
        'BODY_INVALID',
        ['/y', '/policies/0/document', '/policies/1/x'],
      ],
      ['{"policies":{"0":1}}', 422, 'BODY_INVALID', ['/policies']],
      ['{"polic\\u0069es":[{"name":"a"}]}', 422, 'BODY_INVALID', ['/policies/0/document']],
      ['[]', 422, 'BODY_INVALID', ['']],
      [JSON.stringify({ policies: many }), 422, 'BODY_INVALID', ['/policies']],
      [`{"policies":[],"x":"${'x'.repeat(1_048_576)}"}`, 413, 'BODY_TOO_LARGE', undefined],
      [`{"policies":[{"name":"a","document":{"cedar":"${'x'.repeat(1_048_576)}"}}]}`, 422, 'BODY_INVALID', ['/policies/0']],
    ] as const) {
      const [got, problem] = await sent(raw);
      expect([got, problem.code, problem.errors?.map(({ pointer }) => pointer)], raw.slice(0, 80)).toEqual([status, code, pointers]);
    }
    expect(JSON.parse(await file())).toMatchObject({ policies: [] });
    const [status, problem] = await sent(' '.repeat(IMPORT_BYTES_MAX + 1));
    expect([status, problem.code, problem['detail']]).toEqual([413, 'BODY_TOO_LARGE', expect.stringContaining(String(IMPORT_BYTES_MAX))]);
  });

  const listed = z.looseObject({
    named_lists: z.array(z.object({ name: z.string(), kind: z.string(), entries: z.array(z.string()) })),
    lists_left_out: z.array(z.object({ name: z.string(), reason: z.string(), entry_count: z.number() })),
  });
  const put = async (name: string, json: object, key = own.key) => {
    const { status } = await ask('PUT', `/lists/${name}`, json, key);
    expect([200, 201]).toContain(status);
  };
  const entriesOf = async (name: string, key = own.key) =>
    z.looseObject({ entries: z.array(z.string()) }).parse(await (await ask('GET', `/lists/${name}`, undefined, key)).json()).entries;
  const NAMING = {
    policies: [
      { name: 'cap', document: CAP },
      { name: 'from', document: { effect: 'require', require: { location: { ip_lists: { allow: ['office'] } } } } },
      {
        name: 'cedar',
        mode: 'off',
        document: { cedar: 'forbid (principal, action, resource) when { context.net.lists.contains("none") };' },
      },
    ],
  };

  it('lists that policies name go out with their entries and come in again, all with the policies or not at all', async () => {
    await put('partners', { kind: 'texts', entries: ['globex', 'acme\u0000'] });
    await put('office', { kind: 'networks', entries: ['10.0.0.0/8'] });
    await put('other', { kind: 'texts', entries: ['unnamed'] });
    await take(NAMING);
    const text = await file();
    expect(listed.parse(JSON.parse(text))).toMatchObject({
      lists: ['none', 'office', 'partners'],
      named_lists: [
        { name: 'office', kind: 'networks', entries: ['10.0.0.0/8'] },
        { name: 'partners', kind: 'texts', entries: ['acme\u0000', 'globex'] },
      ],
      lists_left_out: [{ name: 'none', reason: 'absent', entry_count: 0 }],
    });
    const other = await harness.tenant();
    const into = async (body: object | string, query = '') => {
      const response = await harness.ask('POST', `/policies/import${query}`, {
        key: other.key,
        ...(typeof body === 'string' ? { raw: body } : { json: body }),
      });
      return {
        status: response.status,
        body: z
          .looseObject({ lists: z.unknown() })
          .partial()
          .parse(await response.json()),
      };
    };
    const made = [
      { name: 'office', action: 'created', entry_count: 1 },
      { name: 'partners', action: 'created', entry_count: 2 },
    ];
    expect(await into(text, '?dry_run=true')).toMatchObject({ status: 200, body: { lists: made } });
    expect((await ask('GET', '/lists/office', undefined, other.key)).status).toBe(404);
    // The last policy fails, so that no list is made either.
    const failing = {
      ...(JSON.parse(text) as object),
      policies: [
        ...NAMING.policies,
        { name: 'bad', document: CAP, tests: [{ name: 't', request: call(501), expect: { decision: 'allow' } }] },
      ],
    };
    expect(await into(failing)).toMatchObject({ status: 422, body: { code: 'POLICY_TESTS_FAILED' } });
    expect((await ask('GET', '/lists/office', undefined, other.key)).status).toBe(404);
    expect(await into(text)).toMatchObject({ status: 200, body: { lists: made } });
    expect(await file(other.key)).toBe(text);
    expect(await entriesOf('partners', other.key)).toEqual(['acme\u0000', 'globex']);
    expect(await into(text)).toMatchObject({ status: 200, body: { lists: made.map((one) => ({ ...one, action: 'unchanged' })) } });
    const changed = JSON.parse(text.replace('10.0.0.0/8', '192.0.2.7')) as object;
    expect(await into(changed)).toMatchObject({ body: { lists: [{ name: 'office', action: 'updated' }, { action: 'unchanged' }] } });
    expect(await entriesOf('office', other.key)).toEqual(['192.0.2.7/32']);
    const recorded = z.object({ data: z.array(z.looseObject({ action: z.string(), subject: z.string() })) });
    const { data } = recorded.parse(await (await ask('GET', '/audit?kind=admin&limit=100', undefined, other.key)).json());
    const put_lists = data.filter(({ action }) => action === 'lists.put').map(({ subject }) => subject);
    expect(put_lists.toSorted()).toEqual(['office', 'office', 'partners']);
  });

  it('a list that is too large for a file is left out, and says so; so is what no longer fits', async () => {
    const rest = { effect: 'require', target: { tools: ['t'] } };
    const names = Array.from({ length: 9 }, (_, i) => `l${i}`);
    for (const [i, name] of names.entries())
      await put(name, { kind: 'texts', entries: Array.from({ length: 850 }, (_, j) => `${i}-${j}-${'字'.repeat(200)}`) });
    await put('large', { kind: 'texts', entries: Array.from({ length: 3_000 }, (_, j) => `${j}-${'字'.repeat(100)}`) });
    await take({
      policies: [...names, 'large'].map((name) => ({ name, document: { ...rest, require: { args: { '/to': { inList: name } } } } })),
    });
    const text = await file();
    expect(Buffer.byteLength(text)).toBeGreaterThan(4_000_000);
    const { named_lists, lists_left_out } = listed.parse(JSON.parse(text));
    expect(named_lists.map(({ name }) => name)).toEqual(names.slice(0, 8));
    expect(lists_left_out).toEqual([
      { name: 'l8', reason: 'file_full', entry_count: 850 },
      { name: 'large', reason: 'list_too_large', entry_count: 3_000 },
    ]);
    const other = await harness.tenant();
    const response = await harness.ask('POST', '/policies/import', { key: other.key, raw: text });
    expect(response.status, await response.clone().text()).toBe(200);
    expect(await entriesOf('l7', other.key)).toHaveLength(850);
  });

  it('faults of lists are told with the rest; a kind that policies rely on stays', async () => {
    const faults = async (named_lists: unknown) => {
      const response = await ask('POST', '/policies/import', { policies: [{ name: 'a', document: {} }], named_lists });
      const { code, errors } = refusal.partial({ errors: true }).parse(await response.json());
      return [code, errors?.map(({ pointer }) => pointer)];
    };
    expect(
      await faults([
        { name: 'a', kind: 'networks', entries: ['10.0.0.0/8', '10.0.0.1/8'] },
        { name: 'a', kind: 'texts', entries: [] },
      ]),
    ).toEqual(['BODY_INVALID', ['/named_lists/0/entries/1', '/named_lists/1/name']]);
    expect(await faults([{ name: 'no name', kind: 'kind', entries: [''] }])).toEqual([
      'BODY_INVALID',
      ['/named_lists/0/name', '/named_lists/0/kind', '/named_lists/0/entries/0'],
    ]);
    expect(await faults(Array.from({ length: 51 }, (_, i) => ({ name: `l${i}`, kind: 'texts', entries: [] })))).toEqual([
      'BODY_INVALID',
      ['/named_lists'],
    ]);
    expect((await ask('GET', '/lists/a')).status).toBe(404);
    await put('partners', { kind: 'texts', entries: ['acme'] });
    await take(FILE);
    expect(await faults([{ name: 'partners', kind: 'networks', entries: [] }])).toEqual(['LIST_IN_USE', undefined]);
    expect(await statusOf('?dry_run=true', await keyFor('policies:read'))).toBe(200);
  });

  it('a name stands once in a file, and for one policy', async () => {
    const twice = {
      policies: [
        { name: 'a', document: {} },
        { name: 'a', document: {} },
      ],
    };
    expect(refusal.parse(await (await ask('POST', '/policies/import', twice)).json()).errors.map((e) => e.pointer)).toEqual([
      '/policies/1/name',
    ]);
    for (let i = 0; i < 2; i++) await ask('POST', '/policies', { name: 'a', document: {} });
    const once = { policies: [{ name: 'a', document: {} }] };
    expect(refusal.parse(await (await ask('POST', '/policies/import', once)).json()).errors.map((e) => e.pointer)).toEqual([
      '/policies/0/name',
    ]);
  });

  it('one record of the trail names every version that an import has written, with its digest', async () => {
    await take(FILE);
    await take({
      policies: [...FILE.policies.slice(0, 2), { name: 'cedar', document: { tools: { deny: ['y'] } } }, { name: 'new', document: {} }],
    });
    const { data } = trail.parse(await (await ask('GET', '/audit?kind=admin&limit=2')).json());
    const [second, first] = data;
    expect(data.map(({ action, subject }) => [action, subject.slice(0, 4)])).toEqual([
      ['policies.import', 'imp_'],
      ['policies.import', 'imp_'],
    ]);
    expect(first!.policies.map(({ version }) => version)).toEqual([1, 1, 1]);
    expect(second!.policies.map(({ version }) => version).sort()).toEqual([1, 2]);
    for (const { id, version, digest } of [...first!.policies, ...second!.policies]) {
      const stored = await ask('GET', `/policies/${id}/versions/${version}`);
      expect(stored.headers.get('etag')).toBe(`"${digest}"`);
    }
  });

  it('a thousand policies with tests and lists go out and come in again, and a set of them has the same policies', async () => {
    const policies = Array.from({ length: POLICIES_MAX }, (_, i) => ({
      name: `p${String(i).padStart(4, '0')}`,
      mode: (['enforce', 'shadow', 'off'] as const)[i % 3],
      document:
        i % 100 === 0 ? { cedar: `forbid (principal, action, resource == Tool::"t${i}");` } : { ...CAP, target: { tools: [`t${i}`] } },
      tests: i % 10 === 0 ? [{ name: 'none', request: call(1), expect: { decision: 'allow' } }] : [],
    }));
    expect((await ask('PUT', '/lists/partners', { kind: 'texts', entries: ['acme'] })).status).toBe(201);
    expect(await take({ policies })).toHaveLength(POLICIES_MAX);
    const text = await file();
    expect(text.length).toBeLessThan(1_048_576);
    expect(JSON.parse(text)).toMatchObject({ lists: ['partners'], policies: policies.map(({ name, mode }) => ({ name, mode })) });
    const other = await harness.tenant();
    harness.clock.now_ms += 1;
    const taken = deeds.parse(await (await ask('POST', '/policies/import', JSON.parse(text) as object, other.key)).json());
    expect(await file(other.key)).toBe(text);
    harness.clock.now_ms += 1;
    const [mine, theirs] = [deeds.parse(await (await ask('POST', '/policies/import', JSON.parse(text) as object)).json()), taken];
    const versions = async (key: string, of: typeof mine) => {
      const set = { name: 'all', policies: of.policies.map(({ id, version }) => ({ id, version })) };
      const made = await ask('POST', '/policy-sets', set, key);
      expect(made.status, await made.clone().text()).toBe(201);
      const { policies: members } = z
        .looseObject({ policies: z.array(z.looseObject({ id: z.string(), digest: z.string() })) })
        .parse(await made.json());
      return members.map(({ digest }) => digest).sort();
    };
    expect(await versions(other.key, theirs)).toEqual(await versions(own.key, mine));
  }, 120_000);

  it('takes as many as a tenant may have, and not one more', async () => {
    const policies = Array.from({ length: POLICIES_MAX }, (_name, i) => ({ name: `p${i}`, document: { tools: { deny: [`tool-${i}`] } } }));
    expect(await take({ policies })).toHaveLength(POLICIES_MAX);
    const verdict = await (
      await ask('POST', '/validate', {
        request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'tool-999', arguments: {} } },
      })
    ).json();
    expect(verdict).toMatchObject({ decision: 'deny' });
    expect(
      refusal.partial().parse(await (await ask('POST', '/policies/import', { policies: [{ name: 'more', document: {} }] })).json()).code,
    ).toBe('POLICIES_MAX_REACHED');
  }, 60_000);
});

/** Calls that bear one text wherever a caller can put one: what is good, what is refused, and what is no call at all. */
import { BODY_BYTES_MAX } from '#core/json.ts';
import type { Ask, Harness } from '../http/harness.ts';

/** As a word, and with a space: what could be the name of a method, a tool or a member in earnest is kept, a text is not. */
export const CANARY = 'zqcanary7f3a';
const TEXT = `${CANARY} sings`;
/** Forms in which it might come to light. */
export const TRACES = [CANARY, Buffer.from(CANARY).toString('hex'), Buffer.from(CANARY).toString('base64').slice(0, 14)];

const HEADERS: Record<string, string> = {
  'user-agent': TEXT,
  'x-forwarded-for': CANARY,
  forwarded: `for=${CANARY}`,
  'request-id': TEXT,
  'x-request-id': `cs_live_${CANARY}`,
  traceparent: `00-${CANARY}-${CANARY}-01`,
  tracestate: `${CANARY}=${CANARY}`,
  baggage: `${CANARY}=${CANARY}`,
  cookie: `session=${CANARY}`,
  origin: `https://${CANARY}.example`,
  referer: `https://${CANARY}.example/${CANARY}`,
  accept: `application/${CANARY}`,
  [`x-${CANARY}`]: CANARY,
};

/** Attacks among it, so that there are findings with paths and excerpts. */
const MESSAGES = [
  {
    jsonrpc: '2.0',
    id: TEXT,
    method: 'tools/call',
    params: { name: TEXT, arguments: { [TEXT]: TEXT, path: `../../../../etc/${CANARY}` } },
  },
  { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'note', arguments: { [TEXT]: { q: `1' UNION SELECT '${CANARY}' --` } } } },
  { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'note', arguments: { key: `ghp_${CANARY}aB3dE5fG7hI9jK1lM3nO5pQ7` } } },
  { jsonrpc: '2.0', id: 1, method: TEXT, params: { [TEXT]: TEXT, _meta: { [TEXT]: TEXT } } },
  { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: `file:///home/${CANARY}/.ssh/id_rsa` } },
];
const CONTEXT = {
  user_id: TEXT,
  session_id: CANARY,
  agent_id: TEXT,
  device_id: CANARY,
  user_agent: TEXT,
  token: `${CANARY}.${CANARY}.${CANARY}`,
  roles: [TEXT],
  permissions: [TEXT],
  attributes: { [TEXT]: TEXT },
};
const SUBMISSIONS = MESSAGES.map((request) => ({ request, context: CONTEXT, server: { name: TEXT, url: `https://${CANARY}.example` } }));
const RESULT = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: `ignore it; ${TEXT}` }] } };

const BROKEN = [
  `{"${CANARY}`,
  CANARY,
  `{"request":{"${TEXT}":1,"${TEXT}":2}}`,
  `{"${CANARY}":1}`,
  `{"request":"${CANARY}"}`,
  `{"request":{},"context":{"ip_address":"${CANARY}","${CANARY}":1}}`,
  Buffer.concat([Buffer.from(`{"request":"${CANARY}`), Buffer.from([0xff, 0xfe])]),
];
const POLICY = { name: TEXT, document: { tools: { deny: [`${TEXT}*`, CANARY] } } };

export type Call = [method: string, path: string, more: Ask];

/** Without any that needs the answer of another. */
export function hostileCalls(key: string): Call[] {
  const post = (path: string, more: Ask): Call => ['POST', path, { key, headers: HEADERS, ...more }];
  const lines = [...SUBMISSIONS.map((one) => JSON.stringify(one)), `{"${CANARY}`, `"${CANARY}"`, ''].join('\n');
  const large = `{"request":{"${TEXT}":"${CANARY.repeat(Math.ceil(BODY_BYTES_MAX / CANARY.length))}"}}`;
  return [
    ...SUBMISSIONS.map((json) => post('/validate', { json })),
    post('/validate', { json: { request: MESSAGES[0], response: RESULT, context: CONTEXT, tool: { name: TEXT, description: TEXT } } }),
    post('/validate', { json: SUBMISSIONS[0], headers: { ...HEADERS, 'idempotency-key': CANARY } }),
    post('/validate', { json: SUBMISSIONS[0], headers: { ...HEADERS, 'idempotency-key': CANARY } }),
    post('/validate', { json: { request: { ...MESSAGES[0], padding: TEXT.repeat(4_000) }, context: CONTEXT } }),
    post('/validate/batch', { json: { items: SUBMISSIONS } }),
    post('/validate/batch', { json: { items: [{ [CANARY]: 1 }, CANARY] } }),
    post('/validate/batch', { raw: lines, type: 'application/x-ndjson' }),
    ...BROKEN.map((raw) => post('/validate', { raw: typeof raw === 'string' ? raw : new Uint8Array(raw) })),
    post('/validate', { raw: large }),
    post('/validate', { raw: CANARY, type: `text/${CANARY}` }),
    ...[CANARY, `cs_live_${CANARY}`, TEXT].map((wrong) => post('/validate', { json: SUBMISSIONS[0], key: wrong })),
    post('/validate', { json: SUBMISSIONS[0], key: null, headers: { ...HEADERS, authorization: `Basic ${CANARY}` } }),
    post(`/validate?${CANARY}=${CANARY}`, { json: SUBMISSIONS[0] }),
    post(`/${CANARY}`, { json: {} }),
    [CANARY.toUpperCase(), '/validate', { key, headers: HEADERS }],
    ['PUT', '/validate', { key, headers: HEADERS }],
    ['DELETE', `/validate/${CANARY}`, { key, headers: HEADERS }],
    ...['keys', 'policies', 'audit'].flatMap((kind): Call[] => [
      ['GET', `/${kind}/${CANARY}`, { key, headers: HEADERS }],
      ['GET', `/${kind}?cursor=${CANARY}&${CANARY}=${CANARY}`, { key, headers: HEADERS }],
    ]),
    ['GET', `/audit?user_id=${CANARY}&tool=${CANARY}`, { key, headers: HEADERS }],
    post('/policies', { json: POLICY }),
    post('/policies', { json: { ...POLICY, document: { [CANARY]: CANARY } } }),
    post('/keys', { json: { name: TEXT, scopes: ['validate'] } }),
    post('/keys', { json: { name: TEXT, scopes: [CANARY], ip_allow: [CANARY] } }),
    ['PATCH', '/tenant', { key, headers: HEADERS, json: { name: TEXT } }],
    ['PATCH', '/tenant', { key, headers: HEADERS, json: { [CANARY]: CANARY } }],
    post('/signup', { key: null, json: { email: `${CANARY}@example.com`, name: TEXT } }),
    post('/signup', { key: null, json: { email: CANARY, name: TEXT } }),
    post('/signup', { key: null, json: { email: `nobody@${CANARY}.example`, name: TEXT } }),
    post('/signup/verify', { key: null, json: { email: `${CANARY}@example.com`, code: CANARY } }),
    ['GET', '/metrics', { headers: HEADERS, key: CANARY }],
  ];
}

/** All of them one after the other; the statuses, in order. What the server itself refuses may end without an answer: 0. */
export async function sendAll({ ask }: Pick<Harness, 'ask'>, calls: readonly Call[]): Promise<number[]> {
  const statuses = [];
  for (const [method, path, more] of calls) {
    const answer = await ask(method, path, more).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    statuses.push(answer?.status ?? 0);
  }
  return statuses;
}

/** What a capability is checked with: each row of the table is one function, which throws unless it holds and returns the figure that it saw. */
import assert from 'node:assert/strict';
import type { Client, Reply, Site } from './site.ts';

export type Check = { id: string; run(site: Site): Promise<string> };

/** A member by JSON Pointer; undefined where there is none. */
export function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

export const listAt = (value: unknown, pointer: string): unknown[] => {
  const list = at(value, pointer);
  assert.ok(Array.isArray(list), `${pointer} is no list: ${JSON.stringify(value)?.slice(0, 300)}`);
  return list as unknown[];
};

export const textAt = (value: unknown, pointer: string): string => {
  const text = at(value, pointer);
  assert.ok(typeof text === 'string', `${pointer} is no text: ${JSON.stringify(value)?.slice(0, 300)}`);
  return text;
};

/** The body of an answer that has this status. */
export function body(reply: Reply, status: number): unknown {
  assert.equal(reply.status, status, `${reply.status} in place of ${status}: ${JSON.stringify(reply.body)?.slice(0, 400)}`);
  return reply.body;
}

export const call = (name: string, args: object = {}): object => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

export type Envelope = { request?: object; response?: object; tool?: object; server?: object; context?: object; options?: object };
export type Verdict = { decision: string; status: number; codes: string[]; policies: string[]; body: unknown };

export async function verdict(client: Client, envelope: Envelope): Promise<Verdict> {
  const given = body(await client.ask('POST', '/validate', envelope), 200);
  const reasons = listAt(given, '/reasons');
  return {
    decision: textAt(given, '/decision'),
    status: Number(at(given, '/status')),
    codes: reasons.map((reason) => textAt(reason, '/code')),
    policies: listAt(given, '/policy/determining').map(String),
    body: given,
  };
}

/** The id of a policy that is in force. */
export async function enforce(client: Client, name: string, document: object, tests: object[] = []): Promise<string> {
  const made = await client.ask('POST', '/policies', { name, document, ...(tests.length && { tests }) });
  return textAt(body(made, 201), '/id');
}

export const expectDecision = (given: Verdict, decision: string, codes: readonly string[] = []): void => {
  assert.equal(given.decision, decision, `${given.decision} (${given.codes.join(', ')}) in place of ${decision}`);
  for (const code of codes) assert.ok(given.codes.includes(code), `${code} is not among ${given.codes.join(', ') || 'no reasons'}`);
};

import { describe, expect, it } from 'vitest';
import type { Category } from '#core/finding.ts';
import { judge, type Snapshot } from '#core/judge.ts';
import type { CallContext, JsonObject, Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';
import { readCorpus } from '../support/own-corpus.ts';

/**
 * One message as data. Short forms: `call` with `args` is a `tools/call`, with `about` and `props` as what is known of the tool; `result` is
 * the text that the tool `of` returned.
 */
type Message = {
  call?: string;
  args?: JsonObject;
  about?: string;
  props?: JsonObject;
  result?: string;
  of?: string;
  request?: JsonObject | unknown[];
  response?: JsonObject | unknown[];
  tool?: JsonObject;
  headers?: Record<string, string>;
  context?: CallContext;
};
type Attack = Message & { category: Category };

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'd' };
const FACTS = { now_ms: 0, verdict_id: 'vrd_test' };
const rpc = (params: JsonObject): JsonObject => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

function submissionOf(message: Message): Submission {
  const { call, args, about, props, result, of, headers, context, ...given } = message;
  const base = { context: context ?? {}, options: {}, faults: [] };
  if (result !== undefined) {
    const response = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: result }] } };
    return { ...base, request: rpc({ name: of ?? 'x', arguments: {} }), response };
  }
  if (call === undefined) {
    const { request, response, tool } = given;
    return {
      ...base,
      ...(request && { request }),
      ...(response && { response }),
      ...(tool && { tool }),
      ...(headers && { headers: new Map(Object.entries(headers)) }),
    };
  }
  const tool = {
    name: call,
    ...(about !== undefined && { description: about }),
    ...(props && { inputSchema: { type: 'object', properties: props } }),
  };
  return { ...base, request: rpc({ name: call, arguments: args }), ...((about !== undefined || props) && { tool }) };
}

const verdictOf = (message: Message): Verdict => judge(submissionOf(message), SNAPSHOT, FACTS);
const titleOf = (message: Message): string => JSON.stringify(message).slice(0, 120);

const BENIGN = readCorpus<Message>('benign');
/** As agents and servers exchange them in production; many of these lie close to a rule. */
const PRODUCTION = readCorpus<Message>('production');
const ATTACKS = [...readCorpus<Attack>('attacks'), ...readCorpus<Attack>('attacks-beside-work')];

const QUIET = [...BENIGN, ...PRODUCTION];

describe(`ordinary traffic passes unchanged: ${QUIET.length} messages`, () => {
  it.each(QUIET.map((message, index) => [index, titleOf(message), message] as const))('%i %s', (_index, _title, message) => {
    const { decision, modifications, findings } = verdictOf(message);
    const decisive = findings.filter(({ score }) => score >= 0.8).map(({ rule, path }) => `${rule} ${path}`);
    expect({ decision, modifications, decisive: decision === 'allow' ? [] : decisive }).toEqual({
      decision: 'allow',
      modifications: [],
      decisive: [],
    });
  });
});

describe(`attacks are found, wherever they stand: ${ATTACKS.length} messages`, () => {
  it.each(ATTACKS.map((attack, index) => [index, titleOf(attack), attack] as const))('%i %s', (_index, _title, attack) => {
    const { decision, modifications, reasons } = verdictOf(attack);
    expect(reasons.map(({ code }) => code)).toContain(attack.category.toUpperCase());
    expect(decision === 'deny' || modifications.length > 0).toBe(true);
  });
});

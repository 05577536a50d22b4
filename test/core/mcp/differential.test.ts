import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#core/submission.ts';
import { isObject } from '#core/mcp/check.ts';
import { isId } from '#core/mcp/envelope.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { mutantsOf } from './mutations.ts';
import { CORE, SDK, acceptsRequest, acceptsResult, type Oracle } from './oracle.ts';
import { submit } from './submissions.ts';
import { REQUESTS, RESULTS, wireRequest, wireResult } from './valid-messages.ts';

type Difference = { by: 'core' | 'sdk' | 'both'; we: 'accept' | 'refuse'; where: RegExp; reason: string };

/** Where we judge otherwise than the official SDK, and why. A place reads `<kind> <method> <pointer>`. */
const DIFFERENCES: readonly Difference[] = [
  {
    by: 'both',
    we: 'accept',
    where: /^request tools\/call \/params\/task/,
    reason: 'task is a member of one revision only; in the others it is one of the members that anybody may add',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /^request tools\/call \/params\/(requestState|inputResponses)/,
    reason: 'the SDK has no schema for retried requests (SEP-2322)',
  },
  {
    by: 'both',
    we: 'refuse',
    where:
      /^result tools\/call \/result\/(requestState|inputRequests|resultType|taskId|status|createdAt|lastUpdatedAt|ttlMs|pollIntervalMs)/,
    reason: 'the SDK takes a call result for an ordinary one, whatever resultType says',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /^result tools\/call \/result(\/content|\/task.*)?$/,
    reason: 'every revision demands content; the SDK puts an empty list where it is missing',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /^result (server\/discover|\w+\/list|resources\/templates\/list|resources\/read) \/result\/(ttlMs|cacheScope|resultType)$/,
    reason: 'caching hints and result types of 2026-07-28, which the SDK reads loosely',
  },
  {
    by: 'core',
    we: 'refuse',
    where: /^result subscriptions\/listen \/result\/resultType$/,
    reason: 'result types of 2026-07-28, which the SDK reads loosely',
  },
  {
    by: 'core',
    we: 'accept',
    where: /^result subscriptions\/listen \/result(\/_meta)?$/,
    reason: 'demanded only of a peer that states the revision',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /^result initialize \/result\/protocolVersion$/,
    reason: 'the server must agree upon a revision that exists',
  },
  {
    by: 'both',
    we: 'accept',
    where: /\/(data|blob)$/,
    reason: 'whether bytes are valid Base64 is for the detectors of binary content',
  },
  { by: 'both', we: 'accept', where: /\/lastModified$/, reason: '"should be" an ISO 8601 string' },
  { by: 'both', we: 'accept', where: /^request elicitation\/create \/params\/url$/, reason: 'which URLs are safe is for the detectors' },
  {
    by: 'both',
    we: 'refuse',
    where: /^request elicitation\/create .*\/(minLength|maxLength|minItems|maxItems)$/,
    reason: 'counts are integers (JSON Schema 2020-12, 6.3.1)',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /^request elicitation\/create \/params\/requestedSchema\/properties\/one\/oneOf/,
    reason: 'the SDK falls back to a plain string schema, which ignores oneOf',
  },
  {
    by: 'both',
    we: 'accept',
    where: /^request notifications\/cancelled \/params$/,
    reason: 'params whose members are all optional may be left out',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /\/io\.modelcontextprotocol\/subscriptionId$/,
    reason: 'reserved keys have their type in every revision: a dual-era peer may read them',
  },
  {
    by: 'core',
    we: 'refuse',
    where: /^request sampling\/createMessage .*\/structuredContent$/,
    reason: 'an object in the only legacy revision that has tool results in sampling',
  },
  {
    by: 'both',
    we: 'refuse',
    where: /^result tools\/list .*\/inputSchema\/properties\/city$/,
    reason: 'a JSON Schema is an object or a boolean',
  },
  {
    by: 'sdk',
    we: 'accept',
    where: /^result tools\/list .*\/(inputSchema\/properties\/city|outputSchema.*)$/,
    reason: 'true is a JSON Schema, and from 2026-07-28 an output schema may be any',
  },
  {
    by: 'sdk',
    we: 'accept',
    where: /^result tools\/call \/result\/structuredContent$/,
    reason: 'any JSON value from 2026-07-28, and no member of the specification before 2025-06-18',
  },
  { by: 'sdk', we: 'refuse', where: /\/(experimental\/a|logging|metadata)$/, reason: 'an array is no JSON object' },
  {
    by: 'sdk',
    we: 'refuse',
    where: /^request sampling\/createMessage .*\/content\/\d+\/content$/,
    reason: 'a tool result has content; the SDK puts an empty list where it is missing',
  },
  {
    by: 'sdk',
    we: 'accept',
    where: /^result tasks\/cancel \/result/,
    reason: 'in the extension of 2026-07-28 the answer is an acknowledgement with any members',
  },
];

type Disagreement = { place: string; how: string; we: 'accept' | 'refuse' };

function compareRequests(oracle: Oracle): { compared: number; found: Disagreement[] } {
  const found: Disagreement[] = [];
  let compared = 0;
  for (const entry of REQUESTS) {
    for (const { value, pointer, how } of mutantsOf(wireRequest(entry))) {
      const theirs = acceptsRequest(oracle, entry.method, value);
      // Another method, or a notification, is another message and not a damaged one.
      if (theirs === null || !isObject(value) || pointer === '/method' || (pointer === '/id' && how === 'left out')) continue;
      compared++;
      const ours = readProtocol(submit({ request: value })).faults.length === 0;
      if (ours !== theirs) found.push({ place: `request ${entry.method} ${pointer}`, how, we: ours ? 'accept' : 'refuse' });
    }
  }
  return { compared, found };
}

function compareResults(oracle: Oracle): { compared: number; found: Disagreement[] } {
  const found: Disagreement[] = [];
  let compared = 0;
  for (const entry of RESULTS) {
    if (acceptsResult(oracle, entry.method, wireResult(entry)) !== true) continue;
    for (const { value, pointer, how } of mutantsOf(wireResult(entry))) {
      if (!isObject(value)) continue;
      compared++;
      const theirs = acceptsResult(oracle, entry.method, value);
      const request = { jsonrpc: '2.0', id: isId(value.id) ? value.id : 1, method: entry.method };
      const ours = readProtocol(submit({ request, response: value })).faults.length === 0;
      if (ours !== theirs) found.push({ place: `result ${entry.method} ${pointer}`, how, we: ours ? 'accept' : 'refuse' });
    }
  }
  return { compared, found };
}

describe('every damaged message is judged as the official SDK judges it, but for the differences that are listed', () => {
  const used = new Set<Difference>();
  for (const oracle of [CORE, SDK]) {
    for (const compare of [compareRequests, compareResults]) {
      test(`${oracle.name}: ${compare.name}`, () => {
        const { compared, found } = compare(oracle);
        expect(compared).toBeGreaterThan(1_000);
        const unexplained = found.filter(({ place, we }) => {
          const known = DIFFERENCES.find((d) => (d.by === 'both' || d.by === oracle.name) && d.we === we && d.where.test(place));
          if (known) used.add(known);
          return !known;
        });
        expect(unexplained).toEqual([]);
      });
    }
  }
  test('no listed difference is stale', () => {
    expect(DIFFERENCES.filter((d) => !used.has(d))).toEqual([]);
  });
});

/** The SDK refuses params in a response, which the specification lets stand, and does not know the null id of JSON-RPC 2.0, 5. */
const asTheSdkLikesIt = (message: JsonObject): JsonObject => {
  if (message.method !== undefined) return message;
  const { params: _, id, ...rest } = message;
  return id === undefined || (id === null && message.error !== undefined && message.result === undefined) ? rest : { ...rest, id };
};

describe('envelopes', () => {
  const id = fc.constantFrom<unknown>(1, 2, 'a', 'b', '', 0, -3, 1.5, null, {}, 2 ** 53);
  const jsonrpc = fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, fc.constantFrom<unknown>('1.0', 2, null, '2.0 '));
  const inner = fc.constantFrom<unknown>({}, {}, { a: 1 }, [], 'x', null);
  const error = fc.oneof(
    inner,
    fc.record(
      { code: fc.constantFrom<unknown>(-32601, 1, 1.5, '1'), message: fc.constantFrom<unknown>('m', 1), data: inner },
      { requiredKeys: [] },
    ),
  );
  const method = fc.constantFrom<unknown>('ping', 'tools/list', 3, null, {});
  const envelope = fc.oneof(
    fc.record({ jsonrpc, id, method, params: inner, result: inner, error }, { requiredKeys: [] }),
    fc.record({ jsonrpc, id, method, params: inner }, { requiredKeys: ['jsonrpc', 'method'] }),
    fc.record({ jsonrpc, id, result: inner }, { requiredKeys: ['jsonrpc', 'result'] }),
    fc.record({ jsonrpc, id, error }, { requiredKeys: ['jsonrpc', 'error'] }),
  );

  test('an envelope is refused exactly when the SDK refuses it, but for members that it need not refuse', () => {
    const tally = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(envelope, (message: JsonObject) => {
        const theirs = CORE.envelope.safeParse(asTheSdkLikesIt(message)).success;
        const place = message.method === undefined ? 'response' : 'request';
        const { faults } = readProtocol(submit({ [place]: message }));
        const ours = faults.every((fault) => !ENVELOPE_RULES.has(fault.rule));
        tally[theirs ? 'accepted' : 'refused']++;
        expect(ours).toBe(theirs);
      }),
      { numRuns: 20_000, seed: 7 },
    );
    expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(100);
  });

  const ENVELOPE_RULES: ReadonlySet<string> = new Set([
    'protocol.jsonrpc-version',
    'protocol.not-a-message',
    'protocol.method-type',
    'protocol.method-and-result',
    'protocol.result-and-error',
    'protocol.params-type',
    'protocol.result-type',
    'protocol.id-type',
    'protocol.id-missing',
    'protocol.error',
  ]);
});

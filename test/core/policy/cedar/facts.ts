/** Submissions and facts for tests of requests. */
import { readProtocol, type MessageReading } from '#core/mcp/message.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import type { JsonObject, Submission } from '#core/submission.ts';

export const FACTS: PolicyFacts = {
  identity: {
    assurance: 'verified',
    principal: { type: 'User', id: 'ada' },
    agent: 'claude',
    session: 's1',
    roles: ['admin'],
    groups: ['staff'],
    unverified_roles: ['guest'],
    scopes: ['github/read_*'],
    claims: { department: 'R&D', 'unverified:role:king': 'king' },
    issuer: 'https://issuer.example',
    acr: 'urn:mace:incommon:iap:silver',
    amr: ['pwd', 'otp'],
    auth_age_s: 12.9,
  },
  clocks: { 'Europe/Berlin': { hour: 21, minute_of_day: 1260, weekday: 5 } },
  net: { ip: '::ffff:10.1.2.3', lists: ['office'], checked: ['office', 'spam'], country: 'DE', asn: null },
  checks: { 'pol_x/args/to': true },
  counters: { 'pol_x/c1': { fits: false, value: 11 }, 'pol_x/c2': null },
  history: { 'pol_x/h1': true, 'pol_x/h2': null },
  trust: { score: 750, confidence: 600 },
};

export const submissionOf = (request: JsonObject, more: Partial<Submission> = {}): Submission => ({
  request: { jsonrpc: '2.0', id: 1, ...request },
  server: { name: 'github' },
  context: { protocol_version: '2025-06-18' },
  options: {},
  faults: [],
  ...more,
});
export const callOf = (name: string, args: unknown, more: Partial<Submission> = {}): Submission =>
  submissionOf({ method: 'tools/call', params: { name, arguments: args } }, more);
export const messageOf = (submission: Submission): MessageReading => readProtocol(submission).messages[0]!;

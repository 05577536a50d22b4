/** What tenants send, and what they keep of the answers. */
import type { Tenancy } from './tenants.ts';
import { callBytes, type WireAnswer } from './wire.ts';

const call = (name: string, args: object): string =>
  JSON.stringify({
    request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
    context: { user_id: 'u-1' },
  });

/** Ordinary messages, and some that are refused. */
const MESSAGES = [
  '{"request":{"jsonrpc":"2.0","method":"tools/list","id":1},"context":{"user_id":"user123","ip_address":"192.168.1.100"}}',
  call('search_issues', { query: 'label:bug state:open sort:updated', page: 2 }),
  call('read_file', { path: 'docs/architecture/overview.md' }),
  call('send_message', { channel: 'general', text: 'The deployment of Tuesday went well; the numbers are in the sheet.' }),
  call('read_file', { path: '../../../../etc/shadow' }),
  call('create_customer', { customer_name: "x'; DROP TABLE customers; --", city: 'Utrecht' }),
];

export type Received = { tenancy: Tenancy; id: string };

export type Traffic = {
  next(): Uint8Array;
  onAnswer(answer: WireAnswer, request: Uint8Array): void;
  /** Verdicts that reached the client, in order. */
  received: Received[];
  /** Answers by what they said: `200`, `200 audit`, `503 AUDIT_UNAVAILABLE` and so on. */
  kinds: Map<string, number>;
  /** Answers that the contract does not have. */
  strange: string[];
  /** Milliseconds (Date.now) of the latest answer of a kind. */
  latest: Map<string, number>;
};

export function makeTraffic(tenancies: readonly Tenancy[]): Traffic {
  const requests = tenancies.flatMap((tenancy) =>
    MESSAGES.map((message) => ({ tenancy, bytes: callBytes(tenancy.key, '/validate', message) })),
  );
  const owners = new Map(requests.map(({ tenancy, bytes }) => [bytes, tenancy]));
  // A stride without common divisor: neighbouring calls are of different tenants.
  let turn = 0;
  const traffic: Traffic = {
    next: () => requests[(turn = (turn + MESSAGES.length + 1) % requests.length)]?.bytes ?? new Uint8Array(),
    onAnswer(answer, request) {
      const { kind, id, strange } = readAnswer(answer);
      traffic.kinds.set(kind, (traffic.kinds.get(kind) ?? 0) + 1);
      traffic.latest.set(kind, Date.now());
      const tenancy = owners.get(request);
      if (id !== null && tenancy) traffic.received.push({ tenancy, id });
      if (strange !== null && traffic.strange.length < 20) traffic.strange.push(strange);
    },
    received: [],
    kinds: new Map(),
    strange: [],
    latest: new Map(),
  };
  return traffic;
}

/** What of ours may be missing while a verdict is given. */
const DEGRADED = new Set(['limits', 'audit']);
/** What a call may fail with while a store is away, all with `Retry-After`. */
const OUTAGE_CODES = new Set(['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE', 'OVERLOADED']);

/** `strange` is null where the answer is one that is documented for an outage. */
export function readAnswer({ status, head, body }: WireAnswer): { kind: string; id: string | null; strange: string | null } {
  const document = JSON.parse(body) as { id?: unknown; degraded?: string[]; code?: string };
  const odd = `${head.split('\r\n')[0]}: ${body.slice(0, 200)}`;
  if (status === 200 && typeof document.id === 'string') {
    const degraded = document.degraded ?? [];
    return { kind: ['200', ...degraded].join(' '), id: document.id, strange: degraded.every((d) => DEGRADED.has(d)) ? null : odd };
  }
  const documented = status === 503 && OUTAGE_CODES.has(document.code ?? '') && /^retry-after: \d+/im.test(head);
  return { kind: `${status} ${document.code ?? ''}`, id: null, strange: documented ? null : odd };
}

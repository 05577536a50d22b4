/** `context` of a Cedar request (docs: `policy.md` 3). What is not known is absent, so that whoever needs it fails. */
import { CATEGORIES, type Category } from '../../finding.ts';
import type { MessageReading } from '../../mcp/message.ts';
import type { Submission } from '../../submission.ts';
import { canonicalAddress } from '../../network.ts';
import type { PolicyFacts } from '../facts.ts';
import { parseIp } from './ip.ts';
import { mcp, qualified, serverOf, zoneAttribute } from './names.ts';
import { record, setMember, type CedarValue, type IpValue, type RecordValue } from './value.ts';

/** What judging the message has added. Absent: nobody looked. */
export type Extras = {
  /** ms since 1970. */
  now_ms: number;
  /** Highest score by category, in [0, 1]; categories that are missing have none. Null: the content was not looked at. */
  findings?: Partial<Record<Category, number>> | null;
  /** The tenant's own, by name: patterns of `tool` and `server/tool`. */
  tool_groups?: { readonly [name: string]: readonly string[] };
};

/** Cedar has no fractions: shares are told in thousandths. */
export const SCALE = 1_000;
const scaled = (share: number): number => Math.round(share * SCALE);

/** Only what is there; null is what could not be told. */
const optional = <T>(value: T | null | undefined, of: (value: T) => CedarValue): CedarValue | undefined =>
  value === null || value === undefined ? undefined : of(value);
function mapped<T>(
  given: { [name: string]: T },
  to: (value: T) => CedarValue | undefined,
  named = (name: string): string => name,
): RecordValue {
  const of: RecordValue['of'] = {};
  for (const name of Object.keys(given)) {
    const value = to(given[name]!);
    if (value !== undefined) setMember(of, named(name), value);
  }
  return { kind: 'record', of };
}

/** IPv4 in IPv6 clothes is IPv4. */
function addressOf(text: string): IpValue | null {
  const canonical = canonicalAddress(text);
  return canonical === null ? null : parseIp(canonical);
}

/** What is known besides the message. */
export function contextOfFacts(facts: PolicyFacts, extras: Extras): { [name: string]: CedarValue | undefined } {
  const { identity, net, trust } = facts;
  const { principal, agent, session } = identity;
  const address = net.ip === null ? null : addressOf(net.ip);
  return {
    now: { kind: 'datetime', value: Math.trunc(extras.now_ms) },
    clock: mapped(facts.clocks, ({ hour, minute_of_day, weekday }) => record({ hour, minuteOfDay: minute_of_day, weekday }), zoneAttribute),
    net: record({
      ip: address ?? undefined,
      country: net.country ?? undefined,
      asn: net.asn ?? undefined,
      lists: [...net.lists],
      checked: [...net.checked],
    }),
    caller: record({
      user: principal?.type === 'User' ? principal.id : undefined,
      agent: agent ?? undefined,
      session: session ?? undefined,
    }),
    agent: optional(agent, (id) => mcp('Agent', id)),
    trust: optional(trust, ({ signals, ...scores }) => record({ ...mapped(scores, Math.round).of, signals: signals && [...signals] })),
    labels: optional(facts.labels, (labels) => [...labels]),
    approval: optional(facts.approval, (approval) =>
      record({ id: approval.id, method: approval.method, ageSec: Math.floor(approval.age_s) }),
    ),
    session: optional(session, (id) =>
      record({ id, calls: facts.session?.calls, ageSec: optional(facts.session?.age_s, Math.floor), depth: facts.session?.depth }),
    ),
    counters: mapped(facts.counters, (counter) => counter?.fits),
    history: mapped(facts.history, (happened) => happened ?? undefined),
    auth: record({
      assurance: identity.assurance,
      issuer: identity.issuer ?? undefined,
      acr: identity.acr ?? undefined,
      amr: [...identity.amr],
      ageSec: optional(identity.auth_age_s, Math.floor),
      scopes: [...identity.scopes],
    }),
  };
}

function scoresOf(scores: Partial<Record<Category, number>>): RecordValue {
  const of: RecordValue['of'] = {};
  for (const category of CATEGORIES) of[category] = scaled(scores[category] ?? 0);
  return { kind: 'record', of };
}

/** What the message itself tells. */
export const contextOfMessage = (
  submission: Submission,
  message: MessageReading,
  { checks }: Pick<PolicyFacts, 'checks'>,
  { findings }: Pick<Extras, 'findings'>,
): { [name: string]: CedarValue | undefined } => ({
  findings: optional(findings, (scores) => scoresOf(scores)),
  checks: mapped(checks, (holds) => holds),
  direction: message.direction,
  meta: metaOf(submission, message),
});

/** `name_length`: UTF-16 units of the longest name by which the message calls something. */
function metaOf(submission: Submission, { method, tool }: MessageReading): RecordValue {
  const { context } = submission;
  const name = serverOf(submission);
  return record({
    method: method ?? undefined,
    server: name ?? undefined,
    client: context.user_agent,
    protocol: context.protocol_version,
    name_length: Math.max(method?.length ?? 0, tool === null ? 0 : qualified(name, tool).length),
  });
}

/** From what was found and what policies say to the answer (docs: `policy.md` 5, "combine"). */
import type { MessageReading, Reading } from './mcp/message.ts';
import type { Era } from './mcp/revisions.ts';
import type { Access } from './policy/access.ts';
import { replyTo } from './reply.ts';
import type { Obligation } from './policy/document.ts';
import type { CallOptions } from './submission.ts';
import { REASONS, type Decision, type Reason, type Verdict } from './verdict.ts';

/** To whom a reply goes; null where there are several messages. Plain data. */
export type Addressee = (Pick<MessageReading, 'id' | 'kind' | 'method' | 'direction'> & { era: Era | null }) | null;

export function addresseeOf({ messages, era }: Reading): Addressee {
  const [only, more] = messages;
  if (!only || more) return null;
  const { id, kind, method, direction } = only;
  return { id, kind, method, direction, era };
}

/** Protocol faults come before who may do it, that before content. */
const isProtocol = ({ code }: Reason): boolean => code === 'PROTOCOL_VIOLATION';

export type Concluding = { monitor: boolean } & Pick<CallOptions, 'supported_obligations'>;

/**
 * @param found of protocol and content alone
 * @param access what policies say of the messages; null where nobody asked them
 */
export function conclude(
  found: Verdict,
  addressee: Addressee,
  access: Access | null,
  { monitor, supported_obligations }: Concluding,
): Verdict {
  if (!access && !monitor && found.decision === 'allow' && !(supported_obligations && found.modifications.length)) return found;
  const refused = found.decision === 'deny' ? found.reasons : [];
  const { denials = [], challenges = [], permits = [], obligations = [] } = access ?? {};
  const identity = denials.filter(({ layer }) => layer === 'authentication');
  const rest = denials.filter(({ layer }) => layer !== 'authentication');
  const refusals = [...refused.filter(isProtocol), ...identity, ...refused.filter((r) => !isProtocol(r)), ...rest];
  const due = refusals.length ? [] : obligations.filter(({ obligation: { type } }) => !challenges.length || ALWAYS.has(type));
  const lacking = refusals.length ? null : lackingIn(supported_obligations, due, !challenges.length && found.modifications.length > 0);
  const deciding = lacking ? [lacking, ...challenges] : refusals.length ? refusals : challenges;
  const primary = deciding[0];
  const actual = !primary
    ? { decision: 'allow' as const, status: 200 }
    : refusals.length || lacking
      ? { decision: 'deny' as const, status: REASONS[primary.code].status }
      : { decision: 'challenge' as const, status: 401 };
  const answered = monitor ? { decision: 'allow' as const, status: 200 } : actual;
  // What would have been cut out goes on to be told of where it is refused for want of scissors.
  const reasons = primary ? [...deciding, ...(lacking ? found.reasons : [])] : found.reasons;
  const reply = primary && addressee && answered.decision === 'deny' ? replyTo(addressee, primary, found.id, addressee.era) : undefined;
  const told = dueOf(obligations, actual.decision, supported_obligations);
  return {
    ...found,
    ...answered,
    reasons,
    modifications: primary || monitor ? [] : found.modifications,
    // Of what is allowed, who has permitted it.
    policy: {
      ...found.policy,
      determining: [...new Set([...reasons.flatMap((r) => (r.policy ? [r.policy] : [])), ...(primary ? [] : permits)])],
    },
    ...(told.length && { obligations: told }),
    ...(actual.decision === 'challenge' && !monitor && { challenge: { type: 'step_up' as const } }),
    ...(reply && { reply }),
    ...(monitor && { would_be: actual }),
  };
}

/** What one set of policies came to by itself. */
export function saidBy({ denials, challenges, obligations }: Access, supported: readonly string[] | undefined): Decision {
  const due = obligations.filter(({ obligation: { type } }) => !challenges.length || ALWAYS.has(type));
  if (denials.length || lackingIn(supported, due, false)) return 'deny';
  return challenges.length ? 'challenge' : 'allow';
}

/** They are for those who watch, whatever is decided. */
const ALWAYS: ReadonlySet<string> = new Set(['alert', 'log']);

/** Of a refusal only what those who watch want, and what can be done. */
function dueOf(obligations: Access['obligations'], decision: Decision, supported: readonly string[] | undefined): Obligation[] {
  const due = obligations.map(({ obligation }) => obligation).filter(({ type }) => decision === 'allow' || ALWAYS.has(type));
  return supported && decision === 'deny' ? due.filter(({ type }) => supported.includes(type)) : due;
}

/**
 * An enforcement point that cannot do what is required must not let the call pass (AuthZEN, "obligations"). Modifications are the
 * obligation to redact. @param supported types that it says it can do; undefined: it says nothing, and nobody asks
 */
function lackingIn(supported: readonly string[] | undefined, due: Access['obligations'], redacts: boolean): Reason | null {
  if (!supported) return null;
  const needed = [
    ...due.map(({ policy, obligation: { type } }) => ({ type, policy })),
    ...(redacts ? [{ type: 'redact', policy: null }] : []),
  ];
  const missing = needed.filter(({ type }) => !supported.includes(type));
  if (!missing.length) return null;
  const types = [...new Set(missing.map(({ type }) => type))];
  const policy = missing.find((one) => one.policy !== null)?.policy;
  return {
    code: 'OBLIGATION_UNSUPPORTED',
    layer: REASONS.OBLIGATION_UNSUPPORTED.layer,
    severity: 'medium',
    message: `The enforcement point does not support what the verdict requires of it: ${types.join(', ')}.`,
    ...(policy && { policy }),
  };
}

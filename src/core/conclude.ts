/** From what was found and what policies say to the answer (docs: `policy.md` 5, "combine"). */
import type { MessageReading, Reading } from './mcp/message.ts';
import type { Era } from './mcp/revisions.ts';
import type { Access } from './policy/access.ts';
import { replyTo } from './reply.ts';
import { REASONS, type Reason, type Verdict } from './verdict.ts';

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

/**
 * @param found of protocol and content alone
 * @param access what policies say of the messages; null where nobody asked them
 */
export function conclude(found: Verdict, addressee: Addressee, access: Access | null, { monitor }: { monitor: boolean }): Verdict {
  if (!access && !monitor && found.decision === 'allow') return found;
  const refused = found.decision === 'deny' ? found.reasons : [];
  const { denials = [], challenges = [], permits = [], obligations = [] } = access ?? {};
  const identity = denials.filter(({ layer }) => layer === 'authentication');
  const rest = denials.filter(({ layer }) => layer !== 'authentication');
  const refusals = [...refused.filter(isProtocol), ...identity, ...refused.filter((r) => !isProtocol(r)), ...rest];
  const deciding = refusals.length ? refusals : challenges;
  const primary = deciding[0];
  const actual = !primary
    ? { decision: 'allow' as const, status: 200 }
    : refusals.length
      ? { decision: 'deny' as const, status: REASONS[primary.code].status }
      : { decision: 'challenge' as const, status: 401 };
  const answered = monitor ? { decision: 'allow' as const, status: 200 } : actual;
  const reasons = primary ? deciding : found.reasons;
  const reply = primary && addressee && answered.decision === 'deny' ? replyTo(addressee, primary, found.id, addressee.era) : undefined;
  const due = obligations.map(({ obligation }) => obligation).filter(({ type }) => actual.decision === 'allow' || ALWAYS.has(type));
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
    ...(due.length && { obligations: due }),
    ...(actual.decision === 'challenge' && !monitor && { challenge: { type: 'step_up' as const } }),
    ...(reply && { reply }),
    ...(monitor && { would_be: actual }),
  };
}

/** They are for those who watch, whatever is decided. */
const ALWAYS: ReadonlySet<string> = new Set(['alert', 'log']);

/** The facts of a recorded call for another set of policies: recorded ones where they were looked for, and what time and address tell. */
import { assertedIdentity } from '../identity/identity.ts';
import type { PolicyFacts } from '../policy/facts.ts';
import { localFacts } from '../policy/local-facts.ts';
import type { CallContext } from '../submission.ts';
import type { ReplaySet } from './replay-set.ts';

export type KnownFacts = {
  facts: PolicyFacts;
  /** False: a token may have said so, and nobody wrote down what. */
  knows_identity: boolean;
  knows_geo: boolean;
  knows_trust: boolean;
  /** Keys of counters and history that nobody looked for. */
  unknown: { counters: ReadonlySet<string>; history: ReadonlySet<string> };
};

/** Clocks are those of the time of the verdict; lists are those of today, for they belong to the set. */
export function knownFacts(recorded: PolicyFacts | null, context: CallContext, now_ms: number, set: ReplaySet): KnownFacts {
  const { policies, lists, trust_asserted_roles, follows_tokens } = set;
  const identity = recorded?.identity ?? assertedIdentity(context, trust_asserted_roles);
  const local = localFacts(policies, { identity, ip_address: context.ip_address, now_ms, lists });
  const sought = new Set(recorded?.sought);
  const { country = null, asn = null } = recorded?.net ?? {};
  const counters: PolicyFacts['counters'] = {};
  const history: PolicyFacts['history'] = {};
  const unknown = { counters: new Set<string>(), history: new Set<string>() };
  for (const { key, sought: name, max, of_attempts } of set.counters) {
    const counted = sought.has(name) ? recorded?.counters[key] : undefined;
    if (counted === undefined || (counted && isOpen(counted, max, of_attempts))) unknown.counters.add(key);
    else counters[key] = counted && { ...counted, fits: counted.value <= max };
  }
  for (const { key, sought: name } of set.history) {
    const happened = sought.has(name) ? recorded?.history[key] : undefined;
    if (happened === undefined) unknown.history.add(key);
    else history[key] = happened;
  }
  return {
    facts: { ...local, net: { ...local.net, country, asn }, counters, history, trust: recorded?.trust ?? null },
    knows_identity: recorded !== null || !follows_tokens,
    knows_geo: !set.geo || local.net.ip === null || sought.has('geo'),
    knows_trust: !set.trust || sought.has('trust'),
    unknown,
  };
}

/** Attempts beyond a bound are counted only as far as shows that they are (`policy/counters.ts`): what they are under a higher one nobody knows. */
const isOpen = ({ fits, value }: { fits: boolean; value: unknown }, max: number, of_attempts: boolean): boolean =>
  typeof value !== 'number' || (of_attempts && !fits && value <= max);

/** Structured policies as Cedar: one forbid for each requirement, so that reasons are exact (docs: `policy.md` 4). */
import { all, any, atLeast, atMost, contains, context, equal, get, has, not, setOf, value } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import type { Amounts } from '../amounts.ts';
import type { Category } from '../../finding.ts';
import type { ReasonCode } from '../../verdict.ts';
import type { Require, StructuredDocument, Target } from '../document.ts';
import { NO_NEEDS, type FactNeeds } from '../facts.ts';
import { holdsFor, isHoisted } from './arguments.ts';
import type { Draft } from './draft.ts';
import { amountOf, countersOf, needsWith, withAmount } from './limits.ts';
import { fromAddress, fromCountry, fromNetwork, unsureOfAddress } from './location.ts';
import type { Amount } from '../cedar/read-amount.ts';
import type { Statement } from '../statement.ts';
import { aimOf } from './target.ts';
import { hasClock, onTime } from './time.ts';

/** Cedar has no fractions. */
const SCALE = 1_000;
const scaled = (share: number): Expr => value(Math.round(share * SCALE));

type Requirement = {
  holds: Expr;
  /** Whether that cannot be told: then a denial speaks as well, and nothing else does. */
  unsure?: Expr;
  code: ReasonCode;
  message: string;
  awaits?: NonNullable<Statement['awaits']>;
  /** What the call adds to a limit, where that is said in Cedar. */
  amount?: Amount;
};
/** The id under which a fact of this policy stands in the context; `self` is replaced by the policy's id when it is compiled. */
type Naming = { /** Such as `pol_x`. */ policy: string; /** It speaks where its requirements may hold. */ is_denial: boolean };
type Reading = { policy: string; amounts: Amounts };

/** In the order in which reasons are told: time, location, trust, limits, then the rest (`capabilities.md` PE-03). */
function requirementsOf(require: Require, { policy, is_denial, amounts }: Naming & Reading, checks: FactNeeds['checks']): Requirement[] {
  const { time, location, trust, limits, args, findings, session, history, auth } = require;
  const found: Requirement[] = [];
  const add = (
    code: ReasonCode,
    message: string,
    holds: Expr | null,
    more: Pick<Requirement, 'awaits' | 'unsure' | 'amount'> = {},
  ): void => {
    if (holds) found.push({ code, message, holds, ...more });
  };
  if (auth) add('IDENTITY_REQUIREMENT', 'The caller is not proved to be who the policy asks for.', proved(auth));
  if (time) add('TIME_RESTRICTION', 'Time restriction violation', onTime(time), { unsure: not(hasClock(time)) });
  if (location) {
    for (const place of [fromCountry(location, is_denial), fromNetwork(location, is_denial)]) {
      if (!place) continue;
      if (location.unknown !== 'allow' && !is_denial)
        add('COUNTRY_UNKNOWN', 'Location restriction violation: the place is unknown', place.known);
      add('LOCATION_RESTRICTION', 'Location restriction violation', is_denial ? place.holds : any(not(place.known), place.holds));
    }
    add('LOCATION_RESTRICTION', 'Location restriction violation', fromAddress(location), { unsure: unsureOfAddress(location) });
  }
  if (trust) {
    const score = get(context, 'trust', 'score');
    const known = has(context, 'trust', 'score');
    add('TRUST_REQUIREMENT', 'Trust score requirement not met', all(known, atLeast(score, scaled(trust.min))), { unsure: not(known) });
  }
  for (const [i, limit] of (limits ?? []).entries()) {
    const { id } = limit;
    const amount = amountOf(limit, amounts.get(i));
    const more = { awaits: { kind: 'counter' as const, id }, ...(amount && { amount }) };
    add('RESOURCE_LIMIT', `Resource limit exceeded: ${id}`, isTrue('counters', `${policy}/${id}`), more);
  }
  for (const [pointer, requirement] of Object.entries(args ?? {})) {
    const message = `The argument ${pointer} is not as the policy requires it.`;
    if (!is_denial && !isHoisted(pointer, requirement)) add('ARGUMENT_RESTRICTION', message, holdsFor(pointer, requirement));
    else {
      const id = `/args${pointer}`;
      checks.push({ id, pointer, requirement, ...(is_denial && { may_hold: true }) });
      add('ARGUMENT_RESTRICTION', message, isTrue('checks', `${policy}${id}`));
    }
  }
  for (const [category, { max }] of Object.entries(findings ?? {}) as [Category, { max: number }][])
    add('FINDING_RESTRICTION', `The score of ${category} is above what the policy lets pass.`, quiet(category, max), {
      unsure: not(has(context, 'findings', category)),
    });
  if (session?.notLabels)
    add('SESSION_RESTRICTION', 'The session bears a label that the policy excludes.', unlabelled(session.notLabels), {
      unsure: not(has(context, 'labels')),
    });
  for (const { id } of history ?? [])
    add('HISTORY_REQUIREMENT', `What happened before is not as the policy requires it: ${id}`, isTrue('history', `${policy}/${id}`), {
      awaits: { kind: 'history', id },
    });
  return found;
}

/** A fact that could not be told is absent. */
const isTrue = (record: 'counters' | 'checks' | 'history', id: string): Expr =>
  all(has(context, record, id), equal(get(context, record, id), value(true)));

const quiet = (category: Category, max: number): Expr =>
  all(has(context, 'findings', category), atMost(get(context, 'findings', category), scaled(max)));

function unlabelled(labels: readonly string[]): Expr {
  const bears: Expr = { containsAny: { left: get(context, 'labels'), right: setOf(...labels.map((label) => value(label))) } };
  return all(has(context, 'labels'), not(bears));
}

const assured = (level: string): Expr => equal(get(context, 'auth', 'assurance'), value(level));

function proved({ assurance, scopes }: NonNullable<Require['auth']>): Expr {
  return all(
    ...(assurance === 'verified' ? [assured('verified')] : []),
    ...(assurance === 'asserted' ? [any(assured('verified'), assured('asserted'))] : []),
    ...(scopes ?? []).map((scope) => contains(get(context, 'auth', 'scopes'), value(scope))),
  );
}

export function draftStructured(document: StructuredDocument, { policy, amounts }: Reading): { drafts: Draft[]; needs: FactNeeds } {
  const { effect, decision = 'deny', target = {}, require = {}, obligations = [], reason, severity = 'medium' } = document;
  const checks: FactNeeds['checks'] = [];
  const requirements = requirementsOf(require, { policy, amounts, is_denial: effect === 'deny' }, checks);
  const { scope, conditions, is_personal, is_said } = aimOf(target, effect === 'allow');
  const common = { scope, severity, is_personal, ...(is_said && { is_said }) };
  const lane = decision === 'challenge' ? ('challenge' as const) : ('access' as const);
  const drafts: Draft[] = [];
  if (effect === 'require') {
    for (const { holds, message, unsure: _, amount, ...rest } of requirements) {
      const own = {
        ...common,
        lane,
        effect: 'forbid' as const,
        when: conditions,
        unless: [holds],
        ...rest,
        message: told(message, reason),
      };
      drafts.push(...(amount ? withAmount(own, amount) : [own]));
    }
    if (obligations.length)
      drafts.push({ ...common, lane: 'obligation', effect: 'forbid', when: conditions, code: 'POLICY_DENIED', message: '', obligations });
  } else {
    const when = [...conditions, ...requirements.map(({ holds, unsure }) => (effect === 'deny' && unsure ? any(unsure, holds) : holds))];
    const is_grant = effect === 'allow';
    const own = is_grant ? 'A policy permits this.' : 'A policy denies this.';
    drafts.push({
      ...common,
      is_personal: is_personal || require.auth !== undefined,
      lane: is_grant ? 'access' : lane,
      effect: is_grant ? 'permit' : 'forbid',
      when,
      code: 'POLICY_DENIED',
      message: reason ?? own,
    });
    if (obligations.length)
      drafts.push({ ...common, lane: 'obligation', effect: 'forbid', when, code: 'POLICY_DENIED', message: '', obligations });
  }
  const needs = needsOf(require, target, checks);
  return { drafts, needs: { ...needsWith(needs, amounts), counters: countersOf(require, target, amounts) } };
}

const told = (message: string, reason: string | undefined): string => (reason === undefined ? message : `${message}: ${reason}`);

function needsOf({ time, location, trust, findings, history }: Require, target: Target, checks: FactNeeds['checks']): FactNeeds {
  const { ip_lists, countries, asns } = location ?? {};
  return {
    ...NO_NEEDS,
    clocks: time ? [time.tz] : [],
    ip_lists: [...(ip_lists?.allow ?? []), ...(ip_lists?.deny ?? [])],
    checks,
    geo: countries !== undefined || asns !== undefined,
    history: (history ?? []).map((one) => ({ ...one, target })),
    trust: trust !== undefined,
    findings: findings !== undefined,
  };
}

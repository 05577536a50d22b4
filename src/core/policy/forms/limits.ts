/** Limits as Cedar: whether a call fits is a fact; what it adds to one may be an expression, and that has to come to an amount. */
import { all, any, atLeast, below, context, equal, get, not, value } from '../cedar/build.ts';
import { needsOf } from '../cedar/references.ts';
import type { Amount } from '../cedar/read-amount.ts';
import type { Amounts } from '../amounts.ts';
import type { LimitRequirement, Require, Target } from '../document.ts';
import type { FactNeeds } from '../facts.ts';
import { blindTo } from '../unsupplied.ts';
import type { Draft } from './draft.ts';

/** Throws where the amount is in Cedar text that nobody has read. */
export function amountOf({ measure }: LimitRequirement, read: Amount | undefined): Amount | undefined {
  if (typeof measure === 'object' && !read) throw new TypeError('An amount in Cedar text is compiled when it is written');
  return read;
}

/** Answers add nothing. */
const isAnswer = equal(get(context, 'direction'), value('response'));
const NOTHING = value(0);

/**
 * The forbid of a limit, and one that speaks in its stead where the amount is negative. Both look at the amount, so that one that cannot be
 * told is an error of the policy (`POLICY_ERROR`) wherever the policy is asked, whether or not anything is counted.
 */
export function withAmount(draft: Draft, { expr, references, inputs }: Amount): Draft[] {
  const { awaits: _, unless: _1, when = [], ...common } = draft;
  const blind = blindTo(references);
  const is_personal = draft.is_personal === true || references.principal;
  const counted = { is_personal, ...(blind.length && { blind }), ...(inputs && { inputs }) };
  return [
    { ...draft, ...counted, when: [...when, any(isAnswer, atLeast(expr, NOTHING))] },
    {
      ...common,
      is_personal,
      lane: 'access',
      when: [...when, all(not(isAnswer), below(expr, NOTHING))],
      code: 'POLICY_ERROR',
      severity: 'high',
      message: 'A policy could not be evaluated on this call: what it adds to a limit is less than nothing.',
    },
  ];
}

export const countersOf = ({ limits = [] }: Require, target: Target, amounts: Amounts): FactNeeds['counters'] =>
  limits.map((limit, i) => {
    const amount = amounts.get(i)?.expr;
    return { ...limit, target, ...(amount && { amount }) };
  });

/** With what amounts look at. */
export function needsWith(needs: FactNeeds, amounts: Amounts): FactNeeds {
  if (!amounts.size) return needs;
  const all_needs = [needs, ...[...amounts.values()].map(({ references }) => needsOf(references))];
  const each = (member: 'clocks' | 'ip_lists'): string[] => [...new Set(all_needs.flatMap((one) => one[member]))];
  const any_needs = (member: 'geo' | 'trust' | 'findings'): boolean => all_needs.some((one) => one[member]);
  return {
    ...needs,
    clocks: each('clocks'),
    ip_lists: each('ip_lists'),
    geo: any_needs('geo'),
    trust: any_needs('trust'),
    findings: any_needs('findings'),
  };
}

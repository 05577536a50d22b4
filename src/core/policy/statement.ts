/** What a policy compiles to: Cedar policies, each with the reason that it stands for. Plain data: stored, cloned between threads, replayed. */
import type { Severity } from '../finding.ts';
import type { ReasonCode } from '../verdict.ts';
import type { PolicyJson } from './cedar/policy-json.ts';
import type { ReliedInputs } from './cedar/relied.ts';
import type { Obligation } from './document.ts';
import type { FactNeeds } from './facts.ts';
import type { Blind } from './unsupplied.ts';

/**
 * `access`: a permit allows, a forbid denies, and an error denies with `POLICY_ERROR`. The others are forbids that advise, never allow, and deny
 * on an error too: one of `challenge` that is satisfied asks for more proof, one of `obligation` only adds its obligations.
 */
export type Lane = 'access' | 'challenge' | 'obligation';

export type Statement = {
  /** `#<n>` within its policy. */
  id: string;
  lane: Lane;
  cedar: PolicyJson;
  code: ReasonCode;
  /** For people. */
  message: string;
  severity: Severity;
  obligations: Obligation[];
  /** It looks at who acts: a permit that does grants nothing to somebody who is only asserted. */
  is_personal: boolean;
  /** It looks at what the caller alone can say, such as which agent acts: a permit that does needs a tenant who takes his word. */
  is_said?: boolean;
  /** Until this fact is asked for, which costs something, the statement is a question and no answer. */
  awaits?: { kind: 'counter' | 'history'; id: string };
  /** Of a forbid: facts that it looks at and that may be told by nobody. Where one is, and the forbid would have to look, it denies. */
  blind?: Blind[];
  /** What it was validated against of `context.input`. */
  inputs?: ReliedInputs;
};

export type CompiledPolicy = { statements: Statement[]; needs: FactNeeds };

/** What a policy compiles to: Cedar policies, each with the reason that it stands for. Plain data: stored, cloned between threads, replayed. */
import type { Severity } from '../finding.ts';
import type { ReasonCode } from '../verdict.ts';
import type { PolicyJson } from './cedar/policy-json.ts';
import type { Obligation } from './document.ts';
import type { FactNeeds } from './facts.ts';

/**
 * `access`: a permit allows, a forbid denies, an error denies with `POLICY_ERROR`. `advice`: forbids only; one that is satisfied is advice
 * (a challenge, obligations) and never an allow.
 */
export type Lane = 'access' | 'advice';

export type Statement = {
  /** `<policy id>#<n>`. */
  id: string;
  lane: Lane;
  cedar: PolicyJson;
  code: ReasonCode;
  /** For people. */
  message: string;
  severity: Severity;
  obligations: Obligation[];
};

export type CompiledPolicy = {
  /** In the order time, location, trust, limits, then the rest: of the reasons of one verdict the first is primary (`capabilities.md` PE-03). */
  statements: Statement[];
  needs: FactNeeds;
};

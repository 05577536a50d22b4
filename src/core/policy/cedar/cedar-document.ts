/** Cedar text as statements: what its annotations say of lane, reason, severity and obligations. */
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../finding.ts';
import type { Obligation } from '../document.ts';
import { NO_NEEDS } from '../facts.ts';
import type { CompiledPolicy, Statement } from '../statement.ts';
import { NOTHING_REGISTERED, type Registered } from '../registered.ts';
import { blindTo, unsuppliedTo } from '../unsupplied.ts';
import { contradictionsIn } from './contradictions.ts';
import { isAmbiguous } from './names.ts';
import { reliedOn } from './relied.ts';
import { needsOf, referencesOf } from './references.ts';
import { placesIn } from './text.ts';
import { readCedar, type CedarFault, type CedarPolicy } from './validate.ts';

export type CedarCompilation = { compiled: CompiledPolicy; faults: CedarFault[]; warnings: CedarFault[] };

/** Obligations of one policy: JSON, one or a list. */
const OBLIGATIONS_MAX = 16;
const PATTERNS_MAX = 100;
const text = z.string().min(1).max(512);
const obligation = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('redact'), pointers: z.array(text).min(1).max(PATTERNS_MAX) }),
  z.strictObject({ type: z.literal('alert'), channel: text.optional() }),
  z.strictObject({ type: z.literal('log') }),
  z.strictObject({ type: z.literal('set_headers'), headers: z.record(text, z.string().max(512)) }),
  z.strictObject({ type: z.literal('filter_items'), tools: z.array(text).max(PATTERNS_MAX) }),
  z.strictObject({ type: z.literal('limit_ttl'), seconds: z.int().min(0) }),
]);

/** With faults nothing is compiled. @param registered what the text may name */
export async function compileCedar(source: string, registered: Registered = NOTHING_REGISTERED): Promise<CedarCompilation> {
  const { policies, faults, warnings, references } = await readCedar(source, registered);
  const statements: Statement[] = [];
  const placeAt = placesIn(source);
  for (const [i, policy] of policies.entries()) {
    const refuse = (detail: string): void => {
      const { start, end } = policy;
      faults.push({ start, end, ...placeAt(start), policy: i, detail, suggestion: null });
    };
    const inputs = reliedOn(policy.json, registered.types);
    for (const drafted of statementsOf(policy, refuse))
      statements.push({ ...drafted, ...(inputs && { inputs }), id: `#${statements.length}` });
    const { start, end, json } = policy;
    for (const detail of [...unsuppliedTo(referencesOf([json]), json.effect), ...contradictionsIn(json)])
      warnings.push({ start, end, ...placeAt(start), policy: i, detail, suggestion: null });
  }
  const compiled = faults.length ? { statements: [], needs: NO_NEEDS } : { statements, needs: needsOf(references) };
  return { compiled, faults, warnings };
}

type Refuse = (detail: string) => void;

function statementsOf({ json, annotations }: CedarPolicy, refuse: Refuse): Omit<Statement, 'id'>[] {
  const is_grant = json.effect === 'permit';
  const decision = annotations.decision ?? (is_grant ? 'allow' : 'deny');
  if (!(is_grant ? ['allow'] : ['deny', 'challenge']).includes(decision))
    refuse(is_grant ? 'A permit allows; it has no other decision.' : '@decision must be "deny" or "challenge".');
  const references = referencesOf([json]);
  const { principal, said, tool_actions } = references;
  for (const action of is_grant ? tool_actions : [])
    if (isAmbiguous(action))
      refuse(`${JSON.stringify(action)} may be more than one server's tool: name it as resource == Tool::"server/tool".`);
  const blind = is_grant ? [] : blindTo(references);
  const common = {
    severity: severityOf(annotations.severity, refuse),
    is_personal: principal,
    ...(said && { is_said: said }),
    code: 'POLICY_DENIED' as const,
    message: annotations.reason ?? (is_grant ? 'A policy permits this.' : 'A policy denies this.'),
  };
  const obligations = annotations.obligation === undefined ? [] : obligationsOf(annotations.obligation, refuse);
  const main = {
    ...common,
    lane: decision === 'challenge' ? ('challenge' as const) : ('access' as const),
    cedar: json,
    obligations: [],
    ...(blind.length && { blind }),
  };
  if (!obligations.length) return [main];
  return [main, { ...common, lane: 'obligation', cedar: { ...json, effect: 'forbid' }, obligations }];
}

function severityOf(given: string | undefined, refuse: Refuse): Severity {
  if (given === undefined) return 'medium';
  if ((SEVERITIES as readonly string[]).includes(given)) return given as Severity;
  refuse(`@severity must be one of ${SEVERITIES.join(', ')}.`);
  return 'medium';
}

function obligationsOf(given: string, refuse: Refuse): Obligation[] {
  let json: unknown;
  try {
    json = JSON.parse(given);
  } catch {
    refuse('@obligation must be JSON.');
    return [];
  }
  const read = z.array(obligation).max(OBLIGATIONS_MAX).safeParse([json].flat());
  if (read.success) return read.data as Obligation[];
  for (const { path, message } of read.error.issues) refuse(`@obligation: /${path.slice(1).join('/')}: ${message}`);
  return [];
}

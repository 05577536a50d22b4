/** The function that we sell: message + tenant snapshot + facts → verdict. Pure and synchronous; it throws on nothing that a caller can send. */
import { detect, placing, type Detected, type Hit } from './detect/engine.ts';
import { RULES } from './detect/index.ts';
import { SCORER_DIGEST } from './detect/orders/scorer.ts';
import type { Category, Finding, Layer, Severity } from './finding.ts';
import { sha256Hex } from './hash.ts';
import { readProtocol, type MessageReading, type ProtocolFault, type Reading } from './mcp/message.ts';
import { pointerOf, surfaceOf, type Step, type Surface } from './mcp/surface.ts';
import { plainPointer } from './pointer.ts';
import { cleanVerdict } from './clean-verdict.ts';
import { addresseeOf, conclude } from './conclude.ts';
import type { InputTypes } from './policy/cedar/input.ts';
import type { OwnToolGroups } from './policy/cedar/tool-groups.ts';
import type { ActivePolicy } from './policy/compile.ts';
import { accessAtOnce } from './policy/access-at-once.ts';
import type { NamedList } from './policy/lists.ts';
import { questionOf } from './policy/question.ts';
import { policyOf, requestedSet, type RequestedSet } from './policy/requested-set.ts';
import { barOf, type Bar } from './policy/bar.ts';
import { modificationsOf, type Cut } from './redact.ts';
import { explainRoles, type Explanation } from './roles/explain.ts';
import type { ArgumentRole } from './roles/overrides.ts';
import { pointersWithout, secretNames, spellingsWithout } from './shown-pointers.ts';
import { STRICTNESS_THRESHOLDS, type CategoryWeight } from './score.ts';
import { weighedBy } from './weighed.ts';
import type { Strictness, Submission } from './submission.ts';
import { inForce, isHidden, type Suppression } from './suppression.ts';
import type { Posture } from './tenant.ts';
import { REASONS, type Reason, type ReasonCode, type Verdict } from './verdict.ts';

/** What a tenant has decided, compiled; changes only when the tenant changes it. */
export type Snapshot = {
  posture: Posture;
  strictness: Strictness;
  monitor: boolean;
  /** The active set; absent where every enabled policy is in force. */
  set?: string;
  policies: readonly ActivePolicy[];
  /** What is tried beside them; `digest` changes with any of it. */
  shadow?: { digest: string; sets: readonly ShadowSet[] };
  /** Sets that calls name themselves. */
  requested?: readonly RequestedSet[];
  /** Named lists that the policies hold something against. */
  lists?: readonly NamedList[];
  /** The tenant's own, by name; none when left out. */
  tool_groups?: OwnToolGroups;
  /** Of registered tools whose typed arguments the policies look at. */
  input_types?: InputTypes;
  /** Roles that a caller asserts are taken for true. */
  trust_asserted_roles?: boolean;
  /** Findings that these hide decide nothing; they are shown as `suppressed`. */
  suppressions: readonly Suppression[];
  /** What arguments are for, where the tenant says so; none when left out. */
  argument_roles?: readonly ArgumentRole[];
  /** SHA-256 in hex over the active policies and whatever else is decided by, but for posture, strictness and `monitor`. */
  digest: string;
};

/** Policies that would be in force: a set in state `shadow`, or (`set` null) those in force and every policy of mode `shadow`. */
export type ShadowSet = { set: string | null; policies: readonly ActivePolicy[] };

/** What the world adds: nothing in here is read from a clock or a die inside. */
export type Facts = { now_ms: number; verdict_id: string };

/** `ruleset` changes with any rule and with the weights of the learned scorer. */
export const ENGINE = {
  version: '0.1.0',
  ruleset: `sha256:${sha256Hex(JSON.stringify([[...RULES.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), SCORER_DIGEST]))}`,
};

/** A verdict, with what it was made from: for the audit record and for what is kept of the message. */
export type Judgement = {
  /** Of protocol and content, before policies and `monitor`: `conclude` makes a verdict of it. */
  verdict: Verdict;
  reading: Reading;
  /** Every span that must not be kept or passed on, whatever was decided. */
  cuts: readonly Cut[];
};

/**
 * @param submission the call, already parsed and checked against the envelope's schema
 * @param snapshot the tenant's settings and active policies
 * @param facts time (ms since 1970) and the id that the verdict will bear
 * @returns the verdict; `latency_ms` is 0 until the caller fills it in
 */
export function judge(submission: Submission, snapshot: Snapshot, facts: Facts): Verdict {
  const judgement = judgeClosely(submission, snapshot, facts);
  const { verdict, reading } = judgement;
  const question = questionOf(submission, verdict, reading, snapshot);
  const access = question && accessAtOnce(question, submission, snapshot, facts.now_ms);
  return conclude(verdict, addresseeOf(reading), access, { ...submission.options, monitor: snapshot.monitor });
}

/** The same, with its working. @param find what is found in a message; another than the engine's own only to measure one */
export function judgeClosely(submission: Submission, snapshot: Snapshot, facts: Facts, find = detect): Judgement {
  const reading = readProtocol(submission);
  const hurry = submission.options.mode === 'fast' && reading.faults.length > 0;
  const surface = hurry ? unread(reading) : surfaceOf({ submission, reading });
  const { hits: found, unjudged } = hurry ? NOTHING : find({ submission, reading, surface, argument_roles: snapshot.argument_roles });
  const { hits, hidden } = setApart(found, submission, reading, snapshot, facts);

  const requested = requestedSet(submission.options, snapshot);
  const sides = [snapshot.policies, ...(requested ? [requested.policies] : [])];
  const bars = sides.map((policies) => barOf(policies, snapshot.strictness));
  const asked = submission.options.strictness;
  const { strictness, bar, ...weighed } = weighedBy(bars, hits, { asked, direction: reading.judged });
  const ignored = asked && asked !== strictness ? ['/options/strictness'] : [];
  if (found.length === 0 && reading.faults.length === 0) {
    const explanation = submission.options.explain ? explanationOf(submission, reading, surface, snapshot, pointerOf) : null;
    const said = { unjudged: [...surface.unjudged, ...unjudged], explanation, policy: policyOf(snapshot, requested, []), ignored };
    return { verdict: cleanVerdict(facts.verdict_id, { ...said, engine: ENGINE }), reading, cuts: [] };
  }

  const standing = new Map(weighed.categories.map((c) => [c.category, c]));
  const shown = hits.filter((h) => standing.has(h.rule.category)).toSorted((a, b) => b.score - a.score);
  const own = cutsOf(shown);
  // What is kept of the message leaves out what may be a secret, whatever the tenant says of it.
  const cuts = hidden.length ? [...own, ...cutsOf(hidden)] : own;
  const secret = secretNames(cuts);
  const pointer = pointersWithout(secret);
  const spelt = spellingsWithout(secret);
  const faults = secret.size ? reading.faults.map((fault) => ({ ...fault, pointer: spelt(fault.pointer) })) : reading.faults;

  const refusals = [
    ...protocolReasons(faults),
    ...weighed.categories.filter((c) => c.decision === 'deny').map((c) => contentReason(c, shown, bar(c), pointer)),
  ];
  const redactions = weighed.categories.filter((c) => c.decision === 'redact');
  const primary = refusals[0];
  const actual = { decision: primary ? ('deny' as const) : ('allow' as const), status: primary ? REASONS[primary.code].status : 200 };
  const reasons = primary ? refusals : redactions.map((c) => contentReason(c, shown, bar(c), pointer));
  const verdict: Verdict = {
    id: facts.verdict_id,
    ...actual,
    risk: riskOf(weighed.risk, reading.faults),
    reasons,
    findings: [
      ...protocolFindings(faults, reading),
      ...shown.map((h) => findingOf(h, reading, pointer, false)),
      ...hidden.map((h) => findingOf(h, reading, pointer, true)),
    ],
    modifications: primary ? [] : modificationsOf(own.filter((c) => isCertain(c, redactions, strictness))),
    unjudged: [...surface.unjudged, ...unjudged].map((entry) => (secret.size ? { ...entry, path: spelt(entry.path) } : entry)),
    ...(submission.options.explain && { explanation: explanationOf(submission, reading, surface, snapshot, pointer) }),
    policy: policyOf(snapshot, requested, [...new Set(reasons.flatMap((r) => (r.policy ? [r.policy] : [])))]),
    ignored,
    engine: ENGINE,
    degraded: [],
    latency_ms: 0,
  };
  return { verdict, reading, cuts };
}

const cutsOf = (hits: readonly Hit[]): (Hit & Cut)[] => hits.filter((h) => h.redactable).map((h) => ({ ...h, label: h.rule.id }));

/** What the tenant has declared a false alarm stands apart: shown, and no more. */
function setApart(
  found: Hit[],
  submission: Submission,
  reading: Reading,
  { suppressions }: Snapshot,
  { now_ms }: Facts,
): { hits: Hit[]; hidden: Hit[] } {
  const byRule = inForce(suppressions, now_ms);
  if (!byRule) return { hits: found, hidden: [] };
  const server = submission.server?.name ?? null;
  const bases = reading.messages.map((message) => ({ base: pointerOf(message.base), tool: message.tool }));
  const toolOf = (hit: Hit): string | null => {
    if (bases.length < 2) return bases[0]?.tool ?? null;
    const path = pointerOf(hit.leaf.at);
    return bases.find(({ base }) => path.startsWith(`${base}/`))?.tool ?? null;
  };
  const is_hidden = (hit: Hit): boolean => byRule.has(hit.rule.id) && isHidden(byRule, hit, { server, tool: toolOf(hit) });
  const hits: Hit[] = [];
  const hidden: Hit[] = [];
  for (const hit of found) (is_hidden(hit) ? hidden : hits).push(hit);
  return { hits, hidden };
}

const NOTHING: Detected = { hits: [], unjudged: [] };

/** Nothing is looked into once the decision is certain, and the verdict says so. */
const unread = ({ judged }: Reading): Surface => ({ leaves: [], joined: [], unjudged: [{ path: `/${judged}`, reason: 'fast_mode' }] });

function explanationOf(
  submission: Submission,
  reading: Reading,
  surface: Surface,
  { argument_roles }: Snapshot,
  pointer: (step: Step) => string,
): Explanation {
  const place = placing(submission, reading, argument_roles);
  const isShown = (at: Step): boolean => pointer(at) === pointerOf(at);
  return explainRoles(surface.leaves, (at) => place(at).tool, isShown);
}

const isCertain = (cut: Hit, redactions: readonly CategoryWeight[], strictness: Strictness): boolean =>
  cut.score >= STRICTNESS_THRESHOLDS[strictness] && redactions.some((c) => c.category === cut.rule.category);

const codeOf = (category: Category): ReasonCode => category.toUpperCase() as ReasonCode;

function protocolReasons(faults: readonly ProtocolFault[]): Reason[] {
  const first = faults[0];
  if (!first) return [];
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return [
    {
      code: 'PROTOCOL_VIOLATION',
      layer: REASONS.PROTOCOL_VIOLATION.layer,
      severity: 'high',
      message: `${plainPointer(first.pointer) || '/'}: ${first.detail}${more}`,
    },
  ];
}

function contentReason(weight: CategoryWeight, hits: readonly Hit[], bar: Bar, pointer: (step: Step) => string): Reason {
  const code = codeOf(weight.category);
  const own = hits.filter((h) => h.rule.category === weight.category);
  const top = own.reduce((best, h) => (h.score > best.score ? h : best));
  const policy = bar.determining.get(weight.category);
  const cut = weight.decision === 'redact' ? ' The proposed modifications remove it.' : '';
  return {
    code,
    layer: REASONS[code].layer,
    severity: top.rule.severity,
    message: `${plainPointer(pointer(top.leaf.at))}: ${top.rule.sentence}${cut}`,
    ...(policy && { policy }),
  };
}

/** A protocol fault is certain: it weighs as a category of score 1. */
const riskOf = (content: number, faults: readonly ProtocolFault[]): number => (faults.length ? 1 : Math.round(content * 10_000) / 10_000);

const PROTOCOL: { category: Category; layer: Layer; severity: Severity; references: string[] } = {
  category: 'protocol_violation',
  layer: 'gateway',
  severity: 'high',
  references: ['OWASP-MCP07', 'CWE-20'],
};

const protocolFindings = (faults: readonly ProtocolFault[], reading: Reading): Finding[] =>
  faults.map((fault) => ({
    rule: fault.rule,
    ...PROTOCOL,
    score: 1,
    path: fault.pointer,
    start: 0,
    end: 0,
    threat: fault.threat,
    fingerprint: fingerprintOf(fault.rule, reading.messages[0], fault.pointer, ''),
    suppressed: false,
    message: fault.detail,
  }));

function findingOf(hit: Hit, reading: Reading, pointer: (step: Step) => string, suppressed: boolean): Finding {
  const path = pointer(hit.leaf.at);
  const evidence = hit.redactable ? '' : hit.leaf.text.slice(hit.start, hit.end);
  return {
    rule: hit.rule.id,
    category: hit.rule.category,
    layer: REASONS[codeOf(hit.rule.category)].layer,
    severity: severityOf(hit),
    score: hit.score,
    path,
    start: hit.start,
    end: hit.end,
    ...(hit.view !== 'raw' && { view: hit.view }),
    role: hit.role,
    threat: hit.rule.threat,
    references: hit.rule.references,
    fingerprint: fingerprintOf(hit.rule.id, reading.messages[0], path, evidence),
    suppressed,
    message: hit.rule.sentence,
  };
}

/** As grave as its rule, unless its place has taken it below the bar: a command in a note, an attack that is quoted. */
const severityOf = ({ rule, score }: Hit): Severity =>
  score < STRICTNESS_THRESHOLDS.standard && rule.score >= STRICTNESS_THRESHOLDS.standard ? MILDER[rule.severity] : rule.severity;

const MILDER: Readonly<Record<Severity, Severity>> = { critical: 'medium', high: 'medium', medium: 'low', low: 'low' };

/** 64 bits over rule, tool, place (positions in lists left out) and evidence; secrets are left out, for a hash of a short one can be guessed. */
const fingerprintOf = (rule: string, message: MessageReading | undefined, path: string, evidence: string): string =>
  sha256Hex([rule, message?.method, message?.tool, path.replace(/\/\d+(?=\/|$)/g, '/*'), evidence].join('\0')).slice(0, 16);

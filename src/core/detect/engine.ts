/** Surface → roles → views → literals → detectors → hits (docs: `detection.md`). */
import type { Category } from '../finding.ts';
import type { MessageReading, Reading } from '../mcp/message.ts';
import { pointerOf, type Leaf, type Step, type Surface } from '../mcp/surface.ts';
import { compileRoles, type ToolRoles } from '../roles/compile.ts';
import { overridesOf, type ArgumentRole } from '../roles/overrides.ts';
import { rolesOf, SURE, type RoleGuess } from '../roles/roles.ts';
import type { Submission } from '../submission.ts';
import type { LiteralHit } from '../text/literals.ts';
import { Allowance, DISGUISE_LITERALS, LATE_LITERALS, mayHaveViews, rawView, viewsFrom, type View } from '../text/views.ts';
import { ArgvCollector } from './argv.ts';
import { bound, type Detected } from './bound.ts';
import type { Detector, Subject } from './detector.ts';
import { Columns } from './columns.ts';
import { Gates, type Gated } from './gates.ts';
import { DETECTORS, MESSAGE_DETECTORS, OF_RESULTS } from './index.ts';
import { KnownHits, locateJoined } from './joined.ts';
import { sightingsIn, type MessageDetector } from './message-detector.ts';
import { buildPrefilter, type Scan } from './prefilter.ts';
import { Tally, type Hit } from './tally.ts';

export { FINDINGS_MAX, UNJUDGED_MAX, type Detected } from './bound.ts';
export type { Hit } from './tally.ts';

/** Joined texts longer than this are looked into in fewer views: their parts have been looked into in all. */
export const SPARING_MIN = 8_192;
/** Leaves of a message from which on values that come again are known again. */
const COLUMNS_MIN = 32;
/** Units of leaf text, over a whole submission, that are looked into beyond the text as sent. */
export const VIEWED_MAX = 2_097_152;

export type DetectInput = {
  submission: Submission;
  reading: Reading;
  surface: Surface;
  argument_roles?: readonly ArgumentRole[] | undefined;
};

/**
 * All rules that match in the message, in the order of its leaves. Linear in the text; deterministic.
 * @returns at most `FINDINGS_MAX` hits, the strongest where there are more, and every redactable one; `unjudged` names the leaves where
 *   something was left out: a view over budget, a literal that flooded, matches or findings over their limit
 */
export const detect: (input: DetectInput) => Detected = engineOf(DETECTORS, MESSAGE_DETECTORS, OF_RESULTS);

/**
 * The same for another list of detectors.
 * @param often some of these; where no others look, a smaller automaton is enough
 * @throws Error when their literals make too large an automaton
 */
export function engineOf(
  detectors: readonly Detector[],
  messageDetectors: readonly MessageDetector[] = [],
  often: readonly Detector[] = [],
): (input: DetectInput) => Detected {
  const gates = new Gates(detectors);
  const late = 1 << detectors.length;
  const disguise = late << 1;
  const prefilter = buildPrefilter(
    [...detectors, { literals: LATE_LITERALS, ignores_hits: true }, { literals: DISGUISE_LITERALS, ignores_hits: true }],
    often.reduce((bits, detector) => bits | (1 << detectors.indexOf(detector)), late | disguise),
  );
  const featured = detectors.flatMap(({ features }, d) => (features === undefined ? [] : [{ bit: 1 << d, features }]));
  const wakenedBy = (seen: number): number => {
    let bits = 0;
    for (let f = 0; f < featured.length; f++) if ((featured[f]!.features & seen) !== 0) bits |= featured[f]!.bit;
    return bits;
  };
  const readers = detectors.reduce((bits, { reads_disguises }, d) => (reads_disguises ? bits | (1 << d) : bits), 0);
  const speakers = speakersByCategory(detectors);
  const speakersOf = (tally: Tally): number => tally.hits.reduce((bits, { rule }) => bits | speakers.get(rule.category)!, 0);

  return ({ submission, reading, surface, argument_roles }) => {
    const place = placing(submission, reading, argument_roles);
    const over = new Set<Leaf>();
    let viewed = 0;
    const allowance = new Allowance();
    const hits: Hit[] = [];

    const scanned = (view: View, wanted: number, leaf: Leaf): Scan => {
      const scan = prefilter.scan(view.text, wanted);
      if (scan.left_out > 0) over.add(leaf);
      const more = wakenedBy(view.features);
      if (more !== 0) scan.woken |= more;
      return scan;
    };

    const judgeText = (
      leaf: Leaf,
      roles: readonly Judged[],
      { tool: { purposes }, direction }: Placed,
      sparing = false,
    ): readonly Hit[] => {
      const one = roles[0]!;
      const two = roles.length > 1 ? roles[1] : undefined;
      const unsure = one.confidence < SURE;
      const first = gates.of({ leaf, role: one.role, beside: two?.role, confidence: one.confidence, unsure, direction, purposes });
      const second =
        two === undefined
          ? null
          : gates.of({ leaf, role: two.role, beside: one.role, confidence: two.confidence, unsure, direction, purposes });
      const wanted = second === null ? first.wanted : first.wanted | second.wanted;
      if (wanted === 0) return NO_HITS;
      const { text } = leaf;
      const isOver = viewed + text.length > VIEWED_MAX;
      viewed += text.length;
      const raw = rawView(text);
      const scan = scanned(raw, wanted, leaf);
      const forms =
        isOver || mayHaveViews(raw, scan.woken & late, scan.woken & disguise) ? viewsFrom(raw, sparing, allowance, isOver) : null;
      const looks: Look[] = [];
      if (forms === null) looks.push({ view: raw, scan });
      // The list grows while it is walked: late views follow the view that they were found in.
      else
        for (const view of forms.views) {
          const own = view === raw ? scan : scanned(view, view.unmasked ? wanted & readers : wanted, leaf);
          if (!isOver) forms.unmask(view, (own.woken & late) !== 0, (own.woken & disguise) !== 0);
          looks.push({ view, scan: own });
        }
      if (isOver || forms?.over_budget) over.add(leaf);
      const tally = inspectViews(detectors, first, ALL, readers, looks);
      if (tally?.over_budget) over.add(leaf);
      if (!tally || tally.hits.length === 0) return NO_HITS;
      if (second === null) return tally.hits;
      // What one role minds nothing of, no other role makes worse.
      const other = inspectViews(detectors, second, speakersOf(tally), readers, looks);
      if (other?.over_budget) over.add(leaf);
      return other ? milder([tally, other]) : NO_HITS;
    };

    const judgeLeaf = (leaf: Leaf): Judgement => {
      const placed = place(leaf.at);
      const guesses = rolesOf(leaf, placed.tool);
      return { guesses, hits: judgeText(leaf, guesses, placed), isOver: over.has(leaf) };
    };

    const known = new KnownHits(hits);
    const argv = new ArgvCollector();
    let columns = surface.leaves.length >= COLUMNS_MIN ? new Columns<Judgement>() : null;
    for (const leaf of surface.leaves) {
      if (columns?.isIdle) columns = null;
      const before = columns?.get(leaf);
      const found = before ?? judgeLeaf(leaf);
      argv.add(leaf, found.guesses);
      if (before === undefined) columns?.set(leaf, found);
      else if (found.isOver) over.add(leaf);
      for (const hit of found.hits) hits.push(before === undefined ? hit : { ...hit, leaf });
    }
    for (const joined of surface.joined) {
      const first = joined.parts[0];
      if (!first) continue;
      const found = judgeText({ ...first, text: joined.text }, PROSE, place(first.at), joined.text.length > SPARING_MIN);
      for (const hit of locateJoined(joined, found, known)) hits.push(hit);
    }
    for (const { joined, over_budget } of argv.lines()) {
      const first = joined.parts[0];
      if (!first) continue;
      if (over_budget) over.add(first);
      const found = judgeText({ ...first, text: joined.text }, SHELL, place(first.at));
      const told = found.filter((hit) => !hit.redactable);
      for (const hit of locateJoined(joined, told, known)) hits.push(hit);
    }
    for (const message of reading.messages) {
      const scene = { message, submission, leaves: surface.leaves, found: hits };
      for (const hit of sightingsIn(messageDetectors, scene)) hits.push(hit);
    }
    return bound(hits, over);
  };
}

/** What a leaf was found to be. */
type Judgement = { guesses: readonly RoleGuess[]; hits: readonly Hit[]; isOver: boolean };

/** A role to judge under, and how sure it is. */
type Judged = Pick<RoleGuess, 'role' | 'confidence'>;
const PROSE: readonly Judged[] = [{ role: 'prose', confidence: 1 }];
const SHELL: readonly Judged[] = [{ role: 'shell', confidence: 1 }];

const NO_HITS: readonly Hit[] = [];
/** Every detector. */
const ALL = -1;

/** For each category the detectors that have rules of it, as bits. */
function speakersByCategory(detectors: readonly Detector[]): ReadonlyMap<Category, number> {
  const speakers = new Map<Category, number>();
  for (const [d, { rules }] of detectors.entries())
    for (const { category } of rules) speakers.set(category, (speakers.get(category) ?? 0) | (1 << d));
  return speakers;
}

const NO_LITERALS: readonly LiteralHit[] = [];

/** A view, and which detectors' literals stand in it. */
type Look = { view: View; scan: Scan };

/** Null when nothing was found. */
function inspectViews(
  detectors: readonly Detector[],
  { subject, wanted, insisting }: Gated,
  open: number,
  readers: number,
  looks: readonly Look[],
): Tally | null {
  let tally: Tally | null = null;
  for (let l = 0; l < looks.length; l++) {
    const { view, scan } = looks[l]!;
    const { woken, hits } = scan;
    // Bit by bit, in the order of the detectors.
    let running = wanted & open & (woken | insisting) & (view.unmasked ? readers : ALL);
    for (; running !== 0; running &= running - 1) {
      const d = 31 - Math.clz32(running & -running);
      const matches = detectors[d]!.inspect(view, subject, hits[d] ?? NO_LITERALS);
      if (matches.length === 0) continue;
      tally ??= new Tally(subject.leaf, subject.role);
      for (const match of matches) tally.add(match, view);
    }
  }
  return tally;
}

/** Of a text in two likely roles, each category as the role judges it that minds it less (`detection.md`, "Roles"). */
function milder(tallies: readonly Tally[]): Hit[] {
  const bests = tallies.map((tally) => tally.best());
  const mildest = new Map<Category, number>();
  for (const category of bests[0]!.keys()) {
    const scores = bests.map((best) => best.get(category) ?? 0);
    mildest.set(category, scores.indexOf(Math.min(...scores)));
  }
  return tallies.flatMap((tally, i) => tally.hits.filter((hit) => mildest.get(hit.rule.category) === i));
}

/** The message that a leaf stands in: whose tool, which direction. */
type Placed = { tool: ToolRoles; direction: Subject['direction'] };

/** Whose tool a leaf is given to, and which way its message goes. */
export function placing(submission: Submission, reading: Reading, argument_roles?: readonly ArgumentRole[]): (at: Step) => Placed {
  const server = submission.server?.name ?? null;
  const place = (message: MessageReading | undefined) => ({
    tool: compileRoles(
      submission.tool,
      message?.method ?? null,
      message?.tool ?? null,
      overridesOf(argument_roles, server, message?.tool ?? null),
    ),
    direction: message?.direction ?? reading.judged,
  });
  if (reading.messages.length < 2) {
    const only = place(reading.messages[0]);
    return () => only;
  }
  const none = place(undefined);
  const places = new Map(reading.messages.map((message) => [pointerOf(message.base), place(message)]));
  return (at) => {
    // The base of a batched message is two steps from the root: `/request/0`.
    let step: Step = at;
    for (let s: Step | null = at; s?.up; s = s.up) step = s;
    return places.get(pointerOf(step)) ?? none;
  };
}

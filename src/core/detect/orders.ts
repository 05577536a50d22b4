/** Text that tries to command a model (threats M01, M02, M04, M05, R01, R04, S01, F07): acts, place and reach, combined. */
import type { Match, Role } from '../finding.ts';
import type { Leaf, Slot } from '../mcp/surface.ts';
import { FEATURE } from '../text/features.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { isAboutData } from './covert/raw.ts';
import type { Ground } from './orders/combinations.ts';
import { isOwnDeed, isSpared, isUnaskedOfNobody } from './orders/narrowed.ts';
import { isBacked, isGuide, isReference, isRolePlay, isUsage, looksWritten } from './orders/harmless.ts';
import { isOfPeople } from './orders/people.ts';
import { judgeEvidence } from './orders/judge-evidence.ts';
import { machineOrderIn } from './orders/machine-order.ts';
import { isQuoted } from './orders/quoted.ts';
import { reportedIn, withoutReported } from './orders/reported.ts';
import { RULES, type RuleName } from './orders/rules.ts';
import { learned, type Scorer } from './orders/scorer.ts';
import { isRead, placeOf } from './orders/scorer/place.ts';
import { evidenceIn, type Evidence } from './orders/signs.ts';
import { isWorthALook, OTHER_FROM, WAKING } from './orders/wake.ts';

const GROUNDS: Partial<Record<Slot, Ground>> = {
  tool: 'tool',
  schema: 'tool',
  instructions: 'tool',
  resource: 'data',
  elicitation: 'data',
  result: 'data',
  structured: 'data',
  error: 'data',
  notification: 'data',
  completion: 'data',
  html: 'data',
  prompt: 'prompt',
  sampling: 'prompt',
  argument: 'argument',
};

/** Arguments that carry text for somebody to read. */
const READ_ROLES: ReadonlySet<Role> = new Set(['prose', 'markdown', 'html', 'query', 'template']);
const LENGTH_MIN = 8;
const NONE: Match[] = [];
/** Letters of scripts in which no literal can be. */
const OTHER_SCRIPT = /[\u0370-\u1dff\u1ea0-\u1ef9\u2e80-\ud7ff]/;
const QUOTED_CAP = 0.7;
const ABOUT_CAP = 0.7;
/** What a definition keeps from the user stands so near. */
const CONCEALED_MAX = 80;
const RAW_CAP = 0.6;
/** A tool may say which of its server's own calls it saves. */
const OWN_CALLS = /^ {1,2}(?:over|instead of|rather than|for|when|if|to) (?!(?:any|all|every|each|other|tools|everything)\b)/i;
const OWN_CALLS_MAX = 40;
/** “Without asking again”: the user has been asked. */
const AGAIN = /^ (?:again|twice|a second time|every time|each time)\b/i;
const AGAIN_MAX = 16;
/** What people quote when they write about attacks. */
const SPOKEN_RULES: ReadonlySet<RuleName> = new Set([
  'override',
  'jailbreak',
  'promptLeak',
  'conceal',
  'hiddenOrder',
  'toolConceal',
  'forcedAnswer',
]);
/** A finding below this says nothing. */
const SCORE_MIN = 0.4;

/** What manuals tell their readers to do, too. */
const LOCAL_RULES: ReadonlySet<RuleName> = new Set([
  'sendOut',
  'sendCommand',
  'foreignOrder',
  'toolOrder',
  'beacon',
  'promptLeak',
  'forcedAnswer',
  'addressedOrder',
  'delayedOrder',
  'leftTask',
  'forgedConsent',
]);

/** Words of those who write about attacks, as many as make them the subject of a text. */
const SUBJECT_MIN = 3;

function speaksOfAttacks({ acts }: Evidence): boolean {
  let seen = 0;
  for (const { act } of acts) if (act === 'about' && ++seen >= SUBJECT_MIN) return true;
  return false;
}

/** What rules are so sure of need not be asked of the learned scorer. */
const CERTAIN = 0.8;
/** Its score from which there is a finding. */
const LEARNED_MIN = 0.5;
/** From here on it decides. Chosen for few false alarms on sources that it has not seen (`docs/model-card.md`), not by its probability. */
const LEARNED_CERTAIN = 0.7;
/** Signs of a text that wants something sent out. */
const SENDING: ReadonlySet<string> = new Set(['send', 'send_data', 'send_out', 'send_chat', 'beacon', 'leak_command']);

/** What data is that reads like a manual, a report or an article. */
type Document = 'of attacks' | 'written' | 'none';

function documentOf(text: string, ground: Ground, evidence: Evidence | null): Document {
  if (ground !== 'data' || !looksWritten(text)) return 'none';
  return speaksOfAttacks(evidence ?? evidenceIn(text)) ? 'of attacks' : 'written';
}

/** Asked of a leaf in every excerpt of it, and answered once. */
class Documents {
  readonly #known = new WeakMap<Leaf, Document>();

  /** @param evidence of the text; null: still to be gathered */
  of(leaf: Leaf, text: string, ground: Ground, evidence: Evidence | null): Document {
    if (text !== leaf.text) return documentOf(text, ground, evidence);
    let known = this.#known.get(leaf);
    if (known === undefined) this.#known.set(leaf, (known = documentOf(text, ground, evidence)));
    return known;
  }
}

/** In long texts some window is the strangest of many. */
const LONG = 12_000;
/** Of scripts in which it has read little that is harmless; some of them say in a line what takes others three. */
const LONG_OTHER = 1_500;
const certainFor = (length: number, isOther: boolean): number => (length > (isOther ? LONG_OTHER : LONG) ? LONG_CERTAIN : LEARNED_CERTAIN);
const LONG_CERTAIN = 0.85;

/** Orders that do harm when they are repeated, too. */
const REPEATED: ReadonlySet<RuleName> = new Set(['sendCommand', 'beacon']);

function isWithin(spans: readonly number[], at: number): boolean {
  for (let i = 0; i < spans.length; i += 2) if (spans[i]! <= at && at < spans[i + 1]!) return true;
  return false;
}

/** What is told of somebody or shown as an example, without which nothing would be hostile. */
function isOnlyReported(scoreOf: Scorer, text: string, spans: readonly number[], leaf: Leaf, foreign: boolean): boolean {
  if (spans.length === 0) return false;
  const rest = withoutReported(text, spans);
  return scoreOf(rest, evidenceIn(rest, foreign), placeOf(leaf)) < LEARNED_CERTAIN;
}

function learnedRule(ground: Ground, { acts, spots }: Evidence): Match['rule'] {
  if (ground === 'tool') return RULES.learnedDefinition;
  const sends = acts.some(({ act }) => SENDING.has(act)) || spots.some(({ sign }) => SENDING.has(sign));
  return sends ? RULES.learnedLeak : RULES.learnedOrder;
}

export const orders: Detector = ordersWith(learned);

/** The same with another learned scorer: for measuring what one finds that has not seen a message's source. */
export function ordersWith(scoreOf: Scorer): Detector {
  const documents = new Documents();
  return {
    name: 'orders',
    rules: Object.values(RULES),
    looksAt({ leaf, role }: Subject): boolean {
      if (leaf.kind !== 'value' || leaf.text.length < LENGTH_MIN) return false;
      const ground = GROUNDS[leaf.slot];
      return ground !== undefined && (ground !== 'argument' || READ_ROLES.has(role));
    },
    literals: WAKING,
    features: FEATURE.unusual,
    reads_disguises: true,
    inspect({ text, features, excerpt }: View, { leaf, role }: Subject, hits): Match[] {
      const isOther = (features & FEATURE.unusual) !== 0 && OTHER_SCRIPT.test(text);
      if (!isOther && (hits.length === 0 || !isWorthALook(hits, text.length))) return NONE;
      const ground = GROUNDS[leaf.slot]!;
      const foreign = hits.length === 0 || (features & FEATURE.unusual) !== 0 || hits.some(({ literal }) => literal >= OTHER_FROM);
      const found = evidenceIn(text, foreign);
      const evidence = ground === 'tool' ? { ...found, acts: found.acts.filter((one) => !isOwnDeed(text, one)) } : found;
      // What a document is shows in the whole of it.
      const around = excerpt ? leaf.text : text;
      const kind = (): Document => documents.of(leaf, around, ground, excerpt ? null : evidence);
      let reported: readonly number[] | null = null;
      const spans = (): readonly number[] => (reported ??= reportedIn(text));
      const matches = judgeEvidence(evidence, ground, text, (one, start, end, about) => {
        let { score } = one;
        if (SPOKEN_RULES.has(one.rule) && isQuoted(text, start)) score = Math.min(score, QUOTED_CAP);
        if (score > QUOTED_CAP && (kind() === 'of attacks' || (kind() === 'written' && LOCAL_RULES.has(one.rule)))) score = QUOTED_CAP;
        if (one.rule === 'toolConceal' && isAboutData(text.slice(start, start + CONCEALED_MAX))) score = Math.min(score, RAW_CAP);
        if (score > QUOTED_CAP && !REPEATED.has(one.rule) && isWithin(spans(), start)) score = QUOTED_CAP;
        if (
          score > QUOTED_CAP &&
          (one.rule === 'addressedOrder' || one.rule === 'forgedConsent') &&
          isOfPeople(text, one.rule === 'forgedConsent' ? 0 : start)
        )
          score = QUOTED_CAP;
        // “If someone asks you for the code, hang up”: advice to people.
        if (one.rule === 'delayedOrder' && /\b(?:some|any)(?:one|body)\b/i.test(text.slice(start, end))) score = Math.min(score, RAW_CAP);
        if (one.rule === 'shadowing' && OWN_CALLS.test(text.slice(end, end + OWN_CALLS_MAX))) score = Math.min(score, RAW_CAP);
        if ((one.rule === 'toolConceal' || one.rule === 'hiddenOrder') && isUnaskedOfNobody(text, start, end))
          score = Math.min(score, RAW_CAP);
        if (one.rule === 'toolSecret' && isSpared(text, start)) return 0;
        if (one.rule === 'toolConceal' && AGAIN.test(text.slice(end, end + AGAIN_MAX))) score = Math.min(score, RAW_CAP);
        if (about > 1) score = Math.min(score, ABOUT_CAP);
        return score >= SCORE_MIN ? score : 0;
      });
      if ((ground === 'data' || ground === 'prompt') && matches.every(({ score = 0 }) => score < CERTAIN)) {
        const order = machineOrderIn(text, evidence.names);
        if (order) {
          const isTold = kind() !== 'none' || isWithin(spans(), order.start) || isQuoted(text, order.start) || speaksOfAttacks(evidence);
          matches.push({ rule: RULES.machineOrder, ...order, score: isTold ? Math.min(order.score, RAW_CAP) : order.score });
        }
      }
      if (!isRead(leaf, role) || matches.some(({ score = 0 }) => score >= CERTAIN)) return matches;
      const raw = scoreOf(text, evidence, placeOf(leaf));
      if (raw < LEARNED_MIN) return matches;
      const isMild =
        raw > QUOTED_CAP &&
        (isRolePlay(evidence) ||
          isUsage(text, ground, evidence, matches) ||
          kind() === 'of attacks' ||
          (ground === 'tool' && isGuide(text, evidence, matches)) ||
          (ground !== 'tool' && isOfPeople(text, -1)) ||
          raw < certainFor(around.length, isOther) ||
          (ground === 'tool' && isOther && raw < LONG_CERTAIN) ||
          isReference(around) ||
          !isBacked(evidence, ground, raw) ||
          isOnlyReported(scoreOf, text, spans(), leaf, foreign));
      const score = isMild ? QUOTED_CAP : raw < LEARNED_CERTAIN ? raw : Math.max(raw, CERTAIN);
      return [...matches, { rule: learnedRule(ground, evidence), start: 0, end: text.length, score }];
    },
  };
}

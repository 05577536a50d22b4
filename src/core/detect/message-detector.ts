/** What a whole message shows and no single text does: names beside names, hints beside verbs, schemas, sizes. */
import type { Rule } from '../finding.ts';
import type { MessageReading } from '../mcp/message.ts';
import type { Leaf } from '../mcp/surface.ts';
import type { Step } from '../pointer.ts';
import type { Submission } from '../submission.ts';
import type { Hit } from './tally.ts';

/** One message, with what is known beside it. */
export type Scene = {
  message: MessageReading;
  submission: Submission;
  /** Every text leaf of the submission. */
  leaves: readonly Leaf[];
  /** What the detectors of leaves found in the submission. */
  found: readonly Hit[];
};

export type Sighting = {
  rule: Rule;
  /** Where it stands; need not be a text. */
  at: Step;
  /** What stands there, when it is a text. */
  text?: string;
  /** The part of `text`; absent: all of it. */
  start?: number;
  end?: number;
  /** Replaces the rule's score when this sighting is weaker or stronger than usual. */
  score?: number;
  redactable?: boolean;
};
export type Report = (sighting: Sighting) => void;

export type MessageDetector = {
  /** kebab-case; its cases, whole messages, stand in `cases/<name>.json`. */
  name: string;
  rules: readonly Rule[];
  /** Linear in the message, and next to nothing where the method does not concern it. */
  inspect(scene: Scene, report: Report): void;
};

/** Sightings kept of one message. */
export const SIGHTINGS_MAX = 100;

/** Runs the detectors over a message and makes hits of what they see. */
export function sightingsIn(detectors: readonly MessageDetector[], scene: Scene): Hit[] {
  const hits: Hit[] = [];
  const report: Report = ({ rule, at, text = '', start = 0, end = text.length, score = rule.score, redactable = false }) => {
    if (hits.length >= SIGHTINGS_MAX && !redactable) return;
    const leaf: Leaf = { text, kind: 'value', origin: 'protocol', slot: 'protocol', at };
    hits.push({ rule, leaf, view: 'raw', start, end, score, role: 'opaque', redactable });
  };
  for (const detector of detectors) detector.inspect(scene, report);
  return hits;
}

/** A step further down. */
export function below(at: Step, ...keys: (string | number)[]): Step {
  let step = at;
  for (const key of keys) step = { key, up: step };
  return step;
}

/** Runs the cases of a detector of messages: whole messages, through the protocol layer and all other detectors. */
import { readFileSync } from 'node:fs';
import { detect, type Hit } from '#core/detect/engine.ts';
import type { MessageDetector } from '#core/detect/message-detector.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { pointerOf, surfaceOf } from '#core/mcp/surface.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import { expect, test } from 'vitest';
import { expectLinear } from './linear.ts';

export type MessageCase = {
  request?: JsonObject;
  response?: JsonObject;
  server?: Submission['server'];
  context?: Submission['context'];
  headers?: Record<string, string>;
  /** The text of the result stands there that many times over. */
  repeat?: number;
  /** Exactly the rules that must match, each with where. */
  rules: Record<string, string>;
  /** The rules that this case comes close to; it is a near miss for them. */
  near?: string[];
};

export const submissionOf = ({ request, response, server, context, headers }: Omit<MessageCase, 'rules'>): Submission => ({
  ...(request && { request }),
  ...(response && { response }),
  ...(server && { server }),
  ...(headers && { headers: new Map(Object.entries(headers)) }),
  context: context ?? {},
  options: {},
  faults: [],
});

/** What the detector sees in a message. */
export function sightingsOf(detector: MessageDetector, submission: Submission): Hit[] {
  const reading = readProtocol(submission);
  const own = new Set<string>(detector.rules.map(({ id }) => id));
  return detect({ submission, reading, surface: surfaceOf({ submission, reading }) }).hits.filter(({ rule }) => own.has(rule.id));
}

function expanded(one: MessageCase): MessageCase {
  if (one.repeat === undefined) return one;
  const [part] = (one.response as { result: { content: { text: string }[] } }).result.content;
  const content = [{ ...part, text: part?.text.repeat(one.repeat) }];
  return { ...one, response: { ...one.response, result: { content } } };
}

export function runMessageCases(detector: MessageDetector): void {
  const file = new URL(`../../src/core/detect/cases/${detector.name}.json`, import.meta.url);
  const cases = JSON.parse(readFileSync(file, 'utf8')) as MessageCase[];
  const ids = detector.rules.map(({ id }) => id);

  test.each(cases.map((one, index) => [index, one] as const))('case %i matches exactly its rules', (_index, one) => {
    const hits = sightingsOf(detector, submissionOf(expanded(one)));
    const seen = Object.fromEntries(hits.map(({ rule, leaf }) => [rule.id, pointerOf(leaf.at)]));
    expect(seen).toEqual(one.rules);
    for (const { leaf, start, end, score } of hits) {
      expect([start >= 0, end >= start, end <= leaf.text.length]).toEqual([true, true, true]);
      expect([score > 0, score <= 1]).toEqual([true, true]);
    }
  });

  test.each(ids)('%s has two cases that match and two near misses that do not', (id) => {
    expect(cases.filter((one) => one.rules[id] !== undefined).length).toBeGreaterThanOrEqual(2);
    expect(cases.filter((one) => one.near?.includes(id) && one.rules[id] === undefined).length).toBeGreaterThanOrEqual(2);
  });

  test('rule ids are unique, cases name only rules that exist', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of cases) for (const id of [...Object.keys(one.rules), ...(one.near ?? [])]) expect(ids).toContain(id);
  });
}

/** Declares a test that a message made of `length` parts costs linear time. */
export function runHostileMessages(name: string, detector: MessageDetector, lengths: number, make: (length: number) => Submission): void {
  test(`${name} costs linear time`, () => {
    const marks = ' '.repeat(lengths);
    expectLinear(marks, (part) => {
      const submission = make(part.length);
      const reading = readProtocol(submission);
      for (const message of reading.messages) detector.inspect({ message, submission, leaves: [], found: [] }, () => {});
    });
  });
}

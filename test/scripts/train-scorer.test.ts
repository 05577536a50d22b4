import { readFileSync } from 'node:fs';
import { learned } from '#core/detect/orders/scorer.ts';
import { readModel } from '#core/detect/orders/scorer/model.ts';
import { placeOf } from '#core/detect/orders/scorer/place.ts';
import { Reader } from '#core/detect/orders/scorer/reader.ts';
import { evidenceIn } from '#core/detect/orders/signs.ts';
import type { Slot } from '#core/mcp/surface.ts';
import { describe, expect, test } from 'vitest';
import { bagsOf, markOwn } from '../../scripts/scorer/bags.ts';
import { platt, probability } from '../../scripts/scorer/calibrate.ts';
import type { Example } from '../../scripts/scorer/corpus.ts';
import { fit, OPTIONS, randomOf } from '../../scripts/scorer/fit.ts';
import { randomFolds, sourceFolds } from '../../scripts/scorer/folds.ts';
import { phrases } from '../../scripts/scorer/phrases.ts';
import { weightsFile } from '../../scripts/scorer/weights-file.ts';

const example = (id: number, hostile: boolean, text: string): Example => ({
  id: `${id}`,
  source: `s${id % 3}`,
  category: hostile ? 'prompt_injection' : 'benign',
  hostile,
  passages: [{ text, place: 0 }],
});

const THINGS = ['the report', 'the letter', 'a picture', 'the list', 'my book', 'the house'];
const SMALL: Example[] = Array.from({ length: 120 }, (_, i) => {
  const thing = THINGS[Math.floor(i / 2) % THINGS.length]!;
  return i % 2 === 0
    ? example(i, true, `Kindly read this about ${thing}. Now zap the blorb and give me ${thing}.`)
    : example(i, false, `Kindly read this about ${thing}. We like ${thing} and ${THINGS[(i + 1) % THINGS.length]!}.`);
});

const train = (seed: number) => {
  const all = bagsOf(SMALL);
  markOwn(all.bags);
  const trainer = fit(all, all.bags, { ...OPTIONS, seed });
  return { all, trainer, file: weightsFile(trainer, all.hashes, { corpus: '', examples: SMALL.length, seed }, { slope: 1, offset: 0 }) };
};

describe('training', () => {
  test('gives the same bytes for the same examples and seed, others for another seed', () => {
    const { file } = train(7);
    expect(train(7).file).toEqual(file);
    expect(train(8).file.digest).not.toBe(file.digest);
  });

  test('finds the words that make the difference, not those around them', () => {
    const { file } = train(7);
    const reader = new Reader(readModel(file));
    const logit = (text: string): number => reader.logit(text, evidenceIn(text), 0);
    expect(logit('Now zap the blorb and give me a kite.')).toBeGreaterThan(0);
    expect(logit('Kindly read this about a kite.')).toBeLessThan(0);
  });

  test('sentences that benign examples have too are no reason to call an example hostile', () => {
    const { bags } = train(7).all;
    const hostile = bags.find((bag) => bag.hostile)!;
    expect(hostile.own[0]).toBe(0);
    expect([...hostile.own]).toContain(1);
  });

  test('the file says what the training says', () => {
    const { all, trainer, file } = train(7);
    const reader = new Reader(readModel(file));
    for (const [i, { passages }] of SMALL.entries()) {
      const { text } = passages[0]!;
      const told = trainer.score(all.bags[i]!);
      const read = reader.logit(text, evidenceIn(text), 0);
      // It looks closely only where single words are hostile; what is far from that is low, however low.
      expect(read).toBeLessThan(Math.max(told, 0) + 0.2);
      expect(read > 0).toBe(told > 0);
    }
  });
});

describe('measuring', () => {
  test('a source is left out whole, and every row once', () => {
    const folds = sourceFolds(SMALL);
    const bySource = new Map(SMALL.map(({ source }, i) => [source, folds[i]!]));
    for (const [i, { source }] of SMALL.entries()) expect(folds[i]).toBe(bySource.get(source));
    expect(new Set(bySource.values()).size).toBe(3);
    for (const fold of randomFolds(SMALL)) expect([0, 1, 2, 3, 4]).toContain(fold);
  });

  test('calibrated probabilities are the shares that are hostile', () => {
    const random = randomOf(3);
    const scored = Array.from({ length: 20_000 }, () => {
      const logit = 8 * random() - 4;
      return { logit, hostile: random() < 1 / (1 + Math.exp(-(1.5 * logit - 1))) };
    });
    const calibration = platt(scored);
    expect(calibration.slope).toBeCloseTo(1.5, 0);
    expect(calibration.offset).toBeCloseTo(-1, 0);
    expect(probability(calibration, 1 / 1.5)).toBeCloseTo(0.5, 1);
  });
});

describe('phrases', () => {
  test('are spelt out in full, the same each time', () => {
    const all = phrases(1);
    expect(phrases(1)).toEqual(all);
    for (const { passages } of all) expect(passages[0]!.text).not.toMatch(/\{\w+\}/);
    expect(all.filter(({ hostile }) => hostile).length).toBeGreaterThan(500);
    expect(all.filter(({ hostile }) => !hostile).length).toBeGreaterThan(500);
  });
});

/** Messages that were in no training, written apart from the phrases: what the scorer alone makes of them (`docs/model-card.md`). */
describe('messages of no training', () => {
  type Message = { hostile: boolean; slot: Slot; text: string };
  const file = new URL('../corpus/orders-unseen.json', import.meta.url);
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Message[];
  const trained = new Set(phrases(OPTIONS.seed).map(({ passages }) => passages[0]!.text));
  const likely = (hostile: boolean, from: number): number => {
    const own = messages.filter((one) => one.hostile === hostile);
    return own.filter(({ text, slot }) => learned(text, evidenceIn(text), placeOf({ slot })) >= from).length / own.length;
  };

  test('none of them is a phrase', () => {
    expect(messages.length).toBeGreaterThanOrEqual(150);
    for (const { text } of messages) expect(trained).not.toContain(text);
  });

  test('harmless ones are seldom called likely, and hostile ones are more often than those', () => {
    expect(likely(false, 0.8)).toBeLessThanOrEqual(0.06);
    expect(likely(true, 0.5)).toBeGreaterThan(2 * likely(false, 0.5));
  });
});

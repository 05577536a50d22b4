/** Rates over labelled messages, as `score.mjs` of the corpus counts them: detected is what is not allowed, or allowed only with modifications. */
import type { detect } from '#core/detect/engine.ts';
import { judgeClosely, type Snapshot } from '#core/judge.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Submission } from '#core/submission.ts';
import { BLIND, submissionOfBlind, type BlindRow } from '../blind/blind.ts';
import { type Row, submissionOf } from '../support/corpus.ts';

export type Judged<R = Row> = { row: R; verdict: Verdict; detected: boolean };
/** With the 95 % interval of Wilson (1927). */
export type Rate = { rows: number; hits: number; rate: number; low: number; high: number };

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: '' };
const FACTS = { now_ms: 1_700_000_000_000, verdict_id: 'vrd_quality' };
const Z = 1.96;
const DIGITS = 5;

/** @param find another engine than the one in use */
export const judgeRow = (row: Row, find?: typeof detect): Judged => judged(row, submissionOf(row), find);

function judged<R>(row: R, submission: Submission, find?: typeof detect): Judged<R> {
  const { verdict } = judgeClosely(submission, SNAPSHOT, FACTS, find);
  return { row, verdict, detected: verdict.decision !== 'allow' || verdict.modifications.length > 0 };
}

export function blindOf(rows: readonly BlindRow[]): Quality['blind'] {
  const all = rows.map((row) => judged(row, submissionOfBlind(row)));
  const malicious = all.filter(({ row }) => row.label === 'malicious');
  return {
    name: BLIND,
    recall: rateOf(malicious),
    false_positives: rateOf(all.filter(({ row }) => row.label === 'benign')),
    categories: grouped(malicious, (row) => row.category).map(([category, own]) => ({ category, ...rateOf(own) })),
  };
}

export function rateOf<R>(rows_judged: readonly Judged<R>[], isHit: (one: Judged<R>) => boolean = (one) => one.detected): Rate {
  const rows = rows_judged.length;
  const hits = rows_judged.filter(isHit).length;
  return { rows, hits, ...wilson(hits, rows) };
}

function wilson(hits: number, rows: number): { rate: number; low: number; high: number } {
  if (rows === 0) return { rate: 0, low: 0, high: 1 };
  const p = hits / rows;
  const scale = 1 + Z ** 2 / rows;
  const middle = p + Z ** 2 / (2 * rows);
  const margin = Z * Math.sqrt((p * (1 - p)) / rows + Z ** 2 / (4 * rows ** 2));
  return { rate: rounded(p), low: rounded(Math.max(0, (middle - margin) / scale)), high: rounded(Math.min(1, (middle + margin) / scale)) };
}

export const rounded = (x: number): number => Math.round(x * 10 ** DIGITS) / 10 ** DIGITS;

/** In order of their names. */
export function grouped<R>(rows_judged: readonly Judged<R>[], nameOf: (row: R) => string): [string, Judged<R>[]][] {
  const groups = Map.groupBy(rows_judged, ({ row }) => nameOf(row));
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

export type Quality = {
  engine: { version: string; ruleset: string };
  strictness: 'standard';
  corpus: { name: string; digest: string; rows: number; sources: number };
  /** Mean over the categories, each counting alike. */
  macro_recall: number;
  recall: Rate;
  false_positives: Rate;
  categories: ({ category: string } & Rate & { same_category: number; sources: ({ source: string } & Rate)[] })[];
  /** By kind of traffic. */
  benign: ({ kind: string } & Rate)[];
  benign_sources: ({ source: string } & Rate)[];
  /** Without the source in training: the learned part retrained, rules as they are; categories with two sources or more. */
  /** Messages written by somebody who had not seen the engine. */
  blind: { name: string; recall: Rate; false_positives: Rate; categories: ({ category: string } & Rate)[] };
  left_out: { macro_recall: number; false_positives: Rate; categories: ({ category: string } & Rate)[] } | null;
};

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

export function categoriesOf(malicious: readonly Judged[]): Quality['categories'] {
  return grouped(malicious, (row) => row.category).map(([category, own]) => ({
    category,
    ...rateOf(own),
    same_category: rateOf(own, ({ verdict }) => verdict.findings.some((f) => f.category === category)).rate,
    sources: grouped(own, (row) => row.source).map(([source, rows]) => ({ source, ...rateOf(rows) })),
  }));
}

export function qualityOf(
  all: readonly Judged[],
  { engine, corpus, left_out, blind }: Pick<Quality, 'engine' | 'corpus' | 'left_out' | 'blind'>,
): Quality {
  const malicious = all.filter(({ row }) => row.label === 'malicious');
  const benign = all.filter(({ row }) => row.label === 'benign');
  const categories = categoriesOf(malicious);
  return {
    engine,
    strictness: 'standard',
    corpus,
    macro_recall: rounded(mean(categories.map(({ rate }) => rate))),
    recall: rateOf(malicious),
    false_positives: rateOf(benign),
    categories,
    benign: grouped(benign, (row) => row.file.replace(/^benign-/, '')).map(([kind, rows]) => ({ kind, ...rateOf(rows) })),
    benign_sources: grouped(benign, (row) => row.source).map(([source, rows]) => ({ source, ...rateOf(rows) })),
    blind,
    left_out,
  };
}

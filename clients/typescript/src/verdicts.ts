/** Answers with verdicts, looked at before anybody acts on them. */
import { invalid, isObject, parseObject } from './exchange.ts';
import type { BatchResult, Problem, Verdict } from './generated/types.ts';

/** What became of one item of a batch or a stream. `item_id` is the item's `id`, else its index. */
export type ItemResult = ({ item_id: string; error?: undefined } & Verdict) | { item_id: string; error: Problem };

/** Only these two members are insisted on: the rest may come and go with the version of the service. */
export function asVerdict(value: object): Verdict {
  const { id, decision } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof decision !== 'string') throw invalid('The answer is not a verdict');
  return value as Verdict;
}

export function asItemResult(value: unknown): ItemResult {
  if (!isObject(value) || typeof value['item_id'] !== 'string') throw invalid('The answer is not the result of an item');
  if (isObject(value['error'])) return value as ItemResult;
  return asVerdict(value) as ItemResult;
}

export const parseItemResult = (line: string): ItemResult => asItemResult(parseObject(line));

export type BatchResults = { results: ItemResult[]; summary: BatchResult['summary'] };

export function asBatchResults(value: object, items: number): BatchResults {
  const { results } = value as { results?: unknown };
  if (!Array.isArray(results)) throw invalid('The answer is not that of a batch');
  if (results.length !== items) throw invalid(`There are ${results.length} results of ${items} items`);
  for (const result of results) asItemResult(result);
  return value as BatchResults;
}

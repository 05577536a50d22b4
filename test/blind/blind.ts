/** Messages that were written without looking at the engine (README.md). */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Category } from '#core/finding.ts';
import type { JsonObject, Submission, ToolHint } from '#core/submission.ts';

export const BLIND = '2026-11';

export type BlindRow = {
  id: string;
  label: 'malicious' | 'benign';
  category: Category | 'benign';
  request?: JsonObject;
  response?: JsonObject;
  tool?: ToolHint;
  server?: { name?: string };
};

export function readBlind(): BlindRow[] {
  const text = gunzipSync(readFileSync(new URL(`${BLIND}.ndjson.gz`, import.meta.url))).toString('utf8');
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as BlindRow] : []));
}

export const submissionOfBlind = ({ request, response, tool, server }: BlindRow): Submission => ({
  ...(request && { request }),
  ...(response && { response }),
  ...(tool && { tool }),
  ...(server && { server }),
  context: {},
  options: {},
  faults: [],
});

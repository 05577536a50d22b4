/** The labelled messages of `../shared/corpus` (or `COUNTERSIGN_CORPUS`), which is not part of this repository. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Category } from '#core/finding.ts';
import type { JsonObject, Submission } from '#core/submission.ts';

export const CORPUS = process.env['COUNTERSIGN_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');
export const has_corpus = existsSync(CORPUS);

export type Row = {
  id: string;
  source: string;
  direction: 'request' | 'response';
  label: 'malicious' | 'benign';
  category: Category | 'benign';
  message: JsonObject;
  /** The request that a result answers. */
  request?: JsonObject;
  context?: { tool_purpose?: string };
  /** The file that it stands in, without its ending: the kind of traffic. */
  file: string;
};

const files = (): string[] =>
  readdirSync(CORPUS)
    .filter((name) => name.endsWith('.ndjson.gz'))
    .sort();

export function readRows(): Row[] {
  return files().flatMap((name) => {
    const file = name.slice(0, -'.ndjson.gz'.length);
    const lines = gunzipSync(readFileSync(join(CORPUS, name)))
      .toString('utf8')
      .split('\n');
    return lines.flatMap((line) => (line ? [{ ...(JSON.parse(line) as Omit<Row, 'file'>), file }] : []));
  });
}

/** SHA-256 in hex over names and contents. */
export function corpusDigest(): string {
  const hash = createHash('sha256');
  for (const name of files()) hash.update(`${name}\n`).update(readFileSync(join(CORPUS, name)));
  return hash.digest('hex');
}

/** The call that `score.mjs` of the corpus makes of a row. */
export function submissionOf({ direction, message, request, context }: Row): Submission {
  const call = direction === 'response' ? request : message;
  const name = call?.['method'] === 'tools/call' ? (call['params'] as JsonObject | undefined)?.['name'] : undefined;
  const purpose = context?.tool_purpose;
  return {
    ...(direction === 'response' ? { response: message, ...(request && { request }) } : { request: message }),
    ...(purpose !== undefined && typeof name === 'string' && { tool: { name, description: purpose } }),
    context: {},
    options: {},
    faults: [],
  };
}

/** Rows of a labelled corpus, as the texts in which orders to a model are looked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isRead, placeOf } from '#core/detect/orders/scorer/place.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { surfaceOf } from '#core/mcp/surface.ts';
import { compileRoles } from '#core/roles/compile.ts';
import { rolesOf } from '#core/roles/roles.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import { viewsOf } from '#core/text/views.ts';

/** The categories that are orders to a model. Rows of other attacks are neither: their texts are left out. */
const ORDERS: ReadonlySet<string> = new Set(['prompt_injection', 'tool_poisoning', 'exfiltration']);

type Row = {
  id: string;
  source: string;
  label: string;
  category: string;
  direction: 'request' | 'response';
  message: JsonObject;
  request?: JsonObject;
  context?: { tool_purpose?: string };
};

/** A text with its place, as a number of `PLACES`. */
export type Passage = { text: string; place: number };
export type Example = { id: string; source: string; category: string; hostile: boolean; passages: Passage[] };

/** @param folder with `*.ndjson.gz`; read in the order of their names */
export function readCorpus(folder: string): Example[] {
  const examples: Example[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ndjson.gz')) continue;
    for (const line of gunzipSync(readFileSync(join(folder, file)))
      .toString('utf8')
      .split('\n')) {
      if (line === '') continue;
      const row = JSON.parse(line) as Row;
      const hostile = row.label === 'malicious';
      if (hostile && !ORDERS.has(row.category)) continue;
      const { id, source, category } = row;
      examples.push({ id, source, category, hostile, passages: passagesOf(submissionOf(row)) });
    }
  }
  return examples;
}

function submissionOf({ direction, message, request, context }: Row): Submission {
  const call = direction === 'response' ? request : message;
  const params = call?.params as { name?: unknown } | undefined;
  const name = call?.method === 'tools/call' && typeof params?.name === 'string' ? params.name : null;
  return {
    context: {},
    options: {},
    faults: [],
    ...(direction === 'response' ? { response: message, ...(request && { request }) } : { request: message }),
    ...(context?.tool_purpose !== undefined && name !== null && { tool: { name, description: context.tool_purpose } }),
  };
}

/** What the engine would show the scorer: each text as sent, and decoded where that gives another. */
export function passagesOf(submission: Submission): Passage[] {
  const reading = readProtocol(submission);
  const only = reading.messages[0];
  const tool = compileRoles(submission.tool, only?.method ?? null, only?.tool ?? null);
  const seen = new Set<string>();
  const passages: Passage[] = [];
  const { leaves } = surfaceOf({ submission, reading });
  for (const leaf of leaves) {
    const roles = rolesOf(leaf, tool).map(({ role }) => role);
    if (!roles.every((role) => isRead(leaf, role))) continue;
    const { views } = viewsOf(leaf.text);
    for (const { text } of views) {
      if (seen.has(text)) continue;
      seen.add(text);
      passages.push({ text, place: placeOf(leaf) });
    }
  }
  return passages;
}

/** Messages written for this project by somebody who had seen neither the engine nor the corpus, and read since: what is learned from is no measure. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Submission } from '#core/submission.ts';
import { passagesOf, type Example } from './corpus.ts';
import { PHRASES } from './phrases.ts';

const FOLDER = new URL('written/', import.meta.url);
/** How often each is among the examples: they are few beside the rows of the corpus. Benign ones are the harder of the two kinds. */
const EACH = { hostile: 6, benign: 16 } as const;

type Row = Pick<Submission, 'request' | 'response' | 'tool'> & { label: 'malicious' | 'benign'; category: string };

/** In every training set, in no measurement, like the phrases. */
export function written(): Example[] {
  const examples: Example[] = [];
  for (const file of readdirSync(FOLDER).sort()) {
    const lines = gunzipSync(readFileSync(new URL(file, FOLDER)))
      .toString('utf8')
      .split('\n');
    for (const [number, line] of lines.entries()) {
      if (line === '') continue;
      const { label, category: _, ...submission } = JSON.parse(line) as Row;
      const hostile = label === 'malicious';
      const passages = passagesOf({ context: {}, options: {}, faults: [], ...submission });
      const example = { source: PHRASES, category: hostile ? 'phrase' : 'benign', hostile, passages };
      if (passages.length === 0) continue;
      for (let n = 0; n < EACH[hostile ? 'hostile' : 'benign']; n++) examples.push({ id: `${file} ${number} ${n}`, ...example });
    }
  }
  return examples;
}

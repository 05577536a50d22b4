/** `docs/quality.md`: the figures for people. */
import type { Quality, Rate } from './measure.ts';

const percent = (rate: number, digits = 1): string => `${(100 * rate).toFixed(digits)} %`;
const interval = ({ low, high }: Rate, digits = 1): string => `${(100 * low).toFixed(digits)}–${(100 * high).toFixed(digits)}`;
const count = (n: number): string => n.toLocaleString('en');

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

export function qualityPage(quality: Quality): string {
  const { engine, corpus, macro_recall, recall, false_positives, categories, benign, benign_sources, blind, left_out } = quality;
  const noisy = benign_sources.filter(({ hits }) => hits > 0).sort((a, b) => b.rate - a.rate);
  return `# Quality

What the engine finds, and what it takes for an attack that is none. Written by \`npm run quality\`; served as data by \`GET /quality\`.
Engine ${engine.version}, rules \`${engine.ruleset.slice(0, 23)}…\`, strictness \`standard\`, without policies.

The messages are those of the labelled corpus \`${corpus.name}\`, ${count(corpus.rows)} messages of ${corpus.sources} public sources (digest \`${corpus.digest.slice(0, 16)}…\`), which is not part of this
repository. A message counts as detected when its decision is not \`allow\`, or when modifications are proposed. Intervals are those of Wilson, 95 %. The engine was developed
on this corpus: figures for messages that nobody has seen will be lower, and the column *left out* says by how much for what is learned.

| | |
|---|--:|
| recall, mean of the categories | ${percent(macro_recall)} |
| recall, all malicious messages | ${percent(recall.rate)} (${interval(recall)}) |
| false positives | ${count(false_positives.hits)} of ${count(false_positives.rows)}: ${percent(false_positives.rate, 2)} (${interval(false_positives, 2)}) |

## Messages written blind

${count(blind.recall.rows + blind.false_positives.rows)} messages by somebody who had seen neither the engine nor the corpus (\`test/blind\`, ${blind.name}): the best guess at what a stranger will see. The benign ones are look-alikes, chosen to be hard.

${table(
  ['', 'messages', '', '95 %'],
  [
    ['attacks detected', count(blind.recall.rows), percent(blind.recall.rate), interval(blind.recall)],
    ['benign stopped or changed', count(blind.false_positives.rows), percent(blind.false_positives.rate), interval(blind.false_positives)],
  ],
)}

${blind.categories.map(({ category, hits, rows }) => `${category} ${hits}/${rows}`).join(', ')}.

## Recall by category

${table(
  ['category', 'messages', 'detected', '95 %', 'as this category', 'left out', 'by source'],
  categories.map((c) => {
    const out = left_out?.categories.find(({ category }) => category === c.category);
    const sources = c.sources
      .map(({ source, rate, rows }) => `${source.split('/').at(-1)} ${percent(rate, 0)} of ${count(rows)}`)
      .join(', ');
    return [c.category, count(c.rows), percent(c.rate), interval(c), percent(c.same_category), out ? percent(out.rate) : '', sources];
  }),
)}
${
  left_out
    ? `
*left out*: the learned part (orders to a model) is trained again without a source, and judges what comes from it; the rules stay as they are, though who wrote them
had looked at a part of the sources. They are left out in groups, each with one source of such attacks. Only what is learned differs: other categories rest on rules alone. Over the
${left_out.categories.length} categories with two sources or more: mean recall ${percent(left_out.macro_recall)}. False positives over all benign messages: ${count(left_out.false_positives.hits)}, ${percent(left_out.false_positives.rate, 2)} (${interval(left_out.false_positives, 2)}).
`
    : ''
}
## False positives by kind of traffic

${table(
  ['kind', 'messages', 'false positives', 'rate', '95 %'],
  benign.map((b) => [b.kind, count(b.rows), count(b.hits), percent(b.rate, 2), interval(b, 2)]),
)}

Sources with any:

${table(
  ['source', 'messages', 'false positives', 'rate'],
  noisy.map((b) => [b.source, count(b.rows), count(b.hits), percent(b.rate, 2)]),
)}
`;
}

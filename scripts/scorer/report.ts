/** Held-out figures as Markdown tables, for `docs/model-card.md`. */
import { probability, type Calibration } from './calibrate.ts';
import type { Example } from './corpus.ts';

/** Shares of benign examples that may score higher than the threshold. */
const RATES = [0.001, 0.0025, 0.01] as const;
/** Probabilities at which recall and false positives are told. */
const CERTAIN = [0.8, 0.9, 0.95] as const;

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);

function groupsOf(examples: readonly Example[], keep: (one: Example) => boolean): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [i, one] of examples.entries()) {
    if (!keep(one)) continue;
    for (const key of one.hostile
      ? [`${one.category}`, `${one.category} · ${one.source.split(' ')[0]}`]
      : ['all', one.source.split(' ')[0]!]) {
      const group = groups.get(key);
      if (group) group.push(i);
      else groups.set(key, [i]);
    }
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Recall by category and source where so many benign examples score higher, and at calibrated probabilities. */
export function recallTable(title: string, examples: readonly Example[], scores: Float64Array, calibration: Calibration): string {
  const benign = [...scores].filter((_, i) => !examples[i]!.hostile).sort((a, b) => b - a);
  const thresholds = RATES.map((rate) => benign[Math.floor(rate * benign.length)]!);
  const above = (group: readonly number[], threshold: number): number => group.filter((i) => scores[i]! > threshold).length / group.length;
  const sure = (group: readonly number[], p: number): number =>
    group.filter((i) => probability(calibration, scores[i]!) >= p).length / group.length;
  const cells = (group: readonly number[]): string[] => [
    ...thresholds.map((threshold) => percent(above(group, threshold))),
    ...CERTAIN.map((p) => percent(sure(group, p))),
  ];
  const head = ['category · source', 'rows', ...RATES.map((rate) => `at ${rate * 100} % FP`), ...CERTAIN.map((p) => `p ≥ ${p}`)];
  const hostile = groupsOf(examples, (one) => one.hostile);
  const categories = [...hostile].filter(([key]) => !key.includes(' · '));
  const mean = (value: (group: readonly number[]) => number): string =>
    percent(categories.reduce((sum, [, group]) => sum + value(group), 0) / categories.length);
  const lines = [...hostile].map(([key, group]) => [key, `${group.length}`, ...cells(group)]);
  lines.push([
    '**mean of categories**',
    '',
    ...thresholds.map((t) => mean((g) => above(g, t))),
    ...CERTAIN.map((p) => mean((g) => sure(g, p))),
  ]);
  for (const [key, group] of groupsOf(examples, (one) => !one.hostile))
    if (key === 'all' || group.some((i) => probability(calibration, scores[i]!) >= CERTAIN[0]!))
      lines.push([`benign · ${key}`, `${group.length}`, ...cells(group)]);
  return `\n### ${title}\n\n${table(head, lines)}`;
}

/** How many of the examples of a probability are hostile. */
export function calibrationTable(examples: readonly Example[], scores: Record<string, Float64Array>, calibration: Calibration): string {
  const edges = [0, 0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 1.001];
  const head = ['probability', ...Object.keys(scores).flatMap((name) => [`${name}: rows`, 'hostile'])];
  const lines = edges.slice(0, -1).map((low, e) => {
    const high = edges[e + 1]!;
    const cells = Object.values(scores).flatMap((list) => {
      const inside = [...list.keys()].filter((i) => {
        const p = probability(calibration, list[i]!);
        return p >= low && p < high;
      });
      return [`${inside.length}`, percent(inside.filter((i) => examples[i]!.hostile).length / inside.length)];
    });
    return [`${low} – ${Math.min(high, 1)}`, ...cells];
  });
  return `\n### Calibration\n\n${table(head, lines)}`;
}

const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

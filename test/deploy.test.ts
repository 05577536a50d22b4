/** What `deploy/` asks for is there: each metric and each value of a label, and a runbook for each alert. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { openMetrics } from '#adapters/metrics.ts';
import { readConfig } from '#config';
import { LABELS } from './support/labels.ts';

const alert = z.strictObject({
  alert: z.string().regex(/^Countersign[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+m$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({ summary: z.string().min(1), description: z.string().min(1), runbook: z.string() }),
});
const rules = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alert).min(1) })).min(1) });
const prometheus = z.looseObject({
  rule_files: z.array(z.string()).min(1),
  scrape_configs: z.array(z.looseObject({ job_name: z.string(), metrics_path: z.string() })),
});
const panel = z.looseObject({
  id: z.number(),
  title: z.string().min(1),
  type: z.string(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(z.looseObject({ expr: z.string() })).default([]),
});
const dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  panels: z.array(panel),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string() })) }),
});

const read = (path: string): string => readFileSync(path, 'utf8');
const ALERTS = rules.parse(parse(read('deploy/prometheus/alerts.yaml'))).groups.flatMap((group) => group.rules);
const BOARD = dashboard.parse(JSON.parse(read('deploy/grafana/dashboard.json')));
const SCRAPING = prometheus.parse(parse(read('deploy/prometheus/prometheus.yml')));
const RUNBOOKS = [...read('docs/runbooks.md').matchAll(/^## (\w+)\n((?:(?!^## )[^])*)/gm)].map(([, name = '', text = '']) => ({
  name,
  text,
}));
const exprOf = (name: string): string | undefined => ALERTS.find((one) => one.alert === name)?.expr;

/** Every series of a running service, with its labels. */
function seriesOf(): ReadonlyMap<string, readonly string[]> {
  const { registry } = openMetrics();
  const series = new Map<string, readonly string[]>([['up', []]]);
  for (const { name } of registry.getMetricsAsArray()) {
    const metric = z.looseObject({ type: z.string(), labelNames: z.array(z.string()) }).parse(registry.getSingleMetric(name));
    if (metric.type === 'histogram') {
      series.set(`${name}_bucket`, [...metric.labelNames, 'le']);
      for (const part of ['sum', 'count']) series.set(`${name}_${part}`, metric.labelNames);
    } else series.set(name, metric.labelNames);
  }
  return series;
}
const SERIES = seriesOf();
/** Prometheus itself adds these. */
const TARGET = ['job', 'instance'];

type Matcher = { label: string; op: string; value: string };
type Read = { errors: string[]; selectors: { metric: string; matchers: Matcher[] }[]; groupings: string[]; functions: string[] };

/** PromQL, by the grammar that Prometheus' own editor has. */
function readQuery(text: string): Read {
  const query = text.replaceAll('$__rate_interval', '5m');
  const found: Read = { errors: [], selectors: [], groupings: [], functions: [] };
  const at = (node: { from: number; to: number }): string => query.slice(node.from, node.to);
  let in_grouping = false;
  parser.parse(query).iterate({
    enter(node) {
      if (node.type.isError) found.errors.push(`${query.slice(0, node.from)}⟦${at(node)}⟧`);
      if (node.name === 'VectorSelector') found.selectors.push({ metric: '', matchers: [] });
      const selector = found.selectors.at(-1);
      if (node.name === 'Identifier' && selector) selector.metric = at(node);
      const [, label, op, value] = node.name === 'UnquotedLabelMatcher' ? (/^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(at(node)) ?? []) : [];
      if (selector && label !== undefined && op !== undefined && value !== undefined) selector.matchers.push({ label, op, value });
      if (node.name === 'GroupingLabels') in_grouping = true;
      if (node.name === 'LabelName' && in_grouping) found.groupings.push(at(node));
      if (node.name === 'FunctionIdentifier') found.functions.push(at(node));
    },
    leave(node) {
      if (node.name === 'GroupingLabels') in_grouping = false;
    },
  });
  return found;
}

const isKnown = ({ label, op, value }: Matcher): boolean => {
  if (TARGET.includes(label)) return value === 'countersign' || value.startsWith('$');
  const known = [...(LABELS[label] ?? [])];
  const wanted = op.includes('~') ? value.split('|').map((one) => new RegExp(`^(?:${one})$`)) : [value];
  return wanted.every((one) => known.some((name) => (typeof one === 'string' ? one === name : one.test(name))));
};

function faultsOf(text: string): string[] {
  const { errors, selectors, groupings } = readQuery(text);
  const faults = errors.map((error) => `does not parse: ${error}`);
  if (!selectors.length) faults.push('asks for nothing');
  for (const { metric, matchers } of selectors) {
    const labels = SERIES.get(metric);
    if (!labels) faults.push(`there is no ${metric}`);
    for (const matcher of matchers) {
      if (![...TARGET, ...(labels ?? [])].includes(matcher.label)) faults.push(`${metric} has no label ${matcher.label}`);
      if (!isKnown(matcher)) faults.push(`${matcher.label} is never ${matcher.value}`);
    }
    if (/_(?:total|bucket|sum|count)$/.test(metric) && !/(?:rate|increase)\(/.test(text)) faults.push(`${metric} only ever grows`);
  }
  const all = new Set(selectors.flatMap(({ metric }) => SERIES.get(metric) ?? []));
  for (const label of groupings) if (!TARGET.includes(label) && !all.has(label)) faults.push(`nothing has the label ${label}`);
  return faults;
}

describe('queries', () => {
  it.each([
    ['sum(rate(nothing_total[5m])', 'does not parse'],
    ['countersign_storelost', 'there is no countersign_storelost'],
    ['rate(countersign_problems_total{code="NONE"}[5m])', 'code is never NONE'],
    ['rate(countersign_problems_total{code=~"INTERNAL|NONE"}[5m])', 'code is never'],
    ['rate(countersign_problems_total{tenant="x"}[5m])', 'has no label tenant'],
    ['sum by (tenant) (countersign_connections)', 'nothing has the label tenant'],
    ['countersign_verdicts_total > 5', 'only ever grows'],
    ['1', 'asks for nothing'],
  ])('what is wrong is found: %s', (query, fault) => {
    expect(faultsOf(query).join('; ')).toContain(fault);
  });

  it.each(ALERTS.map((one): [string, string] => [one.alert, one.expr]))('alert %s', (_, expr) => {
    expect(faultsOf(expr)).toEqual([]);
    expect(expr).toMatch(/(?:==|>|<)/);
  });

  it.each(BOARD.panels.filter(({ type }) => type !== 'row').map((one): [string, typeof one] => [one.title, one]))(
    'panel %s',
    (_, { targets }) => {
      expect(targets.length).toBeGreaterThan(0);
      for (const { expr } of targets) {
        expect(faultsOf(expr)).toEqual([]);
        for (const { metric, matchers } of readQuery(expr).selectors)
          expect([metric, matchers.map(({ label }) => label)]).toEqual([metric, expect.arrayContaining(TARGET)]);
      }
    },
  );

  it('every metric of ours is on the dashboard', () => {
    const asked = BOARD.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => readQuery(expr).selectors.map(({ metric }) => metric)),
    );
    const shown = new Set(asked.map((name) => name.replace(/_(?:bucket|sum|count)$/, '')));
    const { registry } = openMetrics();
    const ours = registry.getMetricsAsArray().map(({ name }) => name);
    expect(ours.filter((name) => name.startsWith('countersign_') && !shown.has(name))).toEqual([]);
  });
});

describe('alerts', () => {
  it('have each a runbook, and each runbook an alert', () => {
    expect(RUNBOOKS.map(({ name }) => name)).toEqual(ALERTS.map((one) => one.alert));
    for (const { name, text } of RUNBOOKS) {
      for (const part of ['**Means** ', '**Look** ', '**Do** ']) expect([name, text]).toEqual([name, expect.stringContaining(part)]);
    }
    for (const one of ALERTS) expect(one.annotations.runbook).toBe(`docs/runbooks.md#${one.alert.toLowerCase()}`);
  });

  it('runbooks point to sections, files, panels and settings that there are', () => {
    const text = read('docs/runbooks.md');
    const anchors = RUNBOOKS.map(({ name }) => `#${name.toLowerCase()}`);
    const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !anchors.includes(target) && !existsSync(join('docs', target)))).toEqual([]);
    const titles = BOARD.panels.map(({ title }) => title);
    for (const [, names = ''] of text.matchAll(/[Pp]anels? ((?:\*[^*]+\*(?:, | and )?)+)/g))
      for (const [, name = ''] of names.matchAll(/\*([^*]+)\*/g)) expect(titles.some((title) => title.startsWith(name))).toBe(true);
    const documented = read('README.md') + read('docs/problems.md');
    const names = [...text.matchAll(/`([A-Z][A-Z_]{4,})`/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !documented.includes(name))).toEqual([]);
  });

  it('thresholds that follow from a default follow it', () => {
    const { JOURNAL_BYTES_MAX, CONNECTIONS_MAX } = readConfig({});
    expect(exprOf('CountersignJournalFilling')).toBe(`countersign_journal_bytes > ${JOURNAL_BYTES_MAX / 2}`);
    expect(exprOf('CountersignConnections')).toBe(`countersign_connections > ${CONNECTIONS_MAX * 0.9}`);
  });

  it('are what the example of a configuration loads', () => {
    for (const file of SCRAPING.rule_files) expect(existsSync(join(dirname('deploy/prometheus/prometheus.yml'), file))).toBe(true);
    expect(SCRAPING.scrape_configs).toMatchObject([{ job_name: 'countersign', metrics_path: '/metrics' }]);
  });
});

describe('the dashboard', () => {
  it('has panels with ids of their own that do not overlap, and asks the source that is chosen', () => {
    expect(new Set(BOARD.panels.map(({ id }) => id)).size).toBe(BOARD.panels.length);
    const cells = BOARD.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    const names = new Set(BOARD.templating.list.map(({ name }) => name));
    const used = [...JSON.stringify(BOARD.panels).matchAll(/\$\{?(\w+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => name !== '__rate_interval');
    expect(new Set(used)).toEqual(names);
  });
});

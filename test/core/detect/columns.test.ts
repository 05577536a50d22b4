import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Columns } from '#core/detect/columns.ts';
import { judge, type Snapshot } from '#core/judge.ts';
import type { Leaf, Slot, Step } from '#core/mcp/surface.ts';
import type { JsonObject, Submission } from '#core/submission.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'd' };
const FACTS = { now_ms: 0, verdict_id: 'vrd_columns' };

const BODY: Step = { key: 'response', up: null };
const RESULT: Step = { key: 'result', up: BODY };
const LIST: Step = { key: 'rows', up: RESULT };
const leafAt = (at: Step, text: string, kind: Leaf['kind'] = 'value', slot: Slot = 'structured'): Leaf => ({
  text,
  kind,
  slot,
  origin: 'content',
  at,
});
const row = (index: number, key: string): Step => ({ key, up: { key: index, up: LIST } });

const inMessage = (index: number): Step => ({ key: 'query', up: { key: index, up: BODY } });

describe('columns', () => {
  it('know a value again in another row, and nowhere else', () => {
    const columns = new Columns<string>();
    columns.set(leafAt(row(0, 'state'), 'open'), 'first');
    expect(columns.get(leafAt(row(7, 'state'), 'open'))).toBe('first');
    expect(columns.get(leafAt(row(7, 'state'), 'shut'))).toBeUndefined();
    expect(columns.get(leafAt(row(7, 'title'), 'open'))).toBeUndefined();
    expect(columns.get(leafAt({ key: 'state', up: LIST }, 'open'))).toBeUndefined();
    expect(columns.get(leafAt(row(7, 'state'), 'open', 'name'))).toBeUndefined();
    expect(columns.get(leafAt(row(7, 'state'), 'open', 'value', 'html'))).toBeUndefined();
    expect(columns.get({ ...leafAt(row(7, 'state'), 'open'), mimeType: 'text/html' })).toBeUndefined();
  });

  it('tell the messages of a batch apart, and a position from a name that looks like one', () => {
    const columns = new Columns<string>();
    columns.set(leafAt(inMessage(0), 'x'), 'first');
    expect(columns.get(leafAt(inMessage(1), 'x'))).toBeUndefined();
    columns.set(leafAt({ key: 0, up: LIST }, 'x'), 'by position');
    expect(columns.get(leafAt({ key: '0', up: LIST }, 'x'))).toBeUndefined();
    expect(columns.get(leafAt({ key: 5, up: LIST }, 'x'))).toBe('by position');
  });

  it('change no finding: a list is judged as its items are one by one', () => {
    const values = fc.constantFrom(
      "' or 1=1 --",
      '../../etc/passwd',
      'AKIAQ3EGRJ7XKPLWMZTB',
      'open',
      '%27%20or%201%3d1--',
      '; rm -rf /',
      '<svg onload=alert(1)>',
    );
    fc.assert(
      fc.property(fc.array(values, { minLength: 40, maxLength: 60 }), fc.boolean(), (items, isTable) => {
        const all = isTable ? items.map((item) => ({ name: item })) : items;
        const whole = findingsOf({ rows: all }, (path) => path);
        const single = all.flatMap((item, i) => findingsOf({ rows: [item] }, (path) => path.replace('/rows/0', `/rows/${i}`)));
        expect(whole.sort()).toEqual(single.sort());
      }),
      { seed: 20261121, numRuns: 20 },
    );
  });
});

function findingsOf(args: JsonObject, pathOf: (path: string) => string): string[] {
  const request: JsonObject = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'find', arguments: args } };
  const submission: Submission = { request, context: {}, options: {}, faults: [] };
  return judge(submission, SNAPSHOT, FACTS).findings.map(
    ({ rule, path, start, end, score, view }) => `${pathOf(path)} ${rule} ${start} ${end} ${score} ${view ?? ''}`,
  );
}

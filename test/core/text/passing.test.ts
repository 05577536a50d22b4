/** Of decodings on top of each other a message lists so many; beyond, what comes out of them, and it says so. */
import { describe, expect, it } from 'vitest';
import { judge, type Snapshot } from '#core/judge.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import { Allowance, PASSING_MAX, sourceSpan, viewsOf, type View } from '#core/text/views.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: 'd' };
const FACTS = { now_ms: 0, verdict_id: 'vrd_passing' };
/** Five encodings on top of each other, the innermost a quote. */
const SPELT = '%2527&#x27;\\u0027\uff07\u200b';

const spent = (): Allowance => {
  const allowance = new Allowance();
  while (allowance.takes({ text: 'x'.repeat(1_000) } as View));
  return allowance;
};
const namesOf = (text: string, allowance: Allowance): string[] => viewsOf(text, false, allowance).views.map(({ name }) => name);

describe('passing decodings', () => {
  it('are all listed while the message has room for them', () => {
    const text = '%26lt;b%26gt;';
    expect(namesOf(text, new Allowance())).toEqual(viewsOf(text).views.map(({ name }) => name));
    expect(viewsOf(text, false, new Allowance()).over_budget).toBe(false);
  });

  it('give way to what comes out of them afterwards, and that is said', () => {
    const forms = viewsOf('%26lt;b%26gt;', false, spent());
    expect(forms.views.map(({ name, text }) => [name, text])).toEqual([
      ['raw', '%26lt;b%26gt;'],
      ['url>html', '<b>'],
    ]);
    expect(forms.over_budget).toBe(true);
    expect(sourceSpan(forms.views[1]!, 0, 1)).toEqual({ start: 0, end: 6 });
  });

  it('come to their end then where nesting would have stopped them', () => {
    expect(viewsOf(SPELT).views.map(({ text }) => text)).not.toContain("''''");
    const last = viewsOf(SPELT, false, spent()).views.at(-1)!;
    expect(last.text).toBe("''''");
  });

  it('cost nothing where one decoding is all there is', () => {
    expect(namesOf('%3cb%3e', spent())).toEqual(['raw', 'url']);
    expect(viewsOf('%3cb%3e', false, spent()).over_budget).toBe(false);
  });

  it('stay where the next shows only excerpts of them', () => {
    const text = `${'%61'.repeat(6_000)}&lt;${'%61'.repeat(6_000)}`;
    expect(namesOf(text, spent())).toContain('url');
  });

  it('hide no payload behind decoys that use up the room', () => {
    const decoys = Array.from({ length: 6_000 }, (_, i) => `${SPELT}${i}`);
    expect(decoys.join('').length * 3).toBeGreaterThan(PASSING_MAX);
    const payload = encodeURIComponent(encodeURIComponent("1' UNION SELECT password FROM users--"));
    const call: JsonObject = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search', arguments: { items: [...decoys, payload] } },
    };
    const submission: Submission = { request: call, context: {}, options: {}, faults: [] };
    const { decision, findings, unjudged } = judge(submission, SNAPSHOT, FACTS);
    expect(decision).toBe('deny');
    expect(findings.map(({ path }) => path)).toContain('/request/params/arguments/items/6000');
    expect(unjudged.length).toBeGreaterThan(0);
  });
});

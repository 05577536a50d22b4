import { describe, expect, it } from 'vitest';
import type { Detector, Subject } from '#core/detect/detector.ts';
import { DETECTORS, indexRules, MESSAGE_DETECTORS, RULES } from '#core/detect/index.ts';
import { engineOf, FINDINGS_MAX, UNJUDGED_MAX, VIEWED_MAX, type Detected } from '#core/detect/engine.ts';
import { MATCHES_MAX } from '#core/detect/tally.ts';
import type { Category, Rule } from '#core/finding.ts';
import type { MessageReading, Reading } from '#core/mcp/message.ts';
import type { JoinedLeaf, Leaf, Step } from '#core/mcp/surface.ts';
import type { ToolHint } from '#core/submission.ts';

const BASE: Step = { key: 'request', up: null };
const ARGUMENTS: Step = { key: 'arguments', up: { key: 'params', up: BASE } };

const rule = (id: string, category: Category = 'other', score = 0.9): Rule => ({
  id,
  category,
  threat: 'Q01',
  severity: 'high',
  score,
  references: [],
  sentence: 'A test.',
});

/** Finds each literal wherever it stands, in the given roles. */
function finder(
  name: string,
  literal: string,
  rest: Partial<Detector> & { category?: Category; score?: number; roles?: string[]; redactable?: boolean } = {},
): Detector {
  const own = rule(`${name}.found`, rest.category, rest.score);
  return {
    name,
    rules: [own],
    literals: [literal],
    looksAt: ({ role }: Subject) => !rest.roles || rest.roles.includes(role),
    inspect: (_view, _subject, hits) =>
      hits.map(({ start, end }) => ({ rule: own, start, end, ...(rest.redactable && { redactable: true }) })),
    ...(rest.inspect && { inspect: rest.inspect }),
  };
}

function argument(name: string, text: string, rest: Partial<Leaf> = {}): Leaf {
  return { text, kind: 'value', origin: 'caller', slot: 'argument', at: { key: name, up: ARGUMENTS }, ...rest };
}

function part(index: number, text: string): Leaf {
  return {
    text,
    kind: 'value',
    origin: 'content',
    slot: 'result',
    at: { key: 'text', up: { key: index, up: { key: 'content', up: BASE } } },
  };
}

function reading(tool: string | null = 'unknown', direction: 'request' | 'response' = 'request'): Reading {
  const message: MessageReading = {
    message: {},
    base: BASE,
    kind: 'request',
    direction,
    method: 'tools/call',
    params: null,
    result: null,
    id: 1,
    tool,
  };
  return { messages: [message], judged: direction, revision: null, revisions: [], era: null, faults: [] };
}

function run(detectors: Detector[], leaves: Leaf[], rest: { joined?: JoinedLeaf[]; tool?: ToolHint; reading?: Reading } = {}): Detected {
  const submission = { context: {}, options: {}, faults: [], ...(rest.tool && { tool: rest.tool }) };
  return engineOf(detectors)({
    submission,
    reading: rest.reading ?? reading(rest.tool?.name),
    surface: { leaves, joined: rest.joined ?? [], unjudged: [] },
  });
}

const spans = ({ hits }: Detected): string[] => hits.map((h) => `${h.rule.id} ${h.view} ${h.leaf.text.slice(h.start, h.end)}`);

const batched = (index: number): Step => ({ key: index, up: BASE });
const leafOf = (i: number): Leaf => argument('p', `m${i}`, { at: { key: 'p', up: { key: 'params', up: { key: i, up: BASE } } } });

describe('the engine', () => {
  it('runs a detector only where one of its literals occurs, and one without literals always', () => {
    const asked: string[] = [];
    const spy = (name: string, literals?: string[]): Detector => ({
      name,
      rules: [],
      ...(literals && { literals }),
      looksAt: () => true,
      inspect: (view, _subject, hits) => {
        asked.push(`${name} ${view.text} ${hits.map((h) => `${h.literal}@${h.start}`).join()}`);
        return [];
      },
    });
    run([spy('a', ['xx', 'needle']), spy('b', ['other', 'needle', 'eed']), spy('c')], [argument('p', 'a NEEDLE'), argument('q', 'hay')]);
    expect(asked).toEqual(['a a NEEDLE 1@2', 'b a NEEDLE 2@3,1@2', 'c a NEEDLE ', 'c hay ']);
  });

  it('does not run a detector that does not look at the role', () => {
    const detectors = [finder('a', 'x', { roles: ['path'] }), finder('b', 'x', { roles: ['url'] })];
    expect(spans(run(detectors, [argument('path', 'x')]))).toEqual(['a.found raw x']);
  });

  it('tells offsets in the leaf as sent, and names the view', () => {
    expect(spans(run([finder('a', '../')], [argument('p', 'x%2e%2e%2fy')]))).toEqual(['a.found url %2e%2e%2f']);
  });

  it('counts what several views show once, as the outermost', () => {
    expect(spans(run([finder('a', 'abc')], [argument('p', '%20abc &lt; %61bc')]))).toEqual(['a.found raw abc', 'a.found url %61bc']);
  });

  it('judges under both likely roles and keeps the milder word of each category', () => {
    const both = [argument('query', 'SELECT a FROM b')];
    const asQuery = finder('q', 'select', { roles: ['query'], category: 'sql_injection' });
    const asSql = finder('s', 'select', { roles: ['sql'], category: 'sql_injection', score: 0.3 });
    const always = finder('x', 'from', { category: 'xss' });
    expect(run([asQuery, always], both).hits.map((h) => h.rule.id)).toEqual(['x.found']);
    expect(run([asQuery, asSql, always], both).hits.map((h) => [h.rule.id, h.role])).toEqual([
      ['x.found', 'query'],
      ['s.found', 'sql'],
    ]);
  });

  it('judges under one role where the tool leaves no doubt', () => {
    const tool = { name: 'db', description: 'Runs SQL queries' };
    const asQuery = finder('q', 'select', { roles: ['query'] });
    const asSql = finder('s', 'select', { roles: ['sql'] });
    expect(run([asQuery, asSql], [argument('query', 'SELECT a FROM b')], { tool }).hits.map((h) => h.rule.id)).toEqual(['s.found']);
  });

  it('judges property names as identifiers', () => {
    expect(run([finder('a', 'x', { roles: ['identifier'] })], [argument('x', 'x', { kind: 'name' })]).hits).toHaveLength(1);
  });

  it('tells the direction of the message, also within a batch', () => {
    const seen: string[] = [];
    const spy: Detector = {
      name: 's',
      rules: [],
      looksAt: ({ leaf, direction }) => (seen.push(`${leaf.text} ${direction}`), false),
      inspect: () => [],
    };
    const messages = (['request', 'response'] as const).map((direction, i) => ({
      ...reading('t', direction).messages[0]!,
      base: batched(i),
    }));
    run([spy], [leafOf(0), leafOf(1)], { reading: { ...reading(), messages } });
    expect([...new Set(seen)]).toEqual(['m0 request', 'm1 response']);
  });
});

const joinedOf = (parts: Leaf[]): JoinedLeaf => ({
  parts,
  text: parts.map((p) => p.text).join('\n'),
  locate(offset) {
    let rest = offset;
    for (const p of parts) {
      if (rest <= p.text.length) return { part: p, offset: rest };
      rest -= p.text.length + 1;
    }
    const last = parts.at(-1)!;
    return { part: last, offset: last.text.length };
  },
});

describe('joined parts', () => {
  const parts = [part(0, 'one needle and thr'), part(1, 'ead')];

  it('shows what only the whole shows, where it begins', () => {
    const { hits } = run([finder('a', 'thr\nead')], parts, { joined: [joinedOf(parts)] });
    expect(hits.map((h) => [h.leaf, h.start, h.end, h.role])).toEqual([[parts[0], 15, 18, 'prose']]);
  });

  it('does not repeat what a part showed', () => {
    expect(run([finder('a', 'needle')], parts, { joined: [joinedOf(parts)] }).hits).toHaveLength(1);
  });

  it('cuts what is redactable out of each part', () => {
    const { hits } = run([finder('a', 'thr\nead', { redactable: true })], parts, { joined: [joinedOf(parts)] });
    expect(hits.map((h) => [h.leaf, h.start, h.end])).toEqual([
      [parts[0], 15, 18],
      [parts[1], 0, 3],
    ]);
  });
});

describe('limits', () => {
  it('keeps the strongest findings, and says where it left some out', () => {
    const leaves = Array.from({ length: FINDINGS_MAX + 20 }, (_, i) => argument(`p${i}`, i === FINDINGS_MAX + 10 ? 'strong' : 'weak'));
    const { hits, unjudged } = run([finder('w', 'weak', { score: 0.2 }), finder('s', 'strong')], leaves);
    expect(hits).toHaveLength(FINDINGS_MAX);
    expect(hits.map((h) => h.rule.id)).toContain('s.found');
    expect(unjudged).toHaveLength(20);
    expect(unjudged[0]).toEqual({ path: '/request/params/arguments/p99', reason: 'over_budget' });
  });

  it('names so many leaves and then the whole message', () => {
    const { unjudged } = run(
      [finder('w', 'x')],
      Array.from({ length: 40_000 }, (_, i) => argument(`p${i}`, 'x')),
    );
    expect(unjudged).toHaveLength(UNJUDGED_MAX + 1);
    expect(unjudged.at(-1)).toEqual({ path: '/request', reason: 'over_budget' });
  });

  it('loses neither the strongest match of a leaf nor any span that must be cut out', () => {
    const secret = finder('s', 'key', { category: 'secret_leak', redactable: true });
    const weak = finder('w', 'w', { score: 0.2 });
    const strong = finder('z', 'zz', { score: 0.95 });
    const text = `${'w '.repeat(MATCHES_MAX + 50)}${'key '.repeat(300)}zz`;
    const { hits, unjudged } = run([weak, secret, strong], [argument('p', text)]);
    expect(unjudged).toEqual([{ path: '/request/params/arguments/p', reason: 'over_budget' }]);
    expect(hits.map((h) => h.rule.id)).toContain('z.found');
    const cut = hits.filter((h) => h.redactable);
    for (let at = text.indexOf('key'); at >= 0; at = text.indexOf('key', at + 1))
      expect(cut.some((h) => h.start <= at && at + 3 <= h.end)).toBe(true);
  });

  it('looks at the text as sent when there is too much to decode, and says so', () => {
    const leaves = [argument('a', 'x'.repeat(VIEWED_MAX)), argument('b', '%61bc abc')];
    const { hits, unjudged } = run([finder('a', 'abc')], leaves);
    expect(hits.map((h) => [h.view, h.start])).toEqual([['raw', 6]]);
    expect(unjudged).toEqual([{ path: '/request/params/arguments/b', reason: 'over_budget' }]);
  });
});

describe('the list of detectors', () => {
  it('has every rule once, and refuses twins', () => {
    expect(RULES.size).toBe([...DETECTORS, ...MESSAGE_DETECTORS].reduce((sum, d) => sum + d.rules.length, 0));
    expect(() => indexRules([finder('a', 'x'), finder('a', 'y')])).toThrow('named a');
    expect(() => indexRules([finder('a', 'x'), { ...finder('b', 'y'), rules: [rule('a.found')] }])).toThrow('a.found');
  });
});

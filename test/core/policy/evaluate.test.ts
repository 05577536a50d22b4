import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barOf } from '#core/policy/bar.ts';
import { matchesName } from '#core/policy/match-name.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import type { ListsDocument } from '#core/policy/document.ts';
import { NAME_LENGTH_MAX } from '#core/policy/forms/lists.ts';
import { judge } from '#core/judge.ts';
import type { Posture } from '#core/tenant.ts';
import { policyOf } from '../../support/policies.ts';

const policies = (...documents: ListsDocument[]): ActivePolicy[] => documents.map((document, i) => policyOf(`pol_${i}`, document));

type Asked = { method: string | null; tool: string | null; server: string | null };
/** Reasons of the access lane alone. */
function evaluateAccess({ method, tool, server }: Asked, inForce: ActivePolicy[], posture: Posture) {
  const request = {
    jsonrpc: '2.0',
    id: 1,
    ...(method !== null && { method }),
    ...(tool !== null && { params: { name: tool, arguments: {} } }),
  };
  const submission = { request, ...(server !== null && { server: { name: server } }), context: {}, options: {}, faults: [] };
  const snapshot = { posture, strictness: 'standard', monitor: false, policies: inForce, suppressions: [], digest: 'd' } as const;
  return judge(submission, snapshot, { now_ms: 0, verdict_id: 'v' }).reasons.filter(({ layer }) => layer === 'authorization');
}
const call = (tool: string, server: string | null = null) => ({ method: 'tools/call', tool, server });

const oracle = (pattern: string, name: string): boolean => {
  const row = (p: number, n: number): boolean => {
    if (p === pattern.length) return n === name.length;
    if (pattern[p] === '*') return row(p + 1, n) || (n < name.length && row(p, n + 1));
    return n < name.length && pattern[p] === name[n] && row(p + 1, n + 1);
  };
  return row(0, 0);
};

describe('matchesName', () => {
  it('agrees with a dynamic-programming oracle', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    fc.assert(
      fc.property(text, name, (p, n) => matchesName(p, n) === oracle(p, n)),
      { numRuns: 5_000 },
    );
  });

  it('stays linear on a pattern made to backtrack', () => {
    const started = performance.now();
    expect(matchesName(`${'*a'.repeat(64)}*b`, 'a'.repeat(NAME_LENGTH_MAX))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('evaluateAccess', () => {
  const cases: {
    title: string;
    documents: ListsDocument[];
    posture?: 'strict';
    request: ReturnType<typeof call> | { method: string | null; tool: null; server: null };
    codes: string[];
  }[] = [
    { title: 'starter permits what no policy names', documents: [], request: call('read'), codes: [] },
    { title: 'a deny list refuses', documents: [{ tools: { deny: ['drop_*'] } }], request: call('drop_table'), codes: ['TOOL_DENIED'] },
    { title: 'a deny list spares others', documents: [{ tools: { deny: ['drop_*'] } }], request: call('list_tables'), codes: [] },
    { title: 'deny wins over allow', documents: [{ tools: { allow: ['*'], deny: ['rm'] } }], request: call('rm'), codes: ['TOOL_DENIED'] },
    {
      title: 'an allow list refuses what it does not name',
      documents: [{ tools: { allow: ['read_*'] } }],
      request: call('write_file'),
      codes: ['NO_PERMIT'],
    },
    {
      title: 'every allow list must name the call',
      documents: [{ tools: { allow: ['read_*'] } }, { tools: { allow: ['*_file'] } }],
      request: call('read_dir'),
      codes: ['NO_PERMIT'],
    },
    {
      title: 'tool lists say nothing of other methods',
      documents: [{ tools: { allow: ['x'] } }],
      request: { method: 'tools/list', tool: null, server: null },
      codes: [],
    },
    {
      title: 'a qualified pattern matches the server',
      documents: [{ tools: { deny: ['github/*'] } }],
      request: call('create_issue', 'github'),
      codes: ['TOOL_DENIED'],
    },
    {
      title: 'a qualified pattern spares other servers',
      documents: [{ tools: { deny: ['github/*'] } }],
      request: call('create_issue', 'gitlab'),
      codes: [],
    },
    {
      title: 'methods are listed too',
      documents: [{ methods: { deny: ['sampling/*'] } }],
      request: { method: 'sampling/createMessage', tool: null, server: null },
      codes: ['METHOD_DENIED'],
    },
    {
      title: 'all refusals are named',
      documents: [{ methods: { deny: ['tools/call'] } }, { tools: { deny: ['a'] } }],
      request: call('a'),
      codes: ['METHOD_DENIED', 'TOOL_DENIED'],
    },
    { title: 'strict refuses a call without a permit', documents: [], posture: 'strict', request: call('read'), codes: ['NO_PERMIT'] },
    {
      title: 'strict permits listing',
      documents: [],
      posture: 'strict',
      request: { method: 'tools/list', tool: null, server: null },
      codes: [],
    },
    {
      title: 'strict permits notifications',
      documents: [],
      posture: 'strict',
      request: { method: 'notifications/progress', tool: null, server: null },
      codes: [],
    },
    {
      title: 'strict refuses an unknown method',
      documents: [],
      posture: 'strict',
      request: { method: null, tool: null, server: null },
      codes: ['NO_PERMIT'],
    },
    {
      title: 'strict permits what an allow list names',
      documents: [{ tools: { allow: ['read'] } }],
      posture: 'strict',
      request: call('read'),
      codes: [],
    },
    {
      title: 'strict: a method permit alone permits no tool',
      documents: [{ methods: { allow: ['*'] } }],
      posture: 'strict',
      request: call('read'),
      codes: ['NO_PERMIT'],
    },
    {
      title: 'a name beyond the limit is refused where a list is asked',
      documents: [{ tools: { deny: ['x'] } }],
      request: call('y'.repeat(NAME_LENGTH_MAX + 1)),
      codes: ['NO_PERMIT'],
    },
  ];
  it.each(cases)('$title', ({ documents, posture, request, codes }) => {
    expect(evaluateAccess(request, policies(...documents), posture ?? 'starter').map((d) => d.code)).toEqual(codes);
  });

  it('names the policy that decided', () => {
    expect(evaluateAccess(call('a'), policies({}, { tools: { deny: ['a'] } }), 'starter')[0]?.policy).toBe('pol_1');
  });
});

describe('barOf', () => {
  it('keeps the tenant’s strictness where no policy speaks', () => {
    expect(barOf(policies({}), 'maximum').strictness).toBe('maximum');
  });
  it('takes the strictest of all policies', () => {
    expect(barOf(policies({ strictness: 'minimal' }, { strictness: 'maximum' }, { strictness: 'standard' }), 'standard').strictness).toBe(
      'maximum',
    );
  });
  it('takes the lowest threshold of a category and names its policy', () => {
    const bar = barOf(policies({ thresholds: { ssrf: 0.9 } }, { thresholds: { ssrf: 0.3, xss: 1 } }), 'standard');
    expect([...bar.thresholds]).toEqual([
      ['ssrf', 0.3],
      ['xss', 1],
    ]);
    expect(bar.determining.get('ssrf')).toBe('pol_1');
  });
});

/** The verdict over a message in which nothing was found: so it is with most messages. */
import type { Explanation } from './roles/explain.ts';
import type { Verdict } from './verdict.ts';

type Rest = Pick<Verdict, 'unjudged' | 'policy' | 'ignored' | 'engine'> & { explanation: Explanation | null };

export const cleanVerdict = (id: string, { unjudged, policy, ignored, engine, explanation }: Rest): Verdict => ({
  id,
  decision: 'allow',
  status: 200,
  risk: 0,
  reasons: [],
  findings: [],
  modifications: [],
  unjudged,
  ...(explanation && { explanation }),
  policy,
  ignored,
  engine,
  degraded: [],
  latency_ms: 0,
});

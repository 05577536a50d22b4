/** The verdict over a message in which nothing was found: so it is with most messages. */
import type { Explanation } from './roles/explain.ts';
import type { Verdict } from './verdict.ts';

type Rest = Pick<Verdict, 'unjudged' | 'ignored' | 'engine'> & { explanation: Explanation | null };

/** @param snapshot of the tenant: the active set, and the digest of what was in force */
export const cleanVerdict = (
  id: string,
  { set, digest }: { set?: string; digest: string },
  { unjudged, ignored, engine, explanation }: Rest,
): Verdict => ({
  id,
  decision: 'allow',
  status: 200,
  risk: 0,
  reasons: [],
  findings: [],
  modifications: [],
  unjudged,
  ...(explanation && { explanation }),
  policy: { ...(set !== undefined && { set }), digest, determining: [] },
  ignored,
  engine,
  degraded: [],
  latency_ms: 0,
});

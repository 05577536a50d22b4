/** All that a label of our metrics may say: values out of tables of ours, nothing that a caller chose. */
import { QUEUES } from '#app/telemetry.ts';
import { CATEGORIES } from '#core/finding.ts';
import { PROBLEMS } from '#core/problem.ts';
import { ROUTES } from '#http/routes/table.ts';

const among = (...values: readonly string[]) => new Set(values);

/** By name of the label. */
export const LABELS: Record<string, ReadonlySet<string>> = {
  method: among('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'),
  route: among(...ROUTES.map(({ definition }) => definition.path), 'none', '/metrics', '/openapi.json', '/docs'),
  status: among(...Array.from({ length: 500 }, (_, i) => String(100 + i))),
  code: among(...Object.keys(PROBLEMS)),
  decision: among('allow', 'challenge', 'deny'),
  category: among(...CATEGORIES),
  what: among('limits', 'audit', 'history'),
  queue: among(...QUEUES),
  outcome: among('exported', 'failed', 'queue_full'),
};

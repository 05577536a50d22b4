/**
 * The product with a judge that answers a constant, for what the path around the engine costs. It exists in the benchmark alone: nothing
 * switches the service to it.
 */
import { judgeClosely, type Judgement } from '#core/judge.ts';
import type { World } from '#app/world.ts';
import { explain } from '../../src/cannot-start.ts';
import { main } from '../../src/main.ts';

const MESSAGE = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search', arguments: {} } };
const SNAPSHOT = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: '' } as const;
const CONSTANT: Judgement = judgeClosely({ request: MESSAGE, context: {}, options: {}, faults: [] }, SNAPSHOT, {
  now_ms: 0,
  verdict_id: '',
});

const constant: World['judge'] = (_submission, _snapshot, { verdict_id }) => ({
  ...CONSTANT,
  verdict: { ...CONSTANT.verdict, id: verdict_id },
});

main(constant).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});

/** A verdict from the service, or from the engine in this process. */
import type { Call } from '../engine.ts';
import type { ValidateRequest, Verdict } from '../generated/types.ts';
import { parseItemResult, type ItemResult } from '../verdicts.ts';
import type { Item } from '../stream.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { CommandError } from './exit-codes.ts';
import { hearing } from './heard.ts';
import { fitting, type Shape } from './shape.ts';

type Judge = (call: ValidateRequest | string) => Verdict;

const VERDICT: Shape = {
  id: 'text',
  decision: 'text',
  'risk?': 'number',
  'would_be?': { decision: 'text' },
  reasons: [{ code: 'text', severity: 'text', message: 'text' }],
  findings: [{ rule: 'text', path: 'text', 'score?': 'number' }],
  'modifications?': [{ op: 'text', path: 'text' }],
  'unjudged?': [{ path: 'text', reason: 'text' }],
  'ignored?': ['text'],
  'degraded?': ['text'],
};
const ITEM_ERROR: Shape = { error: { code: 'text', detail: 'text' } };

/** Of the service; in a batch, of a line. */
const BODY_BYTES_MAX = 1_048_576;

/** Knows no tenant: no policies, no keys, no memory of calls before. Loaded when it is asked for: it takes longer than the rest. Throws a TypeError for what is no call. */
export async function loadEngine(): Promise<Judge> {
  const { judge } = await import('../engine.ts');
  return (call) => {
    // What the engine has no budget for it calls unjudged, and allows: the service takes nothing that large.
    const text = typeof call === 'string' ? call : JSON.stringify(call);
    if (Buffer.byteLength(text) > BODY_BYTES_MAX) throw new TypeError('It is larger than 1 MiB');
    return judge(call as unknown as Call | string) as unknown as Verdict;
  };
}

/** Judged is the text, as it stands, not what our parser has read in it. @throws CommandError, CountersignError */
export async function judgeOne(call: Invocation, text: string): Promise<Verdict> {
  if (!call.flag('offline')) {
    const client = connect(call, { fetch: (input, init) => hearing(input, { ...init, body: text }) });
    return fitting(await client.validate({}), VERDICT);
  }
  const judge = await loadEngine();
  try {
    return judge(text);
  } catch (error) {
    throw error instanceof TypeError ? new CommandError(error.message) : error;
  }
}

/** In the order of the items. An item that cannot be judged fails alone, as with the service. */
export function judgeMany(call: Invocation, items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<ItemResult, void, undefined> {
  return call.flag('offline') ? offline(items) : online(call, items);
}

async function* online(call: Invocation, items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<ItemResult, void, undefined> {
  for await (const result of connect(call).stream(items)) yield fitting(result, result.error ? ITEM_ERROR : VERDICT);
}

async function* offline(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<ItemResult, void, undefined> {
  const judge = await loadEngine();
  let index = 0;
  for await (const { id, ...submission } of items) {
    const item_id = id ?? String(index);
    index++;
    yield judgedOrNot(judge, item_id, submission);
  }
}

function judgedOrNot(judge: Judge, item_id: string, submission: ValidateRequest): ItemResult {
  try {
    return { ...judge(submission), item_id };
  } catch (error) {
    // A RangeError is one of nesting that JavaScript cannot follow.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const problem = { type: 'about:blank', title: 'Not a call', status: 422, code: 'BODY_INVALID', detail: error.message, request_id: '' };
    return parseItemResult(JSON.stringify({ item_id, error: problem }));
  }
}

/** What Cedar is asked about a recorded call, with its gaps. */
import type { CedarRequest } from '../policy/cedar/environment.ts';
import type { CedarValue, RecordValue } from '../policy/cedar/value.ts';
import type { KnownFacts } from './known-facts.ts';
import { isGap, type MessageGaps } from './message-gaps.ts';
import type { ReplaySet } from './replay-set.ts';
import { withGaps } from './unrecorded.ts';

type Members = RecordValue['of'];
const TAGGED = ['args', 'nums', 'decimals'] as const;
const GEO: ReadonlySet<string> = new Set(['country', 'asn']);

const tokensOf = (tag: string): string[] => tag.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

function guarded(context: Members, name: string, gap: 'argument' | 'fact', isMissing: (member: string) => boolean): void {
  const value: CedarValue | undefined = context[name];
  if (typeof value === 'object' && !Array.isArray(value) && value.kind === 'record')
    context[name] = { kind: 'record', of: withGaps(value.of, gap, isMissing) };
}

export function gappedRequest(
  request: CedarRequest,
  {
    knows_geo,
    knows_trust,
    knows_input,
    unknown,
  }: KnownFacts & { /** False: the arguments were typed otherwise then. */ knows_input: boolean },
  gaps: MessageGaps,
  set: ReplaySet,
): CedarRequest {
  const context: Members = Object.assign(Object.create(null) as Members, request.context.of);
  const entities = { ...request.entities };
  if (gaps.args !== 'none') {
    for (const name of TAGGED) {
      const bearer = context[name];
      const entity = typeof bearer === 'object' && 'key' in bearer ? entities[bearer.key] : undefined;
      if (entity) entities[entity.uid.key] = { ...entity, tags: withGaps(entity.tags, 'argument', (tag) => isGap(gaps, tokensOf(tag))) };
    }
    const unsure = new Set(set.checks.filter(({ pointer }) => isGap(gaps, pointer)).map(({ key }) => key));
    if (unsure.size) guarded(context, 'checks', 'argument', (key) => unsure.has(key));
  }
  const { is_input_unfit, ...rest } = request;
  const is_doubtful = gaps.args === 'all' || (gaps.args !== 'none' && is_input_unfit === true);
  const lost = is_doubtful ? ('argument' as const) : knows_input ? null : ('fact' as const);
  if (gaps.args !== 'none') guarded(context, 'input', 'argument', (name) => isGap(gaps, [name]));
  if (!knows_geo) guarded(context, 'net', 'fact', (name) => GEO.has(name));
  if (unknown.counters.size) guarded(context, 'counters', 'fact', (key) => unknown.counters.has(key));
  if (unknown.history.size) guarded(context, 'history', 'fact', (key) => unknown.history.has(key));
  const trusted = knows_trust ? context : withGaps(context, 'fact', (name) => name === 'trust');
  const of = lost ? withGaps(trusted, lost, (name) => name === 'input') : trusted;
  return { ...rest, ...(is_input_unfit && !lost && { is_input_unfit }), entities, context: { kind: 'record', of } };
}

/** The positive cases of a rule, which are its tests (`cases/<detector>.json`): where an attack of its kind may stand. Loaded when asked for. */
import type { Slot } from '../mcp/surface.ts';
import type { PositiveCase } from '../suppression.ts';
import { DETECTORS } from './index.ts';

type Case = { slot?: Slot; at?: (string | number)[]; rules: string[] };

/** Where a text of the slot stands in a message; the other slots are as rare as their rules. */
const PLACES: Partial<Record<Slot, string>> = {
  uri: '/request/params/uri',
  result: '/response/result/content/0/text',
  structured: '/response/result/structuredContent/value',
  prompt: '/response/result/messages/0/content/text',
  sampling: '/request/params/messages/0/content/text',
  elicitation: '/request/params/message',
  tool: '/response/result/tools/0/description',
  schema: '/response/result/tools/0/inputSchema/properties/value/description',
  instructions: '/response/result/instructions',
  error: '/response/error/message',
};
const ARGUMENT = '/request/params/arguments/value';

/** @returns null when there is no such rule; at least two cases otherwise */
export async function positiveCases(rule: string): Promise<PositiveCase[] | null> {
  const detector = DETECTORS.find(({ rules }) => rules.some(({ id }) => id === rule));
  if (!detector) return null;
  const { default: cases } = (await import(`./cases/${detector.name}.json`, { with: { type: 'json' } })) as { default: Case[] };
  return cases.flatMap((one, i) => (one.rules.includes(rule) ? [{ name: `${detector.name} case ${i}`, path: placeOf(one) }] : []));
}

const placeOf = ({ at, slot }: Case): string => (at ? `/${at.join('/')}` : ((slot && PLACES[slot]) ?? ARGUMENT));

/** The positive cases of a rule, which are its tests (`cases/<detector>.json`): where an attack of its kind may stand. Loaded when asked for. */
import type { Rule } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import type { PositiveCase } from '../suppression.ts';
import { DETECTORS, MESSAGE_DETECTORS } from './index.ts';

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
  const owns = ({ rules }: { rules: readonly Rule[] }): boolean => rules.some(({ id }) => id === rule);
  const whole = MESSAGE_DETECTORS.find(owns);
  if (whole) return positiveMessages(whole.name, rule);
  const detector = DETECTORS.find(owns);
  if (!detector) return null;
  const { default: cases } = (await import(`./cases/${detector.name}.json`, { with: { type: 'json' } })) as { default: Case[] };
  return cases.flatMap((one, i) => (one.rules.includes(rule) ? [{ name: `${detector.name} case ${i}`, path: placeOf(one) }] : []));
}

/** Cases of detectors of messages say themselves where each rule is to match. */
type MessageCase = { rules: Record<string, string> };

async function positiveMessages(detector: string, rule: string): Promise<PositiveCase[]> {
  const { default: cases } = (await import(`./cases/${detector}.json`, { with: { type: 'json' } })) as { default: MessageCase[] };
  return cases.flatMap(({ rules }, i) => (rules[rule] === undefined ? [] : [{ name: `${detector} case ${i}`, path: rules[rule] }]));
}

const placeOf = ({ at, slot }: Case): string => (at ? `/${at.join('/')}` : ((slot && PLACES[slot]) ?? ARGUMENT));

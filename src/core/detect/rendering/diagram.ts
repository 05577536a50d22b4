/** Diagrams and charts that run script: Mermaid's click and labels, ECharts' and Vega's addresses and formatters. */
import { readTokens } from '../../text/html-tokens.ts';
import { findActiveMarkup } from '../xss/markup.ts';
import { isHostileFunction } from './loader.ts';
import type { Span } from './theft.ts';

/** The first word of a Mermaid diagram, alone or in a fence. */
const MERMAID =
  /(?:^|\n)\s{0,8}(?:```\s{0,4}mermaid|(?:graph|flowchart)\s{1,4}(?:TB|TD|BT|RL|LR)\b|sequenceDiagram\b|classDiagram\b|stateDiagram(?:-v2)?\b|erDiagram\b|gantt\b|journey\b|gitGraph\b|mindmap\b|%%\{\s{0,4}init)/;
const CLICK = /(?:^|\n)\s{0,8}(?:click|link|links)\s{1,4}[\w-]{1,64}[\s:]{1,4}(?:href\s{1,4}|call\s{1,4})?["']?\s{0,4}(?:java|vb)script:/i;
const LABEL = /<(?<=[[({>|"][^\n"]{0,68}<)(?:img|svg|script|iframe|a|div|video|audio|details|body|input|style)\b/i;
const CHART = /"(?:series|xAxis|yAxis|tooltip|\$schema|option|legend)"\s{0,4}:/i;
const CHART_VALUE = /"(?:link|sublink|href|url|formatter|image|symbol)"\s{0,4}:\s{0,4}"/gi;
const SCRIPT_ADDRESS = /^\s{0,4}(?:(?:java|vb)script:|image:\/\/data:image\/svg\+xml)/i;
const HANDLER = /\son\w{3,24}\s{0,2}=/i;
const VALUE_MAX = 400;
const TEXT_MAX = 65_536;

/** @returns the first place, and whether the text is nothing but the diagram */
export function findDiagramScript(text: string): (Span & { alone: boolean }) | null {
  const head = text.length > TEXT_MAX ? text.slice(0, TEXT_MAX) : text;
  const mermaid = MERMAID.exec(head);
  if (mermaid) {
    const click = CLICK.exec(head);
    if (click) return { start: click.index, end: click.index + click[0].length, alone: mermaid.index === 0 };
    if (LABEL.test(head)) {
      let live: Span | null = null;
      const from = head.slice(mermaid.index);
      findActiveMarkup(from, readTokens(from), (deed) => {
        if (deed.hostile) live ??= { start: mermaid.index + deed.start, end: mermaid.index + deed.end };
      });
      if (live) return { ...(live as Span), alone: mermaid.index === 0 };
    }
  }
  if (!CHART.test(head)) return null;
  for (const { 0: key, index } of head.matchAll(CHART_VALUE)) {
    const from = index + key.length;
    const value = stringIn(head.slice(from, from + VALUE_MAX));
    if (SCRIPT_ADDRESS.test(value) || isHostileFunction(value) || hasHandler(value))
      return { start: index, end: from + value.length, alone: /^\s{0,8}[{[]/.test(head) };
  }
  return null;
}

/** Up to the quote that ends it. */
function stringIn(part: string): string {
  const end = part.search(/(?<!\\)"/);
  return end < 0 ? part : part.slice(0, end);
}

/** In a tag. */
function hasHandler(value: string): boolean {
  const at = value.search(HANDLER);
  return at > 0 && value.lastIndexOf('<', at) > value.lastIndexOf('>', at);
}

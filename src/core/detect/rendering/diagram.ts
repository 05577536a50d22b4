/** Diagrams and charts that run script: Mermaid's click and labels, ECharts' and Vega's addresses and formatters. */
import { readTokens } from '../../text/html-tokens.ts';
import { findActiveMarkup } from '../xss/markup.ts';
import type { Span } from './theft.ts';

/** The first word of a Mermaid diagram, alone or in a fence. */
const MERMAID =
  /(?:^|\n)\s{0,8}(?:```\s{0,4}mermaid|(?:graph|flowchart)\s{1,4}(?:TB|TD|BT|RL|LR)\b|sequenceDiagram\b|classDiagram\b|stateDiagram(?:-v2)?\b|erDiagram\b|gantt\b|journey\b|gitGraph\b|mindmap\b|%%\{\s{0,4}init)/;
const CLICK = /(?:^|\n)\s{0,8}(?:click|link|links)\s{1,4}[\w-]{1,64}[\s:]{1,4}(?:href\s{1,4}|call\s{1,4})?["']?\s{0,4}(?:java|vb)script:/i;
const LABEL = /[[({>|"]\s{0,4}["'`]?[^\n"]{0,64}<(?:img|svg|script|iframe|a|div|video|audio|details|body|input|style)\b/i;
const CHART = /"(?:series|xAxis|yAxis|tooltip|\$schema|option|legend)"\s{0,4}:/i;
const CHART_SCRIPT =
  /"(?:link|sublink|href|url|formatter|image|symbol)"\s{0,4}:\s{0,4}"\s{0,4}(?:(?:java|vb)script:|image:\/\/data:image\/svg\+xml|(?:[^"\\]|\\.){0,200}?<[^>"]{1,200}?\son\w{3,24}\s{0,2}=)/i;
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
  const chart = CHART_SCRIPT.exec(head);
  return chart && { start: chart.index, end: chart.index + chart[0].length, alone: /^\s{0,8}[{[]/.test(head) };
}

/** Scripts that bring in other scripts: pages that fetch and run, chart options whose functions reach out of the chart. */
import { readHtml } from '../../text/html-tokens.ts';
import { hasChain, type Chain } from '../chain.ts';
import type { Span } from './theft.ts';

const SCRIPT_MAX = 32_768;
const LOADERS: readonly Chain[] = [
  {
    head: /(?:fetch|axios(?:\.get)?|XMLHttpRequest)\s?\(/g,
    links: [/\.then\(\s{0,4}(?:eval|Function)\b|\beval\s?\(|new Function\s?\(/],
    reach: 300,
  },
  {
    head: /\b(?:eval|Function)\s?\(/g,
    links: [
      /^\s{0,4}\(?(?:await\s|atob\(|unescape\(|decodeURIComponent\(|String\.fromCharCode|window\.name|location\.(?:hash|search)|(?:event|e|evt|msg|message)\.data\b)/,
    ],
    reach: 64,
  },
  { head: /\bimport\s?\(/g, links: [/^\s{0,4}["'`]http:\/\//], reach: 32 },
  { head: /\.src\s{0,4}=\s{0,4}["'`]http:\/\/(?!localhost|127\.)/g, links: [/\.js\b/], reach: 200, stop: /["'`\n]/ },
];
const loads = (script: string): boolean => LOADERS.some((loader) => hasChain(script, loader));

/** In the scripts and handlers of a page. */
export function findLoader(text: string): Span | null {
  if (!/eval|Function|import|\.src/.test(text)) return null;
  let found: Span | null = null;
  readHtml(text, (token) => {
    if (found) return;
    if (token.kind === 'raw' && token.element === 'script') {
      const script = token.inner.slice(0, SCRIPT_MAX);
      if (loads(script)) found = { start: token.start, end: token.end };
    } else if (token.kind === 'tag')
      for (const { name, value } of token.attributes)
        if (value !== null && name.startsWith('on') && loads(value.slice(0, SCRIPT_MAX))) found = { start: token.start, end: token.end };
  });
  return found;
}

const FUNCTION = /^\s{0,8}(?:async\s)?(?:function\b|javascript:)/;
const ARROW_MAX = 64;
const PARAMETERS = /^[\w$, ()]*$/;
/** `(p) => …`. */
function isArrow(value: string): boolean {
  const arrow = value.slice(0, ARROW_MAX).indexOf('=>');
  return arrow > 0 && PARAMETERS.test(value.slice(0, arrow));
}
const REACHES =
  /\beval\s{0,2}\(|\bfetch\s{0,2}\(|document\.(?:cookie|write|location)|localStorage|sessionStorage|XMLHttpRequest|sendBeacon|new Image\b|\batob\s{0,2}\(|constructor\.constructor|new Function\b|\bimport\s{0,2}\(|window\.(?:open|location|parent|top)|parent\.postMessage|\balert\s{0,2}\(|require\s{0,2}\(/;

/** A function, written as a text, that reaches out of the chart that it formats. */
export const isHostileFunction = (value: string): boolean =>
  value.length < SCRIPT_MAX && (FUNCTION.test(value) || isArrow(value)) && REACHES.test(value);

const OPTION_KEY =
  /^(?:formatter|renderItem|labelFormatter|callback|callbacks|on[A-Z]?\w{0,20}|symbol|symbolSize|color|valueFormatter|position|label|title|footer|tickFormat|format|sort|filter|transform|expr|signal|style|handler|render|customRender|template)$/;

export const findOptionScript = (text: string, key: string): Span | null =>
  OPTION_KEY.test(key) && isHostileFunction(text) ? { start: 0, end: text.length } : null;

/** Scripts that bring in other scripts: pages that fetch and run, chart options whose functions reach out of the chart. */
import { readHtml } from '../../text/html-tokens.ts';
import type { Span } from './theft.ts';

const SCRIPT_MAX = 32_768;
const LOADERS: readonly RegExp[] = [
  /(?:fetch|axios(?:\.get)?|XMLHttpRequest)\s{0,2}\([^]{0,300}?(?:\.then\(\s{0,4}(?:eval|Function)\b|\beval\s{0,2}\(|new Function\s{0,2}\()/,
  /\b(?:eval|Function)\s{0,2}\(\s{0,4}(?:await\s|\(await\s|atob\(|unescape\(|decodeURIComponent\(|String\.fromCharCode|window\.name|location\.(?:hash|search)|(?:event|e|evt|msg|message)\.data\b)/,
  /\bimport\s{0,2}\(\s{0,4}["'`]http:\/\//,
  /\.src\s{0,4}=\s{0,4}["'`]http:\/\/(?!localhost|127\.)[^"'`]{1,200}\.js\b/,
];

/** In the scripts and handlers of a page. */
export function findLoader(text: string): Span | null {
  if (!/eval|Function|import|\.src/.test(text)) return null;
  let found: Span | null = null;
  readHtml(text, (token) => {
    if (found) return;
    if (token.kind === 'raw' && token.element === 'script') {
      const script = token.inner.slice(0, SCRIPT_MAX);
      if (LOADERS.some((loader) => loader.test(script))) found = { start: token.start, end: token.end };
    } else if (token.kind === 'tag')
      for (const { name, value } of token.attributes)
        if (value !== null && name.startsWith('on') && LOADERS.some((loader) => loader.test(value.slice(0, SCRIPT_MAX))))
          found = { start: token.start, end: token.end };
  });
  return found;
}

const FUNCTION = /^\s{0,8}(?:async\s{1,4})?(?:function\b[^(]{0,40}\(|\(?[\w$,\s]{0,40}\)?\s{0,4}=>|javascript:)/;
const REACHES =
  /\beval\s{0,2}\(|\bfetch\s{0,2}\(|document\.(?:cookie|write|location)|localStorage|sessionStorage|XMLHttpRequest|sendBeacon|new Image\b|\batob\s{0,2}\(|constructor\.constructor|new Function\b|\bimport\s{0,2}\(|window\.(?:open|location|parent|top)|parent\.postMessage|\balert\s{0,2}\(|require\s{0,2}\(/;

/** A function, written as a text, that reaches out of the chart that it formats. */
export const isHostileFunction = (value: string): boolean => value.length < SCRIPT_MAX && FUNCTION.test(value) && REACHES.test(value);

const OPTION_KEY =
  /^(?:formatter|renderItem|labelFormatter|callback|callbacks|on[A-Z]?\w{0,20}|symbol|symbolSize|color|valueFormatter|position|label|title|footer|tickFormat|format|sort|filter|transform|expr|signal|style|handler|render|customRender|template)$/;

export const findOptionScript = (text: string, key: string): Span | null =>
  OPTION_KEY.test(key) && isHostileFunction(text) ? { start: 0, end: text.length } : null;

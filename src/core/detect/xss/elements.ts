/** Elements that load and run what they name, or rewrite where the page's other addresses lead. */
import type { HtmlTag } from '../../text/html-tokens.ts';
import type { Keep, Span } from './deed.ts';
import * as rules from './rules.ts';

/** A frame keeps its own origin: it deceives and tracks, but does not read the page. */
const FRAME_SCORE = 0.8;
/** Players and maps that people share. */
const EMBED_SCORE = 0.6;

/** By element, the attributes whose value names what is loaded; `any` where even a relative address brings code in. */
const LOADERS: ReadonlyMap<string, { attributes: readonly string[]; any?: true }> = new Map([
  ['iframe', { attributes: ['src'] }],
  ['frame', { attributes: ['src'] }],
  ['portal', { attributes: ['src'] }],
  ['embed', { attributes: ['src', 'code'], any: true }],
  ['object', { attributes: ['data', 'classid', 'codebase'], any: true }],
  ['applet', { attributes: ['code', 'codebase', 'archive', 'object'], any: true }],
  ['layer', { attributes: ['src'], any: true }],
  ['ilayer', { attributes: ['src'], any: true }],
  ['bgsound', { attributes: ['src'] }],
  ['xml', { attributes: ['src'], any: true }],
  ['vmlframe', { attributes: ['src'], any: true }],
  ['base', { attributes: ['href'] }],
  ['link', { attributes: ['href'] }],
  ['event-source', { attributes: ['src'] }],
]);
const FRAMES = new Set(['iframe', 'frame', 'portal']);
const LOADING_LINKS = /stylesheet|import|modulepreload|manifest|serviceworker|(?:^|\s)script/i;
const ELSEWHERE = /^["'`\s]{0,4}(?:[a-z][a-z0-9+.-]{1,15}:){0,3}(?:\/\/|\\\\)|^["'`\s]{0,4}(?:clsid|java|mhtml|jar|data):/i;
const WRAPPED = /^["'`\s]{0,4}(?:mhtml|jar|view-source|feed|data):/i;
const EMBEDDED = /embed|player|maps?\b|widget|video|calendar|forms?\b|preview|slides/i;
/** Internet Explorer's data islands: an element shows another's content as HTML. */
const BINDS = /^(?:html)$/i;

export function judgeLoader(tag: HtmlTag, span: Span, keep: Keep): void {
  if (tag.attributes.length === 0) return;
  const valueOf = (name: string): string => tag.attributes.find((a) => a.name === name)?.value ?? '';
  if (BINDS.test(valueOf('dataformatas').trim())) keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: false });
  if (tag.name === 'meta') {
    const equiv = valueOf('http-equiv').trim().toLowerCase();
    if (/utf-?7/i.test(valueOf('charset') + valueOf('content'))) keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: true });
    else if (equiv === 'refresh' && /url\s{0,8}=\s{0,8}["']?\s{0,8}(?:https?:)?\/\//i.test(valueOf('content').slice(0, 256)))
      keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: false });
    else if (equiv === 'set-cookie' || equiv === 'link') keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: false, score: FRAME_SCORE });
    return;
  }
  const name = tag.name.startsWith('html:') ? tag.name.slice(5) : tag.name;
  const loader = LOADERS.get(name);
  if (!loader || (name === 'link' && !LOADING_LINKS.test(valueOf('rel')))) return;
  const address = loader.attributes.map(valueOf).find((value) => ELSEWHERE.test(value) || (loader.any && value !== ''));
  if (address === undefined) return;
  const hostile = WRAPPED.test(address);
  if (!FRAMES.has(name) || hostile) keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile });
  else keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile, score: EMBEDDED.test(address) ? EMBED_SCORE : FRAME_SCORE });
}

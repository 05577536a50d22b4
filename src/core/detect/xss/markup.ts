/** What in a text would be live in a page: elements, handlers, addresses and styles that run script. */
import type { Rule } from '../../finding.ts';
import { readHtml, type HtmlAttribute, type HtmlComment, type HtmlTag } from '../../text/html-tokens.ts';
import { handlerKind } from './events.ts';
import * as rules from './rules.ts';
import { isCode, isHostileScript } from './script.ts';
import { styleKind } from './style.ts';
import { isHarmless, readAddress } from './url.ts';

export type Deed = {
  rule: Rule;
  start: number;
  end: number;
  score?: number;
  /** More than a page needs for itself: it proves, steals or hides. */
  hostile: boolean;
};
export type Keep = (deed: Deed) => void;

/** Markup inside attribute values, comments and raw text is read too: it is live once it is parsed a second time (mXSS). */
const DEPTH_MAX = 3;

/** A handler's name that no browser knows, or one whose value is no code. */
const WEAK_HANDLER_SCORE = 0.6;
const UNKNOWN_HANDLER_SCORE = 0.9;
const FRAME_SCORE = 0.75;
const PICTURE_SCORE = 0.5;

const ADDRESS_ATTRIBUTES = new Set(
  'href src action formaction data xlink:href background dynsrc lowsrc poster code codebase archive from to by values content ping manifest longdesc cite usemap profile icon link srcset location value url implementation actiontype jsonp dataurl'.split(' '),
);
/** They load and run what they name, or rewrite where the page's other addresses lead. */
const LOADERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['iframe', ['src']],
  ['frame', ['src']],
  ['portal', ['src']],
  ['embed', ['src', 'code']],
  ['object', ['data', 'classid', 'codebase']],
  ['applet', ['code', 'codebase', 'archive', 'object']],
  ['layer', ['src']],
  ['ilayer', ['src']],
  ['bgsound', ['src']],
  ['xml', ['src']],
  ['base', ['href']],
  ['link', ['href']],
  ['event-source', ['src']],
  ['import', ['implementation', 'href']],
]);
const FRAMES = new Set(['iframe', 'frame', 'portal']);
const LOADING_LINKS = /stylesheet|import|modulepreload|manifest|serviceworker|(?:^|\s)script/i;
const DATA_BLOCK = /^(?:application|text)\/(?:[\w.+-]{0,32}json|(?:x-)?[\w-]{0,24}templates?|x-[\w-]{1,32}|html|plain|markdown|template|ng-template|xml)$|^(?:importmap|speculationrules|math\/tex)/i;
const ANIMATIONS = new Set(['set', 'animate', 'animatetransform', 'animatemotion', 'animatecolor', 'animation', 't:set', 't:animate']);
const ELSEWHERE = /^["'`\s]{0,4}(?:[a-z][a-z0-9+.-]{1,15}:)?(?:\/\/|\\\\)|^["'`\s]{0,4}(?:clsid|java|mhtml|jar):/i;

/** Reports all of them; offsets are into `text`. Linear in the text. */
export function findActiveMarkup(text: string, keep: Keep): void {
  scan(text, 0, 0, keep);
  if (text.includes('<![CDATA[')) scanWithoutSections(text, keep);
}

function scan(text: string, base: number, depth: number, keep: Keep): void {
  readHtml(text, (token) => {
    if (token.kind === 'tag') judgeTag(token, base, depth, keep);
    else if (token.kind === 'comment') {
      judgeInstruction(token, base, keep);
      nested(token.inner, base + token.innerStart, depth, keep);
    } else {
      if (token.element === 'style') judgeStyle(token.inner, base + token.start, base + token.end, keep);
      if (token.element !== 'script') nested(token.inner, base + token.start, depth, keep);
      else if (isHostileScript(token.inner)) keep({ rule: rules.SCRIPT_ELEMENT, start: base + token.start, end: base + token.end, hostile: true });
    }
  });
}

function nested(inner: string, base: number, depth: number, keep: Keep): void {
  if (depth < DEPTH_MAX && inner.includes('<')) scan(inner, base, depth + 1, keep);
}

/** `<![CDATA[<]]>script` is `<script` to whoever reads XML: the marks go, and the whole text is the evidence. */
function scanWithoutSections(text: string, keep: Keep): void {
  const plain = text.replaceAll('<![CDATA[', '').replaceAll(']]>', '');
  scan(plain, 0, DEPTH_MAX, ({ rule, score, hostile }) => keep({ rule, score, hostile, start: 0, end: text.length }));
}

function judgeTag(tag: HtmlTag, base: number, depth: number, keep: Keep): void {
  const span = { start: base + tag.start, end: base + tag.end };
  if (tag.name === 'script' || tag.name.endsWith(':script')) judgeScript(tag, span, keep);
  else if (!tag.isEnd) judgeLoader(tag, span, keep);
  for (const attribute of tag.attributes) judgeAttribute(tag, attribute, span, base, depth, keep);
}

type Span = { start: number; end: number };

const valueOf = (tag: HtmlTag, name: string): string => tag.attributes.find((a) => a.name === name)?.value ?? '';

function judgeScript(tag: HtmlTag, span: Span, keep: Keep): void {
  if (tag.isEnd || DATA_BLOCK.test(valueOf(tag, 'type').trim())) return;
  const kind = readAddress(valueOf(tag, 'src')).kind;
  keep({ rule: rules.SCRIPT_ELEMENT, ...span, hostile: kind !== null });
}

function judgeLoader(tag: HtmlTag, span: Span, keep: Keep): void {
  const name = tag.name.startsWith('html:') ? tag.name.slice(5) : tag.name;
  const attributes = LOADERS.get(name);
  if (!attributes || (name === 'link' && !LOADING_LINKS.test(valueOf(tag, 'rel')))) return;
  if (!attributes.some((a) => ELSEWHERE.test(valueOf(tag, a)))) return;
  keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: false, ...(FRAMES.has(name) && { score: FRAME_SCORE }) });
}

function judgeAttribute(tag: HtmlTag, attribute: HtmlAttribute, span: Span, base: number, depth: number, keep: Keep): void {
  const { name, value } = attribute;
  if (value === null || value === '') return;
  const handler = handlerKind(name);
  if (handler) judgeHandler(handler, attribute, span, keep);
  else if (name === 'style') judgeStyle(value, span.start, span.end, keep);
  else if (name === 'srcdoc') keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: isHostileScript(value) });
  else if (name === 'attributename') judgeAnimation(tag, value, span, keep);
  else judgeAddress(tag, name, value, span, keep);
  nested(value, base + attribute.valueStart, depth, keep);
}

function judgeHandler(kind: 'event' | 'unknown' | 'binding', { name, value }: HtmlAttribute, span: Span, keep: Keep): void {
  const code = value ?? '';
  const hostile = isHostileScript(code);
  // JSX and Svelte bind functions in braces.
  if (code.startsWith('{') && (!hostile || code.includes('=>'))) return;
  if (kind === 'binding' || name.startsWith('on:')) {
    if (hostile) keep({ rule: rules.EVENT_HANDLER, ...span, hostile });
    return;
  }
  if (!isCode(code) && !hostile) {
    if (kind === 'event') keep({ rule: rules.EVENT_HANDLER, ...span, hostile, score: WEAK_HANDLER_SCORE });
    return;
  }
  keep({ rule: rules.EVENT_HANDLER, ...span, hostile, ...(kind === 'unknown' && { score: UNKNOWN_HANDLER_SCORE }) });
}

function judgeStyle(css: string, start: number, end: number, keep: Keep): void {
  const kind = styleKind(css);
  if (kind === 'code') keep({ rule: rules.STYLE_CODE, start, end, hostile: true });
  else if (kind === 'import') keep({ rule: rules.ACTIVE_ELEMENT, start, end, hostile: false });
}

/** SVG and HTML+TIME animate any attribute: a handler, an address, or the content itself. */
function judgeAnimation(tag: HtmlTag, target: string, span: Span, keep: Keep): void {
  if (!ANIMATIONS.has(tag.name)) return;
  const name = target.trim().toLowerCase();
  const to = ['to', 'from', 'by', 'values'].map((a) => valueOf(tag, a)).join(' ');
  if (handlerKind(name) === 'event' || name === 'innerhtml') keep({ rule: rules.EVENT_HANDLER, ...span, hostile: isHostileScript(to) });
}

function judgeAddress(tag: HtmlTag, name: string, value: string, span: Span, keep: Keep): void {
  if (!ADDRESS_ATTRIBUTES.has(name)) return;
  const address = addressIn(tag, name, value);
  const { kind, rest } = readAddress(address);
  if (kind === 'script' && !isHarmless(address.slice(rest))) keep({ rule: rules.SCRIPT_URL, ...span, hostile: isHostileScript(address.slice(rest)) });
  else if (kind === 'document') keep({ rule: rules.SCRIPT_URL, ...span, hostile: true });
  else if (kind === 'picture' && /<|%3c|base64/i.test(address.slice(rest, rest + 256)) && !['img', 'image', 'link', 'source', 'input'].includes(tag.name))
    keep({ rule: rules.SCRIPT_URL, ...span, hostile: false, score: PICTURE_SCORE });
}

/** `content` of a refresh is `0;url=…`; `values` of an animation a list. */
function addressIn(tag: HtmlTag, name: string, value: string): string {
  if (name === 'content') {
    if (tag.name !== 'meta') return '';
    const at = value.search(/[;,]/);
    return at < 0 ? value : value.slice(at + 1).replace(/^\s{0,16}url\s{0,16}=\s{0,16}["']?/i, '');
  }
  return name === 'values' ? value.slice(value.lastIndexOf(';', 512) + 1) : value;
}

const INSTRUCTION_ATTRIBUTE = /(?:href|implementation|src)\s{0,8}=\s{0,8}["']?([^"'>\s]{1,512})/i;

/** `<?xml-stylesheet href="javascript:…"?>`, `<?import implementation="…htc">`, the name space of HTML+TIME. */
function judgeInstruction({ mark, inner, start, end }: HtmlComment, base: number, keep: Keep): void {
  const span = { start: base + start, end: base + end };
  if (mark !== '<?') return;
  const head = inner.slice(0, 1_024);
  if (/urn:schemas-microsoft-com:time|#default#time/i.test(head)) keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: true });
  const address = INSTRUCTION_ATTRIBUTE.exec(head)?.[1] ?? '';
  const { kind } = readAddress(address);
  if (kind === 'script' || kind === 'document') keep({ rule: rules.SCRIPT_URL, ...span, hostile: true });
  else if (/^import\b/i.test(head) && ELSEWHERE.test(address)) keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: true });
}

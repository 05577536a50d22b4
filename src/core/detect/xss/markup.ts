/** What in a text would be live in a page: elements, handlers, addresses and styles that run script. */
import { resolveReferences } from '../../text/decode/resolve.ts';
import { readTokens, type HtmlToken, type HtmlAttribute, type HtmlComment, type HtmlRaw, type HtmlTag } from '../../text/html-tokens.ts';
import { judgeAddress } from './address.ts';
import { attributeBreaks } from './break-out.ts';
import type { Keep, Span } from './deed.ts';
import { judgeLoader } from './elements.ts';
import { handlerKind, type HandlerKind } from './events.ts';
import * as rules from './rules.ts';
import { isCode, isHostileScript } from './script.ts';
import { styleKind } from './style.ts';
import { readAddress } from './url.ts';

/** Markup inside attribute values, comments and raw text is read too: it is live once it is parsed a second time (mXSS). */
const DEPTH_MAX = 3;

/** A handler whose value is no more than a name: other languages of markup have them too. */
const NAME_HANDLER_SCORE = 0.6;
/** A handler that no browser knows. */
const UNKNOWN_HANDLER_SCORE = 0.9;
/** A handler that the text leaves open. */
const DANGLING_SCORE = 0.82;

/** The script of a Vue or Svelte component: no browser runs its imports. */
const COMPONENT_SCORE = 0.6;
const IMPORTS = /^\s{0,64}(?:\/\/[^\n]{0,80}\n\s{0,16})?import\s{1,4}(?:[\w{*"'])/;
const IMPORT_MAX = 200;
const DATA_BLOCK =
  /^(?:application|text)\/(?:[\w.+-]{0,32}(?<=json|templates?)|x-[\w-]{1,32}|html|plain|markdown|xml)$|^(?:importmap|speculationrules|math\/tex)/i;
const CONTEXTS = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'noscript',
  'template',
  'xmp',
  'noembed',
  'noframes',
  'iframe',
  'select',
]);
const CONTEXTS_MIN = 2;
const BEFORE_MAX = 128;
/** Shorter values are no code that matters. */
const CODE_MIN = 16;
const HANDLER = /on[a-z]{3,24}\s{0,8}=/i;
const ANIMATIONS = new Set(['set', 'animate', 'animatetransform', 'animatemotion', 'animatecolor', 'animation', 't:set', 't:animate']);

/** Reports all of them; offsets are into `text`. Linear in the text. @param tokens of the text */
export function findActiveMarkup(text: string, tokens: readonly HtmlToken[], keep: Keep): void {
  judge(text, tokens, 0, 0, keep);
  if (/<!\[CDATA\[/i.test(text)) scanWithoutSections(text, keep);
}

const scan = (text: string, base: number, depth: number, keep: Keep): void => judge(text, readTokens(text), base, depth, keep);

function judge(text: string, tokens: readonly HtmlToken[], base: number, depth: number, keep: Keep): void {
  let style = '';
  if (tokens.length > 0) judgeContexts(text, tokens, base, keep);
  for (const token of tokens) {
    if (token.kind === 'tag') {
      judgeTag(text, token, base, depth, keep);
      style = token.name === 'style' ? valueOf(token, 'type') : '';
    } else if (token.kind === 'comment') {
      judgeInstruction(token, base, keep);
      nested(token.inner, base + token.innerStart, depth, keep);
    } else {
      judgeRaw(token, style, base, keep);
      if (token.element !== 'script') nested(token.inner, base + token.start, depth, keep);
    }
  }
}

/** Ends of elements that hold no markup, without their beginnings: to whoever lands inside one of them they are the way out. */
function judgeContexts(text: string, tokens: readonly HtmlToken[], base: number, keep: Keep): void {
  const opened = new Set<string>();
  const closed = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'tag' || !CONTEXTS.has(token.name)) continue;
    if (!token.isEnd) opened.add(token.name);
    else if (!opened.has(token.name) && (closed.add(token.name).size === CONTEXTS_MIN || endsScript(text, token))) {
      keep({ rule: rules.CONTEXT_BREAK_OUT, start: base + token.start, end: base + token.end, hostile: true });
      return;
    }
  }
}

/** What stands before the end of a script is script. */
const endsScript = (text: string, { name, start }: HtmlTag): boolean =>
  name === 'script' && isHostileScript(text.slice(Math.max(0, start - BEFORE_MAX), start));

function nested(inner: string, base: number, depth: number, keep: Keep): void {
  if (depth < DEPTH_MAX && inner.includes('<')) scan(inner, base, depth + 1, keep);
}

/** `<![CDATA[<]]>script` is `<script` to whoever reads XML: the marks go, and the whole text is the evidence. */
function scanWithoutSections(text: string, keep: Keep): void {
  const plain = text.replaceAll(/<!\[CDATA\[|\]\]>?/gi, '');
  scan(plain, 0, 0, (deed) => keep({ ...deed, start: 0, end: text.length }));
}

const valueOf = (tag: HtmlTag, name: string): string => tag.attributes.find((a) => a.name === name)?.value ?? '';

function judgeTag(text: string, tag: HtmlTag, base: number, depth: number, keep: Keep): void {
  const span = { start: base + tag.start, end: base + tag.end };
  if (tag.name === 'script' || tag.name.endsWith(':script')) judgeScript(tag, span, text.slice(tag.end, tag.end + IMPORT_MAX), keep);
  else if (!tag.isEnd) judgeLoader(tag, span, keep);
  // Markdown's autolink: `<javascript:…>`.
  if (tag.name.includes(':') && readAddress(tag.name).kind === 'script') keep({ rule: rules.SCRIPT_URL, ...span, hostile: true });
  for (const attribute of tag.attributes) judgeAttribute(tag, attribute, span, base, depth, keep);
}

function judgeScript(tag: HtmlTag, span: Span, inner: string, keep: Keep): void {
  if (tag.isEnd || DATA_BLOCK.test(valueOf(tag, 'type').trim())) return;
  const isComponent =
    tag.attributes.some(({ name }) => name === 'setup' || name === 'lang') || (valueOf(tag, 'type') === '' && IMPORTS.test(inner));
  keep({
    rule: rules.SCRIPT_ELEMENT,
    ...span,
    hostile: readAddress(valueOf(tag, 'src')).kind !== null,
    ...(isComponent && { score: COMPONENT_SCORE }),
  });
}

function judgeRaw({ element, inner, start, end }: HtmlRaw, type: string, base: number, keep: Keep): void {
  const span = { start: base + start, end: base + end };
  if (element === 'style') {
    judgeStyle(inner, span, keep);
    if (/script/i.test(type)) keep({ rule: rules.STYLE_CODE, ...span, hostile: isHostileScript(inner) });
  } else if (element === 'script' && isHostileScript(inner)) keep({ rule: rules.SCRIPT_ELEMENT, ...span, hostile: true });
}

function judgeAttribute(tag: HtmlTag, attribute: HtmlAttribute, span: Span, base: number, depth: number, keep: Keep): void {
  const { name } = attribute;
  if (attribute.value === null) return;
  if (attribute.value === '') {
    // What follows on the page becomes the handler.
    if (attribute.end === tag.end && handlerKind(name) === 'event')
      keep({ rule: rules.EVENT_HANDLER, ...span, hostile: false, score: DANGLING_SCORE });
    return;
  }
  const value = resolveReferences(attribute.value);
  const handler = handlerKind(name);
  if (handler) judgeHandler(handler, name, value, span, keep);
  else if (name === 'style') judgeStyle(value, span, keep);
  else if (name === 'srcdoc') keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: isHostileScript(value) });
  else if (name === 'attributename') judgeAnimation(tag, value, span, keep);
  else judgeOther(tag, name, value, span, keep);
  nested(attribute.value, base + attribute.valueStart, depth, keep);
}

function judgeHandler(kind: HandlerKind, name: string, value: string, span: Span, keep: Keep): void {
  const hostile = isHostileScript(value);
  // JSX and Svelte bind functions in braces.
  if (value.startsWith('{') && (!hostile || value.includes('=>'))) return;
  if (kind === 'binding') {
    if (hostile) keep({ rule: rules.EVENT_HANDLER, ...span, hostile });
  } else if (hostile || (kind === 'event' ? /[^\w\s.-]/.test(value) : isCode(value))) {
    keep({ rule: rules.EVENT_HANDLER, ...span, hostile, ...(kind === 'unknown' && { score: UNKNOWN_HANDLER_SCORE }) });
  } else if (kind === 'event' && name.startsWith('on')) keep({ rule: rules.EVENT_HANDLER, ...span, hostile, score: NAME_HANDLER_SCORE });
}

/** Names that no page has, where a filter and a browser cut the tag apart differently; Netscape's `&{…}`; name spaces that run things. */
function judgeOther(tag: HtmlTag, name: string, value: string, span: Span, keep: Keep): void {
  judgeAddress(tag, name, value, span, keep);
  const odd = /[^\w:.@#*-]/.test(name);
  if ((odd || value.startsWith('&{')) && isHostileScript(value) && isCode(value))
    keep({ rule: rules.EVENT_HANDLER, ...span, hostile: true, score: 0.9 });
  if (value.length > CODE_MIN && /activexobject\s{0,4}\(/i.test(value)) keep({ rule: rules.EVENT_HANDLER, ...span, hostile: true });
  if (
    value.includes('http://www.w3.org/2001/xml-events') &&
    /handler|observer|event/.test(tag.name + tag.attributes.map((a) => a.name).join(' '))
  )
    keep({ rule: rules.EVENT_HANDLER, ...span, hostile: true, score: 0.9 });
  if (HANDLER.test(value) && isHostileScript(value)) attributeBreaks(value, (deed) => keep({ ...deed, ...span }));
}

function judgeStyle(css: string, span: Span, keep: Keep): void {
  const kind = styleKind(css);
  if (kind === 'code') keep({ rule: rules.STYLE_CODE, ...span, hostile: true });
  else if (kind === 'import') keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: false });
}

/** SVG and HTML+TIME animate any attribute: a handler, an address, or the content itself. */
function judgeAnimation(tag: HtmlTag, target: string, span: Span, keep: Keep): void {
  if (!ANIMATIONS.has(tag.name)) return;
  const name = target.trim().toLowerCase();
  const to = ['to', 'from', 'by', 'values'].map((a) => valueOf(tag, a)).join(' ');
  if (handlerKind(name) === 'event' || name === 'innerhtml') keep({ rule: rules.EVENT_HANDLER, ...span, hostile: isHostileScript(to) });
}

const HEAD_MAX = 1_024;
const INSTRUCTION_ATTRIBUTE = /(?:href|implementation|src)\s{0,8}=\s{0,8}["']?([^"'>\s]{1,512})/i;
/** A default for an attribute, from a document type: every such element gets the handler. */
const DEFAULT_HANDLER = /\son[a-z]{3,24}\s{1,4}CDATA\s{1,4}["']/;

/** `<?xml-stylesheet href="javascript:…"?>`, `<?import implementation="…htc">`, HTML+TIME, attribute defaults, and end tags with a style. */
function judgeInstruction({ mark, inner, start, end }: HtmlComment, base: number, keep: Keep): void {
  const span = { start: base + start, end: base + end };
  const head = inner.slice(0, HEAD_MAX);
  if (mark === '<!' && DEFAULT_HANDLER.test(head)) keep({ rule: rules.EVENT_HANDLER, ...span, hostile: true });
  if (mark === '</') judgeStyle(head, span, keep);
  if (mark !== '<?') return;
  if (/urn:schemas-microsoft-com:time|#default#time/i.test(head)) keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: true });
  const address = INSTRUCTION_ATTRIBUTE.exec(head)?.[1] ?? '';
  const { kind, rest } = readAddress(address);
  if (kind === 'script' || kind === 'document') keep({ rule: rules.SCRIPT_URL, ...span, hostile: true });
  else if (kind === 'data' && styleKind(address.slice(rest)) !== null) keep({ rule: rules.STYLE_CODE, ...span, hostile: true });
  else if (/^import\b/i.test(head) && address !== '') keep({ rule: rules.ACTIVE_ELEMENT, ...span, hostile: true });
}

/** XML elements that read, write or run: XInclude, XSLT with extensions, pictures in SVG that are no pictures. */
import { resolveReferences } from '../../text/decode/resolve.ts';
import { readHtml, type HtmlTag } from '../../text/html-tokens.ts';
import type { Keep } from './entities.ts';
import * as rules from './rules.ts';
import { kindOfSystemId } from './system-id.ts';

/** A part of the same document. */
const PART_SCORE = 0.5;
/** It only tells what the processor is. */
const FINGERPRINT_SCORE = 0.6;
const VALUE_MAX = 4_096;

const XINCLUDE = 'http://www.w3.org/2001/xinclude';
/** Name spaces that bind functions of a programming language. */
const BINDINGS =
  /^(?:https?:\/\/(?:xml\.apache\.org\/(?:xalan|xslt)\/java|www\.oracle\.com\/xsl\/transform\/java|php\.net\/xsl|saxon\.sf\.net\/java-type|exslt\.org\/(?:common|functions)\/?(?:java)?)|java:|clitype:|http:\/\/xml\.apache\.org\/xalan\/java)|java\.lang\.|runtime$|processbuilder/i;
const FUNCTIONS =
  /(?:^|[^\w-])(?:php:function(?:string)?\s{0,4}\(|(?:document|doc|unparsed-text|collection|doc-available)\s{0,4}\(\s{0,4}["'](?:[a-z][a-z0-9+.-]{1,15}:|\/|\\\\|\.\.)|(?:\w{1,16}:)?(?:getruntime|exec|processbuilder|newinstance)\s{0,4}\()/i;
const OUTPUTS = /^(?:exsl|saxon|redirect|xalan|xt):(?:document|output|write|result-document)$|^xsl:(?:result-document|document)$/;
const SCRIPTS = /^(?:msxsl|xalan|lxslt|saxon):(?:script|component)$/;
const FETCHES =
  /^\s{0,8}(?:file|expect|php|phar|jar|netdoc|gopher|dict|ftp|text|msl|ephemeral|ldap):|^\s{0,8}(?:\/etc\/|\/proc\/|[a-z]:\\)/i;
const SVG_ELEMENTS = new Set(['image', 'feimage', 'use', 'tref', 'cursor', 'pattern', 'svg:image']);

export function judgeElements(text: string, keep: Keep): void {
  let isInclude = false;
  readHtml(text, (token) => {
    if (token.kind !== 'tag' || token.isEnd) return;
    const { name, start, end } = token;
    for (const { name: attribute, value } of token.attributes)
      if (attribute.startsWith('xmlns') && value !== null) {
        if (value.toLowerCase().startsWith(XINCLUDE)) isInclude = true;
        // The binding is there to be called.
        if (BINDINGS.test(value) && !/exslt\.org\/common/i.test(value)) keep({ rule: rules.STYLESHEET_CODE, start, end });
      }
    if (name === 'xi:include' || name === 'xinclude:include' || (isInclude && (name === 'include' || name.endsWith(':include'))))
      judgeInclude(token, keep);
    if (SCRIPTS.test(name) || OUTPUTS.test(name)) keep({ rule: rules.STYLESHEET_CODE, start, end });
    if (name === 'xsl:include' || name === 'xsl:import') judgeImport(token, keep);
    else if (name.startsWith('xsl:')) judgeFunctions(token, keep);
    if (SVG_ELEMENTS.has(name)) judgePicture(token, keep);
  });
}

const valueOf = (tag: HtmlTag, name: string): string => (tag.attributes.find((a) => a.name === name)?.value ?? '').slice(0, VALUE_MAX);

function judgeInclude(tag: HtmlTag, keep: Keep): void {
  const href = valueOf(tag, 'href');
  if (href === '') return;
  const kind = kindOfSystemId(href, null);
  const isPart = kind === 'local' || kind === 'known';
  keep({ rule: rules.INCLUDE, start: tag.start, end: tag.end, ...(isPart && { score: PART_SCORE }) });
}

function judgeImport(tag: HtmlTag, keep: Keep): void {
  const kind = kindOfSystemId(valueOf(tag, 'href'), null);
  const isPart = kind === 'known' || kind === 'local' || /^[\w./-]{1,128}(?<=.\.xslt?)$/.test(valueOf(tag, 'href'));
  if (!isPart) keep({ rule: rules.STYLESHEET_CODE, start: tag.start, end: tag.end });
}

function judgeFunctions(tag: HtmlTag, keep: Keep): void {
  const { start, end } = tag;
  for (const { value } of tag.attributes) {
    if (value === null) continue;
    const code = resolveReferences(value.slice(0, VALUE_MAX));
    if (FUNCTIONS.test(code)) keep({ rule: rules.STYLESHEET_CODE, start, end });
    else if (/system-property\s{0,4}\(/i.test(code)) keep({ rule: rules.STYLESHEET_CODE, start, end, score: FINGERPRINT_SCORE });
  }
}

function judgePicture(tag: HtmlTag, keep: Keep): void {
  const href = valueOf(tag, 'xlink:href') || valueOf(tag, 'href');
  if (FETCHES.test(href)) keep({ rule: rules.INCLUDE, start: tag.start, end: tag.end });
}

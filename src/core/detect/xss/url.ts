/** What following or loading an address does: whether it runs script (WHATWG URL 4.4, and what older browsers let pass). */

/** Characters of an address that are read to find its scheme; the junk between its letters included. */
const SCHEME_SPAN_MAX = 256;
const SCHEME_MAX = 16;

const SCRIPT_SCHEMES = new Set(['javascript', 'vbscript', 'livescript', 'jscript', 'mocha', 'xjavascript', 'vbs']);
/** They hand the rest of the address on. */
const WRAPPERS = new Set(['feed', 'feeds', 'viewsource', 'jar', 'about', 'url', 'pcast', 'firefoxurl']);
const DOCUMENT =
  /^(?:text\/html|application\/xhtml\+xml|text\/xml|application\/xml|text\/xsl|image\/svg\+xml|application\/xml-dtd|text\/javascript|application\/(?:x-)?javascript|text\/ecmascript)/;
/** Of these a data: address shows a picture or is data: scripts in an image are not run. */
const PICTURE = /^image\//;

/** `data`: of another type. */
export type AddressKind = 'script' | 'document' | 'picture' | 'data' | null;

/** The scheme with what browsers take out (white space, controls, and in old ones NUL and bytes beyond ASCII), and the offset behind its colon. */
function schemeOf(value: string): { scheme: string; rest: number } | null {
  let scheme = '';
  const end = Math.min(value.length, SCHEME_SPAN_MAX);
  for (let i = 0; i < end; i++) {
    const c = value.charCodeAt(i);
    if (c === 0x3a) return { scheme, rest: i + 1 };
    const lower = c | 0x20;
    if (lower >= 97 && lower <= 122 && c < 0x80) {
      if (scheme.length === SCHEME_MAX) return null;
      scheme += String.fromCharCode(lower);
    } else if (c > 0x20 && c < 0x7f && (scheme !== '' || !'"\'`([{<\\'.includes(value[i]!)) && c !== 0x2d && c !== 0x5c) return null;
  }
  return null;
}

/** @returns the kind, and where the code or the document begins in `value` */
export function readAddress(value: string): { kind: AddressKind; rest: number } {
  let offset = 0;
  for (let hops = 0; hops < 3; hops++) {
    const found = schemeOf(offset === 0 ? value : value.slice(offset, offset + SCHEME_SPAN_MAX));
    if (!found) break;
    const rest = offset + found.rest;
    if (SCRIPT_SCHEMES.has(found.scheme)) return { kind: 'script', rest };
    if (found.scheme === 'data') return { kind: dataKind(value.slice(rest, rest + SCHEME_SPAN_MAX)), rest };
    if (!WRAPPERS.has(found.scheme)) break;
    offset = rest;
  }
  return { kind: null, rest: 0 };
}

function dataKind(head: string): AddressKind {
  // Without a comma there is no data, and nothing is loaded (WHATWG Fetch, data: URL processor).
  if (!head.includes(',') && head.length < SCHEME_SPAN_MAX) return null;
  const type = head.replaceAll(/[\0-\x20]/g, '').toLowerCase();
  if (DOCUMENT.test(type)) return PICTURE.test(type) ? 'picture' : 'document';
  return 'data';
}

/** `javascript:` idioms of links that do nothing, and of buttons that go back or print. */
const HARMLESS =
  /^(?:void\(?(?:0|null)?\)?|(?:window\.)?(?:history\.(?:back\(\)|go\(-?1\))|print\(\)|close\(\))|return(?:false|true)|false|true|undefined|null|#|\/\/)?;{0,2}$/i;

/** Whether the code behind `javascript:` is one of the idioms that do nothing. */
export const isHarmless = (code: string): boolean => code.length <= 64 && HARMLESS.test(code.replaceAll(/\s/g, ''));

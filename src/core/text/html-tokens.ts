/**
 * HTML as a stream of tags, comments and raw text (WHATWG HTML 13.2.5), read as an attacker could mean it: a tag that the text leaves open
 * counts, NUL is nothing, and a `<` inside a tag starts the next one, as it did in browsers that filters still have to think of.
 */

export type HtmlAttribute = {
  /** Lower case, without NUL. */
  name: string;
  /** Null without `=`; as written, references not resolved. */
  value: string | null;
  start: number;
  /** Where the value's own characters begin. */
  valueStart: number;
  end: number;
};

export type HtmlTag = { kind: 'tag'; name: string; isEnd: boolean; attributes: HtmlAttribute[]; start: number; end: number };
/** `<!-- -->`, `<!…>`, `<?…>`, `</ …>`: `inner` is what stands between the marks. */
export type HtmlComment = {
  kind: 'comment';
  mark: '<!--' | '<!' | '<?' | '</';
  inner: string;
  innerStart: number;
  start: number;
  end: number;
};
/** What stands in an element whose content is no markup, up to its end tag. */
export type HtmlRaw = { kind: 'raw'; element: string; inner: string; start: number; end: number };
export type HtmlToken = HtmlTag | HtmlComment | HtmlRaw;

/** Attributes kept of one tag; further ones are read over. */
export const ATTRIBUTES_MAX = 256;

const RAW_TEXT = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript', 'plaintext']);

const NUL = 0;
const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;
const DOUBLE = 0x22;
const SINGLE = 0x27;

const isSpace = (c: number): boolean => c <= 0x20 && c !== NUL;
const isLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
/** What element names are made of; anything else ends the name, so that `<script+src=` is a script. */
const isNamePart = (c: number): boolean => isLetter(c) || (c >= 48 && c <= 58) || c === 0x2d || c === 0x5f || c === NUL;

/** The same as a list. */
export function readTokens(text: string): HtmlToken[] {
  const tokens: HtmlToken[] = [];
  readHtml(text, (token) => tokens.push(token));
  return tokens;
}

/** Calls `visit` with each token in order. Linear in the text; never throws. */
export function readHtml(text: string, visit: (token: HtmlToken) => void): void {
  let at = text.indexOf('<');
  while (at >= 0) {
    const token = tokenAt(text, at);
    if (!token) {
      at = text.indexOf('<', at + 1);
      continue;
    }
    visit(token);
    let end = token.end;
    if (token.kind === 'tag' && !token.isEnd && RAW_TEXT.has(token.name) && end < text.length) {
      const close = closingTag(text, end, token.name);
      if (close > end) visit({ kind: 'raw', element: token.name, inner: text.slice(end, close), start: end, end: close });
      end = close;
    }
    at = text.indexOf('<', end);
  }
}

function tokenAt(text: string, at: number): HtmlTag | HtmlComment | null {
  let i = at + 1;
  while (text.charCodeAt(i) === NUL) i++;
  const c = text.charCodeAt(i);
  if (isLetter(c)) return readTag(text, at, i, false);
  if (c === BANG) return text.startsWith('--', i + 1) ? readComment(text, at, i + 3) : readBogus(text, at, i + 1, '<!');
  if (c === QUESTION) return readBogus(text, at, i + 1, '<?');
  if (c !== SLASH) return null;
  do i++;
  while (text.charCodeAt(i) === NUL);
  if (isLetter(text.charCodeAt(i))) return readTag(text, at, i, true);
  return i < text.length && text.charCodeAt(i) !== GT ? readBogus(text, at, i, '</') : null;
}

/** Ends at `-->`, `--!>`, and right away at `>` and `->`. */
function readComment(text: string, start: number, from: number): HtmlComment {
  const mark = '<!--';
  for (const abrupt of ['>', '->']) if (text.startsWith(abrupt, from)) return comment(text, mark, start, from, from, from + abrupt.length);
  for (let i = text.indexOf('--', from); i >= 0; i = text.indexOf('--', i + 1)) {
    if (text.charCodeAt(i + 2) === GT) return comment(text, mark, start, from, i, i + 3);
    if (text.charCodeAt(i + 2) === BANG && text.charCodeAt(i + 3) === GT) return comment(text, mark, start, from, i, i + 4);
  }
  return comment(text, mark, start, from, text.length, text.length);
}

function readBogus(text: string, start: number, from: number, mark: HtmlComment['mark']): HtmlComment {
  const close = text.indexOf('>', from);
  return close < 0 ? comment(text, mark, start, from, text.length, text.length) : comment(text, mark, start, from, close, close + 1);
}

const comment = (
  text: string,
  mark: HtmlComment['mark'],
  start: number,
  innerStart: number,
  innerEnd: number,
  end: number,
): HtmlComment => ({ kind: 'comment', mark, inner: text.slice(innerStart, innerEnd), innerStart, start, end });

const clean = (name: string): string => (name.includes('\0') ? name.replaceAll('\0', '') : name).toLowerCase();

function readTag(text: string, start: number, from: number, isEnd: boolean): HtmlTag {
  let i = from;
  while (i < text.length && isNamePart(text.charCodeAt(i))) i++;
  const tag: HtmlTag = { kind: 'tag', name: clean(text.slice(from, i)), isEnd, attributes: [], start, end: text.length };
  for (;;) {
    while (i < text.length && (isSpace(text.charCodeAt(i)) || text.charCodeAt(i) === SLASH)) i++;
    const c = text.charCodeAt(i);
    if (i >= text.length || c === GT || startsTag(text, i)) {
      tag.end = Math.min(c === GT ? i + 1 : i, text.length);
      return tag;
    }
    const attribute = readAttribute(text, i);
    if (tag.attributes.length < ATTRIBUTES_MAX) tag.attributes.push(attribute);
    i = attribute.end;
  }
}

function startsTag(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== LT) return false;
  const next = text.charCodeAt(at + 1);
  return isLetter(next) || next === SLASH || next === BANG || next === QUESTION;
}

function readAttribute(text: string, start: number): HtmlAttribute {
  let i = start + 1;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (isSpace(c) || c === SLASH || c === GT || c === EQUALS || startsTag(text, i)) break;
  }
  const name = clean(text.slice(start, i));
  let next = i;
  while (next < text.length && isSpace(text.charCodeAt(next))) next++;
  if (text.charCodeAt(next) !== EQUALS) return { name, value: null, start, valueStart: i, end: i };
  do next++;
  while (next < text.length && isSpace(text.charCodeAt(next)));
  const quote = text.charCodeAt(next);
  if (quote === DOUBLE || quote === SINGLE) {
    const close = text.indexOf(quote === DOUBLE ? '"' : "'", next + 1);
    const end = close < 0 ? text.length : close;
    return { name, value: text.slice(next + 1, end), start, valueStart: next + 1, end: Math.min(end + 1, text.length) };
  }
  let end = next;
  while (end < text.length && !isSpace(text.charCodeAt(end)) && text.charCodeAt(end) !== GT) end++;
  return { name, value: text.slice(next, end), start, valueStart: next, end };
}

/** Offset of the end tag of a raw-text element, or the end of the text. */
function closingTag(text: string, from: number, name: string): number {
  if (name === 'plaintext') return text.length;
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    const end = at + 2 + name.length;
    if (text.slice(at + 2, end).toLowerCase() !== name) continue;
    const c = text.charCodeAt(end);
    if (end >= text.length || isSpace(c) || c === SLASH || c === GT || c === NUL) return at;
  }
  return text.length;
}

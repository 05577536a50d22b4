/** The declarations of XML document types that name or make entities (XML 1.0, 2.8 and 4.2), wherever they stand in a text. */

export type ExternalId = { publicId: string | null; systemId: string };

export type Declaration = {
  kind: 'doctype' | 'entity';
  /** `<!ENTITY % name …>` */
  isParameter: boolean;
  name: string;
  external: ExternalId | null;
  /** Replacement text of an internal entity, as written. */
  value: string | null;
  start: number;
  end: number;
};

/** Declarations read of one text; further ones are left out. */
export const DECLARATIONS_MAX = 2_048;
const NAME_MAX = 256;
const KEYWORD_MAX = 8;

const isSpace = (c: number): boolean => c === 0x20 || (c >= 9 && c <= 13) || c === 0xa0;

/** In the order of the text; keywords in either case, for there are parsers that forgive. Linear; never throws. */
export function readDeclarations(text: string): Declaration[] {
  const declarations: Declaration[] = [];
  for (let at = text.indexOf('<!'); at >= 0 && declarations.length < DECLARATIONS_MAX; at = text.indexOf('<!', at + 2)) {
    const keyword = text.slice(at + 2, at + 9).toUpperCase();
    const found = keyword === 'DOCTYPE' ? readDoctype(text, at) : keyword.startsWith('ENTITY') ? readEntity(text, at) : null;
    if (found) declarations.push(found);
  }
  return declarations;
}

function readDoctype(text: string, start: number): Declaration {
  const name = wordAt(text, skipSpace(text, start + 9));
  const external = externalAt(text, skipSpace(text, name.end));
  const end = external?.end ?? name.end;
  return { kind: 'doctype', isParameter: false, name: name.word, external: external?.id ?? null, value: null, start, end };
}

function readEntity(text: string, start: number): Declaration | null {
  let at = skipSpace(text, start + 8);
  const isParameter = text[at] === '%';
  if (isParameter) at = skipSpace(text, at + 1);
  const name = wordAt(text, at);
  if (name.word === '') return null;
  at = skipSpace(text, name.end);
  const declaration = { kind: 'entity' as const, isParameter, name: name.word, start };
  const external = externalAt(text, at);
  if (external) return { ...declaration, external: external.id, value: null, end: external.end };
  const literal = literalAt(text, at);
  return literal && { ...declaration, external: null, value: literal.value, end: literal.end };
}

/** `SYSTEM "…"`, `PUBLIC "…" "…"`. */
function externalAt(text: string, at: number): { id: ExternalId; end: number } | null {
  const { word, end } = wordAt(text, at, KEYWORD_MAX);
  const keyword = word.toUpperCase();
  if (keyword !== 'SYSTEM' && keyword !== 'PUBLIC') return null;
  const first = literalAt(text, skipSpace(text, end));
  if (!first) return null;
  if (keyword === 'SYSTEM') return { id: { publicId: null, systemId: first.value }, end: first.end };
  const second = literalAt(text, skipSpace(text, first.end));
  return { id: { publicId: first.value, systemId: second?.value ?? '' }, end: second?.end ?? first.end };
}

function literalAt(text: string, at: number): { value: string; end: number } | null {
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return null;
  const close = text.indexOf(quote, at + 1);
  const end = close < 0 ? text.length : close;
  return { value: text.slice(at + 1, end), end: Math.min(end + 1, text.length) };
}

function wordAt(text: string, from: number, max: number = NAME_MAX): { word: string; end: number } {
  let end = from;
  while (end < text.length && end - from < max && !isSpace(text.charCodeAt(end)) && !'"\'<>[]%'.includes(text[end]!)) end++;
  return { word: text.slice(from, end), end };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

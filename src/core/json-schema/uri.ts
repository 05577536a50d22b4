/** URI references without any network: RFC 3986, sections 3 and 5.2. */

type Parts = { scheme: string | null; authority: string | null; path: string; query: string | null };

/** Splits off what stands behind the first `#`. */
export function splitFragment(reference: string): { uri: string; fragment: string } {
  const at = reference.indexOf('#');
  return at < 0 ? { uri: reference, fragment: '' } : { uri: reference.slice(0, at), fragment: reference.slice(at + 1) };
}

/** `reference` (no fragment) against `base`; an empty base leaves relative references as they are. */
export function resolveUri(base: string, reference: string): string {
  if (reference === '') return base;
  const r = split(reference);
  if (r.scheme !== null) return join({ ...r, path: withoutDots(r.path) });
  const b = split(base);
  if (r.authority !== null) return join({ ...r, scheme: b.scheme, path: withoutDots(r.path) });
  const path = r.path === '' ? b.path : withoutDots(r.path.startsWith('/') ? r.path : merge(b, r.path));
  return join({ scheme: b.scheme, authority: b.authority, path, query: r.path === '' ? (r.query ?? b.query) : r.query });
}

function split(uri: string): Parts {
  let rest = uri;
  let scheme: string | null = null;
  const colon = rest.indexOf(':');
  if (colon > 0 && isScheme(rest, colon)) {
    scheme = rest.slice(0, colon).toLowerCase();
    rest = rest.slice(colon + 1);
  }
  let query: string | null = null;
  const mark = rest.indexOf('?');
  if (mark >= 0) {
    query = rest.slice(mark + 1);
    rest = rest.slice(0, mark);
  }
  if (!rest.startsWith('//')) return { scheme, authority: null, path: rest, query };
  const slash = rest.indexOf('/', 2);
  const end = slash < 0 ? rest.length : slash;
  return { scheme, authority: rest.slice(2, end).toLowerCase(), path: rest.slice(end), query };
}

function isScheme(text: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i);
    const isLetter = (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a;
    const isOther = (c >= 0x30 && c <= 0x39) || c === 0x2b || c === 0x2d || c === 0x2e;
    if (!isLetter && (i === 0 || !isOther)) return false;
  }
  return true;
}

function merge(base: Parts, path: string): string {
  if (base.authority !== null && base.path === '') return `/${path}`;
  return base.path.slice(0, base.path.lastIndexOf('/') + 1) + path;
}

function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const out: string[] = [];
  const segments = path.split('/');
  for (const [i, segment] of segments.entries()) {
    const isLast = i === segments.length - 1;
    if (segment === '..') {
      if (out.length > 1) out.pop();
      if (isLast) out.push('');
    } else if (segment === '.') {
      if (isLast) out.push('');
    } else out.push(segment);
  }
  return out.join('/');
}

function join(parts: Parts): string {
  const scheme = parts.scheme === null ? '' : `${parts.scheme}:`;
  const authority = parts.authority === null ? '' : `//${parts.authority}`;
  return scheme + authority + parts.path + (parts.query === null ? '' : `?${parts.query}`);
}

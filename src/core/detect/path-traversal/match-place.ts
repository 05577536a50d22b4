/** Looks a canonical path up in the table of places. */
import type { CanonicalPath } from './canonical.ts';
import { PLACES, type PlaceKind } from './places.ts';

type Pattern = { kind: PlaceKind; names: string[]; anchor: 'root' | 'home' | 'end'; below: boolean };

function compile(kind: PlaceKind, source: string): Pattern {
  const below = source.endsWith('/**');
  const body = below ? source.slice(0, -3) : source;
  const anchor = body.startsWith('/') ? 'root' : body.startsWith('~/') ? 'home' : 'end';
  return { kind, names: body.slice(anchor === 'root' ? 1 : anchor === 'home' ? 2 : 0).split('/'), anchor, below };
}

/** Patterns by their last name, so that a path is compared with few; those whose last name has a `*` stand apart. */
const BY_LAST = new Map<string, Pattern[]>();
/** By the first unit of the last name; those that begin with the `*` under 0. */
const WILD = new Map<number, Pattern[]>();
for (const [kind, sources] of Object.entries(PLACES) as [PlaceKind, readonly string[]][])
  for (const source of sources) {
    const pattern = compile(kind, source);
    const last = pattern.names.at(-1) ?? '';
    const first = last.startsWith('*') ? 0 : last.charCodeAt(0);
    if (last.includes('*')) WILD.set(first, [...(WILD.get(first) ?? []), pattern]);
    else BY_LAST.set(last, [...(BY_LAST.get(last) ?? []), pattern]);
  }

function nameMatches(glob: string, name: string): boolean {
  const star = glob.indexOf('*');
  if (star < 0) return glob === name;
  const head = glob.slice(0, star);
  const tail = glob.slice(star + 1);
  const second = tail.indexOf('*');
  if (second >= 0) {
    const middle = tail.slice(0, second);
    const end = tail.slice(second + 1);
    const found = name.indexOf(middle, head.length);
    return name.startsWith(head) && found >= 0 && name.endsWith(end) && found + middle.length + end.length <= name.length;
  }
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
}

/** Does `pattern` end with segment number `last`? */
function matchesAt(pattern: Pattern, path: CanonicalPath, last: number): boolean {
  const { segments } = path;
  const first = last - pattern.names.length + 1;
  if (first < 0) return false;
  if (last !== segments.length - 1 && !pattern.below) return false;
  if (pattern.anchor === 'root' && !(first === 0 && !path.home && (path.absolute || path.climbs > 0))) return false;
  if (pattern.anchor === 'home' && !(first === 0 && path.home)) return false;
  return pattern.names.every((glob, i) => nameMatches(glob, segments[first + i] ?? ''));
}

/** A public half or an example is no secret: `id_rsa.pub`, `.env.example`. */
const HARMLESS_ENDINGS = ['.pub', '.example', '.sample', '.template', '.dist', '.md'];

/** Kind of the place that `path` leads to, the gravest first, or null. Linear in the number of segments. */
export function placeOf(path: CanonicalPath): PlaceKind | null {
  if (path.place === undefined) path.place = findPlace(path);
  return path.place;
}

function findPlace(path: CanonicalPath): PlaceKind | null {
  const { segments } = path;
  const name = segments.at(-1) ?? '';
  let found: PlaceKind | null = null;
  const harmless = HARMLESS_ENDINGS.some((ending) => name.endsWith(ending));
  for (let i = 0; i < segments.length; i++) {
    const patterns = BY_LAST.get(segments[i]!);
    if (patterns === undefined) continue;
    for (const pattern of patterns) {
      if (!matchesAt(pattern, path, i)) continue;
      if (pattern.kind === 'agent') found = 'agent';
      else if (!harmless) return pattern.kind;
    }
  }
  if (harmless) return found;
  return wildPlaceOf(path, WILD.get(name.charCodeAt(0))) ?? wildPlaceOf(path, WILD.get(0)) ?? found;
}

function wildPlaceOf(path: CanonicalPath, patterns: readonly Pattern[] = []): PlaceKind | null {
  for (const pattern of patterns) if (matchesAt(pattern, path, path.segments.length - 1)) return pattern.kind;
  return null;
}

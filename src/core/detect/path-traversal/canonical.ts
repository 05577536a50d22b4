/** Path canonicaliser: what a path means on any of the systems that may open it (CWE-22, CWE-41). */
import { type Folded, foldPath } from './fold.ts';
import type { PlaceKind } from './places.ts';

/** Longer paths are canonicalised up to here: as long as a whole message may be, for padding hides what comes after it. */
export const PATH_CHARACTERS_MAX = 1_048_576;

export type CanonicalPath = {
  /** Segments that remain after `.` and `..` are resolved, in lower case (Windows and macOS ignore case). */
  segments: string[];
  /** Starts at a root: `/`, a drive letter, a UNC name, `file://`, `~`. */
  absolute: boolean;
  home: boolean;
  /** How far above its start the path climbs: 0 for one that stays below. */
  climbs: number;
  /** Steps up that were written at all, also those that a step down pays for. */
  ups: number;
  /** Host of `\\host\share` or `file://host/…`, else null. */
  host: string | null;
  /** `\\.\` or `\\?\`: the Win32 device namespace. */
  device: boolean;
  nul: boolean;
  /** A step up was disguised: odd encodings, `....//`, `..;/`, `.\./`. */
  disguised: boolean;
  /** Spelt with bytes that are no UTF-8: an overlong separator, or several stray lead bytes. */
  malformed: boolean;
  /** Where it leads, once that was asked; see `placeOf`. */
  place?: PlaceKind | null;
};

/** One stray `%c0` may be a Latin-1 letter of an old system. */
const INVALID_BYTES_MIN = 2;

function isDots(segment: string): boolean {
  for (let i = 0; i < segment.length; i++) if (segment.charCodeAt(i) !== 0x2e) return false;
  return segment.length > 0;
}

/** `..` with a tail that servers cut off: `..;a=b` (Tomcat, Spring), `..%`, `.. ` and `..` + control characters (Windows). */
function isDisguisedUp(segment: string): boolean {
  if (!segment.startsWith('..')) return false;
  if (segment.charCodeAt(2) === 0x3b) return true;
  for (let i = 2; i < segment.length; i++) {
    const code = segment.charCodeAt(i);
    if (code > 0x7f || (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x2e || code === 0x5f)
      return false;
  }
  return segment.length > 2;
}

/** `/proc/self/root` and `/proc/self/cwd` lead out of /proc (proc(5)): a step up from there is no step back to /proc. */
const isMagicLink = (segments: readonly string[]): boolean =>
  segments.length === 3 && segments[0] === 'proc' && (segments[2] === 'root' || segments[2] === 'cwd');

/** Windows ignores trailing dots and spaces, so `secret.txt. ` opens `secret.txt`. */
function trimTail(segment: string): string {
  let end = segment.length;
  while (end > 0 && (segment.charCodeAt(end - 1) === 0x2e || segment.charCodeAt(end - 1) === 0x20)) end--;
  return end === segment.length ? segment : segment.slice(0, end);
}

/** Steps up that appear only after a filter has deleted the backslashes of `.\./` (CWE-182). */
function upsWithoutBackslashes(text: string): number {
  if (!text.includes('\\') || !text.includes('/')) return 0;
  let ups = 0;
  for (const part of text.replaceAll('\\', '').split('/')) if (part === '..') ups++;
  return ups;
}

const FILE_SCHEME = /^file:(?=[/\\]|[a-z]:)/i;
const HOME = /^(?:~(?:\/|$)|\$HOME(?=\/|$)|\$\{HOME\}(?=\/|$)|%USERPROFILE%(?=\/|$))/i;

export const startsAtHome = (path: string): boolean => '~$%'.includes(path.charAt(0)) && HOME.test(path);

/** Whether any step of `text` may lead up, however it is spelt: what `canonicalisePath` needs for one. */
export function mayClimb({ text }: Folded): boolean {
  return text.includes('..') || (text.includes('\\') && text.includes('.'));
}

/** Resolves `text` as a path; linear in its length, which is cut at `PATH_CHARACTERS_MAX`. Never throws. */
export const canonicalisePath = (text: string): CanonicalPath => canonicaliseFolded(foldedPath(text));

/** What `canonicalisePath` reads of a text. */
export const foldedPath = (text: string): Folded => foldPath(text.slice(0, PATH_CHARACTERS_MAX).trim());

/** Too many spellings of one path that no honest writer uses. */
export const isMalformed = ({ overlong, invalid }: Folded): boolean => overlong || invalid >= INVALID_BYTES_MIN;

/** What stands between slashes; for short texts twice as fast as `split`. */
function segmentsOf(path: string, from: number): string[] {
  const segments: string[] = [];
  let start = from;
  for (let end = path.indexOf('/', start); end >= 0; end = path.indexOf('/', start)) {
    segments.push(path.slice(start, end));
    start = end + 1;
  }
  segments.push(start === 0 ? path : path.slice(start));
  return segments;
}

export function canonicaliseFolded(folded: Folded): CanonicalPath {
  let rest = folded.text;
  const marked = rest.includes(':');
  const scheme = marked ? FILE_SCHEME.exec(rest) : null;
  if (scheme) rest = rest.slice(scheme[0].length);
  const path = rest.includes('\\') ? rest.replaceAll('\\', '/') : rest;
  const doubled = path.startsWith('//');
  const namespace = doubled && /^\/\/[.?]\//.test(path);
  const unc = doubled && !namespace && (scheme ? /^\/\/([^/]+)/ : /^\/\/([^/.][^/]*)\/[^/]/).exec(path);
  const uncOfBackslashes = unc && (scheme ? true : rest.startsWith('\\\\'));
  let at = namespace ? 4 : uncOfBackslashes ? unc[0].length - (scheme ? 0 : 2) : 0;
  const drive = marked && /^\/?[a-z]:(?=\/|$)/i.test(path.slice(at, at + 4));
  if (drive) at = path.indexOf(':', at) + 1;
  const home = startsAtHome(path);
  const device = namespace && !drive && !/^unc\//i.test(path.slice(at, at + 4));
  const absolute = home || namespace || at > 0 || path.startsWith('/') || scheme !== null;

  const out: CanonicalPath = {
    segments: [],
    absolute,
    home,
    climbs: 0,
    ups: 0,
    host: uncOfBackslashes ? (unc[1] ?? null) : null,
    device,
    nul: rest.includes('\0'),
    disguised: false,
    malformed: isMalformed(folded),
  };
  const raw = segmentsOf(path, at);
  const elisions = path.includes('...') ? raw.filter((segment, i) => segment === '...' && i < raw.length - 1).length : 0;
  let tricks = false;
  for (let i = 0; i < raw.length; i++) {
    const segment = raw[i] ?? '';
    const dots = isDots(segment);
    const stripped = dots && segment.length === 3 && (raw[i + 1] === '.' || elisions > 1);
    const odd = (dots && segment.length > 3) || stripped || isDisguisedUp(segment);
    if (segment === '..' || odd) {
      tricks ||= odd;
      out.ups++;
      if (isMagicLink(out.segments)) {
        out.segments.length = 0;
        out.climbs++;
      } else if (out.segments.length > 0 && !odd) out.segments.pop();
      else out.climbs++;
      continue;
    }
    if (segment === '' || segment === '.') continue;
    if (i === 0 && home) continue;
    const nul = segment.indexOf('\0');
    const name = trimTail(nul < 0 ? segment : segment.slice(0, nul)).toLowerCase();
    if (name !== '') out.segments.push(name);
  }
  const hidden = upsWithoutBackslashes(folded.text);
  if (hidden > out.ups) {
    out.climbs += hidden - out.ups;
    out.ups = hidden;
    tricks = true;
  }
  out.disguised = out.ups > 0 && (tricks || folded.oddly || folded.encoded);
  return out;
}

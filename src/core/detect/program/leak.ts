/** Secrets on their way through a program: what reads the whole environment, a browser's stores or a file of credentials, the names that hold it, and what sends it. */
import type { Span } from '../rendering/theft.ts';

export const LEAK_LITERALS = [
  'os.environ',
  'process.env',
  'env.to_',
  'env.inspect',
  'getenv()',
  '$_env',
  'os.environ()',
  'env.toobject',
  'environmentvariables',
  'document.cookie',
  'cookies.getall',
  'localstorage',
  'sessionstorage',
  'indexeddb',
  'id_rsa',
  'id_ed25519',
  'id_ecdsa',
  '.ssh',
  '.aws',
  '.env',
  '.netrc',
  '.npmrc',
  '.kube',
  '.gnupg',
  '.git-credentials',
  '/etc/shadow',
  '/etc/passwd',
  'login data',
  'cookies.sqlite',
  'wallet.dat',
  'keychain',
  'serviceaccount/token',
];

/** The whole of it, not one entry by its name. */
const WHOLE =
  /\bos\.environ\b(?:\.(?:items|copy|values)\(\)|(?!\s{0,2}[[.(]))|\bos\.environ\.(?:items|values)\b|\bprocess\.env\b(?!\s{0,2}(?:\?\.|[.[]))|\bENV\.(?:to_h|to_a|to_json|inspect|map|each)\b|\bENV(?=\.to_|\))|\bgetenv\(\s?\)|\$_(?:ENV|SERVER)\b(?!\s{0,2}\[)|\bos\.Environ\(\)|Deno\.env\.toObject\(\)|GetEnvironmentVariables\(\)|\bSystem\.getenv\(\)|\bdocument\s{0,2}(?:\.\s{0,2}cookie|\[["'`]cookie["'`]\])(?!\s{0,4}=[^=])|\bcookies\.getAll\(|\bcontext\.cookies\(\)|\b(?:local|session)Storage\b(?!\s{0,2}(?:\.\s{0,2}(?:set|remove|clear|getItem\(\s{0,2}["'`](?!\w{0,24}(?:token|auth|jwt|secret|key|session|wallet))))|\s{0,2}\[\s{0,2}["'`])/gi;
/** Between quotes, near something that reads. */
const FILE =
  /["'`/](?:\.ssh\b|id_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)|\.aws\/credentials|\.netrc|\.kube\/config|\.gnupg|\.git-credentials|\.docker\/config\.json|\.env(?:\.\w{1,16})?["'`]|wallet\.dat|Login Data|cookies\.sqlite)|["'`]\/etc\/(?:shadow|passwd)["'`]|serviceaccount\/token/gi;
const READS = /\b(?:open|read\w{0,16}|File|slurp|get_contents|cat|Path|createReadStream|glob|binread|fopen)\b|\.read/i;
const READ_NEAR = 80;
/** What is handed to a child or to the program itself. */
const HANDED =
  /(?:\benv\s{0,2}[=:]\s{0,2}(?:dict\()?|\.\.\.\s{0,2}|\*\*|typeof\s{1,4}|\bin\s{1,4}(?=process)|spawn\w{0,8}\([^\n]{0,80}|define:\s{0,4}|config\(\{\s{0,4})$/;

const SINK =
  /\b(?:requests|httpx|session|client|aiohttp|axios|got|superagent|needle|http|https|ky)\s{0,2}\.\s{0,2}(?:post|put|get|patch|request|Post|Get|PostForm)\s{0,2}\(|\b(?:urlopen|sendBeacon|fetch|axios|got|file_get_contents|curl_setopt|curl_exec|postMessage|WebSocket|EventSource|importScripts|sendmail|send_message|gethostbyname|getaddrinfo|lookup|resolve|nslookup|create_connection|Invoke-WebRequest|Invoke-RestMethod|mail)\s{0,2}\(|\.\s{0,2}(?:write|send|sendall|sendto|end|emit|write_all|puts)\s{0,2}\(|\b(?:URI\.open|Net::HTTP\.(?:post|get|post_form|get_response)|HTTParty\.(?:post|get)|Faraday\.(?:post|get)|RestClient\.(?:post|get)|Socket\.gethostbyname|http\.NewRequest)\s{0,2}\(?|\.\s{0,2}(?:src|href|action)\s{0,2}=(?!=)|\blocation(?:\.href)?\s{0,2}=(?!=)|\b(?:url)?request\.Request\s{0,2}\(/gi;
const GIVEN_MAX = 320;
/** What proves who asks is no data. */
const PROOFS =
  /\b(?:headers|auth|cookies|Authorization|X-[\w-]{1,32})["']?\s{0,2}[:=]\s{0,2}(?:\{[^}]{0,200}\}?|\([^)]{0,160}\)?|[^,;)\n]{0,160})/gi;
/** A host outside, written down. */
const OUTSIDE =
  /(?:https?|wss?|ftp):?\/\/(?!(?:localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|\[::1|host\.docker\.internal)[:/.\d"'`]{0,2})[\w$\[{][^\s"'`]{2}|["'`(=]\/\/[\w-]{1,63}\.\w|connect\w{0,12}\(\s{0,2}\(?\s{0,2}["'`]?[\w.-]{4,}|["'`][\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\.[a-z]{2,12}["'`]|["'`](?:\.[\w-]{1,63}){2,6}["'`]|["'`](?:\d{1,3}\.){3}\d{1,3}["'`]/i;
const OWN_PAGE = /^\s{0,4}["'`]\/(?!\/)/;

const SOURCES_MAX = 32;
const NAMES_MAX = 16;
const SINKS_MAX = 64;
const TEXT_MAX = 32_768;
const TAKER =
  /(?:^|[\n;{(,])\s{0,40}(?:(?:export\s{1,2})?(?:const|let|var|my|local|global)\s{1,4})?\$?([A-Za-z_]\w{0,31})\s{0,4}(?::?=)(?!=)[^\n;]{0,160}$/;
const AS_NAME = /^[^\n]{0,80}\bas\s{1,4}([A-Za-z_]\w{0,31})/;

export function findLeak(whole: string): Span | null {
  const text = whole.length > TEXT_MAX ? whole.slice(0, TEXT_MAX) : whole;
  if (!OUTSIDE.test(text)) return null;
  const spots = sourcesIn(text);
  if (spots.length === 0) return null;
  const names = namesOf(text, spots);
  let seen = 0;
  for (const { 0: sink, index } of text.matchAll(SINK)) {
    if (++seen > SINKS_MAX) return null;
    const from = index + sink.length;
    const given = givenTo(text, from);
    if (OWN_PAGE.test(given)) continue;
    const data = given.replaceAll(PROOFS, (found) => ' '.repeat(found.length));
    const direct = spots.find(
      ({ start, end }) => start >= from && end <= from + data.length && data.slice(start - from, end - from).trim().length > 1,
    );
    if (direct || uses(data, names)) return { start: index, end: Math.max(from, from + given.trimEnd().length) };
  }
  return null;
}

function sourcesIn(text: string): Span[] {
  const spots: Span[] = [];
  for (const { 0: source, index } of text.matchAll(WHOLE)) {
    if (spots.length >= SOURCES_MAX) return spots;
    if (!HANDED.test(text.slice(Math.max(0, index - 100), index))) spots.push({ start: index, end: index + source.length });
  }
  for (const { 0: source, index } of text.matchAll(FILE)) {
    if (spots.length >= SOURCES_MAX) return spots;
    const around = text.slice(Math.max(0, index - READ_NEAR), index + source.length + READ_NEAR);
    if (READS.test(around)) spots.push({ start: index, end: index + source.length });
  }
  return spots;
}

/** The names that a source is put in, and those that these are put in further down. */
function namesOf(text: string, spots: readonly Span[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { start, end } of spots) {
    const name = TAKER.exec(text.slice(Math.max(0, start - 200), start))?.[1];
    if (name !== undefined) names.add(name);
    const alias = AS_NAME.exec(text.slice(end, end + 120))?.[1];
    if (alias !== undefined) names.add(alias);
  }
  if (names.size === 0) return names;
  for (const line of text.split(/[\n;]/, 400)) {
    if (names.size >= NAMES_MAX) break;
    const found = /^\s{0,40}(?:(?:const|let|var|my)\s{1,4})?\$?([A-Za-z_]\w{0,31})\s{0,4}:?=(?!=)([^]{1,400})/.exec(line);
    if (found && uses(found[2]!, names)) names.add(found[1]!);
    const loop = /^\s{0,40}for\s{1,4}\(?(?:const |let |var )?(\w{1,32})[\w, ]{0,40}\s(?:in|of)\s([^]{1,200})/.exec(line);
    if (loop && uses(loop[2]!, names)) names.add(loop[1]!);
  }
  return names;
}

const uses = (part: string, names: ReadonlySet<string>): boolean => {
  if (names.size === 0) return false;
  for (const [word] of part.matchAll(/[A-Za-z_]\w{0,31}/g)) if (names.has(word)) return true;
  return false;
};

/** Up to the end of the statement: the bracket that closes the call, or a line without one open. */
function givenTo(text: string, from: number): string {
  let depth = 1;
  const end = Math.min(text.length, from + GIVEN_MAX);
  for (let i = from; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 40 || c === 123 || c === 91) depth++;
    else if (c === 41 || c === 125 || c === 93) {
      if (--depth === 0) return text.slice(from, i);
    } else if ((c === 59 || c === 10) && depth <= 1) return text.slice(from, i);
  }
  return text.slice(from, end);
}

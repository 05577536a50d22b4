/** Secrets on their way through a program: what reads the whole environment, a browser's stores or a file of credentials, the names that hold it, and what sends it. */
import type { Span } from '../rendering/theft.ts';

export const LEAK_LITERALS = [
  'os.environ',
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
const WHOLES: readonly RegExp[] = [
  /\bos\.environ(?:\.(?:items|copy|values)\b|(?![\w.([]|\s[[(]))/gi,
  /\bprocess\.env(?![\w?.[]|\s[.[])/gi,
  /\bENV(?:\.(?:to_h|to_a|to_json|inspect|map|each)\b|(?=\)))/g,
  /\bgetenv\(\s?\)|\$_(?:ENV|SERVER)\b(?!\[)|\bos\.Environ\(\)|Deno\.env\.toObject\(\)|GetEnvironmentVariables\(\)/gi,
  /\bdocument\s?(?:\.\s?cookie\b|\[["'`]cookie)|\bcookies\.getAll\(|\bcontext\.cookies\(\)/gi,
  /\b(?:local|session)Storage\b/gi,
];
/** Set, not read; or read by the name of something harmless. */
const TAME = /^(?:["'`]\]|\s{0,4})?\s{0,4}=(?!=)|^\s{0,2}(?:\.\s{0,2}(?:set|remove|clear)|\[)/;
const ENTRY = /^\s{0,2}\.\s{0,2}getItem\(\s{0,2}["'`]/;
const TOLD_ENTRY = /token|auth|jwt|secret|key|session|wallet/i;
const ENTRY_NAME = /^\w{0,32}/;
function isTame(after: string): boolean {
  const entry = ENTRY.exec(after);
  return entry ? !TOLD_ENTRY.test(ENTRY_NAME.exec(after.slice(entry[0].length))![0]) : TAME.test(after);
}
const AFTER_MAX = 80;
/** Between quotes, near something that reads. */
const FILE =
  /["'`/](?:\.ssh\b|id_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)|\.aws\/credentials|\.netrc|\.kube\/config|\.gnupg|\.git-credentials|\.docker\/config\.json|\.env(?:\.\w{1,16})?["'`]|wallet\.dat|Login Data|cookies\.sqlite)|["'`]\/etc\/(?:shadow|passwd)["'`]|serviceaccount\/token/gi;
const READS = /\b(?:open|read\w{0,16}|File|slurp|get_contents|cat|Path|createReadStream|glob|binread|fopen)\b|\.read/i;
const READ_NEAR = 80;
/** What is handed to a child or to the program itself. */
const HANDED =
  /(?:\benv\s{0,2}[=:]\s{0,2}(?:dict\()?|\.\.\.\s{0,2}|\*\*|typeof\s{1,4}|\bin\s{1,4}(?=process)|spawn\w{0,8}\([^\n]{0,80}|define:\s{0,4}|config\(\{\s{0,4})$/;

const SINKS: readonly RegExp[] = [
  /\b(?:requests|httpx|session|client|aiohttp|axios|got|superagent|needle|https?|ky)\s?\.\s?(?:post|put|get|patch|request|postform)\s?\(/gi,
  /\b(?:urlopen|sendBeacon|fetch|axios|got|file_get_contents|curl_setopt|curl_exec|postMessage|WebSocket|EventSource|importScripts|sendmail|send_message|mail)\s?\(/gi,
  /\b(?:gethostbyname|getaddrinfo|lookup|resolve|nslookup|create_connection|Invoke-WebRequest|Invoke-RestMethod|NewRequest|Request)\s?\(/gi,
  /\.\s?(?:write|send|sendall|sendto|end|emit|write_all|puts)\s?\(/gi,
  /\b(?:URI\.open|Net::HTTP\.(?:post_form|post|get_response|get)|(?:HTTParty|Faraday|RestClient)\.(?:post|get))\s?\(?/gi,
  /\.\s?(?:src|href|action)\s?=(?!=)|\blocation\s?=(?!=)/gi,
];
const GIVEN_MAX = 320;
/** What proves who asks is no data. */
const PROOFS = /\b(?:headers|auth|cookies|Authorization|X-\w{1,32})["']?\s?[:=]\s?/gi;
const PROOF_ENDS = /[,;\n)]/;
/** A host outside, written down. */
const OUTSIDES: readonly RegExp[] = [
  /(?:https?|wss?|ftp):?\/\/(?!localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|\[::1|host\.docker\.internal)[\w$[{]/i,
  /["'`(=]\/\/[\w-]{1,63}\.\w/,
  /connect\w{0,12}\(\s?\(?\s?["'`]?[\w.-]{4}/i,
  /["'`]\.?[\w-]{1,63}\.[\w.-]{3,120}["'`]/,
];
const OWN_PAGE = /^\s{0,4}["'`]\/(?!\/)/;

const SOURCES_MAX = 32;
const NAMES_MAX = 16;
const SINKS_MAX = 64;
const TEXT_MAX = 32_768;
const TAKER =
  /(?:^|[\n;{(,])\s{0,40}(?:(?:export\s{1,2})?(?:const|let|var|my|local|global)\s{1,4})?\$?([A-Za-z_]\w{0,31})\s{0,4}(?::?=)(?!=)[^\n;]{0,160}$/;
const TAKEN = /(?<![\w.])([A-Za-z_]\w{0,31})\s?:?$/;
const LOOP = /^\s{0,40}for\s\(?(?:const |let |var )?(\w{1,32})/;
const LINE_MAX = 400;
const AS_NAME = /\bas\s([A-Za-z_]\w{0,31})/;

export function findLeak(whole: string): Span | null {
  const text = whole.length > TEXT_MAX ? whole.slice(0, TEXT_MAX) : whole;
  if (!OUTSIDES.some((place) => place.test(text))) return null;
  const spots = sourcesIn(text);
  if (spots.length === 0) return null;
  const names = namesOf(text, spots);
  for (const sinks of SINKS) {
    let seen = 0;
    for (const { 0: sink, index } of text.matchAll(sinks)) {
      if (++seen > SINKS_MAX) break;
      const from = index + sink.length;
      const given = givenTo(text, from);
      if (OWN_PAGE.test(given)) continue;
      const data = withoutProofs(given);
      const isDirect = spots.some(
        ({ start, end }) => start >= from && end <= from + data.length && data.slice(start - from, end - from).trim().length > 1,
      );
      if (isDirect || uses(data, names)) return { start: index, end: Math.max(from, from + given.trimEnd().length) };
    }
  }
  return null;
}

/** With blanks in the place of what proves who asks: up to the bracket that closes it, or the next comma. */
function withoutProofs(given: string): string {
  let out = given;
  for (const { 0: proof, index } of given.matchAll(PROOFS)) {
    const from = index + proof.length;
    const open = given[from];
    const rest = given.slice(from);
    const end = open === '{' ? rest.indexOf('}') : open === '(' ? rest.indexOf(')') : rest.search(PROOF_ENDS);
    const to = from + (end < 0 ? rest.length : end);
    out = out.slice(0, index) + ' '.repeat(to - index) + out.slice(to);
  }
  return out;
}

function sourcesIn(text: string): Span[] {
  const spots: Span[] = [];
  for (const wholes of WHOLES)
    for (const { 0: source, index } of text.matchAll(wholes)) {
      if (spots.length >= SOURCES_MAX) return spots;
      const end = index + source.length;
      if (isTame(text.slice(end, end + AFTER_MAX)) || HANDED.test(text.slice(Math.max(0, index - 100), index))) continue;
      spots.push({ start: index, end });
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
    const alias = AS_NAME.exec(text.slice(end, end + 120).split('\n', 1)[0]!)?.[1];
    if (alias !== undefined) names.add(alias);
  }
  if (names.size === 0) return names;
  for (const line of text.split(/[\n;]/, 400)) {
    if (names.size >= NAMES_MAX) break;
    const at = line.search(/(?<![=!<>])=(?!=)/);
    const taker = at < 0 ? null : TAKEN.exec(line.slice(0, at).trimEnd());
    if (taker && uses(line.slice(at + 1, at + LINE_MAX), names)) names.add(taker[1]!);
    const loop = line.includes('for') ? LOOP.exec(line.slice(0, LINE_MAX)) : null;
    if (loop && uses(line.slice(loop[0].length, LINE_MAX), names)) names.add(loop[1]!);
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

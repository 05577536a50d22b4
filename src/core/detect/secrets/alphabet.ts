/** Character sets of tokens, and what tells a real secret from a stand-in. */

const SETS = {
  alnum: 'A-Za-z0-9',
  word: 'A-Za-z0-9_',
  url: 'A-Za-z0-9_-',
  dotted: 'A-Za-z0-9_.-',
  hex: 'A-Fa-f0-9',
  lower: 'a-z0-9',
  upper: 'A-Z0-9',
  base32: 'A-Z2-7',
  base64: 'A-Za-z0-9+/',
  wide: 'A-Za-z0-9+/_.~%-',
} as const;
export type Alphabet = keyof typeof SETS;

const TABLES = new Map<Alphabet, Uint8Array>(
  Object.entries(SETS).map(([name, set]) => {
    const one = new RegExp(`[${set}]`);
    return [name as Alphabet, Uint8Array.from({ length: 128 }, (_, code) => (one.test(String.fromCharCode(code)) ? 1 : 0))];
  }),
);

/** End of the run of `alphabet` that starts at `from`, looking at most `max` characters ahead. */
export function runEnd(text: string, from: number, alphabet: Alphabet, max: number): number {
  const table = TABLES.get(alphabet);
  const stop = Math.min(text.length, from + max);
  let at = from;
  while (at < stop && table?.[text.charCodeAt(at)] === 1) at++;
  return at;
}

/** Start of the run of `alphabet` that ends at `to`, looking at most `max` characters back. */
export function runStart(text: string, to: number, alphabet: Alphabet, max: number): number {
  const table = TABLES.get(alphabet);
  const stop = Math.max(0, to - max);
  let at = to;
  while (at > stop && table?.[text.charCodeAt(at - 1)] === 1) at--;
  return at;
}

/** `end` moved over the padding of base64. */
export function withPadding(text: string, end: number): number {
  let at = end;
  while (at < end + 2 && text[at] === '=') at++;
  return at;
}

/**
 * Does a token of `alphabet` begin at `at`, rather than go on? What stands before is no letter, no digit and not of its alphabet, or it is an
 * escaped line end, as in JSON within JSON. So every run is read once: prefixes in a row (`-sk-sk-sk`) would else cost its square.
 */
export function startsToken(text: string, at: number, alphabet: Alphabet): boolean {
  if (at === 0) return true;
  const before = text.charAt(at - 1);
  if (!/[A-Za-z0-9]/.test(before) && runStart(text, at, alphabet, 1) === at) return true;
  return /[nrt]/.test(before) && text[at - 2] === '\\';
}

/** Shannon entropy in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < text.length; i++) counts.set(text.charCodeAt(i), (counts.get(text.charCodeAt(i)) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Longest run of one character, and of neighbours in the alphabet or among the digits (`abcdef`, `987654`). */
function runsOf(written: string): { same: number; steps: number } {
  const text = written.toLowerCase();
  let same = 1;
  let steps = 1;
  let longestSame = 1;
  let longestSteps = 1;
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    same = step === 0 ? same + 1 : 1;
    steps = step === 1 || (text[i] === '0' && text[i - 1] === '9') ? steps + 1 : 1;
    longestSame = Math.max(longestSame, same);
    longestSteps = Math.max(longestSteps, steps);
  }
  return { same: longestSame, steps: longestSteps };
}

/** AWS writes its documented keys with EXAMPLE, most others say `your…`; none of these words is likely by chance in a random token. */
const STAND_INS =
  /example|placeholder|your|changeme|change_me|redacted|dummy|sample|xxxx|\.\.\.|\*\*\*|insert|replace|todo|<|>|\$\{|\{\{|%s|secret_?here|token_?here|key_?here|deadbeef/i;

const SAME_RUN_MAX = 5;
const STEPS_RUN_MAX = 10;

/** Tokens that the providers' own documentation shows. */
const DOCUMENTED = ['16C7e42F292c6912E7710c838347Ae178B4a'];

/**
 * True for text that stands where a secret will be put: `your-api-key`, `xxxx`, `<token>`, `${TOKEN}`, `****`, `abcdefghij…`.
 * @param same_max how often one character may stand in a row
 */
export function isStandIn(body: string, same_max = SAME_RUN_MAX): boolean {
  if (STAND_INS.test(body) || DOCUMENTED.some((token) => body.includes(token))) return true;
  const runs = runsOf(body);
  return runs.same > same_max || runs.steps > STEPS_RUN_MAX;
}

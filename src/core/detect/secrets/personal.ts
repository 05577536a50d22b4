/** Secrets that people keep rather than programs: wallets, one-time passwords, passwords typed on a command line. */
import { entropyOf, isStandIn, runEnd } from './alphabet.ts';
import { RULES } from './rules.ts';
import { isTutorial, type Reader } from './structures.ts';

/** `sshpass -p secret ssh …` (sshpass(1)). */
const readSshpass: Reader = (text, _start, end) => {
  const found = /^\s{1,4}-p\s{0,2}["']?([^\s"']{4,64})/.exec(text.slice(end, end + 80));
  const password = found?.[1] ?? '';
  if (!found || isTutorial(password) || /^[$<{]/.test(password)) return null;
  const stop = end + found[0].length;
  return { rule: RULES.sshpass, start: stop - password.length, end: stop };
};

/** `otpauth://totp/…?secret=BASE32` (Google Authenticator's key URI format). */
const readOtp: Reader = (text, _start, end) => {
  const whole = text.slice(end, end + 300);
  const reach = whole.slice(0, Math.max(0, whole.search(/[\s"'<>]|$/)));
  const found = /[?&;]secret=([A-Z2-7]{16,104})(?![A-Za-z0-9])/i.exec(reach);
  const seed = found?.[1] ?? '';
  // The manual's own example.
  if (!found || isStandIn(seed) || seed === 'JBSWY3DPEHPK3PXP' || entropyOf(seed) < 2.5) return null;
  const stop = end + found.index + found[0].length;
  return { rule: RULES.otp, start: stop - seed.length, end: stop };
};

/** Lengths that BIP 39 knows. */
const PHRASE_LENGTHS: ReadonlySet<number> = new Set([12, 15, 18, 21, 24]);
/** In every sentence, and in no list of BIP 39. */
const NEVER_IN_PHRASES: ReadonlySet<string> = new Set(
  'the and for your with from are was not but has have can will its our their'.split(' '),
);

/** A recovery phrase right behind its name: twelve to twenty-four words of three to eight letters, and nothing else. */
const readPhrase: Reader = (text, _start, end) => {
  const head = /^["'`*]{0,2}(?:\s(?:is|words?|phrase))?(?:\s\((?:12|24)[ \w]{0,10}\))?[:=\s"'`*]{1,6}/i.exec(text.slice(end, end + 40));
  if (!head) return null;
  const start = end + head[0].length;
  const words: string[] = [];
  let at = start;
  while (words.length <= 24) {
    const stop = runEnd(text, at, 'lower', 9);
    const word = text.slice(at, stop);
    if (!/^[a-z]{3,8}$/.test(word)) break;
    words.push(word);
    at = stop;
    if (text.charAt(at) !== ' ') break;
    at++;
  }
  if (!PHRASE_LENGTHS.has(words.length) || new Set(words).size < words.length * 0.75) return null;
  return words.some((word) => NEVER_IN_PHRASES.has(word)) ? null : { rule: RULES.mnemonic, start, end: at };
};

/** 32 bytes in hexadecimal right behind the words "private key". */
const readWalletKey: Reader = (text, _start, end) => {
  const found = /^["'`*]?(?:\sis)?[:=\s]{0,3}["'`]?(?:0x)?([0-9a-f]{64})(?![0-9a-z])/i.exec(text.slice(end, end + 90));
  const key = found?.[1] ?? '';
  if (!found || isStandIn(key) || entropyOf(key) < 3) return null;
  const stop = end + found[0].length;
  return { rule: RULES.walletKey, start: stop - key.length, end: stop };
};

/** By literal, lower case. */
export const PERSONAL_READERS: ReadonlyMap<string, Reader> = new Map([
  ['sshpass', readSshpass],
  ['otpauth://', readOtp],
  ['seed phrase', readPhrase],
  ['recovery phrase', readPhrase],
  ['secret phrase', readPhrase],
  ['mnemonic', readPhrase],
  ['private key', readWalletKey],
]);

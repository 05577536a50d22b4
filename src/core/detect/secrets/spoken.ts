/** Passwords as people write them to each other: "Das Passwort lautet …", "пароль: …", "log in as root with password …". */
import { isPhrase } from './phrases.ts';
import { RULES } from './rules.ts';
import { isTutorial, type Found } from './structures.ts';

/** Words for a password, in lower case, that ASCII spells. */
export const SPOKEN_WORDS: readonly string[] = [
  'password',
  'passphrase',
  'passcode',
  'passwort',
  'kennwort',
  'zugangscode',
  'mot de passe',
  'contrasena',
  'clave',
  'senha',
  'parola',
  'wachtwoord',
  'losenord',
  'passord',
  'adgangskode',
  'salasana',
  'heslo',
  'haslo',
  'jelszo',
  'lozinka',
  'geslo',
  'parool',
  'sifre',
  'kata sandi',
  'mat khau',
];

/** The same in letters beyond ASCII. */
const FOREIGN_WORDS =
  'contraseña|lösenord|lykilorð|hasło|jelszó|şifre|mật khẩu|пароль|парола|лозинка|κωδικός|סיסמה|סיסמא|كلمة المرور|كلمة السر|رمز عبور|گذرواژه|पासवर्ड|รหัสผ่าน|密码|密碼|口令|パスワード|暗証|비밀번호|암호';
const FOREIGN = new RegExp(FOREIGN_WORDS, 'giu');
/** By unit: 1 for the first of each of these words that is beyond ASCII, in either case. */
const FOREIGN_MARKS = new Uint8Array(65_536);
for (const word of FOREIGN_WORDS.split('|')) {
  const letter = Array.from(word).find((one) => one.charCodeAt(0) > 0x7f)!;
  for (const one of [letter, letter.toLowerCase(), letter.toUpperCase()]) FOREIGN_MARKS[one.charCodeAt(0)] = 1;
}

function mayBeForeign(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (FOREIGN_MARKS[text.charCodeAt(i)] === 1) return true;
  return false;
}

/** What joins the word to the value where no sign does: "is", in the languages of the words. */
const IS =
  /^\s{1,2}(?:is|was|lautet|ist|est|es|é|è|jest|to|är|er|on|je|это|είναι|is now|ist jetzt|now)\s{1,2}(?:now |set to |changed to )?/iu;
const HEADS = 48;
const VALUE_MAX = 64;
const FOREIGN_MAX = 64;
const USER_BACK = 160;
const ENDS_VALUE = ' \t\r\n"\'`<>|\u3000，。；、»”“„';
const SIGNS = ':：=＝';

/** Words of a language that asks for a password or tells its rules never carry a digit and a sign at once. */
function isSpokenPassword(value: string): boolean {
  if (value.length < 7 || !/\d/.test(value) || !/[A-Za-z]/.test(value) || !/[^A-Za-z0-9]/.test(value)) return false;
  if (/[^\x21-\x7e]|^[$<{([%*]|\$\{|\{\{|\*\*\*|:\/\/|[(){}[\]\\]|^[\w.-]+@[\w-]+\.[a-z]+$/.test(value)) return false;
  return !/^[\d./:-]+[A-Za-z]{0,2}$/.test(value) && !isTutorial(value) && !isPhrase(value);
}

function valueAt(text: string, from: number): Found | null {
  let at = from;
  while (at < from + 4 && ' \t"\'`*“„«'.includes(text.charAt(at)) && at < text.length) at++;
  let end = at;
  while (end < text.length && end <= at + VALUE_MAX && !ENDS_VALUE.includes(text.charAt(end))) end++;
  while (end > at && '.,;)*'.includes(text.charAt(end - 1))) end--;
  const value = text.slice(at, end);
  if (end - at > VALUE_MAX || !isSpokenPassword(value)) return null;
  // A user name that is its own password stands in manuals.
  return text.slice(Math.max(0, from - USER_BACK), from).includes(value) ? null : { rule: RULES.spoken, start: at, end };
}

/** Where the value may begin behind a word that ends at `end`; −1: nowhere. A sign may follow a few more words: "password for the router: …". */
function valueStart(text: string, end: number): number {
  const head = text.slice(end, end + HEADS);
  const is = IS.exec(head);
  if (is) return end + is[0].length;
  for (let i = 0; i < head.length; i++) {
    const c = head.charAt(i);
    if (SIGNS.includes(c)) return end + i + 1;
    if ('\n\r.,;!?(){}<>[]|$@/"\'`=&'.includes(c)) return -1;
  }
  return -1;
}

const isLetter = (c: string): boolean => /\p{L}/u.test(c);

/** Judges what is said behind the word at `[start, end)`. */
export function findSpoken(text: string, start: number, end: number): Found | null {
  const before = text.charAt(start - 1);
  if (before !== '' && (isLetter(before) || /[\w.$:/&?-]/.test(before)) && text.charCodeAt(start) < 0x80) return null;
  if (/[\w([.$]/.test(text.charAt(end))) return null;
  const from = valueStart(text, end);
  if (from >= 0) return valueAt(text, from);
  // "user root and password X": nothing stands between the word and the value.
  return text.charAt(end) === ' ' ? valueAt(text, end + 1) : null;
}

/** The same behind every word that the automaton does not know. */
export function findForeign(text: string): Found[] {
  const found: Found[] = [];
  if (!mayBeForeign(text)) return found;
  FOREIGN.lastIndex = 0;
  for (let hit = FOREIGN.exec(text); hit && found.length < FOREIGN_MAX; hit = FOREIGN.exec(text)) {
    const one = findSpoken(text, hit.index, hit.index + hit[0].length);
    if (one) found.push(one);
  }
  return found;
}

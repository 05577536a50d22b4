/** What must not be asked for in a form: names of credentials in names of fields and in sentences, in many languages. */
import { wordsOf } from '../../roles/tokens.ts';

const list = (lines: string): readonly (readonly string[])[] => lines.split('|').map((line) => line.split(' '));

/** Words of a field's name, one after the other. */
const FIELDS = list(
  'password|passwd|pwd|passwort|passphrase|passcode|contraseña|contrasena|senha|parola|mot de passe|kennwort|wachtwoord|haslo|sifre|api key|apikey|access key|secret key|secret|client secret|private key|privatekey|signing key|ssh key|access token|auth token|refresh token|bearer token|api token|personal access token|session token|github token|token|session cookie|cookie|credential|credentials|seed phrase|seedphrase|recovery phrase|mnemonic|mnemonic phrase|recovery code|recovery codes|backup code|backup codes|wallet seed|keystore|otp|otp code|totp|mfa code|mfa|2fa code|2 fa code|2 fa|one time code|one time password|verification code|auth code|authentication code|sms code|security code|pin|pin code|atm pin|cvv|cvv2|cvc|cvc2|card number|cardnumber|credit card|creditcard|credit card number|debit card|cc number|ccnum|card cvc|security answer|security question answer|mothers maiden name|mother maiden name',
);
/** Personal and strong, but asked for honestly by whoever books flights or opens accounts. */
const PERSONAL = list(
  'iban|ssn|social security number|social security|tax id number|passport number|driver license number|national id number',
);
/** They mean other things as well: coins, pins of a board or a map. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['token', 'pin', 'cookie', 'mnemonic', 'mfa']);
/** After the secret's name: it is about one, and is none. */
const ABOUT: ReadonlySet<string> = new Set(
  'name names id ids label policy length count type kind format expiry expires expiration ttl age hint rotation strength reset manager provider url uri path file location lifetime days hours minutes interval schedule period rules requirement requirements store storage vault enabled required limit limits budget symbol address hash algorithm scope scopes region color brand last last4 version to per usage'.split(
    ' ',
  ),
);
/** Before it: the words mean something else. */
const OTHERWISE: ReadonlySet<string> = new Set(
  'rotate revoke renew max min num number total input output prompt page next stop cancellation continuation sync csrf design crypto erc20 game forgot forget reset no has use map push'.split(
    ' ',
  ),
);

/** `certain`: nothing else is meant; `ambiguous`: depends on the words around; `personal`: no credential. */
export type Asked = 'certain' | 'ambiguous' | 'personal';

/** What secret the name of a field asks for. */
export function secretField(name: string): Asked | null {
  const words = wordsOf(name);
  const found = lineIn(words, FIELDS);
  if (found) return found.length === 1 && AMBIGUOUS.has(found[0]!) ? 'ambiguous' : 'certain';
  return lineIn(words, PERSONAL) ? 'personal' : null;
}

function lineIn(words: readonly string[], lines: readonly (readonly string[])[]): readonly string[] | null {
  for (let i = 0; i < words.length; i++) {
    const line = lines.find((one) => one.every((word, k) => words[i + k] === word));
    if (!line) continue;
    const after = words[i + line.length];
    if (words.slice(0, i).includes('of') && ABOUT.has(words[0]!)) continue;
    if ((after === undefined || !ABOUT.has(after)) && (i === 0 || !OTHERWISE.has(words[i - 1]!)) && !isTraitOf(words, i)) return line;
  }
  return null;
}

const LINKS: ReadonlySet<string> = new Set(['of', 'for']);
const ARTICLES: ReadonlySet<string> = new Set(['the', 'a', 'an', 'this', 'your', 'new']);

/** `Name of the secret`, `label for a token`: the words before ask for something about it. */
function isTraitOf(words: readonly string[], at: number): boolean {
  let i = at - 1;
  while (i >= 0 && ARTICLES.has(words[i]!)) i--;
  return i > 0 && LINKS.has(words[i]!) && ABOUT.has(words[i - 1]!);
}

const NOUNS: readonly RegExp[] = [
  /passwords?|passphrase|passcode|pass ?word|api[- ]?keys?|secret keys?|private keys?|access tokens?|auth tokens?|bearer tokens?|personal access tokens?|client secrets?|credentials|seed phrases?|recovery phrases?|mnemonic(?: phrase)?|recovery codes?|backup codes?|one[- ]time (?:codes?|passwords?|passcodes?)|verification codes?/giu,
  /(?:2fa|mfa|otp|authenticator|authentication|security|sms|two-factor|six-digit|6-digit) codes?|\botp\b|\bpin\b|\bcvv\b|\bcvc\b|(?:credit|debit|bank|payment) card(?: number| details)?|card numbers?|social security numbers?|\bssn\b|mother['’]s maiden name/giu,
  /passwort|kennwort|zugangsdaten|kreditkartennummer|contraseña|tarjeta de crédito|mot de passe|identifiants|carte (?:bancaire|de crédit)|senha|cartão de crédito|wachtwoord|hasło|lösenord|salasana|parolă|şifre|пароль|пароля|парол|кодова фраза|код из смс|номер карты|密码|密碼|验证码|驗證碼|助记词|パスワード|暗証番号|認証コード|비밀번호|인증번호|كلمة المرور|كلمة السر|סיסמה|पासवर्ड|รหัสผ่าน|mật khẩu|kata sandi/giu,
];
const ASKS =
  /enter|re-?enter|type|provide|supply|confirm|paste|give|share|submit|input|verify|tell|send|fill in|insert|reply with|respond with|need|require|what is|what's|geben|eingeben|bestätigen|introduzca|introduce|ingrese|escriba|confirme|saisir|saisissez|entrez|confirmez|digite|insira|inserisci|voer|podaj|ange|syötä|girin|введите|укажите|подтвердите|введіть|输入|輸入|入力|입력|أدخل|הזן|दर्ज|nhập|masukkan/iu;
const TRAILING = /eingeben|入力|입력|दर्ज|girin/iu;
/** The user is told not to, or that the secret is kept elsewhere. */
const DENIED = /\b(?:never|don['’]t|do not|not|without|no need to|instead of|will not|won['’]t|forgot)\b/i;
/** After the secret's name: not the secret itself. */
const BESIDE = /^\s?(?:reset|length|policy|manager|strength|rotation|name|format)/i;
/** Units around the secret's name where the verb stands. */
const BEFORE_MAX = 80;
const AFTER_MAX = 24;
const SENTENCES_MAX = 2_000;
const NOUNS_MAX = 32;

/** A sentence asks for a secret. @returns the span of the secret's name */
export function askedSecret(text: string): { start: number; end: number } | null {
  const head = text.slice(0, SENTENCES_MAX);
  for (const found of NOUNS.flatMap((nouns) => [...head.matchAll(nouns)].slice(0, NOUNS_MAX))) {
    const start = found.index;
    const end = start + found[0].length;
    const behind = head.slice(Math.max(0, start - BEFORE_MAX), start);
    const before = behind.slice(sentenceStart(behind));
    const after = head.slice(end, end + AFTER_MAX);
    if ((ASKS.test(before) || TRAILING.test(after)) && !DENIED.test(before) && !BESIDE.test(after)) return { start, end };
  }
  return null;
}

function sentenceStart(text: string): number {
  for (let i = text.length - 1; i >= 0; i--) if ('.!?\n。！？'.includes(text[i]!)) return i + 1;
  return 0;
}

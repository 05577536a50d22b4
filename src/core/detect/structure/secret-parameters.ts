/** Parameters that ask, by name or description, for what stands in a file of secrets, or fix where things go (threats M02, Q06). */
import type { SchemaObject } from '../../json-schema/document.ts';
import { wordsOf } from '../../roles/tokens.ts';

const list = (lines: string): readonly (readonly string[])[] => lines.split('|').map((line) => line.split(' '));

/** What nobody but its owner reads. */
const SECRETS = list(
  'ssh private key|ssh key|private key|id rsa|id ed25519|id ecdsa|rsa key|env file|dot env|dotenv|env vars|environment variables|environment dump|etc passwd|etc shadow|passwd file|shadow file|aws credentials|gcp credentials|azure credentials|cloud credentials|credentials file|credential file|git credentials|netrc|npmrc|kubeconfig|kube config|keychain|keyring|bash history|shell history|zsh history|browser cookies|browser history|browser passwords|saved passwords|user passwords|all passwords|wallet seed|seed phrase|mnemonic phrase|known secrets|all secrets|user secrets|session cookies|mcp config|home directory',
);
/** The thing itself, not where it is. */
const CONTENTS = new Set('content contents text value values data dump body raw copy'.split(' '));
/** These words name the thing itself already. */
const THEMSELVES = new Set('passwords cookies history secrets vars variables'.split(' '));
const ELSEWHERE = new Set('path paths name names id ids file_path url uri dir location policy length enabled hint label'.split(' '));
/** Tools that such things are the business of. */
const USES = new Set(
  'ssh sftp scp key keys secret secrets vault credential credentials deploy deployment connect connection login auth authenticate authentication env environment dotenv kube kubernetes cluster crypto sign signing encrypt decrypt certificate tls pem jwt cookie cookies browser password passwords cloud aws gcp azure git account wallet terraform docker container server remote host import history shell'.split(
    ' ',
  ),
);
const TEXT_MAX = 600;

const CONTENTS_OF = /\b(?:contents?|text|value|body|dump|copy|lines)\b/i;
const FILE =
  /[/\\~]\.(?:ssh|aws|env|netrc|npmrc|kube|gnupg)\b|(?<![\w/])\.(?:env|netrc|npmrc)\b|\bid_(?:rsa|ed25519)\b|\/etc\/(?:passwd|shadow)\b/i;
const FILE_REACH = 60;

function asksForFile(description: string): boolean {
  const contents = CONTENTS_OF.exec(description);
  return contents !== null && FILE.test(description.slice(contents.index, contents.index + FILE_REACH));
}

/** `useful`: the tool's own words say what it is good for. */
export function asksForSecretFile(name: string, description: unknown, tool: string, toolDescription: unknown): 'useless' | 'useful' | null {
  const isAsked = isSecretContent(name) || (typeof description === 'string' && asksForFile(description.slice(0, TEXT_MAX)));
  if (!isAsked) return null;
  const own = [...wordsOf(tool), ...wordsOf(typeof toolDescription === 'string' ? toolDescription : '', TEXT_MAX)];
  return own.some((word) => USES.has(word)) ? 'useful' : 'useless';
}

function isSecretContent(name: string): boolean {
  if (name.length < 7 || name.length > 64) return false;
  const words = wordsOf(name);
  if (words.some((word) => ELSEWHERE.has(word))) return false;
  const line = SECRETS.find((one) => words.some((_, i) => one.every((word, k) => words[i + k] === word)));
  if (!line) return false;
  return words.some((word) => CONTENTS.has(word)) || THEMSELVES.has(line.at(-1)!);
}

const PARTY = new Set('bcc cc recipient recipients beneficiary payee iban callback webhook reply replyto forward notify'.split(' '));
const ADDRESS = /^\s{0,4}(?:https?:\/\/(?!localhost|127\.|10\.|192\.168\.)|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,32}$)/i;
const EXAMPLE = /@example\.|\/\/example\.|noreply|no-reply|your|placeholder/i;

const isFixed = (value: unknown): boolean =>
  typeof value === 'string' && ADDRESS.test(value.slice(0, 200)) && !EXAMPLE.test(value.slice(0, 200));

/** A copy or a recipient that has one value alone. */
export function fixedRecipient(name: string, schema: SchemaObject): { keyword: 'const' | 'enum' | 'default'; isDefault: boolean } | null {
  if (schema.const === undefined && schema.default === undefined && !Array.isArray(schema.enum)) return null;
  if (!wordsOf(name).some((word) => PARTY.has(word))) return null;
  if (isFixed(schema.const)) return { keyword: 'const', isDefault: false };
  if (Array.isArray(schema.enum) && schema.enum.length === 1 && isFixed(schema.enum[0])) return { keyword: 'enum', isDefault: false };
  return isFixed(schema.default) ? { keyword: 'default', isDefault: true } : null;
}

/** What an order reaches for: files with secrets, addresses outside, tools, commands. */
import { leakEnd } from './leak-command.ts';
import type { Trigger } from './lexicon.ts';

export const REACHES = [
  'secret_path',
  'url',
  'email',
  'tool_name',
  'command',
  'beacon',
  'template_slot',
  'any_path',
  'leak_command',
] as const;
export type Reach = (typeof REACHES)[number];

const list = (words: string): string[] => words.split('|');

export const REACH_TRIGGERS: readonly Trigger<Reach>[] = [
  {
    sign: 'secret_path',
    literals: list('/.|\\.|~/library'),
    shape:
      /[/\\]\.(?:ssh|aws|azure|config\/gcloud|gcloud|cursor|gnupg|kube|docker\/config|npmrc|netrc|env|bash_history|zsh_history|git-credentials|claude|pgpass|codeium|mozilla|password-store)(?![\w-])(?!\/\w{1,20}\.pub)|~\/library\/keychains/iy,
  },
  {
    sign: 'secret_path',
    literals: list(
      '/etc/passwd|/etc/shadow|mcp.json|credentials.json|/proc/self/environ|wallet.dat|seed.txt|login data|process.en|os.environ|printenv|claude_desktop_config|application_default_credentials|authorized_keys|secrets.json|secrets.yaml|secrets.txt|passwords.txt|passwords.csv|aws/credentials|.pem',
    ),
  },
  { sign: 'secret_path', literals: list('id_rsa|id_ed25519|id_ecdsa'), shape: /id_(?:rsa|ed25519|ecdsa)(?!\.pub)/iy },
  {
    sign: 'secret_path',
    literals: list('.env'),
    shape: /(?<![\w.)\]])\.env(?!\.(?:example|sample|template|dist))(?:\.\w{2,12})?(?![\w.-])/iy,
  },
  { sign: 'url', literals: list('http://|https://'), shape: /https?:\/\/[^\s"'<>)\]]{3,200}/iy },
  { sign: 'email', literals: list('@'), shape: /(?<=[\w.+-])@[\w-]{1,63}\.[\w.-]{2,32}/iy },
  {
    sign: 'tool_name',
    literals: list('_'),
    shape: /(?<=(?:^|[^\w/.$-])[a-z]{2,24}(?:_[a-z]{2,24}){0,1})_[a-z]{2,24}(?:_[a-z]{2,24}){0,3}(?![\w/.=:-])/y,
  },
  {
    sign: 'command',
    literals: list(
      'curl |wget |ncat |nc -|scp |rsync |base64|tar cz|tar -|dig +|nslookup |sqlite3 |powershell|invoke-webrequest|xxd|openssl |chmod |rm -rf|eval(|os.system|subprocess|fetch(|https.request|requests.post|requests.get|axios.post|npm install|pip install|sh -c|cat ~|cat /|cat $|echo $|child_process|readfilesync',
    ),
    shape: /(?<![\w-])\w/iy,
  },
  { sign: 'beacon', literals: list('!['), shape: /!\[[^\]\n]{0,80}\]\(\s{0,4}https?:\/\/[^\s)]{4,400}/iy },
  { sign: 'beacon', literals: list('<img'), shape: /<img(?=([^>]{0,40}?[\s"'/]src=))\1["']?https?:\/\/[^\s>"']{4,200}/iy },
  {
    sign: 'template_slot',
    literals: list('=[|/[|=<|/<|=$|=%|={|/{|/$'),
    shape: /[=/](?:\[[A-Za-z_ ]{2,30}\]|\{\{?[A-Za-z_. ]{2,30}\}|\$\{[A-Za-z_.]{2,40}\}|<[A-Za-z_ ]{2,30}>|%[A-Z_]{2,30}%|\$[A-Z_]{2,30})/y,
  },
  {
    sign: 'any_path',
    literals: list('~/|/home/|/etc/|/tmp/|/root/|/users/|/var/'),
    shape: /(?<![\w:/.])(?:~|\/(?:home|etc|var|tmp|root|users))\/[\w./-]{2,120}/iy,
  },
  {
    sign: 'leak_command',
    literals: list(
      'curl |wget |ncat |nc |invoke-webrequest|invoke-restmethod|fetch(|https.request|http.request|requests.post|axios.post|urlopen(|dig |nslookup |scp |rsync |sendbeacon(',
    ),
    ends: leakEnd,
  },
];

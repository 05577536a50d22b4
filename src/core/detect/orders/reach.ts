/** What an order reaches for: files with secrets, addresses outside, tools, commands. */

export const REACHES = ['secret_path', 'url', 'email', 'tool_name', 'command', 'beacon', 'template_slot', 'any_path'] as const;
export type Reach = (typeof REACHES)[number];
export type Reached = { reach: Reach; start: number; end: number };

/** Sticky or global, each bounded: no quantifier stands within another. */
const SHAPES: readonly (readonly [Reach, RegExp])[] = [
  [
    'secret_path',
    /(?:~\/\.|\/home\/\w{1,32}\/\.|\/root\/\.|%userprofile%[\\/]\.|\$home\/\.)(?:ssh|aws|azure|config|cursor|gnupg|kube|docker|npmrc|netrc|env|bash_history|git-credentials|claude|vscode|gcloud|zsh_history|pgpass|codeium|continue)|\/etc\/(?:passwd|shadow|ssh)|(?<![\w.])\.env(?![\w])|id_(?:rsa|ed25519|ecdsa|dsa)|mcp\.json|\.aws\/credentials|credentials\.json|\/proc\/self\/environ|wallet\.dat|seed\.txt|login data|\.pem\b|\.kube\/config|process\.env|os\.environ|printenv|claude_desktop_config|personal_information|application_default_credentials|authorized_keys|secrets?\.(?:txt|ya?ml|json)|passwords?\.(?:txt|csv|db)/gi,
  ],
  ['url', /\bhttps?:\/\/[^\s"'<>)\]]{3,200}/gi],
  ['email', /\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,32}/g],
  [
    'tool_name',
    /(?<![\w/.$-])[a-z]{2,24}_[a-z]{2,24}(?:_[a-z]{2,24}){0,3}(?![\w/.=:-])|(?<=['"`])[A-Z]?[a-z]{2,16}[A-Z][a-z]{2,16}[A-Za-z]{0,24}(?=['"`])/g,
  ],
  [
    'command',
    /\b(?:curl|wget|nc|ncat|scp|rsync|base64|tar|dig|nslookup|sqlite3|powershell|invoke-webrequest|xxd|openssl|chmod|rm -rf|eval|os\.system|subprocess|fetch\(|https\.request|requests\.(?:post|get)|axios\.post|npm install|pip install|sh -c|bash -c|cat ~|cat \/|echo \$|child_process|exec\(|readfilesync)(?![\w])?/gi,
  ],
  ['beacon', /!\[[^\]\n]{0,80}\]\(\s{0,4}https?:\/\/[^\s)]{4,400}|<img[^>]{1,40}src=["']?https?:\/\/[^\s>"']{4,200}/gi],
  [
    'template_slot',
    /[=/?&](?:\[[A-Za-z_ ]{2,30}\]|\{\{?[A-Za-z_. ]{2,30}\}|\$\{[A-Za-z_.]{2,40}\}|<[A-Za-z_ ]{2,30}>|%[A-Z_]{2,30}%|\$[A-Z_]{2,30})/g,
  ],
  ['any_path', /(?<![\w:/.])(?:~|\/(?:home|etc|var|tmp|usr|root|users))\/[\w./-]{2,120}/gi],
];

/** By kind, then by start. Linear. */
export function reachesIn(text: string): Reached[] {
  const found: Reached[] = [];
  for (const [reach, shape] of SHAPES)
    for (const match of text.matchAll(shape)) found.push({ reach, start: match.index, end: match.index + match[0].length });
  return found;
}

/** One line of shell or code that takes secrets and sends them to another host. */

/** Units of a line that are looked at on either side of the command. */
const SIDE_MAX = 300;

const SECRET =
  /[/\\]\.(?:ssh|aws|azure|gnupg|kube|netrc|npmrc|env|docker)|\/etc\/(?:passwd|shadow)|id_(?:rsa|ed25519|ecdsa|dsa)|\.pem\b|\*\.key|wallet\.dat|seed\.txt|login data|(?<!\w)credentials|\.env\b|process\.env|os\.environ|printenv|\benv ?\||(?:SECRET|TOKEN|KEY|PASSWORD|CRED|DATA)(?<=\$\{?\w{3,36})|secrets?\.|cookies|mcp\.json|bash_history|keychain|\/proc\/self\/environ|api_?key/i;
/** What carries data away, not what only fetches. */
const UPLOAD =
  /\s(?:-d|--data\S{0,16}|-F|--form|-T|--upload-file|--post-(?:data|file)|-X ?(?:POST|PUT)|--request (?:POST|PUT))\b|method: ?['"]?(?:POST|PUT)|requests\.post|axios\.post|\.write\(|\bpost\(|\|\s{0,2}(?:nc|ncat|curl|base64)\b|\|\s?base64|[?&=/.]\$[({]|["'`.]\$\{|\$\(|\bscp\b|\brsync\b|body ?[:=]|[?&]\w{1,20}=['"] ?\+|encodeURI|btoa\(|&& ?curl/i;
const HOST =
  /https?:\/\/(?!localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|169\.254\.|\[::1|\$|api\.(?:github|openai|anthropic)\.com)[\w.$-]|(?<=\w)\.(?:com|net|org|io|dev|xyz|ru|cn|sh|co|me|app|site|online|top)\b|hostname|@[\w.-]{3,60}:|\bnc \S/i;

/** End of the line, or of what is looked at, when it leaks; −1 otherwise. */
export function leakEnd(text: string, at: number): number {
  // The end of another word, such as of `async `.
  if (at > 0 && /\w/.test(text[at - 1]!)) return -1;
  let start = at;
  while (start > 0 && at - start < SIDE_MAX && text.charCodeAt(start - 1) !== 10) start--;
  let end = at;
  while (end < text.length && end - at < SIDE_MAX && text.charCodeAt(end) !== 10) end++;
  const line = text.slice(start, end);
  return SECRET.test(line) && UPLOAD.test(line) && HOST.test(line) ? end : -1;
}

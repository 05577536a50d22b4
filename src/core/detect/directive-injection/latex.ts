/** What LaTeX can do to the machine that typesets it (Checkoway, Shacham, Rescorla: Are text-only data formats safe?, LEET 2010). */
import type { Found } from './lookups.ts';
import { RULES } from './rules.ts';

/** Macros are looked for in the text as TeX reads it: `^^70` is `p`, `^^M` the sign 64 places away. */
const HEX_PAIR = /\^\^([0-9a-f]{2})/g;

/** Outside of the folder: absolute, a home, upwards, a drive. */
const OUTSIDE = String.raw`\s{0,4}(?:"|')?(?:/(?:etc|proc|sys|root|home|var|usr/local|opt|srv|dev|run|tmp|users|private|windows)\b|~|\.\./\.\./|[a-z]:[\\/]|\$HOME|file:)`;
const READERS =
  'input|include|verbatiminput|VerbatimInput|BVerbatimInput|lstinputlisting|inputminted\\{\\w{1,16}\\}|InputIfFileExists|openin\\w{0,2}|subfile|import|includegraphics|includepdf|csvreader|CatchFileDef\\{?\\\\\\w{1,32}\\}?|attachfile|embedfile|bibliography|addbibresource|loadglsentries|inputfrom|usepackage|documentclass';
const READ = new RegExp(
  String.raw`\\(?:${READERS})\*?\s{0,4}(?:\[[^\]\n]{0,64}\])?\s{0,4}(?:\{|=|\\\w{1,32}\s{0,4}=|\w{1,8}\s{0,2}=)?${OUTSIDE}`,
  'i',
);
const OPEN_IN = new RegExp(String.raw`\\openin\s{0,4}\\?\w{1,32}\s{0,4}=?\s{0,4}\{?${OUTSIDE}`, 'i');
const RUN =
  /\\(?:immediate\s{0,4}\\)?write\s{0,4}(?:18\b|\\@?shellescape)|\\(?:input|include|verbatiminput|lstinputlisting|openin\s{0,4}\\?\w{1,32}\s{0,4}=)\s{0,4}\{?\s{0,4}(?:\||"\|)|\\(?:ShellEscape|tex_shell|sys_shell_now:n|directlua\s{0,4}\{[^}]{0,128}(?:os\.execute|io\.popen|io\.open|dofile|require)|latelua\s{0,4}\{[^}]{0,64}os\.|bashcmd|iexec|epstopdfsetup)/i;
const WRITE =
  /\\openout\s{0,4}\\?\w{1,32}\s{0,4}=\s{0,4}\{?\s{0,4}[\w./~-]{1,64}\.(?:tex|sh|py|pl|php|bat|cmd|ps1|rb|js|conf|cnf|html?)\b|\\begin\s{0,2}\{filecontents\*?\}/i;
const SCRIPT =
  /\\(?:url|href|hyperlink|unicode|html|special|rawhtml)\s{0,4}\{\s{0,8}(?:javascript:|vbscript:|data:text\/html|<\s{0,4}(?:img|script|svg|iframe|body|a)\b|html:\s{0,4}<)/i;
/** Characters made ordinary so that any file passes for text, and then a file. */
const MADE_PLAIN = /\\catcode\s{0,4}`?\s{0,2}\\?[$#_&%\\{}^~]\s{0,4}=?\s{0,4}(?:1[12]|9|12)\b/;
const ANY_READ = /\\(?:input|include|verbatiminput|lstinputlisting)\s{0,4}\{[^}\n]{1,128}\}/;
const FOREIGN = /\.(?:pl|py|sh|php|rb|conf|cfg|ini|env|key|pem|log|json|ya?ml|txt)\}/i;

export function findLatex(text: string): Found[] {
  const shown = text.includes('^^') ? text.replaceAll(HEX_PAIR, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16))) : text;
  const found: Found[] = [];
  const add = (rule: Found['rule'], pattern: RegExp): boolean => {
    const match = pattern.exec(shown);
    // Offsets are those of the text as it stands; a decoded one is shorter.
    if (match)
      found.push({ rule, start: Math.min(match.index, text.length - 1), end: Math.min(match.index + match[0].length, text.length) });
    return match !== null;
  };
  add(RULES.latexRun, RUN);
  if (!add(RULES.latexRead, READ) && !add(RULES.latexRead, OPEN_IN) && MADE_PLAIN.test(shown)) {
    const read = ANY_READ.exec(shown);
    if (read && FOREIGN.test(read[0])) add(RULES.latexRead, ANY_READ);
  }
  add(RULES.latexWrite, WRITE);
  add(RULES.latexScript, SCRIPT);
  return found;
}

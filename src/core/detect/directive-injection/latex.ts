/** What LaTeX can do to the machine that typesets it (Checkoway, Shacham, Rescorla: Are text-only data formats safe?, LEET 2010). */
import type { Found } from './lookups.ts';
import { RULES } from './rules.ts';

/** Macros are looked for in the text as TeX reads it: `^^70` is `p`, `^^M` the sign 64 places away. */
const HEX_PAIR = /\^\^([0-9a-f]{2})/g;

/** Outside of the folder: absolute, a home, upwards, a drive. */
const OUTSIDE =
  /^\s{0,4}["']?(?:\/(?:etc|proc|sys|root|home|var|usr\/local|opt|srv|dev|run|tmp|users|private|windows)\b|~|\.\.\/\.\.\/|[a-z]:[\\/]|\$HOME|file:)/i;
/** Units behind a command that its file name may begin in. */
const NAME_REACH = 32;
/** All that stands before a file name: the command, its options, and what parts them. */
const READERS: readonly RegExp[] = [
  /\\(?:in(?:put(?:minted\{\w{1,16}\}|IfFileExists|from)?|clude(?:graphics|pdf)?)|import|b?verbatiminput|lstinputlisting|subfile)\*?\s{0,4}(?:\[[^\]\n]{0,64}\]\s{0,4})?(?:[{=]|\\\w{1,32}\s{0,4}=|\w{1,8}\s{0,2}=)?/gi,
  /\\(?:csvreader|CatchFileDef\{?\\\w{1,32}\}?|attachfile|embedfile|bibliography|addbibresource|loadglsentries|usepackage|documentclass)\*?\s{0,4}(?:\[[^\]\n]{0,64}\]\s{0,4})?(?:[{=]|\\\w{1,32}\s{0,4}=|\w{1,8}\s{0,2}=)?/gi,
  /\\openin\s{0,4}(?:\\?\w{1,32}\s{0,4})?(?:=\s{0,4})?\{?/gi,
];
const RUNNERS: readonly RegExp[] = [
  /\\(?:immediate\s{0,4}\\)?write\s{0,4}(?:18\b|\\@?shellescape)/i,
  /\\(?:input|include|verbatiminput|lstinputlisting|openin\s{0,4}\\?\w{1,32}\s{0,4}=)\s{0,4}(?:\{\s{0,4})?"?\|/i,
  /\\(?:ShellEscape|tex_shell|sys_shell_now:n|bashcmd|iexec|epstopdfsetup)/i,
];
const LUA = /\\(?:direct|late)lua\s{0,4}\{([^}]{0,160})/gi;
const LUA_CALL = /\b(?:os\.|io\.popen|io\.open|dofile|require)/i;
const WRITTEN = /\\openout\s{0,4}\\?\w{1,32}\s{0,4}=\s{0,4}(?:\{\s{0,4})?([\w./~-]{1,72})/gi;
const PROGRAM = /\.(?:tex|sh|py|pl|php|bat|cmd|ps1|rb|js|conf|cnf|html?)\b/i;
const FILE_CONTENTS = /\\begin\s{0,2}\{filecontents\*?\}/i;
const SCRIPT =
  /\\(?:url|href|hyperlink|unicode|html|special|rawhtml)\s{0,4}\{\s{0,8}(?:javascript:|vbscript:|data:text\/html|<\s{0,4}(?:img|script|svg|iframe|body|a)\b|html:\s{0,4}<)/i;
/** Characters made ordinary so that any file passes for text, and then a file. */
const MADE_PLAIN = /\\catcode\s{0,4}(?:`\s{0,2})?\\?[$#_&%\\{}^~]\s{0,4}(?:=\s{0,4})?(?:1[12]|9)\b/;
const ANY_READ = /\\(?:input|include|verbatiminput|lstinputlisting)\s{0,4}\{[^}\n]{1,128}\}/;
const FOREIGN = /\.(?:pl|py|sh|php|rb|conf|cfg|ini|env|key|pem|log|json|ya?ml|txt)\}/i;

type Span = { index: number; length: number };
const spanOf = (match: RegExpExecArray | null): Span | null => match && { index: match.index, length: match[0].length };
const first = (patterns: readonly RegExp[], text: string): Span | null =>
  patterns.reduce<Span | null>((found, pattern) => found ?? spanOf(pattern.exec(text)), null);
/** The first match whose captured text `confirms` tells the rest of. */
function captured(pattern: RegExp, confirms: RegExp, text: string): Span | null {
  for (const match of text.matchAll(pattern)) if (confirms.test(match[1]!)) return spanOf(match);
  return null;
}

/** A command that reads a file by a name outside of the folder. */
function foreignRead(text: string): Span | null {
  for (const pattern of READERS)
    for (const { 0: head, index } of text.matchAll(pattern)) {
      const at = index + head.length;
      const name = OUTSIDE.exec(text.slice(at, at + NAME_REACH));
      if (name) return { index, length: head.length + name[0].length };
    }
  return null;
}

export function findLatex(text: string): Found[] {
  const shown = text.includes('^^') ? text.replaceAll(HEX_PAIR, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16))) : text;
  const found: Found[] = [];
  // Offsets are those of the text as it stands; a decoded one is shorter.
  const add = (rule: Found['rule'], span: Span | null): void => {
    if (span) found.push({ rule, start: Math.min(span.index, text.length - 1), end: Math.min(span.index + span.length, text.length) });
  };
  add(RULES.latexRun, first(RUNNERS, shown) ?? captured(LUA, LUA_CALL, shown));
  const read = foreignRead(shown);
  if (read) add(RULES.latexRead, read);
  else if (MADE_PLAIN.test(shown)) {
    const any = ANY_READ.exec(shown);
    if (any && FOREIGN.test(any[0])) add(RULES.latexRead, spanOf(any));
  }
  add(RULES.latexWrite, captured(WRITTEN, PROGRAM, shown) ?? first([FILE_CONTENTS], shown));
  add(RULES.latexScript, first([SCRIPT], shown));
  return found;
}

/** Serialised objects in Base64 or as they are: what their first bytes say. */
import { namesRubyGadget } from './gadgets.ts';
import { RULES } from './rules.ts';
import type { Rule } from '../../finding.ts';

/** Characters of Base64 that are decoded. */
const DECODED_MAX = 16_384;
const ALPHABET = /[A-Za-z0-9+/_-]{4,16384}={0,2}/y;

/** Modules whose functions a pickle of data never calls (pickletools; Fickling, Trail of Bits 2021). */
const MODULES =
  'os|posix|nt|subprocess|commands|pty|sys|builtins|__builtin__|importlib|runpy|code|codeop|timeit|socket|shutil|webbrowser|platform|asyncio|ctypes|multiprocessing|pickle|_pickle|marshal|types|operator|functools|pip|bdb|pdb|cProfile|requests|urllib|torch.hub|numpy.testing';
const CALLS =
  'system|popen\\w{0,2}|exec\\w{0,3}|eval|execfile|compile|__import__|import_module|spawn\\w{0,4}|Popen|call|check_call|check_output|run|getoutput|getstatusoutput|open|breakpoint|getattr|setattr|apply|unlink|remove|rmtree|loads|interact|get|post|urlopen|partial|attrgetter|methodcaller';
/** GLOBAL: two lines behind the letter. */
const GLOBAL = new RegExp(String.raw`c(?:${MODULES})(?:\.\w{1,32}){0,2}\n(?:\w{1,32}\.){0,2}(?:${CALLS})\n`);
/** STACK_GLOBAL: two short texts, each behind its opcode and its length. */
const SHORT_TEXT = '\\u008c[\\0-\\x20]';
const STACK_GLOBAL = new RegExp(`${SHORT_TEXT}(?:${MODULES})(?:\\.\\w{1,32}){0,2}\\u0094?(?:${SHORT_TEXT}|h.)\\u0094?(?:${CALLS})`);
/** Protocols 2 to 5: the opcode, then the number. */
const PROTOCOLS = new Set(['\u0080\x02', '\u0080\x03', '\u0080\x04', '\u0080\x05']);
const STOP = '.';
const MARSHAL = '\x04\x08';
const MARSHAL_TYPES = '[{IoUuecfl:"iT0F@S';

/** The bytes behind `at`, as units of ISO 8859-1; empty when there is no Base64. */
export function decodedAt(text: string, at: number): string {
  ALPHABET.lastIndex = at;
  const run = ALPHABET.exec(text.length > at + DECODED_MAX ? text.slice(0, at + DECODED_MAX) : text)?.[0].replace(/=+$/, '') ?? '';
  const whole = run
    .slice(0, run.length - (run.length % 4 === 1 ? 1 : 0))
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return whole === '' ? '' : atob(whole);
}

export const isPickleCall = (bytes: string): boolean => GLOBAL.test(bytes) || STACK_GLOBAL.test(bytes);

/** A frame of protocol 2 to 5, or an older pickle that begins with a call. */
export function rulePickle(bytes: string): Rule | null {
  if (isPickleCall(bytes)) return RULES.pickle;
  return PROTOCOLS.has(bytes.slice(0, 2)) && bytes.endsWith(STOP) ? RULES.pickleData : null;
}

/** `04 08`, then the type of the outermost value. */
export function ruleMarshal(bytes: string): Rule | null {
  if (!bytes.startsWith(MARSHAL) || !MARSHAL_TYPES.includes(bytes.charAt(2))) return null;
  return namesRubyGadget(bytes) ? RULES.ruby : RULES.rubyData;
}

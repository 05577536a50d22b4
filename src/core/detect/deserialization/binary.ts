/** Serialised objects in Base64 or as they are: what their first bytes say. */
import { namesRubyGadget } from './gadgets.ts';
import { RULES } from './rules.ts';
import type { Rule } from '../../finding.ts';

/** Characters of Base64 that are decoded. */
const DECODED_MAX = 16_384;
const isDigit64 = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 47 && unit <= 57) || unit === 43 || unit === 45 || unit === 95;

/** Modules whose functions a pickle of data never calls (pickletools; Fickling, Trail of Bits 2021). */
const MODULES: ReadonlySet<string> = new Set(
  'os posix nt subprocess commands pty sys builtins __builtin__ importlib runpy code codeop timeit socket shutil webbrowser platform asyncio ctypes multiprocessing pickle _pickle marshal types operator functools pip bdb pdb cProfile requests urllib torch.hub numpy.testing'.split(
    ' ',
  ),
);
const CALL =
  /^(?:system|popen\w{0,2}|exec(?:\w{0,3}|file)|eval|compile|__import__|import_module|spawn\w{0,4}|Popen|call|check_call|check_output|run|getoutput|getstatusoutput|open|breakpoint|getattr|setattr|apply|unlink|remove|rmtree|loads|interact|get|post|urlopen|partial|attrgetter|methodcaller)$/;
/** One of them, or a module at most two below it. */
function isModule(name: string): boolean {
  const parts = name.split('.', 5);
  return [1, 2].some((n) => parts.length <= n + 2 && MODULES.has(parts.slice(0, n).join('.')));
}
/** GLOBAL: two lines behind the letter. */
const GLOBAL = /c([\w.]{2,80})\n([\w.]{2,80})\n/y;
/** STACK_GLOBAL: two short texts, each behind its opcode and its length; the first may be remembered, and the second have been. */
const SHORT_TEXT = '\u008c';
const SHORT_MAX = 0x20;
const SECOND_TEXT = /\u0094?(?:\u008c[\0-\x20]|h.)\u0094?(\w{2,32})/y;
/** Protocols 2 to 5: the opcode, then the number. */
const PROTOCOLS = new Set(['\u0080\x02', '\u0080\x03', '\u0080\x04', '\u0080\x05']);
const STOP = '.';
const MARSHAL = '\x04\x08';
const MARSHAL_TYPES = '[{IoUuecfl:"iT0F@S';

/** The bytes behind `at`, as units of ISO 8859-1; empty when there is no Base64. */
export function decodedAt(text: string, at: number): string {
  const last = Math.min(text.length, at + DECODED_MAX);
  let end = at;
  while (end < last && isDigit64(text.charCodeAt(end))) end++;
  const whole = text
    .slice(at, (end - at) % 4 === 1 ? end - 1 : end)
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return whole === '' ? '' : atob(whole);
}

function callsGlobal(bytes: string): boolean {
  for (let at = bytes.indexOf('c'); at >= 0; at = bytes.indexOf('c', at + 1)) {
    GLOBAL.lastIndex = at;
    const [, module, name] = GLOBAL.exec(bytes) ?? [];
    if (module !== undefined && isModule(module) && CALL.test(name!.slice(name!.lastIndexOf('.') + 1))) return true;
  }
  return false;
}

function callsFromStack(bytes: string): boolean {
  for (let at = bytes.indexOf(SHORT_TEXT); at >= 0; at = bytes.indexOf(SHORT_TEXT, at + 1)) {
    const length = bytes.charCodeAt(at + 1);
    if (!(length <= SHORT_MAX) || !isModule(bytes.slice(at + 2, at + 2 + length))) continue;
    SECOND_TEXT.lastIndex = at + 2 + length;
    if (CALL.test(SECOND_TEXT.exec(bytes)?.[1] ?? '')) return true;
  }
  return false;
}

export const isPickleCall = (bytes: string): boolean => callsGlobal(bytes) || callsFromStack(bytes);

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

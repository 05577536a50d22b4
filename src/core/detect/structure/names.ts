/** Names beside names in one list of tools (threat M06). */
import { CONFUSABLE_LETTERS, COMPATIBLE } from '../../text/decode/confusables.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

export type NamedTool = { name: string; at: Step };

/** Names are compared up to this many units. */
const NAME_MAX = 128;
/** Slips are looked for in names of this many units and more: short ones differ by one letter by nature. */
const SLIP_LENGTH_MIN = 7;
const SLIP_LENGTH_MAX = 40;
const SLIP_TOOLS_MAX = 2_000;

export function inspectNames(tools: readonly NamedTool[], report: Report): void {
  for (const { name, at } of tools) if (hasControls(name)) report({ rule: RULES.nameControls, at: below(at, 'name'), text: name });
  if (tools.length > 1) compareNames(tools, report);
}

function compareNames(tools: readonly NamedTool[], report: Report): void {
  const exact = new Map<string, string>();
  const skeletons = new Map<string, string>();
  const plain = new Map<string, string>();
  for (const { name, at } of tools) {
    const place = below(at, 'name');
    const short = name.slice(0, NAME_MAX);
    const skeleton = skeletonOf(short);
    const folded = short.toLowerCase().replaceAll(/[-_. ]/g, '');
    if (exact.has(short)) report({ rule: RULES.twinName, at: place, text: name });
    else if (isOther(skeletons.get(skeleton), short)) report({ rule: RULES.lookAlike, at: place, text: name });
    else if (plain.has(folded)) report({ rule: RULES.twinName, at: place, text: name, score: CASE_SCORE });
    exact.set(short, short);
    if (!skeletons.has(skeleton)) skeletons.set(skeleton, short);
    plain.set(folded, short);
  }
  if (tools.length <= SLIP_TOOLS_MAX) inspectSlips(tools, report);
}

/** `readFile` beside `read_file`: sloppy more often than sly. */
const CASE_SCORE = 0.4;

/** The same name but for letter case is a twin, not a look-alike. */
const isOther = (known: string | undefined, name: string): boolean => known !== undefined && known.toLowerCase() !== name.toLowerCase();

/** Line breaks, controls, and the marks of HTML and Markdown code. */
export function hasControls(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit === 0x3c || unit === 0x3e || unit === 0x60) return true;
  }
  return false;
}

/** What the eye sees: letters of other scripts, full-width forms, and within words digits that are drawn like letters. */
export function skeletonOf(name: string): string {
  let seen = '';
  for (const char of name) {
    const point = char.codePointAt(0) ?? 0;
    if (point < 0x80) seen += char;
    else if (!isInvisible(point)) seen += CONFUSABLE_LETTERS.get(point) ?? COMPATIBLE.get(point) ?? char;
  }
  return seen
    .replaceAll(/(?<=[A-Za-z])0(?=[A-Za-z])/g, 'o')
    .replaceAll(/(?<=[A-Za-z])[1I](?=[a-z])/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .toLowerCase();
}

const isInvisible = (point: number): boolean =>
  point === 0xad || (point >= 0x200b && point <= 0x200f) || (point >= 0x2060 && point <= 0x2064) || point === 0xfeff;

/** Two neighbouring letters swapped, or one letter doubled or lost inside a name. Each name is spelt wrong in every such way and looked up. */
function inspectSlips(tools: readonly NamedTool[], report: Report): void {
  const names = new Set(tools.map(({ name }) => name));
  for (const { name, at } of tools) {
    if (name.length < SLIP_LENGTH_MIN || name.length > SLIP_LENGTH_MAX) continue;
    for (let i = 1; i < name.length - 2; i++) {
      const [a, b] = [name[i]!, name[i + 1]!];
      if (!isLetter(a) || !isLetter(b)) continue;
      const swapped = a === b ? name : `${name.slice(0, i)}${b}${a}${name.slice(i + 2)}`;
      const doubled = `${name.slice(0, i)}${a}${name.slice(i)}`;
      if ((swapped !== name && swapped < name && names.has(swapped)) || names.has(doubled)) {
        report({ rule: RULES.nearName, at: below(at, 'name'), text: name });
        break;
      }
    }
  }
}

const isLetter = (char: string): boolean => (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');

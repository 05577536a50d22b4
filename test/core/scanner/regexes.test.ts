/** No rule uses an expression that can be made slow: read off the syntax trees of all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { costOfRegex, type RegexCost } from '../../support/regex-cost.ts';

const CORE = join(import.meta.dirname, '../../../src/core');
/** Where expressions meet text of a message. */
const FOLDERS = ['detect', 'text', 'roles', 'mcp'];
/** Steps of one attempt. Each place of a text may begin one, so this bounds the work for a unit of text. */
const STEPS_MAX = 700;

const WINDOW = 'sees windows of at most 640 units, 48 of them in a text';
const CUT = 'sees cuts of at most 400 units behind a word';
/** Expressions that are not proved linear, by file and beginning, with the reason why they may stand. */
const EXCEPTIONS: readonly (readonly [file: string, start: string, reason: string])[] = [
  ['detect/orders/machine-order.ts', String.raw`/\b(?:(?:is|was|been|already|this)`, WINDOW],
  ['detect/orders/machine-order.ts', String.raw`/\b(?:bank details|iban|payouts?`, WINDOW],
  ['detect/orders/machine-order.ts', String.raw`/\b(?:private|confidential|restricted`, WINDOW],
  ['detect/covert/definition.ts', String.raw`/\b(?:fetch|load|read|open|get)\b`, CUT],
  ['detect/covert/definition.ts', String.raw`/\b(?:posts?|sends?|uploads?`, CUT],
  ['detect/covert/definition.ts', String.raw`/\b(?:when(?:ever)?|if|once`, CUT],
];
const isException = ({ file, raw }: Found): boolean => EXCEPTIONS.some(([own, start]) => own === file && raw.startsWith(start));

type Found = { file: string; source: string; flags: string; raw: string };

/** Every regular expression of a file. */
function regexesOf(file: string): Found[] {
  const found: Found[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const regex: unknown = Reflect.get(node, 'regex');
    if (Reflect.get(node, 'type') === 'Literal' && typeof regex === 'object' && regex !== null)
      found.push({
        file,
        source: String(Reflect.get(regex, 'pattern')),
        flags: String(Reflect.get(regex, 'flags')),
        raw: String(Reflect.get(node, 'raw')),
      });
    else for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(readFileSync(join(CORE, file), 'utf8'), { lang: 'ts' }));
  return found;
}

const files = (readdirSync(CORE, { recursive: true }) as string[]).filter(
  (f) => f.endsWith('.ts') && FOLDERS.some((d) => f.startsWith(`${d}/`)),
);
const regexes = files.flatMap(regexesOf);

/** Linear over a text: an attempt costs what it reads, and no two read the same run. */
const isLinear = ({ ambiguous, steps, restarts, nested }: RegexCost): boolean =>
  !nested && !restarts && ambiguous <= 1 && steps <= STEPS_MAX;

describe('regular expressions', () => {
  it('are found', () => {
    expect(regexes.length).toBeGreaterThan(250);
  });

  it.each(regexes.map((found) => [found.file, found.raw, found] as const))('%s: %s costs linear time', (_file, _raw, found) => {
    const cost = costOfRegex(found.source, found.flags);
    expect(isLinear(cost) || isException(found), JSON.stringify(cost)).toBe(true);
  });

  it('the exceptions are still there, one expression each, and are needed', () => {
    for (const [file, start] of EXCEPTIONS) {
      const own = regexes.filter((found) => found.file === file && found.raw.startsWith(start));
      expect(own.map(({ source, flags }) => isLinear(costOfRegex(source, flags)))).toEqual([false]);
    }
  });
});

describe('the proof', () => {
  it.each([
    ['(a+)+$', ''],
    ['^(a|a)*$', ''],
    ['^(?:\\w+\\s?)*$', ''],
    ['^(?:\\d{1,2})+$', ''],
    ['^(?:key|base|base64|\\d{1,2})+$', ''],
    ['(?:a{0,9}){0,9}b', ''],
    ['^\\s+|\\s+$', 'g'],
    ['\\d+(?:\\.\\d+)*$', ''],
    ['^a.*b.*c', ''],
    ['a.*b', ''],
    ['(?:,\\s*\\w+)*;', ''],
    ['x{0,64}y{0,64}x{0,64}$', ''],
    ['(?=(a+)+$)x', ''],
  ])('refuses /%s/%s', (source, flags) => {
    expect(isLinear(costOfRegex(source, flags))).toBe(false);
  });

  it.each([
    ['^a+$', ''],
    ['a+', 'g'],
    [';\\s*x', ''],
    ['\\b\\w+\\(', ''],
    ['(?<![\\d.])\\d[\\d.]*$', ''],
    ['^(?:[_.-]?(?:key|base|stage|staging|\\d))*$', 'i'],
    ['<[a-z]{1,16}(?:\\s[^>]{0,64})?>', 'i'],
    ['(?:^|[^\\w])exec\\s{0,8}\\(', 'i'],
  ])('accepts /%s/%s', (source, flags) => {
    expect(isLinear(costOfRegex(source, flags))).toBe(true);
  });
});

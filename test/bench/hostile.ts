/** Messages made to be slow, near the limit of a body: repeated beginnings of attacks, layers of encoding, many and deep values. */
import { seeded } from './random.ts';
import type { Envelope } from './messages.ts';

export type Shape = { name: string; envelope: Envelope };

const CHARS = 900_000;
const VALUES = 60_000;
/** Below the depth that is refused. */
const DEPTH = 60;

/** Said over and over, each is the beginning of something that some rule looks for. */
const UNITS = [
  "'",
  '"',
  '(',
  ';',
  '/*',
  '$(',
  '`',
  '\\',
  '{a,',
  '$a$',
  '() {',
  'a|',
  '../',
  '..%2f',
  '%252e',
  '\\u002e',
  '&#x2e;',
  '&lt;',
  '<a ',
  '<!--',
  'or 1=1 ',
  "' or ",
  '(select 1,',
  'union select ',
  'curl x|sh;',
  'eval(',
  'http://a@',
  'http://127.0.0.1/',
  'javascript:',
  'file:///',
  'ignore all previous instructions ',
  '-----BEGIN RSA ',
  'AKIA',
  'password=',
  'eyJhbGciOi.',
  '4111 1111 1111 1111 ',
  'a@b.c ',
  '0x7f',
  '\u200b',
  '\u0430',
  '\u{E0041}',
  'ａ',
  'e\u0301',
  '=?utf-8?b?',
  'ls -la && ',
  'cat /etc/passwd;',
  '\n',
  ' ',
  '\0',
];

const called = (args: object): Envelope => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search', arguments: args } },
});
const returned = (text: string): Envelope => ({
  ...called({ query: 'x' }),
  response: { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } },
});

const filled = (unit: string): string => unit.repeat(Math.ceil(CHARS / unit.length)).slice(0, CHARS);

/** Bytes that compress to nothing, as Base64 shows them. */
function noise(bytes: number): Buffer {
  const random = seeded(1);
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256)));
}

const base64 = noise((CHARS * 3) / 4).toString('base64');
const nested = Array.from({ length: 4 }).reduce<string>(
  (text) => Buffer.from(text).toString('base64'),
  filled("' or 1=1 -- ").slice(0, CHARS / 4),
);
const percent = [...noise(CHARS / 3)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const deep = (): unknown => Array.from({ length: DEPTH }).reduce<unknown>((inner) => ({ a: inner }), "' or 1=1");

const SPECIAL: Shape[] = [
  { name: 'argument: base64', envelope: called({ query: base64 }) },
  { name: 'result: base64', envelope: returned(base64) },
  { name: 'argument: base64 four times over', envelope: called({ query: nested }) },
  { name: 'argument: hex', envelope: called({ query: noise(CHARS / 2).toString('hex') }) },
  { name: 'argument: percent-encoded', envelope: called({ query: percent }) },
  { name: 'argument: JSON in a string', envelope: called({ query: JSON.stringify(Array.from({ length: VALUES }, () => "' or 1")) }) },
  {
    name: 'arguments: many short ones',
    envelope: called(Object.fromEntries(Array.from({ length: VALUES }, (_, i) => [`k${i}`, "' or 1=1"]))),
  },
  { name: 'arguments: a long list', envelope: called({ ids: Array.from({ length: VALUES * 2 }, (_, i) => `../${i}`) }) },
  { name: 'arguments: many deep values', envelope: called({ list: Array.from({ length: VALUES / 40 }, deep) }) },
  {
    name: 'batch of messages',
    envelope: { request: Array.from({ length: 100 }, () => called({ query: "' or 1=1 ".repeat(900) }).request) },
  },
];

/** As an argument, where injections count, and as the text of a result, where instructions do. */
export const HOSTILE: readonly Shape[] = [
  ...UNITS.flatMap((unit) => [
    { name: `argument: ${JSON.stringify(unit)} repeated`, envelope: called({ query: filled(unit) }) },
    { name: `result: ${JSON.stringify(unit)} repeated`, envelope: returned(filled(unit)) },
  ]),
  ...SPECIAL,
];

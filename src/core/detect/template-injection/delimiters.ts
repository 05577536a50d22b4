/** Where template engines begin and end an expression, as data, and the expressions of a text. */
import type { LiteralHit } from '../../text/literals.ts';

/** `output` prints, `tag` may do either, `statement` steers, `bare` has no marks of its own. */
export type Kind = 'output' | 'tag' | 'statement' | 'bare';

type Open = { open: string; close: string; kind: Kind; /** Braces inside it are counted. */ nests?: true; engine?: string };

/** To the end of the line. */
const LINE = '\n';
const call = (open: string): Open => ({ open, close: '}', kind: 'tag' });
const line = (open: string): Open => ({ open, close: LINE, kind: 'statement' });
const bare = (open: string): Open => ({ open, close: LINE, kind: 'bare' });

export const OPENS: readonly Open[] = [
  { open: '{{', close: '}}', kind: 'output', engine: 'curly' }, // Jinja2, Twig, Nunjucks, Handlebars, Liquid, Tornado, Go, Angular, Vue, Blade
  { open: '{%', close: '%}', kind: 'statement', engine: 'percent' }, // Jinja2, Twig, Nunjucks, Liquid, Django, Tornado
  { open: '{!!', close: '!!}', kind: 'output' }, // Blade
  { open: '${', close: '}', kind: 'output', nests: true, engine: 'dollar' }, // EL, SpEL, Freemarker, Mako, Groovy, Velocity, Thymeleaf
  { open: '#{', close: '}', kind: 'output', nests: true, engine: 'hash' }, // JSF, SpEL, Pug, Slim, Ruby
  { open: '*{', close: '}', kind: 'output', nests: true, engine: 'star' }, // Thymeleaf
  { open: '%{', close: '}', kind: 'output', nests: true }, // OGNL
  { open: '~{', close: '}', kind: 'output', nests: true }, // Thymeleaf
  { open: '!{', close: '}', kind: 'output', nests: true }, // Pug
  { open: '@{', close: '}', kind: 'output', nests: true, engine: 'at' }, // Razor, Thymeleaf
  { open: '@(', close: ')', kind: 'output' }, // Razor
  { open: '<%', close: '%>', kind: 'tag', engine: 'angle' }, // ERB, EJS, EEx, JSP, ASP, Mako, Underscore
  { open: '[%', close: '%]', kind: 'tag', engine: 'square' }, // Template Toolkit
  { open: '[=', close: ']', kind: 'output' }, // Freemarker
  { open: '[[', close: ']]', kind: 'output' }, // Thymeleaf, Angular with other marks
  { open: '{=', close: '}', kind: 'output' }, // Latte
  { open: '<#', close: '>', kind: 'statement' }, // Freemarker
  { open: '[#', close: ']', kind: 'statement' }, // Freemarker
  ...['#set(', '#set (', '#foreach(', '#evaluate(', '#include(', '#parse(', '#define('].map(line), // Velocity
  ...['{php}', '{$smarty', '{self::', '{smarty_', '{if ', '{include ', '{fetch ', '{function '].map(call), // Smarty
  ...['{system(', '{exec(', '{passthru(', '{shell_exec(', '{phpinfo(', '{eval ', '{php '].map(call),
  ...['{0', '{1', '{2', '{3', '{4', '{5', '{6', '{7', '{8', '{9'].map(call),
  ...[
    't(java',
    't(javax',
    't(org',
    't(com',
    'new java.',
    'new javax.',
    '@java.',
    '@system.',
    'getclass()',
    'getruntime()',
    '_memberaccess',
  ].map(bare),
  ...['$class.', 'processbuilder', 'mainmodule', '__class__', '__globals__', '__builtins__', '__subclasses__'].map(bare),
  ...['constructor.constructor', "constructor('", 'constructor("', 'constructor[', "['constructor']", '["constructor"]'].map(bare),
];

export const LITERALS: readonly string[] = OPENS.map(({ open }) => open);

/** An expression with its marks: `[start, end)`; what is inside: `[from, to)`. */
export type Expression = { open: Open; start: number; end: number; from: number; to: number; closed: boolean };

/** Units looked at beyond the first closing brace, for each unit of the text: braces inside are counted only while they last. */
const NESTED_FACTOR = 2;
const NESTED_FLOOR = 1_024;

/** Expressions without an end that are looked into, and how far. */
const UNCLOSED_MAX = 32;
const UNCLOSED_LENGTH = 512;

/** Expressions from left to right, none inside another. Linear: each closing mark is searched onwards from the last place only. */
export function expressionsOf(text: string, hits: readonly LiteralHit[]): Expression[] {
  const closings = new Map<string, number>();
  const expressions: Expression[] = [];
  let room = NESTED_FACTOR * text.length + NESTED_FLOOR;
  let behind = 0;
  let unclosed = 0;
  const closeFrom = (close: string, from: number): number => {
    let at = closings.get(close) ?? -1;
    if (at < from) {
      at = text.indexOf(close, from);
      closings.set(close, at < 0 ? text.length : at);
      return at < 0 ? text.length : at;
    }
    return at;
  };
  for (const { literal, start, end } of hits) {
    const open = OPENS[literal]!;
    if (start < behind) continue;
    // What stands without marks is part of the attack on both sides.
    const from = open.kind === 'bare' || open.close === LINE || open.open.length > 3 || /\d$/.test(open.open) ? start : end;
    let to = closeFrom(open.close, end);
    const closed = to < text.length || open.close === LINE;
    if (!closed) {
      if (unclosed++ >= UNCLOSED_MAX) continue;
      to = Math.min(text.length, end + UNCLOSED_LENGTH);
    }
    if (open.nests && closed && room > 0) {
      const balanced = balancedFrom(text, end, room);
      room -= Math.abs(balanced) - end;
      if (balanced > to) to = balanced;
    }
    const stop = !closed || open.close === LINE ? to : to + open.close.length;
    expressions.push({ open, start, end: stop, from, to, closed });
    behind = closed ? stop : end;
  }
  return expressions;
}

/** The brace that closes what was opened before `from`; the negative of where the search ended when there is none within `room`. */
function balancedFrom(text: string, from: number, room: number): number {
  let depth = 1;
  const end = Math.min(text.length, from + room);
  for (let i = from; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 123) depth++;
    else if (c === 125 && --depth === 0) return i;
  }
  return -end;
}

/** Lookups of Log4j 2 and Commons Text, with what is nested in them worked out as those libraries do. */
import type { Rule } from '../../finding.ts';
import type { Span } from '../quoting.ts';
import { RULES } from './rules.ts';

export type Found = Span & { rule: Rule };

/** Units of one lookup, and how far the next search begins before the end of one that has none. */
const LOOKUP_LENGTH_MAX = 1_024;
const OVERLAP = 64;
const RUNS = /^(?:script|dns|url|xml|base64decoder|const|file|resourcebundle)$/;

/** What `prefix:name` gives where it does not depend on the machine; null where it does. */
function valueOf(body: string): string | null {
  const fallback = body.indexOf(':-');
  if (fallback >= 0) return body.slice(fallback + 2);
  const colon = body.indexOf(':');
  const prefix = body.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  const rest = body.slice(colon + 1);
  if (prefix === 'lower') return rest.toLowerCase();
  if (prefix === 'upper') return rest.toUpperCase();
  if (prefix === 'date') return rest.replaceAll("'", '');
  if (prefix === 'base64') return rest;
  return prefix === '' && colon === 0 ? rest : null;
}

type Frame = { body: string; start: number; nested: number };

/** The lookup at `start`, from the inside out. Linear in its length. */
function resolve(text: string, start: number): { found: Found | null; end: number; closed: boolean } {
  const frames: Frame[] = [];
  let hidden = 0;
  const end = Math.min(text.length, start + LOOKUP_LENGTH_MAX);
  let i = start;
  for (; i < end; i++) {
    if (text.charCodeAt(i) === 36 && text.charCodeAt(i + 1) === 123) {
      const outer = frames.at(-1);
      if (outer) outer.nested++;
      frames.push({ body: '', start: i, nested: 0 });
      i++;
      continue;
    }
    const top = frames.at(-1)!;
    if (text.charCodeAt(i) !== 125) {
      top.body += text.charAt(i);
      continue;
    }
    frames.pop();
    const rule = ruleOf(top.body);
    if (rule) return { found: { rule, start, end: i + 1 }, end: i + 1, closed: true };
    const value = valueOf(top.body);
    const outer = frames.at(-1);
    if (value !== null && outer) hidden++;
    if (!outer)
      return { found: hidden > 2 && top.nested > 2 ? { rule: RULES.nestedLookup, start, end: i + 1 } : null, end: i + 1, closed: true };
    outer.body += value ?? `\${${top.body}}`;
  }
  // No end in sight: what was read is judged as it is.
  const open = frames.map(({ body }) => body).join('');
  const rule = /jndi\s{0,4}:/i.test(open) ? RULES.lookup : null;
  return { found: rule && { rule, start, end: i }, end: i, closed: false };
}

function ruleOf(body: string): Rule | null {
  const head = /^\s{0,8}([\w\u0131\u0130]{2,16})\s{0,4}:/.exec(body);
  if (!head) return null;
  // The dotless i of Turkish is an i to whoever writes it in capitals.
  const prefix = head[1]!.toLowerCase().replaceAll(/[\u0131\u0130]|i\u0307/g, 'i');
  const rest = body.slice(head[0].length);
  if (prefix === 'jndi') return RULES.lookup;
  if (!RUNS.test(prefix) || prefix === 'const' || prefix === 'file') return null;
  if (prefix === 'script') return /^\s{0,4}\w{2,16}\s{0,4}:/.test(rest) ? RULES.textLookup : null;
  if (prefix === 'url') return /^\s{0,4}[\w-]{2,16}\s{0,4}:\s{0,4}\w{2,8}:/.test(rest) ? RULES.textLookup : null;
  return prefix === 'dns' ? RULES.textLookup : null;
}

/** @param starts of `${`, from left to right */
export function findLookups(text: string, starts: readonly number[]): Found[] {
  const found: Found[] = [];
  let behind = 0;
  for (const start of starts) {
    if (start < behind) continue;
    const resolved = resolve(text, start);
    behind = resolved.closed ? resolved.end : Math.max(start + 2, resolved.end - OVERLAP);
    if (resolved.found) found.push(resolved.found);
  }
  return found;
}

/** How things of the contract are called and described in Rust. */
export type Parameter = {
  in: string;
  name: string;
  required?: boolean | undefined;
  description?: string | undefined;
  schema: { type?: string | undefined } & Record<string, unknown>;
};
export type Operation = { operationId: string; parameters?: Parameter[] | undefined };

const KEYWORDS = new Set(['type', 'use', 'mod', 'match', 'enum', 'in', 'ref', 'move', 'loop', 'where']);

const words = (text: string): string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);

/** `RateLimited` of `RATE_LIMITED`, `Rs256` of `RS256`. */
export const pascal = (text: string): string =>
  words(text)
    .map((word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
    .join('');

/** `list_keys` of `listKeys`. */
export function snake(text: string): string {
  const name = words(text).join('_').toLowerCase();
  return KEYWORDS.has(name) ? `r#${name}` : name;
}

/** Pages are turned by the client. */
export const queryOf = ({ parameters = [] }: Operation): Parameter[] =>
  parameters.filter((one) => one.in === 'query' && one.name !== 'cursor');

/** Brackets are no links, lines do not begin with space: they would be code, and run as a test. */
export function commentOf(text: string | undefined, indent: string): string {
  if (text === undefined) return '';
  const lines = text.trim().split('\n');
  return lines.map((line) => `${indent}/// ${line.trim().replaceAll(/[[\]<>]/g, String.raw`\$&`)}`.trimEnd() + '\n').join('');
}

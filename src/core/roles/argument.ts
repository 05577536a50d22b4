/** What the definition of a tool says of one argument: schema, name, description. The value has no say here. */
import type { Role } from '../finding.ts';
import { NAME_ROWS, type NameRow } from './argument-names.ts';
import type { ToolRoles } from './compile.ts';
import { DESCRIPTION_ROWS } from './description-words.ts';
import { stemsOf, type Purposes } from './purposes.ts';
import { argumentKey } from './overrides.ts';
import type { RoleGuess } from './roles.ts';
import { ANY_INDEX, isUndeclared, schemaAt } from './schema.ts';
import { NAME_MAX, TEXT_MAX, wordsOf } from './tokens.ts';

/** An argument without a telling name takes after the object that it stands in, at this share of its confidence. */
const INHERITED = 0.8;
const BY_DESCRIPTION = 0.65;

/** Roles in which text is there to be run. */
const INTERPRETED: ReadonlySet<Role> = new Set(['sql', 'nosql', 'shell', 'code', 'template', 'ldap']);

const FORMATS: ReadonlyMap<string, Role> = new Map([
  ['uri', 'url'],
  ['url', 'url'],
  ['iri', 'url'],
  ['uri-reference', 'url'],
  ['uri-template', 'url'],
  ['email', 'email'],
  ['idn-email', 'email'],
  ['date', 'datetime'],
  ['date-time', 'datetime'],
  ['time', 'datetime'],
  ['duration', 'datetime'],
  ['hostname', 'host'],
  ['idn-hostname', 'host'],
  ['ipv4', 'host'],
  ['ipv6', 'host'],
  ['uuid', 'identifier'],
  ['json-pointer', 'identifier'],
  ['regex', 'regex'],
  ['password', 'secret'],
  ['byte', 'opaque'],
  ['binary', 'opaque'],
  ['path', 'path'],
  ['file-path', 'path'],
  ['sql', 'sql'],
  ['html', 'html'],
  ['markdown', 'markdown'],
]);

/** As JSON Schema's `contentMediaType` has them. */
const MEDIA_TYPES: ReadonlyMap<string, Role> = new Map([
  ['text/html', 'html'],
  ['text/markdown', 'markdown'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['application/sql', 'sql'],
  ['application/x-sh', 'shell'],
  ['text/x-shellscript', 'shell'],
  ['text/javascript', 'code'],
  ['text/x-python', 'code'],
]);

/** `number`, `integer`, or a list of these and `null`. */
function isNumeric(type: unknown): boolean {
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  return types.length > 0 && types.every((one) => one === 'number' || one === 'integer');
}

/** @param path keys from the arguments inwards, `*` for a list item */
export function guessArgument(tool: ToolRoles, path: readonly string[]): RoleGuess[] {
  const guesses: RoleGuess[] = [];
  const override = tool.overrides.size ? tool.overrides.get(argumentKey(path)) : undefined;
  if (override) return [{ role: override, confidence: 1, why: 'the tenant says so' }];
  const schema = tool.schema && schemaAt(tool.schema, path);
  if (schema) {
    const format = typeof schema['format'] === 'string' ? FORMATS.get(schema['format'].toLowerCase()) : undefined;
    if (format) guesses.push({ role: format, confidence: 0.95, why: `its format is ${String(schema['format'])}` });
    const media = typeof schema['contentMediaType'] === 'string' ? MEDIA_TYPES.get(schema['contentMediaType'].toLowerCase()) : undefined;
    if (media) guesses.push({ role: media, confidence: 0.9, why: `its media type is ${String(schema['contentMediaType'])}` });
    if (isNumeric(schema['type'])) guesses.push({ role: 'number', confidence: 0.9, why: 'its schema says it is a number' });
    if (schema['contentEncoding'] === 'base64') guesses.push({ role: 'opaque', confidence: 0.9, why: 'its encoding is base64' });
    if (typeof schema['pattern'] === 'string' && isNarrow(schema['pattern']))
      guesses.push({ role: 'identifier', confidence: 0.7, why: 'its pattern allows one word' });
  }
  const named = guessByName(path, tool, tool.schema !== null && isUndeclared(tool.schema, path));
  if (named) guesses.push(named);
  if (typeof schema?.['description'] === 'string') guesses.push(...guessByDescription(schema['description']));
  return guesses;
}

/** Whether the schema lists this very value. A value that it does not list has broken out, and is judged by its name. */
export function isListed(tool: ToolRoles, path: readonly string[], value: string): boolean {
  const schema = tool.schema && schemaAt(tool.schema, path);
  const members = schema?.['enum'];
  return Array.isArray(members) ? members.includes(value) : schema?.['const'] === value;
}

/** @param undeclared the caller made the name up: it makes no interpreter of a tool that is none */
function guessByName(path: readonly string[], { purposes, described }: ToolRoles, undeclared: boolean): RoleGuess | null {
  let share = 1;
  for (let i = path.length - 1; i >= 0; i--) {
    const key = path[i]!;
    if (key === ANY_INDEX) continue;
    const words = wordsOf(key, NAME_MAX);
    const row = rowOf(words, purposes);
    if (row && undeclared && !row.purposes && INTERPRETED.has(row.role)) return null;
    if (row) {
      const held = row.purposes?.find((p) => purposes.has(p));
      const why = `${share < 1 ? 'it stands in' : 'its name is'} “${words.join(' ')}”${held ? `, in a tool for ${purposes.get(held)}` : ''}`;
      return { role: row.role, confidence: ((described && row.described) || row.confidence) * share, why };
    }
    share *= INHERITED;
  }
  return null;
}

type Indexed = { row: NameRow; order: number };
const INDEX = new Map<string, Indexed[]>();
for (const [order, row] of NAME_ROWS.entries()) {
  for (const name of row.names) {
    const rows = INDEX.get(name) ?? [];
    rows.push({ row, order });
    INDEX.set(name, rows);
  }
}

/** The whole name, then its last three, two and one words: `destination_file_path` is a file path, `country_code` no code. */
function rowOf(words: readonly string[], purposes: Purposes): NameRow | null {
  const last = words.findLastIndex((word) => !/^\d+$/.test(word)) + 1;
  const from = Math.max(0, last - 3);
  for (let start = from; start < last; start++) {
    const rows = INDEX.get(words.slice(start, last).join(' '));
    const fit = rows?.find(
      ({ row }) => (!row.purposes || row.purposes.some((p) => purposes.has(p))) && (!row.whole || (start === 0 && last <= 3)),
    );
    if (fit) return fit.row;
  }
  return null;
}

const DESCRIPTIONS = DESCRIPTION_ROWS.flatMap(([role, lines]) => lines.map((line) => ({ role, line, words: [...stemsOf([line])] })));

function guessByDescription(description: string): RoleGuess[] {
  const stems = stemsOf([description.slice(0, TEXT_MAX)]);
  const hit = DESCRIPTIONS.find(({ words }) => words.every((word) => stems.has(word)));
  return hit ? [{ role: hit.role, confidence: BY_DESCRIPTION, why: `its description says “${hit.line}”` }] : [];
}

/** One bounded or repeated class of word characters between anchors, such as `^[a-z0-9_-]{1,64}$`: no space, quote or slash fits. */
const isNarrow = (pattern: string): boolean => /^\^(?:\[[\w.:-]{1,40}\]|\\[wd])(?:[+*]|\{[\d,]{1,12}\})?\$$/.test(pattern);

/** The check of the contract against the last release can fail, and says with what. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareContracts, redocly } from '../../scripts/redocly.ts';

type Json = { [key: string]: Json } & { [index: number]: Json };
const OLDER = 'openapi/openapi.json';

let folder: string;
let text: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-contract-'));
  text = await readFile(new URL(`../../${OLDER}`, import.meta.url), 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

async function changed(name: string, edit: (document: Json) => void): Promise<string> {
  const copy = JSON.parse(text) as Json;
  edit(copy);
  const path = join(folder, `${name}.json`);
  await writeFile(path, JSON.stringify(copy));
  return path;
}

const at = (document: Json, path: string): Json => path.split(' ').reduce((place, key) => place[key] as Json, document);
/** Of the place, by its last word. */
const remove = (path: string) => (document: Json) => {
  const keys = path.split(' ');
  const [last = ''] = keys.splice(-1);
  delete at(document, keys.join(' '))[last];
};
const put = (path: string, value: unknown) => (document: Json) => {
  const keys = path.split(' ');
  const [last = ''] = keys.splice(-1);
  at(document, keys.join(' '))[last] = value as Json;
};
const push = (path: string, value: string) => (document: Json) => void (at(document, path) as unknown as string[]).push(value);
const drop = (path: string, value: string) => (document: Json) => {
  const list = at(document, path) as unknown as string[];
  list.splice(list.indexOf(value), 1);
};

const SCHEMAS = 'components schemas';
/** Each in another place, so that all can be tried at once: what is done, and what has to be said of it. */
const BREAKING: readonly [string, (document: Json) => void, RegExp][] = [
  ['an operation disappears', remove('paths /policies/{id} delete'), /Operation `DELETE \/policies\/\{id\}` was removed/],
  ['a path disappears', remove('paths /usage'), /Path `\/usage` was removed/],
  ['an operation has another id', put('paths /quality get operationId', 'other'), /`operationId` .* changed/],
  ['a status disappears', remove('paths /policies post responses 201'), /Response `201` was removed/],
  ['a header of an answer disappears', remove('paths /keys post responses 201 headers Location'), /header `Location` was removed/],
  ['a media type disappears', remove('paths /validate/batch post requestBody content application/x-ndjson'), /Media type .* was removed/],
  ['a parameter disappears', remove('paths /lists get parameters 1'), /`cursor` query parameter was removed/],
  ['a parameter becomes required', put('paths /keys post parameters 0 required', true), /header parameter became required/],
  ['a key is asked for', put('paths /livez get security', [{ key: [] }]), /Authentication became required/],
  ['a field of an answer disappears', remove(`${SCHEMAS} Finding properties start`), /`start` of `Finding` was removed/],
  ['a field of an answer may be missing', drop(`${SCHEMAS} Verdict required`, 'risk'), /no longer required: `risk`/],
  ['a field of an answer is of another type', put(`${SCHEMAS} Tenant properties name type`, 'integer'), /Type of `name` .* 'integer'/],
  ['a field of an answer may be null', put(`${SCHEMAS} Key properties hint type`, ['string', 'null']), /Type of `hint` widened/],
  ['a field of a call disappears', remove(`${SCHEMAS} KeyWish properties mode`), /`mode` of `KeyWish` was removed/],
  ['a field of a call becomes required', push(`${SCHEMAS} SuppressionText required`, 'tool'), /became required: `tool`/],
  ['a field of a call is narrower', put(`${SCHEMAS} KeyWish properties name maxLength`, 10), /`maxLength` of `name` changed/],
  ['a value of an enum disappears', drop(`${SCHEMAS} CallContext properties ip_kind enum`, 'user'), /Enum of `ip_kind` lost values/],
  ['a value of an enum that grows disappears', drop(`${SCHEMAS} ReasonCode enum`, 'RATE_LIMIT'), /Enum of `code` lost values/],
  ['an enum that does not grow does', push(`${SCHEMAS} Decision enum`, 'perhaps'), /Enum of `decision` gained values/],
  [
    'a schema has another name',
    (whole) => {
      put(`${SCHEMAS} BatchTotals`, at(whole, `${SCHEMAS} BatchSummary`))(whole);
      put(`${SCHEMAS} BatchResult properties summary $ref`, '#/components/schemas/BatchTotals')(whole);
      remove(`${SCHEMAS} BatchSummary`)(whole);
    },
    /The schema `BatchSummary` was removed/,
  ],
];

const HARMLESS: readonly [string, (document: Json) => void][] = [
  ['a new operation', (whole) => put('paths /news', { get: at(whole, 'paths /usage get') })(whole)],
  ['a new field of an answer', put(`${SCHEMAS} Verdict properties color`, { type: 'string' })],
  ['a new field of a call that may be left out', put(`${SCHEMAS} KeyWish properties color`, { type: 'string' })],
  ['a new value of an enum that grows', push(`${SCHEMAS} ReasonCode enum`, 'NEW_CODE')],
  ['a new status of failure', (whole) => put('paths /usage get responses 404', at(whole, 'paths /usage get responses 401'))(whole)],
  ['other words', put(`${SCHEMAS} Verdict description`, 'What was decided.')],
];

describe('what breaks the contract is named', () => {
  let breaking: string[];
  beforeAll(async () => {
    const newer = await changed('breaking', (whole) => {
      for (const [, edit] of BREAKING) edit(whole);
    });
    ({ breaking } = await compareContracts(OLDER, newer));
  });
  it.each(BREAKING)('%s', (_, _edit, said) => {
    expect(breaking.filter((line) => said.test(line))).not.toEqual([]);
  });
});

it('what breaks nothing is counted and let pass', async () => {
  const newer = await changed('harmless', (whole) => {
    for (const [, edit] of HARMLESS) edit(whole);
  });
  const { changes, breaking } = await compareContracts(OLDER, newer);
  expect(breaking).toEqual([]);
  expect(changes).toBeGreaterThanOrEqual(HARMLESS.length);
});

it('the same document is no change', async () => {
  expect(await compareContracts(OLDER, OLDER)).toEqual({ changes: 0, breaking: [] });
});

it('a file that is no contract is an error', async () => {
  const path = join(folder, 'none.json');
  await writeFile(path, '{');
  await expect(compareContracts(OLDER, path)).rejects.toThrow('redocly diff');
});

it.each([
  ['an example that does not fit', put(`${SCHEMAS} Key properties hint examples`, [1]), 'no-invalid-schema-examples'],
  ['a reference to nothing', put(`${SCHEMAS} Key properties hint`, { $ref: '#/components/schemas/Nothing' }), 'no-unresolved-refs'],
  ['two operations of one id', put('paths /usage get operationId', 'listKeys'), 'operation-operationId-unique'],
  ['no summary', remove('paths /usage get summary'), 'operation-summary'],
] as const)('the linter finds %s', async (name, edit, rule) => {
  const { code, err, out } = await redocly('lint', await changed(name.replaceAll(' ', '-'), edit));
  expect([code, out + err]).toEqual([1, expect.stringContaining(rule)]);
});

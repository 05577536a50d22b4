import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isObject } from '#core/mcp/check.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { submit } from './submissions.ts';

const DIRECTORY = process.env.COUNTERSIGN_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus');
const SPECIFICATION = 'modelcontextprotocol/modelcontextprotocol';
const is_present = existsSync(DIRECTORY);
if (!is_present) console.warn(`No corpus at ${DIRECTORY} (set COUNTERSIGN_CORPUS): the protocol layer is NOT measured against it.`);

type Row = { id: string; source: string; direction: string; label: string; category: string; message: unknown; request: unknown };

function* rows(): Generator<Row> {
  for (const name of readdirSync(DIRECTORY).filter((file) => file.endsWith('.ndjson.gz'))) {
    for (const line of gunzipSync(readFileSync(join(DIRECTORY, name)))
      .toString('utf8')
      .split('\n')) {
      if (line) yield JSON.parse(line);
    }
  }
}

function rulesOf({ direction, message, request }: Row): string[] {
  if (!isObject(message)) return ['not an object'];
  const given = direction === 'response' ? { response: message, ...(isObject(request) && { request }) } : { request: message };
  return readProtocol(submit(given)).faults.map((fault) => `${fault.rule} ${fault.pointer}`);
}

const isViolation = (row: Row): boolean => row.category === 'protocol_violation';
const isExample = (row: Row): boolean => row.label === 'benign' && row.source === SPECIFICATION;

describe.skipIf(!is_present)('labelled messages', () => {
  const all = is_present ? [...rows()].map((row) => ({ row, rules: rulesOf(row) })) : [];
  const faulty = (which: (row: Row) => boolean): string[] =>
    all.filter(({ row, rules }) => which(row) && rules.length > 0).map(({ row, rules }) => `${row.id} ${rules.join(', ')}`);
  const count = (which: (row: Row) => boolean): number => all.filter(({ row }) => which(row)).length;

  test('the examples of the specification are valid', () => {
    expect(count(isExample)).toBeGreaterThan(200);
    expect(faulty(isExample)).toEqual([]);
  });
  test('every violation of the protocol is seen', () => {
    expect(count(isViolation)).toBeGreaterThan(300);
    expect(all.filter(({ row, rules }) => isViolation(row) && rules.length === 0).map(({ row }) => row.id)).toEqual([]);
  });
  test('no other message is called a violation of the protocol, harmless or not', () => {
    expect(count((row) => !isViolation(row))).toBeGreaterThan(25_000);
    expect(faulty((row) => !isViolation(row))).toEqual([]);
  });
});

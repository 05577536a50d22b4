import { describe, expect, test } from 'vitest';
import { isObject } from '#core/mcp/check.ts';
import { readProtocol } from '#core/mcp/message.ts';
import { CORPUS, has_corpus, readRows, type Row } from '../../support/corpus.ts';
import { submit } from './submissions.ts';

const SPECIFICATION = 'modelcontextprotocol/modelcontextprotocol';
if (!has_corpus) console.warn(`No corpus at ${CORPUS} (set COUNTERSIGN_CORPUS): the protocol layer is NOT measured against it.`);

function rulesOf({ direction, message, request }: Row): string[] {
  if (!isObject(message)) return ['not an object'];
  const given = direction === 'response' ? { response: message, ...(isObject(request) && { request }) } : { request: message };
  return readProtocol(submit(given)).faults.map((fault) => `${fault.rule} ${fault.pointer}`);
}

const isViolation = (row: Row): boolean => row.category === 'protocol_violation';
const isExample = (row: Row): boolean => row.label === 'benign' && row.source === SPECIFICATION;

describe.skipIf(!has_corpus)('labelled messages', () => {
  const all = has_corpus ? readRows().map((row) => ({ row, rules: rulesOf(row) })) : [];
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

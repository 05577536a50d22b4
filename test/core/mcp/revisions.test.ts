import { describe, expect, test } from 'vitest';
import { readProtocol } from '#core/mcp/message.ts';
import { METHODS, REVISIONS, RESULT_MARKS, isMethod } from '#core/mcp/revisions.ts';
import { submit } from './submissions.ts';
import { REQUESTS, RESULTS, wireRequest, wireResult } from './valid-messages.ts';

describe('a request or notification is valid in exactly the revisions that have it', () => {
  for (const entry of REQUESTS) {
    for (const revision of REVISIONS) {
      const is_valid = entry.revisions.includes(revision);
      test(`${entry.title} is ${is_valid ? 'valid' : 'refused'} in ${revision}`, () => {
        const reading = readProtocol(submit({ request: wireRequest(entry, revision), protocol_version: revision }));
        expect({ is_valid: reading.faults.length === 0, faults: reading.faults }).toMatchObject({ is_valid });
        expect(reading.revision).toBe(revision);
      });
    }
    test(`${entry.title} is valid when no revision is stated, in the revisions that have it`, () => {
      const reading = readProtocol(submit({ request: wireRequest(entry) }));
      expect(reading.faults).toEqual([]);
      for (const revision of reading.revisions) expect(entry.revisions).toContain(revision);
    });
  }
});

describe('a result is valid in exactly the revisions that have it', () => {
  for (const entry of RESULTS) {
    const request = { jsonrpc: '2.0', id: 1, method: entry.method };
    for (const revision of REVISIONS) {
      const is_valid = entry.revisions.includes(revision);
      test(`${entry.title} is ${is_valid ? 'valid' : 'refused'} in ${revision}`, () => {
        const reading = readProtocol(submit({ request, response: wireResult(entry), protocol_version: revision }));
        expect({ is_valid: reading.faults.length === 0, faults: reading.faults }).toMatchObject({ is_valid });
      });
    }
    test(`${entry.title} is valid without its request`, () => {
      expect(readProtocol(submit({ response: wireResult(entry) })).faults).toEqual([]);
    });
  }
});

test('every method of the table has a valid request or notification in the tests, and every request a result', () => {
  const requested = new Set(REQUESTS.map((r) => r.method));
  expect(METHODS.map((m) => m.name).filter((name) => !requested.has(name))).toEqual([]);
  const answered = new Set(RESULTS.map((r) => r.method));
  const EMPTY_OR_ANY = [
    'resources/unsubscribe',
    'logging/setLevel',
    'tasks/result',
    'tasks/update',
    'interceptors/list',
    'interceptor/invoke',
  ];
  const asked = METHODS.filter((m) => m.kind === 'request').map((m) => m.name);
  expect(asked.filter((name) => !answered.has(name) && !EMPTY_OR_ANY.includes(name))).toEqual([]);
});

test('no revision has a method twice', () => {
  for (const revision of REVISIONS) {
    const names = METHODS.filter((m) => m.from <= revision && revision <= m.to).map((m) => m.name);
    expect(names.length).toBe(new Set(names).size);
    expect(names.length).toBeGreaterThan(15);
  }
});

test('the marks of results name methods of the table', () => {
  expect(RESULT_MARKS.filter(([, method]) => !isMethod(method))).toEqual([]);
});

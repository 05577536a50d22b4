/** The words that the gate of SQL injection knows, each with what it may do. */
import { bitsOfSets, WordTable } from '../../text/word-table.ts';
import {
  BINARY_WORDS,
  CAST_TYPES,
  CATALOGUES,
  CLAUSE_WORDS,
  COMPARE_WORDS,
  ERROR_CALLS,
  FILE_CALLS,
  FILE_WORDS,
  INFO_CALLS,
  LITERAL_WORDS,
  MATH_CALLS,
  PROGRAM_WORDS,
  STRING_CALLS,
  TIME_CALLS,
  UNARY_WORDS,
} from './words.ts';
import { SUBSELECT_CALLERS } from './scene.ts';
import { STATEMENT_HEADS } from './statements.ts';

const CASE = 1 << 24;
const WHEN = 1 << 25;
const THEN = 1 << 26;
const END = 1 << 27;

export const BITS = {
  /** Enough by itself. */
  ALONE: 1,
  /** A condition may follow. */
  JOINS: 1 << 1,
  /** A statement may follow. */
  HEAD: 1 << 2,
  COMPARES: 1 << 3,
  UNARY: 1 << 4,
  BINARY: 1 << 5,
  LITERAL: 1 << 6,
  CLAUSE: 1 << 7,
  /** A function of SQL, before a bracket; of those, one that is a finding wherever it is called. */
  CALLS: 1 << 8,
  SHOWS: 1 << 9,
  SELECT: 1 << 10,
  UNITES: 1 << 11,
  AFTER_UNION: 1 << 12,
  ORDERS: 1 << 13,
  BY: 1 << 14,
  PROCEDURE: 1 << 15,
  ANALYSE: 1 << 16,
  IF: 1 << 17,
  PROGRAM: 1 << 18,
  FROM_TO: 1 << 19,
  /** A catalogue only with the table behind the dot. */
  SCHEMA: 1 << 20,
  TYPE: 1 << 21,
  ARRAY: 1 << 22,
  PREFIX: 1 << 23,
  CASE_PARTS: CASE | WHEN | THEN | END,
  /** A word that an operand may follow. */
  CALLER: 1 << 28,
  /** Behind a closed quote it goes on with the statement; see `afterBreak`. */
  GOES_ON: 1 << 29,
  /** What stands behind it matters. */
  BEFORE_MARK: (1 << 8) | (1 << 9) | (1 << 11) | (1 << 13) | (1 << 15) | (1 << 17) | (1 << 20),
} as const;

const SHOWING = [...TIME_CALLS, ...FILE_CALLS, ...ERROR_CALLS, ...STRING_CALLS, 'floor'];

export const WORDS = new WordTable(
  bitsOfSets([
    [BITS.ALONE, [...PROGRAM_WORDS, ...FILE_WORDS, 'outfile', 'dumpfile', 'waitfor']],
    [BITS.ALONE, [...CATALOGUES].filter((name) => name !== 'master' && name !== 'domain')],
    [BITS.JOINS, ['or', 'and', 'xor', 'having']],
    [BITS.HEAD, STATEMENT_HEADS],
    [BITS.COMPARES, COMPARE_WORDS],
    [BITS.UNARY, UNARY_WORDS],
    [BITS.BINARY, BINARY_WORDS],
    [BITS.LITERAL, LITERAL_WORDS],
    [BITS.CLAUSE, CLAUSE_WORDS],
    [BITS.CALLS, [...SHOWING, ...MATH_CALLS, ...INFO_CALLS]],
    [BITS.SHOWS, SHOWING],
    [BITS.SELECT, ['select']],
    [BITS.UNITES, ['union', 'except', 'intersect', 'minus']],
    [BITS.AFTER_UNION, ['all', 'distinct', 'distinctrow', 'select', 'values', 'table']],
    [BITS.ORDERS, ['order', 'group']],
    [BITS.BY, ['by']],
    [BITS.PROCEDURE, ['procedure']],
    [BITS.ANALYSE, ['analyse', 'analyze']],
    [BITS.IF, ['if', 'iif']],
    [BITS.PROGRAM, ['program']],
    [BITS.FROM_TO, ['from', 'to']],
    [BITS.SCHEMA, ['mysql', 'sys', 'master', 'domain']],
    [BITS.TYPE, CAST_TYPES],
    [BITS.ARRAY, ['array']],
    [BITS.PREFIX, ['n', 'x', 'b', 'e', 'u', 'r', 'q']],
    [CASE, ['case']],
    [WHEN, ['when']],
    [THEN, ['then']],
    [END, ['end']],
    [BITS.CALLER, SUBSELECT_CALLERS],
    [BITS.GOES_ON, [...COMPARE_WORDS, 'or', 'and', 'xor', 'not', 'div', 'mod', 'collate', 'is', 'sounds']],
  ]),
  { extra: '$', wide: true },
);

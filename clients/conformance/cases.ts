/** The shape of `clients/conformance/*.json`; what each member means stands in README.md. */
import { readdirSync, readFileSync } from 'node:fs';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export type Expected = {
  method: string;
  /** After the base URL, such as `/validate`. */
  path: string;
  query?: Record<string, string>;
  body?: Json;
  /** The lines of an NDJSON body. */
  lines?: Json[];
  /** Lower case; null for one that must not be there. */
  headers?: Record<string, string | null>;
};

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  /** A `Retry-After` as an HTTP date, at the first whole second that is at least so far away. */
  retry_after_date_ms?: number;
  body?: Json;
  lines?: Json[];
  text?: string;
};

export type Fault =
  | { kind: 'cut' | 'silent' | 'cut_mid_body' }
  | { kind: 'late'; delay_ms: number }
  | { kind: 'slow_body'; gap_ms: number }
  | { kind: 'pieces'; bytes: number }
  | { kind: 'huge_body'; bytes: number; declared?: boolean; encoding?: 'gzip' }
  | { kind: 'deep_body'; depth: number };

export type Exchange = {
  expect: Expected;
  answer?: Answer;
  fault?: Fault;
  /** The arrival repeats the one before it: same bytes, same Idempotency-Key. */
  retry?: boolean;
  /** How long after the answer before it this request may arrive: at least, at most. */
  pause_ms?: [number, number];
  /** `answer` is what the service says to `expect`; `npm run conformance` writes it. */
  recorded?: boolean;
};

export type Preparation = { method: string; path: string; body: Json; headers?: Record<string, string>; use_key?: boolean };

export type Case = {
  name: string;
  why: string;
  client?: { key?: string; url?: string; url_suffix?: string } & Record<string, Json>;
  /** Calls that bring the service into the state in which the answers were recorded. */
  prepare?: Preparation[];
  call: { operation: string; arguments: Record<string, Json> };
  exchanges: Exchange[];
  outcome: Record<string, Json>;
  attempts: number;
};

/** The key that a client of a case has unless the case names one. */
export const KEY = 'cs_test_conformance';

const FOLDER = new URL('./', import.meta.url);
/** Steps against a live service are no cases. */
const LIVE = 'live.json';

export const caseFiles = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== LIVE)
    .sort();

export const readCases = (file: string): Case[] => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[];

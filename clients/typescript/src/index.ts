/** `countersign`: the client of the service. The engine, in this process and without the service, is `countersign/engine`. */
export { Countersign } from './client.ts';
export { CountersignError, isProblem, ProblemError, type ErrorKind, type ProblemCode } from './errors.ts';
export { etagOf, type CallOptions, type ConditionalOptions } from './calls.ts';
export type { Enforcement, Message } from './enforce.ts';
export type { Page, Pages } from './pages.ts';
export type { FailMode, Settings } from './settings.ts';
export type { Item, Items, StreamOptions } from './stream.ts';
export type { BatchResults, ItemResult } from './verdicts.ts';
export type * from './generated/types.ts';

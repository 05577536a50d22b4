/** A failed statement, without its text, parameters or row values: those are the tenants', and errors are logged. */
import { DrizzleQueryError } from 'drizzle-orm';

export class StoreError extends Error {
  /** SQLSTATE (such as `23505`) or the network's code (such as `ECONNREFUSED`); empty when there is none. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Of what a driver threw. */
export function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof DrizzleQueryError) return storeError(error.cause);
  const code = memberOf(error, 'code');
  // SQLSTATE classes 22 (data) and 23 (integrity) quote values in their message; the others name objects and states only.
  const message = error instanceof Error && !/^2[23]/.test(code) ? error.message : 'the statement was refused';
  const parts = [message, code, memberOf(error, 'table'), memberOf(error, 'constraint')];
  return new StoreError(`store: ${parts.filter((part) => part !== '').join(' · ')}`, code);
}

/** Of what the work of a transaction threw: only failed statements change, the application's own errors pass. */
export const workError = (error: unknown): unknown => (error instanceof DrizzleQueryError ? storeError(error) : error);

function memberOf(error: unknown, member: string): string {
  if (!(error instanceof Error)) return '';
  const value: unknown = Reflect.get(error, member);
  return typeof value === 'string' ? value : '';
}

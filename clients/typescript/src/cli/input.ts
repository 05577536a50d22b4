/** What is judged: from a file, or from stdin. */
import { createReadStream, statSync } from 'node:fs';
import { isObject } from '../exchange.ts';
import { CountersignError } from '../errors.ts';
import { linesOf } from '../lines.ts';
import type { Item } from '../stream.ts';
import { CommandError } from './exit-codes.ts';

/** As much as an answer may have. */
const BYTES_MAX = 16_777_216;
/** Less has no room for nesting that JavaScript cannot follow. */
const DEEP_CHARS = 4_096;
const MEMBERS = ['id', 'request', 'response', 'tool', 'server', 'headers', 'context', 'options'];

/** `-` is stdin. @throws CommandError */
export async function* bytesOf(name: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of name === '-' ? process.stdin : createReadStream(name)) yield chunk as Uint8Array;
  } catch (error) {
    throw new CommandError(`${nameOf(name)} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws CommandError */
export async function readText(name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytesOf(name)) {
    size += chunk.length;
    if (size > BYTES_MAX) throw new CommandError(`${nameOf(name)} is larger than ${BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CommandError(`${nameOf(name)} is not UTF-8`);
  }
}

/**
 * A call as `POST /validate` takes it, a bare MCP message, or a line of recorded traffic (`{"message": …, "direction": "response"}`).
 * @throws CommandError
 */
export function callOf(value: unknown, where: string): Item {
  if (Array.isArray(value))
    return sided(
      value,
      value.some((one) => isObject(one) && 'method' in one),
    );
  if (!isObject(value)) throw new CommandError(`${where} is not a JSON object`);
  if (isCall(value)) return value as Item;
  if ('jsonrpc' in value || 'method' in value || 'result' in value) return sided(value, 'method' in value);
  const { id, message, direction } = value;
  if (!isObject(message) && !Array.isArray(message))
    throw new CommandError(
      `${where} has no message: none of request, response, message and jsonrpc (members of a call: ${MEMBERS.join(', ')})`,
    );
  if (direction !== undefined && direction !== 'request' && direction !== 'response')
    throw new CommandError(`${where}: direction must be "request" or "response"`);
  const is_request = direction === undefined ? 'method' in message : direction === 'request';
  const asked = !is_request && isObject(value['request']) ? { request: value['request'] } : {};
  return { ...asked, ...sided(message, is_request), ...(typeof id === 'string' && { id }) };
}

const sided = (message: unknown, is_request: boolean): Item => (is_request ? { request: message } : { response: message }) as Item;

/** @throws CommandError */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CommandError(`${where} is not JSON: ${(error as Error).message}`);
  }
}

/** The text of a call, as it stands in the file: what two parsers would read differently is lost in parsing. @throws CommandError */
export async function readCall(name: string): Promise<string> {
  const text = await readText(name);
  const value = parseJson(text, nameOf(name));
  const { id: _, ...call } = callOf(value, nameOf(name));
  if (call.request === value) return `{"request":${text}}`;
  if (call.response === value) return `{"response":${text}}`;
  return isCall(value) && !('id' in (value as object)) ? text : JSON.stringify(call);
}

const nameOf = (name: string): string => (name === '-' ? 'stdin' : name);
const isCall = (value: unknown): boolean => isObject(value) && !('message' in value) && ('request' in value || 'response' in value);

function isWritable(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

/** A file whose end is there, and can be read twice. */
export const isFile = (name: string): boolean => name !== '-' && (statSync(name, { throwIfNoEntry: false })?.isFile() ?? false);

/** What is wrong with an answer is said of answers; this is a file. */
async function* linesIn(name: string, item: () => number): AsyncGenerator<string, void, undefined> {
  try {
    yield* linesOf(bytesOf(name), BYTES_MAX);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const what = error.kind === 'response_too_large' ? `is longer than ${BYTES_MAX} bytes` : 'is not UTF-8';
    throw new CommandError(`${nameOf(name)}, item ${item()} ${what}`);
  }
}

/** One a line. @throws CommandError that names the item */
export async function* readItems(name: string, skip: number): AsyncGenerator<Item, void, undefined> {
  let number = 0;
  for await (const line of linesIn(name, () => number + 1)) {
    if (++number <= skip) continue;
    const where = `${nameOf(name)}, item ${number}`;
    const value = parseJson(line, where);
    // It could not be sent; that would be found when others are on their way.
    if (line.length > DEEP_CHARS && !isWritable(value)) throw new CommandError(`${where} is nested too deeply`);
    yield callOf(value, where);
  }
}

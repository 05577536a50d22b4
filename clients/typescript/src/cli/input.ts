/** What is judged: from a file, or from stdin. */
import { createReadStream } from 'node:fs';
import { isObject } from '../exchange.ts';
import type { ValidateRequest } from '../generated/types.ts';
import { linesOf } from '../lines.ts';
import type { Item } from '../stream.ts';
import { CommandError } from './exit-codes.ts';

/** As much as an answer may have. */
const BYTES_MAX = 16_777_216;
const MEMBERS = ['id', 'request', 'response', 'tool', 'server', 'headers', 'context', 'options'];

/** `-` is stdin. @throws CommandError */
export async function* bytesOf(name: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of name === '-' ? process.stdin : createReadStream(name)) yield chunk as Uint8Array;
  } catch (error) {
    throw new CommandError(`${name} cannot be read: ${(error as Error).message}`);
  }
}

/** @throws CommandError */
export async function readText(name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytesOf(name)) {
    size += chunk.length;
    if (size > BYTES_MAX) throw new CommandError(`${name} is larger than ${BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CommandError(`${name} is not UTF-8`);
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
  if (!('message' in value) && ('request' in value || 'response' in value)) return value as Item;
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

/** @throws CommandError */
export async function readCall(name: string): Promise<ValidateRequest> {
  const { id: _, ...call } = callOf(parseJson(await readText(name), name === '-' ? 'stdin' : name), name);
  return call;
}

/** One a line. @throws CommandError that names the item */
export async function* readItems(name: string, skip: number): AsyncGenerator<Item, void, undefined> {
  let number = 0;
  for await (const line of linesOf(bytesOf(name), BYTES_MAX)) {
    if (++number <= skip) continue;
    const where = `${name}, item ${number}`;
    yield callOf(parseJson(line, where), where);
  }
}

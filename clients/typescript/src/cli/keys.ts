/** `countersign keys list|create|rotate|revoke`. */
import type { Countersign } from '../client.ts';
import { invalid } from '../exchange.ts';
import type { Key } from '../generated/types.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { fitting, type Shape } from './shape.ts';
import { table } from './terminal.ts';

type Wish = Parameters<Countersign['createKey']>[0];

const KEY: Shape = { id: 'text', hint: 'text', name: 'text', scopes: ['text'], 'revoked_at?': 'text', 'expires_at?': 'text' };
const MADE: Shape = { id: 'id', key: 'id' };

export async function list(call: Invocation): Promise<number> {
  const keys: Key[] = [];
  for await (const key of connect(call).listKeys({ limit: 100 })) keys.push(fitting(key, KEY));
  call.terminal.data(keys);
  const state = ({ revoked_at, expires_at }: Key): string => (revoked_at ? 'revoked' : expires_at ? `until ${expires_at}` : '');
  for (const line of table(keys.map((key) => [key.id, key.hint, key.name, key.scopes.join(','), state(key)]))) call.terminal.say(line);
  return EXIT.ok;
}

/** The key itself is on stdout, alone on its line: it is shown once. */
export async function create(call: Invocation): Promise<number> {
  const scopes = (call.texts('scope').length ? call.texts('scope') : ['validate']) as Wish['scopes'];
  const expires_at = call.text('expires');
  const key = await connect(call).createKey({ name: call.operands[0]!, scopes, ...(expires_at !== undefined && { expires_at }) });
  return shown(call, key);
}

export async function rotate(call: Invocation): Promise<number> {
  const overlap_seconds = call.whole('overlap', 0, 2_592_000);
  const key = await connect(call).rotateKey(idOf(call), { ...(overlap_seconds !== undefined && { overlap_seconds }) });
  return shown(call, key);
}

/** @throws CommandError for what would be another address */
function idOf(call: Invocation): string {
  const id = call.operands[0]!;
  if (id === '' || id === '.' || id === '..') throw new CommandError(`There is no key with the id "${id}"`);
  return id;
}

function shown(call: Invocation, made: { key: string; id: string }): number {
  fitting(made, MADE);
  call.terminal.data(made);
  call.terminal.say(made.key);
  call.terminal.note(`${made.id}; the key is shown only now`);
  return EXIT.ok;
}

export async function revoke(call: Invocation): Promise<number> {
  const answer: unknown = await connect(call).revokeKey(idOf(call));
  // Something else has answered, and the key may go on working.
  if (answer !== undefined) throw invalid('The answer should be empty');
  call.terminal.data({ revoked: call.operands[0] });
  call.terminal.say(`${call.operands[0]} is revoked`);
  return EXIT.ok;
}

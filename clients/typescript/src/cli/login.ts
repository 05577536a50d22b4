/** `countersign login`: keeps a key in a file of this user alone, after the service has let it in. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Countersign } from '../client.ts';
import { isProblem } from '../errors.ts';
import { checkApiKey, keyHint } from '../../../../src/core/api-key.ts';
import type { Invocation } from './command.ts';
import { newPlaceOf, save } from './connection.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { hearing } from './heard.ts';
import { readText } from './input.ts';
import { fitting } from './shape.ts';
import { clean } from './terminal.ts';

export async function login(call: Invocation): Promise<number> {
  const url = newPlaceOf(call);
  const key = process.stdin.isTTY ? await asked(url) : (await readText('-')).trim();
  if (!checkApiKey(key)) throw new CommandError('That is no whole API key: its checksum is wrong');
  // A key that may not see the tenant is a key all the same: only its being let in counts.
  const tenant = await new Countersign({ url, key, fetch: hearing }).getTenant().catch((error: unknown) => {
    if (isProblem(error, 'SCOPE_MISSING')) return null;
    throw error;
  });
  if (tenant) fitting(tenant, { id: 'text', name: 'text' });
  const file = save({ url, key });
  call.terminal.data({ url, key: keyHint(key), tenant: tenant?.id ?? null, file });
  call.terminal.say(`${keyHint(key)}… for ${url}${tenant ? ` (${clean(tenant.name)})` : ''} is kept in ${file}`);
  return EXIT.ok;
}

/** What is typed is not shown. */
async function asked(url: string): Promise<string> {
  process.stderr.write(`API key for ${url}: `);
  const reader = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: true,
  });
  const stopped = new Promise<never>((_, reject) => {
    const stop = (exit: number) => (): void => reject(new CommandError('No key was given', exit));
    reader.once('SIGINT', stop(EXIT.interrupted)).once('close', stop(EXIT.input));
  });
  try {
    return (await Promise.race([reader.question(''), stopped])).trim();
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

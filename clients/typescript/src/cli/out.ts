/** A file of results, one a line: it has all that was written to it, or the command fails. */
import { open, stat } from 'node:fs/promises';
import { CommandError } from './exit-codes.ts';

export type Out = {
  /** @throws CommandError */
  write(line: string): Promise<void>;
  /** Writes what is held; may be called twice. @throws CommandError */
  close(): Promise<void>;
};

/** Lines are held until there are as many: a write for each would take longer than its verdict. */
const HELD_CHARS = 65_536;

/** Begins the file anew, or goes on with it where items are skipped. Undefined where no file is asked for. @throws CommandError */
export async function openOut(name: string | undefined, input: string, skip: number): Promise<Out | undefined> {
  if (name === undefined) return undefined;
  if (await isSame(name, input)) throw new CommandError(`--out ${name} is the file that is read`);
  const failed = (error: unknown): never => {
    throw new CommandError(`${name} cannot be written: ${(error as Error).message}`);
  };
  const file = await open(name, skip ? 'a' : 'w').catch(failed);
  let held = '';
  let is_open = true;
  let broken: unknown;
  const flush = async (): Promise<void> => {
    const lines = held;
    held = '';
    await file.writeFile(lines).catch((error: unknown) => failed((broken = error)));
  };
  return {
    async write(line) {
      held += line;
      if (held.length >= HELD_CHARS) await flush();
    },
    async close() {
      if (broken) failed(broken);
      if (!is_open) return;
      is_open = false;
      await flush().finally(() => file.close().catch(failed));
    },
  };
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((name) => stat(name).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
}

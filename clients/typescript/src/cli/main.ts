#!/usr/bin/env node
/** `countersign`, the program. */
import { CountersignError, ProblemError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { readInvocation, type Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { helpOf, overview } from './help.ts';
import { clean, withoutKeys } from './terminal.ts';

/** Who reads no further, as `head`, wants no more of us; what was not read is no "yes", though. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.unread : EXIT.internal));
/** Nobody can be told of that, and what is done goes on: `wrap` guards a conversation. */
process.stderr.on('error', () => {});

const argv = process.argv.slice(2);

async function run(args: readonly string[]): Promise<number> {
  const command = commandOf(args);
  if (!command) return withoutCommand(args);
  const own = args.slice(command.words.length);
  if (ours(own).some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`${helpOf(command)}\n`);
    return EXIT.ok;
  }
  const call = readInvocation(command, own);
  return (await command.load())(call);
}

const commandOf = (args: readonly string[]): Command | undefined =>
  COMMANDS.find(({ words }) => words.every((word, i) => args[i] === word));

/** What follows `--` is for somebody else. */
const ours = (args: readonly string[]): readonly string[] => (args.includes('--') ? args.slice(0, args.indexOf('--')) : args);

function withoutCommand(args: readonly string[]): number {
  const [first] = args;
  if (first === '--version' || first === '-V') process.stdout.write(`${VERSION}\n`);
  else if (first === undefined || first === '--help' || first === '-h' || first === 'help') process.stdout.write(`${overview(COMMANDS)}\n`);
  else {
    const known = COMMANDS.filter(({ words }) => words[0] === first).map(({ words }) => words.join(' '));
    throw new CommandError(
      known.length ? `countersign ${first} is one of: ${known.join(', ')}` : `There is no command "${first}"; see countersign --help`,
    );
  }
  return first === undefined ? EXIT.input : EXIT.ok;
}

/** Everything that goes wrong ends here; nothing is an `ok` by accident. */
function report(error: unknown): number {
  const exit = exitOf(error);
  const message = withoutKeys(error instanceof Error ? error.message : String(error));
  const told = error instanceof CommandError ? error.faults : error instanceof ProblemError ? error.errors : [];
  const faults = told.map(({ pointer, detail }) => ({ pointer: withoutKeys(pointer), detail: withoutKeys(detail) }));
  if (ours(argv).includes('--json')) {
    const code = error instanceof ProblemError ? error.code : error instanceof CountersignError ? error.kind : 'command';
    const request_id = error instanceof ProblemError ? error.requestId : null;
    process.stderr.write(`${JSON.stringify({ error: { code, message, errors: faults, request_id, exit } })}\n`);
  } else {
    process.stderr.write(`countersign: ${clean(error instanceof ProblemError ? withoutKeys(headOf(error)) : message)}\n`);
    for (const { pointer, detail } of faults) process.stderr.write(`  ${clean(pointer)}: ${clean(detail)}\n`);
    if (exit === EXIT.internal && error instanceof Error) process.stderr.write(`${withoutKeys(String(error.stack))}\n`);
  }
  return exit;
}

const headOf = ({ status, code, detail, requestId }: ProblemError): string =>
  `${status} ${code}: ${detail}${requestId === null ? '' : ` (${requestId})`}`;

function exitOf(error: unknown): number {
  if (error instanceof CommandError) return error.exit;
  if (error instanceof ProblemError) return error.status >= 500 || error.status === 408 ? EXIT.unavailable : EXIT.refused;
  if (!(error instanceof CountersignError)) return EXIT.internal;
  return error.kind === 'configuration' ? EXIT.input : EXIT.unavailable;
}

/** Until it is known how it ends: a program that comes to nothing has not said "yes". */
process.exitCode = EXIT.internal;
process.on('uncaughtException', (error) => process.exit(report(error)));
void run(argv)
  .catch(report)
  .then((exit) => (process.exitCode = exit));

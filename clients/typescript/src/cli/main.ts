#!/usr/bin/env node
/** `countersign`, the program. */
import { CountersignError, ProblemError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { readInvocation, type Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { heard, heardLine } from './heard.ts';
import { groupHelp, helpOf, overview } from './help.ts';
import { clean, withoutKeys } from './terminal.ts';

/** Who reads no further, as `head`, wants no more of us; what was not read is no "yes", though. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.unread : EXIT.internal));
/** Nobody can be told of that, and what is done goes on: `wrap` guards a conversation. */
process.stderr.on('error', () => {});

const argv = process.argv.slice(2);

async function run(args: readonly string[]): Promise<number> {
  if (args[0] === 'help') return run([...args.slice(1), '--help']);
  const command = commandOf(args);
  if (!command) return withoutCommand(args);
  const own = args.slice(command.words.length);
  if (asksForHelp(own)) return shown(helpOf(command));
  const call = readInvocation(command, own);
  return (await command.load())(call);
}

const commandOf = (args: readonly string[]): Command | undefined =>
  COMMANDS.find(({ words }) => words.every((word, i) => args[i] === word));

/** What follows `--` is for somebody else. */
const ours = (args: readonly string[]): readonly string[] => (args.includes('--') ? args.slice(0, args.indexOf('--')) : args);

const asksForHelp = (args: readonly string[]): boolean => ours(args).some((arg) => arg === '--help' || arg === '-h');

function shown(text: string, exit: number = EXIT.ok): number {
  process.stdout.write(`${text}\n`);
  return exit;
}

function withoutCommand(args: readonly string[]): number {
  const [first, second] = args;
  if (first === '--version' || first === '-V') return shown(VERSION);
  if (first === undefined) return shown(overview(COMMANDS), EXIT.input);
  const group = COMMANDS.filter(({ words }) => words.length > 1 && words[0] === first);
  if (asksForHelp(args) && group.length) return shown(groupHelp(first, group));
  if (asksForHelp(args) && first.startsWith('-')) return shown(overview(COMMANDS));
  if (!group.length) throw new CommandError(`There is no command "${first}"; see countersign --help`);
  if (!ours(args).includes('--json')) process.stderr.write(`${groupHelp(first, group)}\n\n`);
  const known = group.map(({ words }) => words.join(' ')).join(', ');
  const wrong = second === undefined || second.startsWith('-') ? '' : `, and not ${first} ${second}`;
  throw new CommandError(`countersign ${first} is one of: ${known}${wrong}`);
}

/** Everything that goes wrong ends here; nothing is an `ok` by accident. */
function report(error: unknown): number {
  const exit = exitOf(error);
  const answer = exit === EXIT.unavailable && !isRefusal(error) ? heard() : undefined;
  const message = withoutKeys(error instanceof Error ? error.message : String(error));
  const told = error instanceof CommandError ? error.faults : error instanceof ProblemError ? error.errors : [];
  const faults = told.map(({ pointer, detail }) => ({ pointer: withoutKeys(pointer), detail: withoutKeys(detail) }));
  if (ours(argv).includes('--json')) {
    const code = error instanceof ProblemError ? error.code : error instanceof CountersignError ? error.kind : 'command';
    const request_id = error instanceof ProblemError ? error.requestId : null;
    process.stderr.write(`${JSON.stringify({ error: { code, message, errors: faults, request_id, exit, ...(answer && { answer }) } })}\n`);
  } else {
    process.stderr.write(`countersign: ${clean(error instanceof ProblemError ? withoutKeys(headOf(error)) : message)}\n`);
    for (const { pointer, detail } of faults) process.stderr.write(`  ${clean(pointer)}: ${clean(detail)}\n`);
    if (answer) process.stderr.write(`  what came: ${clean(heardLine(answer))}\n`);
    if (exit === EXIT.internal && error instanceof Error) process.stderr.write(`${withoutKeys(String(error.stack))}\n`);
  }
  return exit;
}

const headOf = ({ status, code, detail, requestId }: ProblemError): string =>
  `${status} ${code}: ${detail}${requestId === null ? '' : ` (${requestId})`}`;

/** Of the service itself: a gateway or another site has no problems of ours, whatever their status. */
const isRefusal = (error: unknown): boolean => error instanceof ProblemError && error.code !== `HTTP_${error.status}`;

function exitOf(error: unknown): number {
  if (error instanceof CommandError) return error.exit;
  if (error instanceof ProblemError)
    return !isRefusal(error) || error.status >= 500 || error.status === 408 ? EXIT.unavailable : EXIT.refused;
  if (!(error instanceof CountersignError)) return EXIT.internal;
  return error.kind === 'configuration' ? EXIT.input : EXIT.unavailable;
}

/** Until it is known how it ends: a program that comes to nothing has not said "yes". */
process.exitCode = EXIT.internal;
process.on('uncaughtException', (error) => process.exit(report(error)));
void run(argv)
  .catch(report)
  .then((exit) => (process.exitCode = exit));

/** What a command is, and how its arguments are read. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError } from './exit-codes.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export type Option = {
  name: string;
  /** What stands for its value; without it, it is a flag. */
  value?: string;
  /** All that the value can be. */
  choices?: readonly string[];
  many?: true;
  help: string;
};

export type Command = {
  /** `policy plan` is two. */
  words: readonly string[];
  /** What follows them. */
  operands: string;
  /** How many operands there may be. */
  takes: readonly [least: number, most: number];
  /** Takes a command after `--`. */
  runs?: true;
  help: string;
  options: readonly Option[];
  /** Not loaded before it is needed: a program that starts slowly is not called in hooks. */
  load(): Promise<(call: Invocation) => Promise<number>>;
};

export type Invocation = {
  operands: readonly string[];
  /** What follows `--`. */
  rest: readonly string[];
  terminal: Terminal;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  /** @throws CommandError for what is no whole number within the bounds */
  whole(name: string, least: number, most: number): number | undefined;
};

export const COMMON: readonly Option[] = [
  { name: 'json', help: 'print JSON, errors too' },
  { name: 'url', value: 'url', help: 'where the service is (COUNTERSIGN_URL)' },
  { name: 'timeout', value: 'ms', help: 'for one call with its retries' },
  { name: 'help', help: 'show this' },
];

const wordsOf = (command: Command): string => command.words.join(' ');

/** @throws CommandError that names what is wrong */
export function readInvocation(command: Command, argv: readonly string[]): Invocation {
  const cut = argv.indexOf('--');
  const rest = cut === -1 ? [] : argv.slice(cut + 1);
  const { values, positionals } = parse(command, cut === -1 ? argv : argv.slice(0, cut));
  const name = wordsOf(command);
  const [least, most] = command.takes;
  if (positionals.length < least) throw new CommandError(`countersign ${name} needs ${command.operands}`);
  if (positionals.length > most)
    throw new CommandError(
      `countersign ${name} does not take "${positionals[most]}"${command.runs ? ': a command to run stands after --' : ''}`,
    );
  if (cut !== -1 && !command.runs) throw new CommandError(`countersign ${name} takes no command after --`);
  for (const { name: option, choices } of command.options)
    for (const value of [values[option] ?? []].flat())
      if (choices && !choices.includes(String(value))) throw new CommandError(`--${option} must be one of ${choices.join(', ')}`);
  const text = (option: string): string | undefined => values[option] as string | undefined;
  return {
    operands: positionals,
    rest,
    terminal: openTerminal({ json: values['json'] === true }),
    flag: (option) => values[option] === true,
    text,
    texts: (option) => (values[option] as string[] | undefined) ?? [],
    whole: (option, from, to) => wholeOf(option, text(option), from, to),
  };
}

type Values = { [name: string]: unknown };

function parse(command: Command, args: readonly string[]): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name, value, many } of [...COMMON, ...command.options])
    options[name] = { type: value ? 'string' : 'boolean', ...(many && { multiple: true }) };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's own words go on with advice on `--`, which here means something else.
    throw new CommandError(`countersign ${wordsOf(command)}: ${(error as Error).message.split(/\. |\n/)[0]}`);
  }
}

function wholeOf(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(number >= least && number <= most)) throw new CommandError(`--${name} must be a whole number from ${least} to ${most}`);
  return number;
}

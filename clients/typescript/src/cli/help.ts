/** What `--help` prints. */
import { COMMON, type Command, type Option } from './command.ts';
import { EXIT_MEANINGS } from './exit-codes.ts';
import { table } from './terminal.ts';

const signature = ({ words, operands }: Command): string => ['countersign', ...words, operands].filter(Boolean).join(' ');
const indented = (rows: readonly (readonly (string | number)[])[]): string[] => table(rows).map((line) => `  ${line}`);

const optionRow = ({ name, value, choices, help }: Option): string[] => [
  `--${name}${value ? ` <${choices ? choices.join('|') : value}>` : ''}`,
  help,
];

export const helpOf = (command: Command): string =>
  [`${signature(command)}: ${command.help}`, '', ...indented([...command.options, ...COMMON].map(optionRow))].join('\n');

/** Of commands that begin with the same word. */
export const groupHelp = (group: string, commands: readonly Command[]): string =>
  [
    `countersign ${group} <command>, which is one of:`,
    '',
    ...indented(commands.map((command) => [[...command.words, command.operands].filter(Boolean).join(' '), command.help])),
    '',
    `countersign ${group} <command> --help says more of one.`,
  ].join('\n');

export const overview = (commands: readonly Command[]): string =>
  [
    'countersign <command>: the Countersign service on the command line',
    '',
    ...indented(commands.map((command) => [[...command.words, command.operands].filter(Boolean).join(' '), command.help])),
    '',
    'With every command:',
    ...indented([...COMMON, { name: 'version', help: 'print the version' }].map(optionRow)),
    '',
    'Exit codes:',
    ...indented(EXIT_MEANINGS.map(([code, meaning]) => [String(code), meaning])),
  ].join('\n');

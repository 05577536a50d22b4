/** `countersign completion bash|zsh|fish`: written from the table of commands, so that it cannot miss one. */
import { COMMON, type Command, type Invocation, type Option } from './command.ts';
import { COMMANDS } from './commands.ts';
import { CommandError, EXIT } from './exit-codes.ts';

const optionsOf = ({ options }: Command): string[] => [...options, ...COMMON].map(({ name }) => `--${name}`);
const firstWords = (): string[] => [...new Set(COMMANDS.map(({ words }) => words[0]!))];
const secondWords = (first: string): string[] => COMMANDS.filter(({ words }) => words[0] === first).flatMap(({ words }) => words[1] ?? []);
const SHELLS: { [shell: string]: () => string } = { bash, zsh, fish };

export async function completion(call: Invocation): Promise<number> {
  const shell = call.operands[0]!;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell]!() : undefined;
  if (script === undefined) throw new CommandError(`There is no completion for ${shell}: bash, zsh or fish`);
  call.terminal.data({ shell, script });
  call.terminal.say(script);
  return EXIT.ok;
}

const EVERY = [...COMMON, ...COMMANDS.flatMap(({ options }) => options)];

/** What an operand can be, where that is a short list. */
const operandsOf = ({ operands }: Command): string[] => (/^[a-z|]+$/.test(operands) ? operands.split('|') : []);

/**
 * The cases that bash and zsh share: what stands before the word decides what it can be. A file where nothing is named.
 * `offer(words, options)`: options are offered to a word that begins with a dash.
 */
function cases(offer: (words: readonly string[], options: readonly string[]) => string): string {
  const choices = [...new Map(EVERY.filter(({ value }) => value).map((option) => [option.name, option.choices ?? []]))];
  const groups = firstWords().filter((first) => secondWords(first).length);
  const values = choices.map(([name, words]): [string, string] => [`*' --${name}'`, offer(words, [])]);
  const commands = COMMANDS.map((command): [string, string] => {
    const options = optionsOf(command);
    return [`' ${command.words.join(' ')}'*`, offer(command.takes[1] || command.runs ? operandsOf(command) : options, options)];
  });
  const seconds = groups.map((first): [string, string] => [`' ${first}'`, offer(secondWords(first), [])]);
  const all: [string, string][] = [
    ["*' -- '* | *' --'", offer([], [])],
    ...values,
    ...commands,
    ...seconds,
    ["''", offer(firstWords(), ['--help', '--version'])],
  ];
  return all.map(([pattern, offered]) => `    ${pattern}) ${offered} ;;`).join('\n');
}

function bash(): string {
  return `# eval "$(countersign completion bash)"
_countersign() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before='' offered='' options='' i
  for ((i = 1; i < COMP_CWORD; i++)); do before+=" \${COMP_WORDS[i]}"; done
  case "$before" in
${cases((words, options) => `offered='${words.join(' ')}' options='${options.join(' ')}'`)}
  esac
  [[ $word == -* ]] && offered="$options"
  COMPREPLY=($(compgen -W "$offered" -- "$word"))
}
complete -o default -F _countersign countersign`;
}

function zsh(): string {
  return `#compdef countersign
# eval "$(countersign completion zsh)", after compinit
_countersign() {
  local -a offered options
  local before=''
  ((CURRENT > 2)) && before=" \${(j: :)words[2,CURRENT-1]}"
  case "$before" in
${cases((words, options) => `offered=(${words.join(' ')}) options=(${options.join(' ')})`)}
  esac
  if [[ $PREFIX == -* ]]; then compadd -- $options
  elif ((#offered)); then compadd -- $offered
  else _files
  fi
}
if [[ $funcstack[1] == _countersign ]]; then _countersign "$@"; else compdef _countersign countersign; fi`;
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

const fishOption = ({ name, value, choices, help }: Option): string =>
  `-l ${name}${choices ? ` -x -a '${choices.join(' ')}'` : value ? ' -r' : ''} -d ${quoted(help)}`;

function fish(): string {
  const firsts = firstWords().map((first) => {
    const one = COMMANDS.find(({ words }) => words[0] === first)!;
    const help = one.words.length === 1 ? ` -d ${quoted(one.help)}` : '';
    return `complete -c countersign -n __fish_use_subcommand -f -a ${first}${help}`;
  });
  const rest = COMMANDS.flatMap((command) => {
    const { words, help, options } = command;
    const [first, second] = words;
    const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    const named = second
      ? [
          `complete -c countersign -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${secondWords(first!).join(' ')}' -f -a ${second} -d ${quoted(help)}`,
        ]
      : [];
    const own = options.map((option) => `complete -c countersign -n '${seen}' ${fishOption(option)}`);
    const operands = operandsOf(command).length ? [`complete -c countersign -n '${seen}' -f -a '${operandsOf(command).join(' ')}'`] : [];
    return [...named, ...operands, ...own];
  });
  const common = COMMON.map((option) => `complete -c countersign ${fishOption(option)}`);
  return ['# countersign completion fish | source', ...firsts, ...rest, ...common].join('\n');
}

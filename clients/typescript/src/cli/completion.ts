/** `countersign completion bash|zsh|fish`: written from the table of commands, so that it cannot miss one. */
import { COMMON, type Command, type Invocation } from './command.ts';
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

/** The cases that bash and zsh share: what stands before the word decides what it can be. */
function cases(offer: (words: readonly string[]) => string): string {
  const lines = COMMANDS.map((command) => `    '${command.words.join(' ')}'*) ${offer(optionsOf(command))} ;;`);
  const groups = firstWords().filter((first) => secondWords(first).length);
  return [...lines, ...groups.map((first) => `    '${first}'*) ${offer(secondWords(first))} ;;`), `    *) ${offer(firstWords())} ;;`].join(
    '\n',
  );
}

function bash(): string {
  return `# eval "$(countersign completion bash)"
_countersign() {
  local word="\${COMP_WORDS[COMP_CWORD]}" offered=''
  case "\${COMP_WORDS[*]:1:COMP_CWORD-1}" in
${cases((words) => `offered='${words.join(' ')}'`)}
  esac
  COMPREPLY=($(compgen -W "$offered" -- "$word"))
}
complete -o default -F _countersign countersign`;
}

function zsh(): string {
  return `#compdef countersign
# eval "$(countersign completion zsh)"
_countersign() {
  local -a offered
  case "\${(j: :)words[2,CURRENT-1]}" in
${cases((words) => `offered=(${words.join(' ')})`)}
  esac
  compadd -a offered
  _files
}
compdef _countersign countersign`;
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

function fish(): string {
  const firsts = firstWords().map((first) => {
    const one = COMMANDS.find(({ words }) => words[0] === first)!;
    const help = one.words.length === 1 ? ` -d ${quoted(one.help)}` : '';
    return `complete -c countersign -n __fish_use_subcommand -a ${first}${help}`;
  });
  const rest = COMMANDS.flatMap(({ words, help, options }) => {
    const [first, second] = words;
    const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    const named = second ? [`complete -c countersign -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quoted(help)}`] : [];
    const own = options.map(
      ({ name, value, help: what }) => `complete -c countersign -n '${seen}' -l ${name}${value ? ' -r' : ''} -d ${quoted(what)}`,
    );
    return [...named, ...own];
  });
  const common = COMMON.map(({ name, value, help }) => `complete -c countersign -l ${name}${value ? ' -r' : ''} -d ${quoted(help)}`);
  return ['# countersign completion fish | source', ...firsts, ...rest, ...common].join('\n');
}

/** How commands hang together. */
import type { Command } from './commands.ts';

/** A question about a command. Pipelines are long and each of their commands asks what it reads from: the answer is kept in two bits of it. */
export type SourceTest = { of(command: Command): boolean; bit: number };

/** @param place 0 to 14, another for each test */
export const sourceTest = (place: number, of: (command: Command) => boolean): SourceTest => ({ of, bit: 1 << (2 * place) });

/** Whether one of the commands whose output it reads, however far up the pipeline, passes. Linear over all commands of a text. */
export function readsFrom(command: Command, { of, bit }: SourceTest): boolean {
  let answer = false;
  let last: Command | null = command;
  for (; last?.source && (last.answers & bit) === 0; last = last.source) {
    if (!of(last.source)) continue;
    answer = true;
    break;
  }
  if (!answer && last?.source) answer = (last.answers & (bit << 1)) !== 0;
  const marks = answer ? bit | (bit << 1) : bit;
  for (let c: Command | null = command; c; c = c.source) {
    c.answers |= marks;
    if (c === last) break;
  }
  return answer;
}

const NEAR_MAX = 16;

/** Whether `first` stands a few pipes before `command`. */
export function standsBefore(first: Command, command: Command): boolean {
  let c = command.source;
  for (let steps = 0; c && steps < NEAR_MAX; steps++, c = c.source) if (c === first) return true;
  return false;
}

/** True for one of the options, short ones also in a bundle such as `-rf`. */
export function hasOption(command: Command, short: string, ...long: string[]): boolean {
  return command.words.some(
    ({ text }) =>
      (short !== '' && /^-[a-zA-Z]+$/.test(text) && text.includes(short)) ||
      long.some((option) => text === option || text.startsWith(`${option}=`)),
  );
}

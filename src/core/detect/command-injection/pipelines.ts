/** How commands hang together. */
import type { Command } from './commands.ts';

const SOURCES_MAX = 16;
const NONE: readonly Command[] = [];

/** The commands whose output it reads, nearest first. */
export function sourcesOf(command: Command): readonly Command[] {
  if (!command.source) return NONE;
  const all: Command[] = [];
  for (let c: Command | null = command.source; c && all.length < SOURCES_MAX; c = c.source) all.push(c);
  return all;
}

/** True for one of the options, short ones also in a bundle such as `-rf`. */
export function hasOption(command: Command, short: string, ...long: string[]): boolean {
  return command.words.some(
    ({ text }) =>
      (short !== '' && /^-[a-zA-Z]+$/.test(text) && text.includes(short)) ||
      long.some((option) => text === option || text.startsWith(`${option}=`)),
  );
}

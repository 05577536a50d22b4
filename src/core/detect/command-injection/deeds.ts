/** Reads the commands of a text segment by segment, and tells what they do to everybody who asked. */
import type { Role } from '../../finding.ts';
import { type ShellContext, shellBreak, shellTokens } from '../../text/shell-tokens.ts';
import { findBreakOuts } from './break-out.ts';
import { type Command, commandsOf } from './commands.ts';
import { type Deed, findDeeds, findSchemes, innerScripts } from './misuse.ts';
import { plantedScripts } from './staging.ts';

/** Scripts within scripts. */
const SCRIPTS_DEEP = 2;

/** Commands, the first `own` of which begin here, and the scripts that they are given or plant. Offsets inside quotes may be shifted by escapes: the whole word is the evidence. */
function scriptsIn(commands: readonly Command[], own: number, isRole: boolean, depth: number, keep: (deed: Deed) => void): void {
  findDeeds(commands, keep, own);
  if (isRole) findSchemes(commands, keep);
  if (depth === 0) return;
  const scripts = commands.slice(0, own).flatMap((command) => innerScripts(command));
  for (const { text, start, end } of isRole ? [...scripts, ...plantedScripts(commands)] : scripts) {
    const inner = commandsOf(shellTokens(text, 0).tokens);
    scriptsIn(inner, inner.length, isRole, depth - 1, (deed) => keep({ ...deed, start, end }));
  }
}

/** The first segment of a text, as read from its start: who comes in behind a quote reads the rest of it the same. */
type Read = { commands: readonly Command[]; clean: readonly number[]; next: number };

function readSegment(text: string, from: number, role: Role, known: Read | null): { commands: readonly Command[]; own: number } & Read {
  const { tokens, clean, met, next } = shellTokens(text, from, known?.clean);
  // In code, backticks mark words and templates more often than commands.
  const commands = role === 'code' ? commandsOf(tokens).filter((command) => command.before !== '`') : commandsOf(tokens);
  const own = commands.length;
  if (met < 0 || known === null) return { commands, own, clean, next };
  for (let i = firstFrom(known.commands, met); i < known.commands.length; i++) commands.push(known.commands[i]!);
  return { commands, own, clean, next: -1 };
}

/** Number of the first command from `at` on, a place at which no command is open. */
function firstFrom(commands: readonly Command[], at: number): number {
  let [low, high] = [0, commands.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (commands[middle]!.start < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A role that deeds are told to. */
export type Hearer = { role: Role; unsure?: boolean; keep: (deed: Deed) => void };

/** @param hearers more than one only where none of them is there to be run */
export function deedsIn(text: string, context: ShellContext, hearers: readonly Hearer[], isRole: boolean, known: Read | null): Read | null {
  let from = shellBreak(text, context);
  let read: Read | null = null;
  const keep = hearers.length === 1 ? hearers[0]!.keep : (deed: Deed): void => hearers.forEach((hearer) => hearer.keep(deed));
  for (let first = true; from >= 0; first = false) {
    const segment = readSegment(text, from, hearers[0]!.role, known);
    const { commands, own, next } = segment;
    read ??= segment;
    scriptsIn(commands, own, isRole, SCRIPTS_DEEP, keep);
    if (!isRole)
      for (const { role, unsure = false, keep: tell } of hearers)
        findBreakOuts(commands, { text, from, broke: context !== 'bare' && first, role, unsure }, tell);
    from = next;
  }
  return read;
}

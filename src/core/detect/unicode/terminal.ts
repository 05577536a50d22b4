/** Terminal control in text that people or models read (ECMA-48; Trail of Bits, "Deceiving users with ANSI terminal codes in MCP", 2025). */
import type { Matches } from './collect.ts';
import { RULES } from './rules.ts';

const ESCAPE = 0x1b;
const CSI = 0x9b;
const SEQUENCE_MAX = 4096;

/** `8` conceals; a foreground equal to the background does too, but colours depend on the terminal. */
function conceals(parameters: string): boolean {
  const codes = parameters.split(';');
  for (let i = 0; i < codes.length; i++) {
    // 38 and 48 set a colour by index (`38;5;n`) or by three values (`38;2;r;g;b`).
    if (codes[i] === '38' || codes[i] === '48') i += codes[i + 1] === '2' ? 4 : 2;
    else if (codes[i] === '8') return true;
  }
  return false;
}

const MARK_MAX = 96;
/** `0;kim@web1: ~/src/app`: prompts name the window after user, host and folder, or after the program that runs; a sentence has more words. */
const WINDOW_TITLE = /^[012];[\w@:~/.\-+()[\]|$#% \\]*$/;
const TITLE_WORDS_MAX = 4;
const TERMINAL_STATE = /^1337;(?:RemoteHost|CurrentDir|ShellIntegrationVersion|SetMark|CursorShape)\b/;

/** What shells and their prompts send all the time. */
function isShellMark(body: string): boolean {
  if (body.length > MARK_MAX) return false;
  if (TERMINAL_STATE.test(body)) return true;
  return WINDOW_TITLE.test(body) && body.slice(2).split(/\s+/).length <= TITLE_WORDS_MAX;
}

/** `metadata`: names and descriptions, where no terminal is meant to read along. */
export function findTerminal(text: string, metadata: boolean, matches: Matches): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== ESCAPE && unit !== CSI) continue;
    const kind = unit === CSI ? '[' : text.charAt(i + 1);
    let end = unit === CSI ? i + 1 : i + 2;
    if (kind === '[') {
      const from = end;
      while (end < text.length && end - from < 32 && text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) <= 0x3f) end++;
      const final = text.charAt(end);
      if (final === '' || text.charCodeAt(end) < 0x40 || text.charCodeAt(end) > 0x7e) continue;
      const hidden = metadata || (final === 'm' && conceals(text.slice(from, end)));
      matches.push(hidden ? RULES.ansiHidden : final === 'm' ? RULES.colour : RULES.ansi, i, end + 1);
      i = end;
    } else if (kind === ']') {
      const stop = Math.min(text.length, i + SEQUENCE_MAX);
      while (end < stop && text.charCodeAt(end) !== 0x07 && text.charCodeAt(end) !== ESCAPE) end++;
      if (end === stop) {
        i = end - 1;
        continue;
      }
      const hides = /^(?:52|8|0|1|2|50|777|1337)(?:;|$)/.test(text.slice(i + 2, i + 8));
      const known =
        !metadata && hides && (text.startsWith('8;', i + 2) || isShellMark(text.slice(i + 2, Math.min(end, i + 2 + MARK_MAX + 1))));
      matches.push(hides && !known ? RULES.ansiHidden : RULES.ansi, i, Math.min(text.length, end + 1));
      i = end - 1;
    }
  }
}

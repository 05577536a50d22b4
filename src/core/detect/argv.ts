/** Command lines that are sent as a list of words: `{"command": "rm", "args": ["-rf", "/"]}` says nothing until it is read as one. */
import type { RoleGuess } from '../roles/roles.ts';
import type { JoinedLeaf, Leaf, Step } from '../mcp/surface.ts';

/** Words of one command line, and UTF-16 units of all of them, that are joined. */
export const ARGV_WORDS_MAX = 64;
export const ARGV_CHARS_MAX = 16_384;

export type Argv = { joined: JoinedLeaf; over_budget: boolean };

/** Gathers arguments whose likeliest role is a command, in document order. */
export class ArgvCollector {
  readonly #lists = new Map<Step, Leaf[]>();
  /** By the object that they stand in: the text that a list beside it continues. */
  readonly #heads = new Map<Step | null, Leaf>();

  add(leaf: Leaf, guesses: readonly RoleGuess[]): void {
    if (leaf.slot !== 'argument' || leaf.kind !== 'value' || guesses[0]?.role !== 'shell') return;
    const { up } = leaf.at;
    if (typeof leaf.at.key !== 'number' || up === null) {
      if (!this.#heads.has(up)) this.#heads.set(up, leaf);
      return;
    }
    const list = this.#lists.get(up);
    if (list) list.push(leaf);
    else this.#lists.set(up, [leaf]);
  }

  /** The command lines of two words and more. A word that a shell would take apart is quoted, for nothing takes it apart here. */
  *lines(): Generator<Argv> {
    for (const [list, items] of this.#lists) {
      const head = this.#heads.get(list.up);
      const words = head ? [head, ...items] : items;
      if (words.length > 1) yield joinWords(words, head !== undefined);
    }
  }
}

/** @param headed the first word is a command line of its own, which the others continue */
function joinWords(words: readonly Leaf[], headed: boolean): Argv {
  const parts: Leaf[] = [];
  const starts: number[] = [];
  let text = '';
  for (const [i, leaf] of words.entries()) {
    const word = (headed && i === 0) || /^[\w@%+=:,./~^-]+$/.test(leaf.text) ? leaf.text : `'${leaf.text.replaceAll("'", '_')}'`;
    if (parts.length >= ARGV_WORDS_MAX || text.length + word.length > ARGV_CHARS_MAX) break;
    if (i > 0) text += ' ';
    starts.push(text.length + (word.length - leaf.text.length) / 2);
    text += word;
    parts.push(leaf);
  }
  const locate = (offset: number): { part: Leaf; offset: number } => {
    let at = 0;
    while (at + 1 < parts.length && (starts[at + 1] ?? 0) <= offset) at++;
    const part = parts[at];
    if (!part) throw new RangeError('a command line has words');
    return { part, offset: Math.max(0, Math.min(offset - (starts[at] ?? 0), part.text.length)) };
  };
  return { joined: { parts, text, locate }, over_budget: parts.length < words.length };
}

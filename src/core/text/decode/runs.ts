/** Long runs of one alphabet, found without looking at every unit. */

/** From, to, from, to …, in order and apart. */
export type Runs = readonly number[];

/** All runs of `min` units and more. */
export function runsOf(text: string, alphabet: Int8Array, min: number): Runs {
  const runs: number[] = [];
  for (let from = nextRun(text, 0, alphabet, min); from < text.length; from = nextRun(text, runs.at(-1)!, alphabet, min)) {
    let to = from + min;
    for (; to < text.length; to++) {
      const unit = text.charCodeAt(to);
      if (unit >= 128 || alphabet[unit]! < 0) break;
    }
    runs.push(from, to);
  }
  return runs;
}

/**
 * @param from where a run may begin: the start of the text, or behind a unit that is not in the alphabet
 * @param alphabet by unit below 128: −1 for what is not in it
 * @param to where a run may go on to: the end of the text, or a unit that is not in the alphabet
 * @returns where the next run of `min` units and more begins, or `to`; from the last of `min` units back to the first that
 *   is none of the alphabet, so ordinary words are jumped over
 */
export function nextRun(text: string, from: number, alphabet: Int8Array, min: number, to: number = text.length): number {
  let start = from;
  for (let end = start + min; end <= to; end = start + min) {
    let i = end - 1;
    for (; i >= start; i--) {
      const unit = text.charCodeAt(i);
      if (unit >= 128 || alphabet[unit]! < 0) break;
    }
    if (i < start) return start;
    start = i + 1;
  }
  return to;
}

/** Long runs of one alphabet, found without looking at every unit. */

/**
 * @param from where a run may begin: the start of the text, or behind a unit that is not in the alphabet
 * @param alphabet by unit below 128: −1 for what is not in it
 * @returns where the next run of `min` units and more begins, or the end of the text; from the last of `min` units back to the first that
 *   is none of the alphabet, so ordinary words are jumped over
 */
export function nextRun(text: string, from: number, alphabet: Int8Array, min: number): number {
  let start = from;
  for (let end = start + min; end <= text.length; end = start + min) {
    let i = end - 1;
    for (; i >= start; i--) {
      const unit = text.charCodeAt(i);
      if (unit >= 128 || alphabet[unit]! < 0) break;
    }
    if (i < start) return start;
    start = i + 1;
  }
  return text.length;
}

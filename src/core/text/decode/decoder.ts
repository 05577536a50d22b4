/** What every decoder is: one way to spell text otherwise, undone. */
import type { Draft } from './draft.ts';
import type { Runs } from './runs.ts';

export type Decoder = {
  /** As it stands in a finding's `view`. */
  name: string;
  /** `FEATURE` bits, of a late decoder `DISGUISE` bits; the decoder is tried when the text has one of them, a late one of none always. */
  triggers: number;
  /** Of a late decoder: what texts have that it is for; see `LATE_LITERALS`. */
  literals?: readonly string[];
  /**
   * Writes the decoded form into the draft and sets `draft.changed` when there was something to decode. A *whole* decoder writes the whole
   * text with what it decoded in place (`draft.replace`), or nothing when there was nothing; a *span* decoder writes only what it decoded, a line for each run. Linear in the text, never throws.
   * @param runs `runsIn(text)`, for span decoders
   * @returns the offset in `text` just after the last thing decoded
   */
  decode(text: string, draft: Draft, runs: Runs): number;
};

/** Views: decoded and normalised forms of a leaf, each with a map back to the text as sent (docs: `detection.md`, "Views"). */

/** One form of a leaf. `raw` is the text as sent. */
export type View = {
  /** `raw`, or the decodings from outer to inner, such as `url>base64`. */
  name: string;
  text: string;
  /** Start offset in the leaf as sent of the unit that became `text[offset]`; `sourceOf(text.length)` is the end of the decoded span. */
  sourceOf(offset: number): number;
};

/** The text as sent, unchanged. */
export function rawView(text: string): View {
  return { name: 'raw', text, sourceOf: (offset) => offset };
}

/** Strict JSON: what `JSON.parse` forgives is reported (docs: `protocol.md`; RFC 8259, RFC 7493). */

/** A fault that leaves the text parseable. `pointer` is RFC 6901 from the root of the text. */
export type JsonFault = {
  kind: 'duplicate_key' | 'too_deep' | 'number_out_of_range' | 'lone_surrogate';
  pointer: string;
  detail: string;
};

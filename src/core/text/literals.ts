/** Multi-pattern prefilter: all literals of all detectors in one automaton (Aho & Corasick, CACM 18(6), 1975). */

/** An occurrence of literal number `literal` in the scanned text: `[start, end)` in UTF-16 units. */
export type LiteralHit = { literal: number; start: number; end: number };

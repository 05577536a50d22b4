/** Work that can be interrupted after each piece, by whoever has other things to do in between. */
export type InPieces<T> = Generator<void, T, void>;

/** Where there is nothing else to do. */
export function atOnce<T>(work: InPieces<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** A stream that ends early, and leaves whoever sends it alone. */

/**
 * The chunks of `input` until `signal` is aborted. What is unread stays so: cancelling would cut off the answer too. It is cancelled
 * when nobody wants it any more: that is what `left` says while a chunk is being waited for.
 */
export async function* until(
  signal: AbortSignal,
  input: ReadableStream<Uint8Array>,
  left: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const aborted = Promise.withResolvers<null>();
  const abort = (): void => aborted.resolve(null);
  for (const ending of [signal, left]) ending.addEventListener('abort', abort);
  if (signal.aborted || left.aborted) abort();
  const reader = input.getReader();
  try {
    for (;;) {
      const reading = reader.read();
      // When it loses the race nobody awaits it any more.
      reading.catch(() => {});
      const read = await Promise.race([aborted.promise, reading]);
      if (read === null || read.done) return;
      yield read.value;
    }
  } finally {
    for (const ending of [signal, left]) ending.removeEventListener('abort', abort);
    if (!signal.aborted) void reader.cancel().catch(() => {});
  }
}

/** Room for what is decoded and read at once: short runs come by the thousand, and a typed array of their own would cost most of the work. */

const SHARED = new Uint8Array(1_024);

/** At least so many bytes, with whatever was in them; they are another's at the next call. */
export const scratch = (bytes: number): Uint8Array => (bytes <= SHARED.length ? SHARED : new Uint8Array(bytes));

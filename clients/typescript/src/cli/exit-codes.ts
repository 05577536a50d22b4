/** How a command ends. The README has this table too. */
export const EXIT = {
  /** Done; all that was judged is allowed, all tests passed, nothing is wrong. */
  ok: 0,
  /** Done, and the answer is no: denied or challenged, a test failed, a tool was found, a set-up is broken, something would change. */
  no: 1,
  /** What was given cannot be used: an argument, a file. */
  input: 2,
  /** The service refused the call (4xx), or the key for it is missing. */
  refused: 3,
  /** No answer: the service is down, slow, or answers with something else. Nothing was judged. */
  unavailable: 4,
  /** This program failed. */
  internal: 70,
  /** By Ctrl-C: 128 and the number of the signal, as shells have it. */
  interrupted: 130,
  /** Whoever read the output went away; SIGPIPE, as shells have it. */
  unread: 141,
} as const;

export const EXIT_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT.ok, 'done; all allowed, all passed, nothing wrong'],
  [EXIT.no, 'done, and the answer is no: denied or challenged, a test failed, a fault was found'],
  [EXIT.input, 'an argument or a file cannot be used'],
  [EXIT.refused, 'the service refused the call, or there is no key'],
  [EXIT.unavailable, 'no answer of the service: it is down or slow, or something else answers'],
  [EXIT.internal, 'this program failed'],
  [EXIT.interrupted, 'interrupted by Ctrl-C'],
  [EXIT.unread, 'who read the output went away'],
];

/** Told to the user as it is, without a trace. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exit: number;
  readonly faults: readonly { pointer: string; detail: string }[];

  constructor(message: string, exit: number = EXIT.input, faults: readonly { pointer: string; detail: string }[] = []) {
    super(message);
    this.exit = exit;
    this.faults = faults;
  }
}

/** A sign-up whose code is under way. `mailbox` and `code` are HMACs of 32 bytes. */
export type PendingSignup = { mailbox: Uint8Array; code: Uint8Array; name: string; expires_at: Date };

/** Sign-ups that wait for their code: of no tenant yet. */
export type PendingSignups = {
  /** In place of an earlier one of the same mailbox; drops what has expired. False when too many others wait. */
  hold(pending: PendingSignup, now: Date): Promise<boolean>;
  /** Counts the attempt. False when the code is another one, has expired, or was tried `attempts_max` times before. */
  attempt(mailbox: Uint8Array, code: Uint8Array, now: Date, attempts_max: number): Promise<boolean>;
  drop(mailbox: Uint8Array, code: Uint8Array): Promise<void>;
};

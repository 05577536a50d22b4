/** What is not known about a recorded call: whoever reads it is told so, and what nobody reads does not matter. */

/** `input`: it was erased or has expired. `argument`: it was redacted, or is that of a request kept elsewhere. `fact`: nobody looked for it. */
export const GAPS = ['input', 'argument', 'fact'] as const;
export type Gap = (typeof GAPS)[number];

/** Thrown by a read; it is no error of a policy. */
export class Unrecorded extends Error {
  readonly gap: Gap;

  constructor(gap: Gap) {
    super(`not recorded: ${gap}`);
    this.gap = gap;
  }
}
/** Made once: a replay may meet them a million times. */
const UNRECORDED = { argument: new Unrecorded('argument'), fact: new Unrecorded('fact') };

/** The same members; of those that are gaps nobody learns even whether they are there. */
export function withGaps<T extends object>(members: T, gap: keyof typeof UNRECORDED, isGap: (name: string) => boolean): T {
  const guard = (name: string | symbol): void => {
    if (typeof name === 'string' && isGap(name)) throw UNRECORDED[gap];
  };
  return new Proxy(members, {
    get(target, name) {
      guard(name);
      return Reflect.get(target, name) as unknown;
    },
    has(target, name) {
      guard(name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor(target, name) {
      guard(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    // Whoever wants all of them wants the gaps too.
    ownKeys() {
      throw UNRECORDED[gap];
    },
  });
}

/** Cedar itself, loaded when a policy is written and never for a verdict. */
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';
import type * as Generator from '@cedar-policy/mcp-schema-generator-wasm';

export type { Cedar };

let cedar: Promise<typeof Cedar> | undefined;
let generator: Promise<typeof Generator> | undefined;
/** What has overrun its stack once answers nothing right any more: it is not asked again. */
let is_broken = false;

export const loadGenerator = (): Promise<typeof Generator> => (generator ??= import('@cedar-policy/mcp-schema-generator-wasm'));

/** Null when Cedar gave no answer at all, now or before: nothing may be taken for valid then. */
export async function askCedar<T>(question: (asked: typeof Cedar) => T): Promise<T | null> {
  const asked = await (cedar ??= import('@cedar-policy/cedar-wasm/nodejs'));
  if (is_broken) return null;
  try {
    return question(asked);
  } catch {
    is_broken = true;
    return null;
  }
}

/** A text with one decoding undone, without a map back: for parts of a view that a parser took out. */
import { entities } from './entities.ts';
import { Draft } from './draft.ts';

/** An attribute's value as a browser reads it: character references are undone after the tag was cut into attributes. */
export function resolveReferences(value: string): string {
  if (!value.includes('&')) return value;
  const draft = new Draft(value, value.length);
  const end = entities.decode(value, draft, []);
  return draft.changed ? draft.finish(end).text : value;
}

/** A small language for the shape of protocol messages: data that `check.ts` reads. Shapes never refer to themselves, so their depth is bounded. */

export type Primitive =
  | 'any'
  | 'null'
  | 'string'
  | 'number'
  | 'integer'
  | 'count' // integer, not negative
  | 'fraction' // number in [0, 1]
  | 'boolean'
  | 'object'
  | 'id' // JSON-RPC id or progress token: string, or integer that every JSON reader agrees on
  | 'file-uri'
  | 'form-value' // what a form field can hold
  | 'json-schema'; // an object or a boolean

/** `stated`: demanded only of a peer that says that it speaks this revision; readers take the absence well. */
export type Need = 'always' | 'stated' | 'never';
export type Field = { readonly name: string; readonly shape: Shape; readonly need: Need };

export type Shape =
  | Primitive
  | { readonly kind: 'fields'; readonly fields: readonly Field[]; readonly reserved: boolean }
  | { readonly kind: 'list'; readonly of: Shape; readonly items_max: number }
  | { readonly kind: 'map'; readonly of: Shape }
  | { readonly kind: 'literal'; readonly values: readonly string[] }
  | { readonly kind: 'one-or-many'; readonly of: Shape }
  | { readonly kind: 'nullable'; readonly of: Shape }
  | { readonly kind: 'some-of'; readonly names: readonly string[]; readonly of: Shape }
  | { readonly kind: 'tagged'; readonly tag: string; readonly cases: ReadonlyMap<string, Shape>; readonly untagged: Shape | null }
  | { readonly kind: 'has'; readonly field: string; readonly yes: Shape; readonly no: Shape }
  | { readonly kind: 'lenient'; readonly of: Shape }
  | { readonly kind: 'rule'; readonly rule: string; readonly threat: string; readonly of: Shape };

/** Members by name. `name?` is optional, `name~` is demanded only of a peer that states the revision (see `Need`). */
export type Members = { readonly [name: string]: Shape };

function fieldsOf(members: Members): Field[] {
  return Object.entries(members).map(([key, shape]) => {
    const mark = key.at(-1);
    if (mark === '?') return { name: key.slice(0, -1), shape, need: 'never' };
    if (mark === '~') return { name: key.slice(0, -1), shape, need: 'stated' };
    return { name: key, shape, need: 'always' };
  });
}

/** An object with these members; others may stand beside them, as everywhere in MCP. */
export const fields = (members: Members): Shape => ({ kind: 'fields', fields: fieldsOf(members), reserved: false });
/** As `fields`, and keys under a prefix that MCP reserves must be known ones. */
export const metaFields = (members: Members): Shape => ({ kind: 'fields', fields: fieldsOf(members), reserved: true });
export const list = (of: Shape, items_max = Infinity): Shape => ({ kind: 'list', of, items_max });
export const map = (of: Shape): Shape => ({ kind: 'map', of });
export const literal = (...values: string[]): Shape => ({ kind: 'literal', values });
export const oneOrMany = (of: Shape): Shape => ({ kind: 'one-or-many', of });
export const nullable = (of: Shape): Shape => ({ kind: 'nullable', of });
/** `of`, with at least one of these members present. */
export const someOf = (names: string[], of: Shape): Shape => ({ kind: 'some-of', names, of });
/** The shape that the string member `tag` names; `untagged` where it is absent, null when it may not be. */
export const tagged = (tag: string, cases: Members, untagged: Shape | null = null): Shape => ({
  kind: 'tagged',
  tag,
  cases: new Map(Object.entries(cases)),
  untagged,
});
/** `yes` where the member is present, else `no`. */
export const has = (field: string, yes: Shape, no: Shape): Shape => ({ kind: 'has', field, yes, no });
/** What stands below is demanded of nobody, whatever the peer states. */
export const lenient = (of: Shape): Shape => ({ kind: 'lenient', of });
/** Faults below carry this rule and threat. */
export const under = (rule: string, threat: string, of: Shape): Shape => ({ kind: 'rule', rule, threat, of });

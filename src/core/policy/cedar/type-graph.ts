/** What types of inputs are made of: which others they need, and when two are the same. */
import { canonicalJson } from '../../canonical.ts';
import { sha256Hex } from '../../hash.ts';
import { localName, type InputTypes } from './input.ts';
import type { EntityTypeJson, TypeJson } from './schema.ts';

const own = <T>(table: { [name: string]: T }, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

/** Names that a type has in itself, without what those stand for. No deeper than the schema that it was made of. */
function namesIn(type: TypeJson | EntityTypeJson): string[] {
  if ('enum' in type) return [];
  if (!('type' in type)) return [type.shape, type.tags].flatMap((part) => (part ? namesIn(part) : []));
  if ('attributes' in type) return Object.values(type.attributes).flatMap(namesIn);
  if ('element' in type) return namesIn(type.element);
  return [localName('name' in type ? type.name : type.type)];
}

/** Whether a common type leads to itself, which Cedar does not take. Linear. */
export function isRecursive(common: InputTypes['common']): boolean {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string): boolean => {
    const known = state.get(name);
    if (known) return known === 'open';
    const type = own(common, name);
    if (!type) return false;
    state.set(name, 'open');
    const found = namesIn(type).some(visit);
    state.set(name, 'done');
    return found;
  };
  return Object.keys(common).some(visit);
}

/** Every type that these lead to; each once. */
function reachable(types: Omit<InputTypes, 'actions'>, from: readonly TypeJson[]): Omit<InputTypes, 'actions'> {
  const found: Omit<InputTypes, 'actions'> = { common: {}, entities: {} };
  const open = from.flatMap(namesIn);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (Object.hasOwn(found.common, name) || Object.hasOwn(found.entities, name)) continue;
    const common = own(types.common, name);
    const entity = common ? undefined : own(types.entities, name);
    if (common) found.common[name] = common;
    if (entity) found.entities[name] = entity;
    for (const type of [common, entity]) if (type) open.push(...namesIn(type));
  }
  return found;
}

/** Only what these actions need. */
export function typesFor(types: InputTypes, actions: readonly string[]): InputTypes {
  const inputs = actions
    .filter((action) => Object.hasOwn(types.actions, action))
    .map((action) => [action, types.actions[action]!] as const);
  return {
    actions: Object.fromEntries(inputs),
    ...reachable(
      types,
      inputs.map(([, type]) => type),
    ),
  };
}

export const joinedTypes = (all: readonly InputTypes[]): InputTypes => ({
  actions: Object.assign({}, ...all.map(({ actions }) => actions)) as InputTypes['actions'],
  common: Object.assign({}, ...all.map(({ common }) => common)) as InputTypes['common'],
  entities: Object.assign({}, ...all.map(({ entities }) => entities)) as InputTypes['entities'],
});

const SHOWN_CHARS_MAX = 120;
const DIGITS = 16;

/** For people and for comparing: `Long`, `Set<String>`, or what a type is called, with a digest of all that it leads to. */
export function spelt(type: TypeJson, types: InputTypes): string {
  const name = localName('name' in type ? type.name : type.type);
  const entity = own(types.entities, name);
  if (entity && 'enum' in entity) {
    const whole = `${name}(${entity.enum.map((value) => JSON.stringify(value)).join(', ')})`;
    if (whole.length <= SHOWN_CHARS_MAX) return whole;
  } else if ('element' in type) return `Set<${spelt(type.element, types)}>`;
  else if (!('attributes' in type) && !entity && !own(types.common, name)) return name;
  const whole = { type, ...reachable(types, [type]) };
  return `${name} #${sha256Hex(canonicalJson(whole)).slice(0, DIGITS)}`;
}

const spellings = new WeakMap<InputTypes, Map<string, string>>();

/** As what the arguments of an action are typed; null where they are not. */
export function inputTypeOf(action: string, types: InputTypes): string | null {
  const type = own(types.actions, action);
  if (!type) return null;
  const known = spellings.get(types) ?? new Map<string, string>();
  spellings.set(types, known);
  const told = known.get(action) ?? spelt(type, types);
  known.set(action, told);
  return told;
}

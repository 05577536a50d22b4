/** What a leaf is for (docs: `detection.md`, "Roles"). */
import type { Role } from '../finding.ts';
import type { Leaf, Slot, Step } from '../mcp/surface.ts';
import { guessArgument, isListed } from './argument.ts';
import { PATH_LENGTH_MAX, PATHS_MAX, type ToolRoles } from './compile.ts';
import { ANY_INDEX } from './schema.ts';
import { shapeOf } from './shape.ts';

/** A role with a confidence in [0, 1] and the reason, to be read after “because”. */
export type RoleGuess = { role: Role; confidence: number; why: string };

/** From here on one role is enough; below, the two likeliest are judged and the milder counts. */
export const SURE = 0.75;
/** A second guess below this is noise. */
const PLAUSIBLE = 0.35;
/** What a second source adds to a role that another source already gave. */
const AGREEMENT = 0.05;
/** Keys of a path that are looked at; deeper ones are judged by their innermost keys. */
const DEPTH_MAX = 12;

const BY_SLOT: Readonly<Record<Exclude<Slot, 'argument' | 'uri' | 'result' | 'elicitation'>, Role>> = {
  structured: 'prose',
  prompt: 'prose',
  sampling: 'prose',
  tool: 'prose',
  schema: 'prose',
  instructions: 'prose',
  resource: 'prose',
  error: 'prose',
  notification: 'prose',
  meta: 'opaque',
  icon: 'url',
  html: 'html',
  completion: 'identifier',
  header: 'opaque',
  protocol: 'identifier',
};

const BY_MEDIA_TYPE: ReadonlyMap<string, Role> = new Map([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['text/markdown', 'markdown'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['image/svg+xml', 'xml'],
  ['text/css', 'code'],
  ['text/javascript', 'code'],
  ['application/javascript', 'code'],
  ['application/json', 'code'],
]);

const NAME: readonly RoleGuess[] = [{ role: 'identifier', confidence: 0.9, why: 'it is the name of a property' }];
const NUMBER: readonly RoleGuess[] = [{ role: 'number', confidence: 0.95, why: 'it is a number' }];
const LISTED: readonly RoleGuess[] = [{ role: 'enum', confidence: 0.95, why: 'its schema lists this value' }];

/**
 * The likeliest role of a leaf, and the second likeliest where the first is unsure.
 * @returns one or two guesses, likeliest first; never empty. Sources in order: the tenant, the schema, the name, the description, the tool's
 *   own words, the shape of the value
 */
export function rolesOf(leaf: Leaf, tool: ToolRoles): readonly RoleGuess[] {
  if (leaf.kind === 'name') return NAME;
  if (leaf.kind === 'number') return NUMBER;
  return leaf.slot === 'argument' ? rolesOfArgument(leaf, tool) : rolesOfSlot(leaf);
}

function rolesOfArgument(leaf: Leaf, tool: ToolRoles): readonly RoleGuess[] {
  const guesses = guessesAt(leaf.at, tool);
  const first = guesses[0];
  if (tool.schema !== null && first?.confidence !== 1 && isListed(tool, pathKey(leaf.at).split(SEPARATOR), leaf.text)) return LISTED;
  if (first && first.confidence < 1 && !fits(first.role, leaf.text))
    return [{ role: 'identifier', confidence: first.confidence, why: `${first.why}, but the value is no ${first.role}` }];
  if (first && first.confidence >= SURE) return guesses;
  const looks = shapeOf(leaf.text);
  return guesses.length === 0 && looks.length === 1 ? looks : rank([...guesses, ...looks]);
}

/** Of the list that was asked for last: the items of a list are all for the same. */
let lastList: { at: Step; tool: ToolRoles; guesses: readonly RoleGuess[] } | null = null;

function guessesAt(at: Step, tool: ToolRoles): readonly RoleGuess[] {
  const list = typeof at.key === 'number' ? at.up : null;
  if (list && lastList?.at === list && lastList.tool === tool) return lastList.guesses;
  const key = pathKey(at);
  let guesses = tool.memo.get(key);
  if (!guesses) {
    guesses = rank(guessArgument(tool, key.split(SEPARATOR)));
    if (tool.memo.size < PATHS_MAX && key.length <= PATH_LENGTH_MAX) tool.memo.set(key, guesses);
  }
  if (list) lastList = { at: list, tool, guesses };
  return guesses;
}

/** Amounts and dates in the forms that people write them in; what does not fit has broken out, and may be anything. */
function fits(role: Role, value: string): boolean {
  if (role === 'number') return /^[\s\d$€£¥%+.,_-]{1,40}$/.test(value) && /\d/.test(value);
  return role !== 'datetime' || (/^[\s\dTZ:.,/+-]{1,40}$/.test(value) && /^\s*\d/.test(value));
}

/** Best first, one per role, the second only where the first is unsure. */
function rank(guesses: readonly RoleGuess[]): RoleGuess[] {
  const best = new Map<Role, RoleGuess>();
  for (const guess of guesses) {
    const other = best.get(guess.role);
    if (!other) best.set(guess.role, guess);
    else {
      const stronger = other.confidence >= guess.confidence ? other : guess;
      best.set(guess.role, { ...stronger, confidence: Math.min(1, stronger.confidence + AGREEMENT) });
    }
  }
  const [first, second] = [...best.values()].sort((a, b) => b.confidence - a.confidence);
  if (!first) return [];
  return first.confidence < SURE && second && second.confidence >= PLAUSIBLE ? [first, second] : [first];
}

const SEPARATOR = '\0';

/** Keys from the arguments inwards, list positions left out. */
function pathKey(at: Step): string {
  let key = '';
  let depth = 0;
  for (let s: Step | null = at; s && depth < DEPTH_MAX; s = s.up, depth++) {
    if (s.key === 'arguments' && s.up?.key === 'params') break;
    const own = typeof s.key === 'number' ? ANY_INDEX : s.key;
    key = key === '' ? own : `${own}${SEPARATOR}${key}`;
  }
  return key;
}

function rolesOfSlot(leaf: Leaf): readonly RoleGuess[] {
  switch (leaf.slot) {
    case 'argument':
    case 'uri':
      return [roleOfUri(leaf.text)];
    case 'elicitation':
      return leaf.at.key === 'url'
        ? [{ role: 'url', confidence: 0.95, why: 'a URL to send the user to' }]
        : [slotGuess('prose', leaf.slot)];
    case 'result': {
      const type = leaf.mimeType?.split(';', 1)[0]?.trim().toLowerCase();
      const role = type === undefined ? undefined : BY_MEDIA_TYPE.get(type);
      return role ? [{ role, confidence: 0.9, why: `its media type is ${type}` }] : [slotGuess('prose', leaf.slot)];
    }
    default:
      return SLOT_GUESSES.get(leaf.slot) ?? [slotGuess(BY_SLOT[leaf.slot], leaf.slot)];
  }
}

const slotGuess = (role: Role, slot: Slot): RoleGuess => ({ role, confidence: 0.9, why: `it stands in the ${slot} of a message` });

const SLOT_GUESSES: ReadonlyMap<Slot, readonly RoleGuess[]> = new Map(
  Object.entries(BY_SLOT).map(([slot, role]) => [slot as Slot, [slotGuess(role, slot as Slot)]]),
);

/** `file:` and bare paths name files; the rest of the schemes, a server's own included, are taken apart as URLs. */
function roleOfUri(uri: string): RoleGuess {
  const scheme = /^([a-z][a-z0-9+.-]{1,30}):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return { role: 'path', confidence: 0.8, why: 'a resource without a scheme' };
  return scheme === 'file'
    ? { role: 'path', confidence: 0.95, why: 'a file: resource' }
    : { role: 'url', confidence: 0.9, why: `a ${scheme}: resource` };
}

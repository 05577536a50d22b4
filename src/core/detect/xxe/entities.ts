/** Entities that read, that build declarations, and that unfold without end. */
import type { Declaration } from '../../text/dtd.ts';
import type { Rule } from '../../finding.ts';
import * as rules from './rules.ts';
import { kindOfSystemId } from './system-id.ts';

export type Deed = { rule: Rule; start: number; end: number; score?: number };
export type Keep = (deed: Deed) => void;

/** Chapters of a document, as entities. */
const PART_SCORE = 0.6;
/** A small document that declares an entity and uses it once or never. */
const PROBE_SCORE = 0.82;
const PROBE_LENGTH_MAX = 400;
/** Levels of entities that each stand twice or more in the next, and units to which they unfold. */
const LEVELS_MAX = 3;
const UNFOLDED_MAX = 1_000_000;
const REFERENCE = /[&%]([\w:.-]{1,64});/g;
/** `&nbsp;` and the like, which XML does not know, declared by hand; names of name spaces, which Illustrator and OWL editors abbreviate. */
const CHARACTERS = /^(?:(?:https?:\/\/|urn:)[^\s&%<]{1,256}|(?:&(?:#x?[0-9a-f]{1,8}|amp|lt|gt|quot|apos);|[^\s&%<]){0,2})$/i;

export function judgeDeclarations(text: string, declarations: readonly Declaration[], keep: Keep): void {
  for (const declaration of declarations) {
    if (declaration.kind === 'doctype') judgeDoctype(declaration, keep);
    else if (declaration.external) judgeExternal(declaration, keep);
    else judgeInternal(text, declaration, keep);
  }
  judgeExpansion(declarations, keep);
}

function judgeDoctype({ external, start, end }: Declaration, keep: Keep): void {
  if (!external) return;
  const kind = kindOfSystemId(external.systemId, external.publicId);
  if (kind === 'grave') keep({ rule: rules.EXTERNAL_DTD, start, end, score: 0.95 });
  else if (kind === 'foreign') keep({ rule: rules.EXTERNAL_DTD, start, end });
}

function judgeExternal({ external, isParameter, start, end }: Declaration, keep: Keep): void {
  const kind = external ? kindOfSystemId(external.systemId, external.publicId) : 'known';
  // Entity sets are parameter entities; what a general entity fetches lands in the document.
  if (kind === 'known' && isParameter) return;
  const rule = isParameter ? rules.PARAMETER_ENTITY : rules.EXTERNAL_ENTITY;
  keep({ rule, start, end, ...(kind === 'local' && { score: PART_SCORE }) });
}

function judgeInternal(document: string, { name, value, start, end }: Declaration, keep: Keep): void {
  const text = value ?? '';
  if (
    /(?:<!|&lt;!|&#x0{0,6}3c;!|&#0{0,6}60;!)\s{0,4}ENTITY/i.test(text) ||
    /(?:&#x0{0,6}25;|&#0{0,6}37;|%)\s{0,4}[\w.-]{1,64}\s{1,4}(?:SYSTEM|PUBLIC)\s/.test(text)
  )
    keep({ rule: rules.PARAMETER_ENTITY, start, end });
  else if (!CHARACTERS.test(text))
    keep({ rule: rules.INTERNAL_ENTITY, start, end, ...(isProbe(document, name) && { score: PROBE_SCORE }) });
}

/** A short name for what is written once saves nobody anything: it asks whether the parser unfolds entities. A line of a DTD alone asks nothing. */
function isProbe(document: string, name: string): boolean {
  if (document.length > PROBE_LENGTH_MAX) return false;
  const uses = document.split(`&${name};`, 3).length - 1;
  return uses === 1 || (uses === 0 && /<!doctype/i.test(document));
}

/** How far each entity unfolds, in the order of declaration; a reference to a later one counts as its name. */
function judgeExpansion(declarations: readonly Declaration[], keep: Keep): void {
  const known = new Map<string, { levels: number; units: number }>();
  for (const { kind, name, value, start, end } of declarations) {
    if (kind !== 'entity' || value === null) continue;
    const counts = new Map<string, number>();
    let units = value.length;
    for (const [, reference] of value.replaceAll(/&#(?:x0{0,6}25|0{0,6}37);/gi, '%').matchAll(REFERENCE)) {
      counts.set(reference!, (counts.get(reference!) ?? 0) + 1);
      units += known.get(reference!)?.units ?? 0;
    }
    let levels = 0;
    for (const [reference, count] of counts) {
      const inner = known.get(reference);
      levels = Math.max(levels, (inner?.levels ?? 0) + (count > 1 && inner ? 1 : 0));
      if (reference === name) levels = LEVELS_MAX;
    }
    known.set(name, { levels, units: Math.min(units, UNFOLDED_MAX) });
    if (levels >= LEVELS_MAX || units >= UNFOLDED_MAX) {
      keep({ rule: rules.ENTITY_EXPANSION, start, end });
      return;
    }
  }
}

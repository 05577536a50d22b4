/** Credentials in messages (threats Q05, R03, P10): known by prefix, by structure, or by the name of the setting that holds them. */
import type { Match, Rule } from '../finding.ts';
import type { LiteralHit } from '../text/literals.ts';
import { FEATURE } from '../text/features.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { entropyOf, isStandIn, runEnd, startsToken, withPadding } from './secrets/alphabet.ts';
import { findAssigned, findVendor, SECRET_WORDS } from './secrets/assignment.ts';
import { findKubernetesSecrets, MANIFEST_LITERALS, MANIFEST_STRIDE } from './secrets/kubernetes.ts';
import { ENTROPY_MIN, type Kind } from './secrets/kind.ts';
import { KINDS } from './secrets/kinds.ts';
import { MARK_READERS } from './secrets/marks.ts';
import { PERSONAL_READERS } from './secrets/personal.ts';
import { RULE_OF_KIND, RULES } from './secrets/rules.ts';
import { findForeign, findSpoken, SPOKEN_WORDS } from './secrets/spoken.ts';
import { READERS, type Found, type Reader } from './secrets/structures.ts';
import { VENDORS } from './secrets/vendors.ts';

/** A checksum that does not hold: no live token, yet most of one may stand there with a character mistyped. */
const CHECKSUM_FAILED_SCORE = 0.82;
/** A random token of this length has a capital or a digit in it; a name in a program may have neither. */
const WORDS_END = 20;
/** Found in one view; more than a tally keeps one by one, so that it is told that some were left out. */
const MATCHES_MAX = 1_000;

function readerOf(kind: Kind, prefix: string): Reader {
  return (text, start) => {
    if (!text.startsWith(prefix, start)) return null;
    if (!startsToken(text, start, kind.alphabet)) return null;
    const from = start + prefix.length;
    const run = runEnd(text, from, kind.alphabet, kind.max + 1);
    const padded = kind.alphabet === 'base64' || kind.alphabet === 'wide' ? withPadding(text, run) : run;
    // Some tokens go on behind an equals sign with a checksum.
    const end = runEnd(text, padded, 'alnum', 1) > padded ? run : padded;
    const rule = RULE_OF_KIND.get(kind);
    if (!rule || end - from < kind.min || end - from > kind.max || runEnd(text, end, 'alnum', 1) > end) return null;
    const token = text.slice(start, end);
    const body = text.slice(from, end);
    if (kind.form && !kind.form.test(token)) return null;
    if (body.length >= WORDS_END && /^[a-z_-]+$/.test(body)) return null;
    if (isStandIn(body) || entropyOf(body) < (kind.entropy ?? ENTROPY_MIN)) return null;
    return kind.checksum && !kind.checksum(token) ? { rule, start, end, score: CHECKSUM_FAILED_SCORE } : { rule, start, end };
  };
}

const READERS_BY_LITERAL = new Map<string, Reader[]>();
function register(literal: string, reader: Reader): void {
  READERS_BY_LITERAL.set(literal, [...(READERS_BY_LITERAL.get(literal) ?? []), reader]);
}
for (const kind of KINDS) for (const prefix of kind.prefixes) register(prefix.toLowerCase(), readerOf(kind, prefix));
for (const [literal, reader] of [...READERS, ...MARK_READERS, ...PERSONAL_READERS]) register(literal, reader);
const MARKED_RULES = new Set<Rule>(RULE_OF_KIND.values());
const ASSIGNED = new Set(SECRET_WORDS);
for (const word of SECRET_WORDS) register(word, findAssigned);
for (const word of SPOKEN_WORDS) register(word, findSpoken);
for (const { literal } of VENDORS) if (literal !== undefined) register(literal, findVendor);
const MANIFESTS = new Set(MANIFEST_LITERALS);
for (const literal of MANIFEST_LITERALS) register(literal, () => null);

const LITERALS = [...READERS_BY_LITERAL.keys()];
const READERS_BY_INDEX = LITERALS.map((literal) => READERS_BY_LITERAL.get(literal) ?? []);

/** An overlap is told once, by the surer rule. */
function withoutOverlaps(found: Found[]): Found[] {
  const ordered = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const out: Found[] = [];
  for (const one of ordered) {
    const last = out.at(-1);
    if (!last || one.start >= last.end) out.push(one);
    else if ((one.score ?? one.rule.score) > (last.score ?? last.rule.score)) out[out.length - 1] = one;
  }
  return out;
}

export const secrets: Detector = {
  name: 'secrets',
  reads_disguises: true,
  rules: [...RULE_OF_KIND.values(), ...Object.values(RULES)],
  literals: LITERALS,
  features: FEATURE.unusual,
  looksAt({ leaf, direction }) {
    // In a response they must go through unchanged, or the client cannot tell what is answered.
    if (leaf.slot === 'protocol' && direction === 'response') return false;
    return !(leaf.slot === 'header' && /^(?:authorization|cookie|proxy-authorization)$/i.test(String(leaf.at.key)));
  },
  inspect(view: View, subject: Subject, hits: readonly LiteralHit[]): Match[] {
    const found: Found[] = [];
    let nextManifest = 0;
    for (const hit of hits) {
      if (found.length >= MATCHES_MAX) break;
      const literal = LITERALS[hit.literal] ?? '';
      if (subject.role === 'secret' && ASSIGNED.has(literal)) continue;
      if (MANIFESTS.has(literal) && hit.start >= nextManifest) {
        nextManifest = hit.start + MANIFEST_STRIDE;
        found.push(...findKubernetesSecrets(view.text, hit.start));
      }
      for (const read of READERS_BY_INDEX[hit.literal] ?? []) {
        const one = read(view.text, hit.start, hit.end);
        if (one) found.push(one);
      }
    }
    if ((view.features & FEATURE.unusual) !== 0 && subject.role !== 'secret') found.push(...findForeign(view.text));
    // Cursors, states and handles are random by nature: only what bears an issuer's mark counts there.
    const sure = subject.leaf.slot === 'protocol' ? found.filter(({ rule }) => MARKED_RULES.has(rule)) : found;
    const told = withoutOverlaps(sure);
    // Beyond the limit nothing was looked for: among so many secrets the rest is cut out unseen.
    const last = found.length >= MATCHES_MAX ? told.at(-1) : undefined;
    if (last) told.push({ ...last, end: view.text.length });
    return told.map((one) => ({ ...one, redactable: true }));
  },
};

/** From sentences to rules: what a few neighbouring sentences order together. */
import type { Match, Rule } from '../../finding.ts';
import { readSentences, type Heard } from './lexicon.ts';
import { RULES } from './rules.ts';
import {
  ADMITS,
  CALL,
  DEST,
  EVERY,
  FETCHED,
  HUSH,
  KEY,
  mayMean,
  mayTake,
  MEMORY,
  MODEL,
  REMOTE,
  REWRITE,
  RIVAL,
  TALK,
  TOLD,
  traitsOf,
  VAULT,
  type Place,
} from './traits.ts';

/** Who speaks: a definition of the server, a request for sampling, or a text that is kept for later readers. */
export type Ground = 'definition' | 'sampling' | 'kept';

/** Sentences on either side, and units, that one order spreads over. */
const SENTENCES_NEAR = 3;
const UNITS_NEAR = 700;

const ADDRESS =
  /https?:\/\/(?!(?:localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|\[::1|schemas?\.|json-schema\.))[\w.[][^\s"'<>)\]]{2,200}|(?<=[\w.+-])@[\w-]{1,63}\.[\w.-]{2,40}|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b|\b0x[0-9a-f]{40}\b/gi;
const SECRET_FILE =
  /[/\\~]\.(?:ssh|aws|azure|gnupg|kube|docker|npmrc|netrc|env|git-credentials|pgpass|bash_history|zsh_history|cursor|claude)(?![\w-])|(?<![\w./])\.env(?![\w.(-])|\bid_(?:rsa|ed25519|ecdsa)\b|\/etc\/(?:passwd|shadow)\b|\/proc\/self\/environ|\b(?:mcp|credentials|secrets|claude_desktop_config)\.json\b|login\.keychain|wallet\.dat/gi;
const PLACES_MAX = 200;

function placesOf(shape: RegExp, text: string): Place[] {
  const places: Place[] = [];
  for (const { 0: found, index } of text.matchAll(shape)) {
    places.push({ start: index, end: index + found.length });
    if (places.length >= PLACES_MAX) break;
  }
  return places;
}

type Sentence = { start: number; end: number; traits: number };

/** None where their words cannot mean anything. */
function sentencesOf(text: string, heard: Heard): Sentence[] {
  const files = mayTake(heard.concepts) ? placesOf(SECRET_FILE, text) : NOWHERE;
  if (files.length === 0 && !mayMean(heard.concepts)) return [];
  const addresses = placesOf(ADDRESS, text);
  const sentences: Sentence[] = [];
  let sentence = -1;
  for (const said of readSentences(text, heard)) {
    const traits = traitsOf(text, said, addresses, files);
    if (said.sentence === sentence) sentences.at(-1)!.traits |= traits;
    else sentences.push({ start: said.start, end: said.end, traits });
    sentence = said.sentence;
  }
  return sentences;
}
const NOWHERE: readonly Place[] = [];

const any = (traits: number, bits: number): boolean => (traits & bits) !== 0;
const GRABS = VAULT | KEY | TALK;

/** What the sentences of one window mean together. */
function* meanings(own: number, all: number, ground: Ground): Generator<readonly [Rule, (number | undefined)?]> {
  const isAbout = any(all, MEMORY);
  if (ground === 'kept') {
    if (any(own, EVERY) && (any(all, HUSH) ? any(all, GRABS | DEST | REWRITE | CALL) : any(all, GRABS) && any(all, DEST)))
      yield [RULES.planted, any(all, MODEL | VAULT | TALK) ? undefined : HINT_SCORE];
    else if (any(own, REWRITE) && any(all, HUSH)) yield [RULES.planted, any(all, MODEL) ? undefined : HINT_SCORE];
    return;
  }
  if (ground === 'sampling') {
    if (any(own, HUSH) && any(all, VAULT | TALK | DEST | REWRITE)) yield [RULES.sampling];
    else if (any(own, VAULT | TALK) && any(all, DEST)) yield [RULES.sampling];
    return;
  }
  if (any(own, HUSH)) {
    if (any(all, VAULT | KEY | TALK | DEST | REWRITE)) yield [RULES.concealed];
    else if (any(all, RIVAL | TOLD) || (any(all, CALL) && any(all, EVERY))) yield [RULES.concealed, CALL_SCORE];
    else if (any(all, CALL)) yield [RULES.concealed, HINT_SCORE];
  }
  if (any(own, REWRITE)) yield [RULES.recipient];
  if (any(own, FETCHED)) yield [RULES.delivery, FETCHED_SCORE];
  if (any(own, VAULT | KEY | TALK) && any(own | (any(own, VAULT | TALK) ? all : 0), DEST))
    yield [RULES.delivery, isAbout ? HINT_SCORE : undefined];
  if (any(own, VAULT | TALK) && any(all, EVERY)) yield [RULES.everyCall, isAbout ? HINT_SCORE : undefined];
  if (any(own, TALK)) yield [RULES.context, isAbout ? HINT_SCORE : undefined];
  if (any(own, RIVAL)) yield [RULES.rival];
  if (any(own, ADMITS)) yield [RULES.admitted, any(all, REMOTE) && !isAbout ? undefined : HINT_SCORE];
}

const CALL_SCORE = 0.82;
const FETCHED_SCORE = 0.84;
/** Honest tools say such things too. */
const HINT_SCORE = 0.55;

/** Each rule once, where it is surest. Linear. */
export function judgeText(text: string, ground: Ground, heard: Heard): Match[] {
  const sentences = sentencesOf(text, heard);
  if (sentences.length === 0) return [];
  const best = new Map<string, Match & { score: number }>();
  for (const [i, { start, end, traits }] of sentences.entries()) {
    if ((traits & ~(MEMORY | MODEL | REMOTE | TOLD)) === 0) continue;
    let all = traits;
    for (let k = i - SENTENCES_NEAR; k <= i + SENTENCES_NEAR; k++) {
      const other = sentences[k];
      if (other && k !== i && other.start - end < UNITS_NEAR && start - other.end < UNITS_NEAR) all |= other.traits;
    }
    for (const [rule, score = rule.score] of meanings(traits, all, ground))
      if (score > (best.get(rule.id)?.score ?? 0)) best.set(rule.id, { rule, start, end, score });
  }
  return [...best.values()].sort((a, b) => a.start - b.start);
}

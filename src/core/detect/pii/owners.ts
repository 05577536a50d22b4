/** Whom the words speak for: one vocabulary over all kinds, numbered in this order. */
import { PHONE_WORDS } from './contacts.ts';
import { vocabularyOf, type Owner } from './vocabulary.ts';
import { IBAN_WORDS } from './iban.ts';
import { WORDS_OF_TOPIC, type Kind, type Topic } from './kind.ts';
import { KINDS } from './kinds.ts';
import { LABELLED } from './labelled.ts';

const TOPICS = Object.keys(WORDS_OF_TOPIC) as Topic[];

const OWNERS: readonly (readonly string[])[] = [
  ...KINDS.map((kind) => kind.words),
  ...LABELLED.map((kind) => kind.words),
  ...LABELLED.map((kind) => kind.supported?.words ?? []),
  IBAN_WORDS,
  PHONE_WORDS,
  ...TOPICS.map((topic) => WORDS_OF_TOPIC[topic]),
];
export const OWNER_OF = new Map<Kind, Owner>(KINDS.map((kind, i) => [kind, i]));
export const LABELLED_OWNER: Owner = KINDS.length;
export const SUPPORT_OWNER: Owner = LABELLED_OWNER + LABELLED.length;
export const IBAN_OWNER: Owner = SUPPORT_OWNER + LABELLED.length;
export const PHONE_OWNER: Owner = IBAN_OWNER + 1;
export const TOPIC_OWNER = new Map<Topic, Owner>(TOPICS.map((topic, i) => [topic, PHONE_OWNER + 1 + i]));

export const VOCABULARY = vocabularyOf(OWNERS);

/** Every owner whose words can make a number one of the kind. */
export const SPEAKERS = new Map<Kind, readonly Owner[]>(
  KINDS.map((kind, i) => [kind, [i, ...(kind.topics ?? []).map((topic) => TOPIC_OWNER.get(topic)!)]]),
);

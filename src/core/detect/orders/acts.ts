/** What an order says: words of a lexicon close together in one sentence. */
import { type Concept } from './concepts.ts';
import { numberOf, type Occurrence } from './lexicon.ts';
import { moodOf, opens } from './mood.ts';

export const ACTS = [
  'override', // ignore all previous instructions
  'override_told', // the same, told of
  'void', // previous instructions no longer apply
  'fresh', // new instructions
  'persona', // you are now
  'unbound', // without restrictions
  'mode', // developer mode
  'vice', // illegal, unethical
  'reveal', // repeat your instructions
  'ask_prompt', // what are your instructions
  'hide', // do not tell the user
  'unasked', // without asking
  'silent', // secretly …
  'lead', // begin your answer with
  'granted', // access granted
  'forced', // say “access granted”
  'call_tool', // call the tool …
  'read_secret', // read the keys
  'send', // send … to
  'send_data', // send the conversation
  'before', // before using this tool
  'before_every', // before using any other tool
  'rank', // takes precedence
  'obey', // you must follow these instructions
  'model', // AI, assistant
  'urgent', // urgent, important
  'own', // grant … on my …
  'operate', // an order at the start of a sentence
  'uncheck', // bypass safety checks
  'about', // words of those who write about attacks
] as const;
export type Act = (typeof ACTS)[number];
export type Acted = { act: Act; start: number; end: number };

type Pattern = {
  act: Act;
  /** The word that it begins with; the others follow it within `span` units of one sentence. */
  anchor: Concept;
  needs?: readonly (readonly Concept[])[];
  span?: number;
  /** The anchor must command, not tell. `opening`: and begin the sentence. */
  mood?: 'order' | 'told' | 'opening';
};

const PATTERNS: readonly Pattern[] = [
  {
    act: 'override',
    anchor: 'drop',
    needs: [
      ['prior', 'your'],
      ['rule', 'prompt', 'told'],
    ],
    span: 70,
    mood: 'order',
  },
  { act: 'override', anchor: 'drop', needs: [['prompt', 'told']], span: 50, mood: 'order' },
  {
    act: 'override_told',
    anchor: 'drop',
    needs: [
      ['prior', 'your'],
      ['rule', 'prompt', 'told'],
    ],
    span: 70,
    mood: 'told',
  },
  { act: 'void', anchor: 'prompt', needs: [['drop']], span: 50 },
  { act: 'void', anchor: 'prior', needs: [['rule'], ['drop']], span: 60 },
  { act: 'fresh', anchor: 'fresh' },
  { act: 'persona', anchor: 'persona' },
  { act: 'unbound', anchor: 'unbound' },
  { act: 'mode', anchor: 'mode' },
  { act: 'vice', anchor: 'vice' },
  { act: 'reveal', anchor: 'reveal', needs: [['prompt', 'told']], span: 70, mood: 'order' },
  { act: 'reveal', anchor: 'reveal', needs: [['prior', 'your'], ['rule']], span: 60, mood: 'order' },
  { act: 'ask_prompt', anchor: 'ask', needs: [['prompt', 'told', 'granted']], span: 60 },
  { act: 'ask_prompt', anchor: 'ask', needs: [['your'], ['rule']], span: 40 },
  { act: 'hide', anchor: 'untold', needs: [['user']], span: 40 },
  { act: 'unasked', anchor: 'unasked' },
  { act: 'silent', anchor: 'silent', needs: [['send', 'call', 'operate', 'read']], span: 60 },
  { act: 'silent', anchor: 'send', needs: [['silent']], span: 60 },
  { act: 'silent', anchor: 'call', needs: [['silent']], span: 40 },
  { act: 'lead', anchor: 'lead' },
  { act: 'granted', anchor: 'granted' },
  { act: 'forced', anchor: 'lead', needs: [['granted']], span: 60 },
  { act: 'forced', anchor: 'answer', needs: [['granted']], span: 40 },
  { act: 'call_tool', anchor: 'call', needs: [['tool']], span: 40, mood: 'order' },
  { act: 'read_secret', anchor: 'read', needs: [['secret']], span: 60, mood: 'order' },
  { act: 'send', anchor: 'send', mood: 'order' },
  { act: 'send_data', anchor: 'send', needs: [['data', 'secret']], span: 60, mood: 'order' },
  { act: 'before', anchor: 'before' },
  { act: 'before_every', anchor: 'before', needs: [['every']], span: 30 },
  { act: 'rank', anchor: 'rank' },
  { act: 'obey', anchor: 'obey', needs: [['rule', 'fresh', 'prompt']], span: 60 },
  { act: 'model', anchor: 'model' },
  { act: 'urgent', anchor: 'urgent' },
  { act: 'own', anchor: 'operate', needs: [['my'], ['asset', 'data', 'secret']], span: 90, mood: 'opening' },
  { act: 'operate', anchor: 'operate', needs: [['asset', 'data', 'secret']], span: 60, mood: 'opening' },
  { act: 'uncheck', anchor: 'drop', needs: [['check']], span: 50 },
  { act: 'uncheck', anchor: 'unasked', needs: [['check']], span: 40 },
  { act: 'about', anchor: 'about' },
];

type Compiled = { act: Act; needs: readonly (readonly number[])[]; span: number; mood: Pattern['mood'] };

const BY_ANCHOR: readonly (readonly Compiled[])[] = (() => {
  const table: Compiled[][] = [];
  for (const { act, anchor, needs = [], span = 0, mood } of PATTERNS)
    (table[numberOf(anchor)] ??= []).push({ act, needs: needs.map((any) => any.map(numberOf)), span, mood });
  return table;
})();

/** Words looked at on either side of an anchor. */
const NEIGHBOURS_MAX = 40;

/** Where another word of the concepts stands within the span, −1 if nowhere. Overlaps with the anchor do not count. */
function neighbour(words: readonly Occurrence[], i: number, any: readonly number[], span: number): number {
  const anchor = words[i]!;
  for (let j = i + 1; j < words.length && j - i <= NEIGHBOURS_MAX; j++) {
    const word = words[j]!;
    if (word.start - anchor.end > span || word.sentence !== anchor.sentence) break;
    if (word.start >= anchor.end && any.includes(word.concept)) return word.end;
  }
  if (!anchor.free) return -1;
  for (let j = i - 1; j >= 0 && i - j <= NEIGHBOURS_MAX; j--) {
    const word = words[j]!;
    if (anchor.start - word.end > span || word.sentence !== anchor.sentence) break;
    if (word.end <= anchor.start && any.includes(word.concept)) return anchor.end;
  }
  return -1;
}

function fits(text: string, word: Occurrence, mood: Pattern['mood']): boolean {
  if (!mood || word.free) return mood !== 'told';
  if (mood === 'opening') return opens(text, word.start);
  return moodOf(text, word.start) === mood;
}

/** Every act, by its anchor; one of each kind per anchor. */
export function actsIn(text: string, words: readonly Occurrence[]): Acted[] {
  const acts: Acted[] = [];
  for (let i = 0; i < words.length; i++) {
    const anchor = words[i]!;
    for (const { act, needs, span, mood } of BY_ANCHOR[anchor.concept] ?? []) {
      if (acts.at(-1)?.act === act && acts.at(-1)!.start === anchor.start) continue;
      let end = anchor.end;
      for (const any of needs) {
        const to = neighbour(words, i, any, span);
        if (to < 0) {
          end = -1;
          break;
        }
        end = Math.max(end, to);
      }
      if (end >= 0 && fits(text, anchor, mood)) acts.push({ act, start: anchor.start, end });
    }
  }
  return acts;
}

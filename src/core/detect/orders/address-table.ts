/** Combinations of evidence about whom a text speaks to: data that calls the model by name, or speaks of its being read. */
import type { Combination } from './combinations.ts';

const CALLED = ['address', 'obliged', 'note_to_model'] as const;
/** What nobody who documents a program orders. */
const GRAVE = [
  'hide',
  'uncheck',
  'send_out',
  'read_secret',
  'leave',
  'override',
  'override_soft',
  'consent',
  'unbound',
  'reveal',
  'leak_command',
] as const;
/** What data has no business to order, though documents for agents may. */
const OUTSIDE = ['data', 'prompt'] as const;

export const ADDRESS_COMBINATIONS: readonly Combination[] = [
  // Called by name, then told what to do, or what to say.
  {
    rule: 'addressedOrder',
    anchor: ['address', 'note_to_model'],
    with: [[...GRAVE, 'unasked', 'silent']],
    score: 0.88,
    on: ['data', 'prompt'],
    follow: 260,
  },
  { rule: 'addressedOrder', anchor: ['obliged'], with: [[...GRAVE]], score: 0.84, on: ['data', 'prompt'], follow: 200 },
  {
    rule: 'addressedOrder',
    anchor: ['address', 'note_to_model'],
    with: [['dictate', 'omit', 'call_tool', 'send_data', 'later_deed', 'operate', 'forced', 'own', 'own_service', 'steal', 'secret_path']],
    score: 0.84,
    on: ['data'],
    follow: 260,
  },
  {
    rule: 'addressedOrder',
    anchor: ['address', 'note_to_model'],
    with: [['bid'], ['tool_name', 'email', 'url', 'command', 'secret_path', 'beacon', 'template_slot']],
    score: 0.82,
    on: ['data'],
    follow: 260,
  },
  {
    rule: 'addressedOrder',
    anchor: ['obliged'],
    with: [['dictate', 'omit', 'send_data', 'later_deed']],
    score: 0.7,
    on: ['data'],
    follow: 200,
  },
  { rule: 'addressedOrder', anchor: ['address', 'obliged'], with: [['bid', 'keep', 'later']], score: 0.55, on: ['data'], follow: 200 },
  {
    rule: 'addressedOrder',
    anchor: CALLED,
    with: [
      ['hide', 'silent', 'unasked'],
      ['bid', 'send_data', 'send_out', 'call_tool', 'operate'],
    ],
    score: 0.84,
    on: ['argument'],
    follow: 260,
  },
  {
    rule: 'addressedOrder',
    anchor: ['fresh'],
    with: [
      ['bid'],
      ['url', 'email', 'tool_name', 'secret_path'],
      ['void', 'leave', 'end_of_data', 'shout', 'send_out', 'send_data', 'call_tool', 'read_secret'],
    ],
    score: 0.82,
    on: ['data'],
    max: 1_200,
    follow: 260,
  },
  // Put off to when nobody looks for it.
  {
    rule: 'delayedOrder',
    anchor: ['later_deed'],
    with: [['silent', 'hide', 'send_out', 'read_secret', 'unasked', 'override', 'uncheck']],
    score: 0.85,
    on: ['data', 'prompt', 'argument'],
  },
  {
    rule: 'delayedOrder',
    anchor: ['later_deed'],
    with: [['hide', 'send_out', 'read_secret']],
    score: 0.85,
    on: ['tool'],
  },
  {
    rule: 'delayedOrder',
    anchor: ['later_deed'],
    with: [
      ['call_tool', 'send_data', 'dictate', 'omit', 'beacon'],
      ['tool_name', 'email', 'url', 'beacon', 'address', 'obliged', 'note_to_model'],
    ],
    score: 0.82,
    on: ['data'],
    max: 2_500,
  },
  {
    rule: 'delayedOrder',
    anchor: ['later'],
    with: [
      ['silent', 'hide'],
      ['send', 'send_data', 'send_out', 'call_tool', 'operate'],
    ],
    score: 0.84,
    on: ['data', 'prompt', 'argument'],
    follow: 200,
  },
  // In place of what the user asked for.
  {
    rule: 'leftTask',
    anchor: ['leave'],
    with: [['bid', 'dictate', 'omit', 'call_tool', 'fresh', 'persona', 'reveal']],
    score: 0.84,
    on: OUTSIDE,
  },
  { rule: 'leftTask', anchor: ['leave'], with: [], score: 0.6, on: OUTSIDE },
  // Leave that nobody gave.
  {
    rule: 'forgedConsent',
    anchor: ['consent'],
    with: [
      ['unasked', 'uncheck', 'call_tool', 'operate', 'send_out', 'silent', 'hide', 'obliged', 'address', 'own'],
      ['bid', 'obey', 'unasked'],
    ],
    score: 0.84,
    on: ['data'],
    max: 2_500,
  },
  { rule: 'forgedConsent', anchor: ['consent'], with: [['bid']], score: 0.55, on: ['data'] },
  // The end of a result, and what only a host may say after it.
  {
    rule: 'fakeTurn',
    anchor: ['end_of_data'],
    with: [
      ['turn_token', 'turn_label', 'loud_tag'],
      ['bid', 'obey', 'override', 'fresh', 'call_tool', 'consent'],
    ],
    score: 0.86,
    on: OUTSIDE,
    follow: 60,
  },
  {
    rule: 'fakeTurn',
    anchor: ['turn_token', 'turn_label', 'loud_tag'],
    with: [
      ['void', 'leave', 'consent', 'override_told'],
      ['bid', 'obey', 'hide'],
    ],
    score: 0.85,
    on: OUTSIDE,
    follow: 260,
  },
  {
    rule: 'fakeTurn',
    anchor: ['hidden_comment'],
    with: [
      ['address', 'obliged', 'later_deed', 'leave'],
      ['bid', 'dictate', 'omit', 'hide', 'send', 'keep'],
    ],
    score: 0.88,
    on: OUTSIDE,
    inside: true,
  },
];

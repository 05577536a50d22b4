/** Which evidence, seen together, makes an order: never one kind alone. */
import type { Mark } from './markers.ts';
import type { Act } from './patterns.ts';
import type { Reach } from './reach.ts';
import type { RuleName } from './rules.ts';

export type Sign = Act | Mark | Reach;

/** What kind of place the text stands in. */
export type Ground = 'tool' | 'data' | 'prompt' | 'argument';

export type Combination = {
  rule: RuleName;
  /** One of these, … */
  anchor: readonly Sign[];
  /** … and of each of these lists one near it, … */
  with: readonly (readonly Sign[])[];
  /** … and that one so often. */
  least?: readonly [Sign, number];
  score: number;
  /** Where it holds; everywhere but in arguments, if not given. */
  on?: readonly Ground[];
  /** Only when the text is no longer than this. */
  max?: number;
  /** The whole text counts, not what stands near: for long texts of one purpose. */
  wide?: true;
  /** The company must begin within so many units after the anchor. */
  follow?: number;
  /** The company must stand in what the anchor hides. */
  inside?: true;
};

const TURN = ['turn_token', 'turn_label', 'end_of_data', 'closing_run'] as const;
const FRAME = [...TURN, 'loud_tag', 'note_to_model', 'shout'] as const;
/** What is ordered, beside what is said. */
const DEED = [
  'send_data',
  'send_out',
  'call_tool',
  'read_secret',
  'own',
  'own_service',
  'steal',
  'own_service',
  'steal',
  'uncheck',
  'hide',
  'unasked',
  'silent',
] as const;
const OUTSIDE = ['data', 'prompt'] as const;
const ALL = ['tool', 'data', 'prompt', 'argument'] as const;

export const COMBINATIONS: readonly Combination[] = [
  // Dropping what was said before.
  { rule: 'override', anchor: ['override'], with: [], score: 0.6 },
  { rule: 'override', anchor: ['override'], with: [], score: 0.82, max: 240, on: OUTSIDE },
  {
    rule: 'override',
    anchor: ['override'],
    with: [
      [
        ...FRAME,
        ...DEED,
        'fresh',
        'persona',
        'unbound',
        'mode',
        'reveal',
        'reveal_key',
        'forced',
        'lead',
        'granted',
        'obey',
        'void',
        'ask_prompt',
      ],
    ],
    score: 0.93,
    on: ALL,
  },
  { rule: 'override', anchor: ['override_soft'], with: [[...FRAME, 'forced', 'granted', 'mode', 'fresh', 'reveal']], score: 0.85, on: ALL },
  { rule: 'override', anchor: ['override_soft'], with: [['persona'], ['unbound', 'obey']], score: 0.82 },
  {
    rule: 'override',
    anchor: ['void'],
    with: [[...FRAME, 'fresh', 'persona', 'mode', 'lead', 'obey', 'granted', 'reveal']],
    score: 0.85,
    on: ALL,
  },
  { rule: 'override', anchor: ['fresh'], with: [['persona', 'unbound', 'mode', 'forced', ...TURN]], score: 0.85 },
  {
    rule: 'override',
    anchor: ['fresh'],
    with: [
      ['obey', 'urgent'],
      [...DEED, 'operate'],
    ],
    score: 0.85,
  },
  // Roles without rules.
  { rule: 'jailbreak', anchor: ['unbound'], with: [['persona']], least: ['unbound', 3], score: 0.9, on: ALL },
  {
    rule: 'jailbreak',
    anchor: ['unbound'],
    with: [['persona'], ['model', 'lead', 'override', 'obey', 'mode']],
    least: ['unbound', 2],
    score: 0.86,
    on: ALL,
  },
  { rule: 'jailbreak', anchor: ['unbound'], with: [['persona'], ['vice'], ['model', 'lead', 'obey', 'mode']], score: 0.83 },
  { rule: 'jailbreak', anchor: ['unbound'], with: [['persona', 'mode']], score: 0.6 },
  { rule: 'jailbreak', anchor: ['persona'], with: [['vice'], ['model']], least: ['persona', 3], score: 0.82 },
  {
    rule: 'jailbreak',
    anchor: ['unbound'],
    with: [
      ['persona', 'figure'],
      ['model', 'lead'],
    ],
    least: ['unbound', 3],
    score: 0.85,
    max: 8_000,
    wide: true,
  },
  { rule: 'jailbreak', anchor: ['persona'], with: [['unbound'], ['model']], least: ['vice', 4], score: 0.84, max: 8_000, wide: true },
  { rule: 'jailbreak', anchor: ['persona'], with: [['persona'], ['model']], least: ['vice', 4], score: 0.82, max: 8_000, wide: true },
  { rule: 'jailbreak', anchor: ['unbound'], with: [['persona']], score: 0.78, max: 200, on: OUTSIDE },
  { rule: 'jailbreak', anchor: ['override_soft'], with: [['persona'], ['model', 'figure']], score: 0.82, on: OUTSIDE },
  { rule: 'jailbreak', anchor: ['mode'], with: [['override', 'override_soft', 'uncheck', 'unbound', ...TURN]], score: 0.88, on: ALL },
  { rule: 'jailbreak', anchor: ['mode'], with: [['persona'], ['model', 'vice', 'lead', 'obey']], score: 0.85 },
  // What the model was told.
  {
    rule: 'promptLeak',
    anchor: ['reveal', 'reveal_key'],
    with: [['lead', 'granted', 'forced', 'end_of_data', 'override', 'void', 'ask_prompt', 'fresh', ...TURN]],
    score: 0.85,
    on: ALL,
  },
  { rule: 'promptLeak', anchor: ['reveal'], with: [], score: 0.82, max: 2_500, on: OUTSIDE },
  { rule: 'promptLeak', anchor: ['reveal'], with: [], least: ['reveal', 2], score: 0.82, on: OUTSIDE },
  { rule: 'promptLeak', anchor: ['ask_prompt'], with: [], score: 0.82, max: 2_500, on: OUTSIDE },
  { rule: 'promptLeak', anchor: ['reveal', 'ask_prompt'], with: [], score: 0.8, max: 80, on: ['argument'] },
  { rule: 'promptLeak', anchor: ['claim', 'reveal_key'], with: [['granted', 'lead', 'reveal', 'void']], score: 0.82, on: OUTSIDE },
  { rule: 'promptLeak', anchor: ['ask_prompt'], with: [['granted', 'lead', 'reveal', ...TURN]], score: 0.85 },
  { rule: 'promptLeak', anchor: ['reveal', 'ask_prompt', 'reveal_key'], with: [], score: 0.6 },
  // Answers word by word.
  { rule: 'forcedAnswer', anchor: ['forced'], with: [], score: 0.84, on: ALL },
  { rule: 'forcedAnswer', anchor: ['granted'], with: [['lead', 'reveal', 'fresh', ...TURN]], score: 0.82 },
  { rule: 'forcedAnswer', anchor: ['granted'], with: [], least: ['granted', 3], score: 0.8 },
  { rule: 'forcedAnswer', anchor: ['granted'], with: [], score: 0.6 },
  {
    rule: 'forcedAnswer',
    anchor: ['end_of_data', 'closing_run', 'turn_token'],
    with: [['lead', 'forced', 'persona', 'reveal', 'granted', 'void']],
    score: 0.88,
    on: ALL,
  },
  // Posing.
  {
    rule: 'fakeTurn',
    anchor: ['turn_token', 'turn_label', 'loud_tag', 'note_to_model', 'end_of_data'],
    with: [['override', 'hide', 'unasked', 'uncheck', 'mode', 'send_out', 'read_secret', 'unbound', 'call_tool', 'silent']],
    score: 0.88,
    on: OUTSIDE,
    follow: 200,
  },
  {
    rule: 'fakeTurn',
    anchor: ['hidden_comment'],
    with: [
      [
        'override',
        'hide',
        'unasked',
        'uncheck',
        'send_out',
        'read_secret',
        'command',
        'call_tool',
        'silent',
        'note_to_model',
        'secret_path',
        'persona',
        'model',
      ],
    ],
    score: 0.88,
    on: OUTSIDE,
    inside: true,
  },
  // Keeping it from the user.
  {
    rule: 'conceal',
    anchor: ['hide'],
    with: [['send_data', 'send_out', 'call_tool', 'read_secret', 'override', 'obey', 'before', ...FRAME]],
    score: 0.86,
    on: OUTSIDE,
  },
  // Orders in data.
  {
    rule: 'toolOrder',
    anchor: ['call_tool'],
    with: [['obey', 'urgent', 'before', 'fresh', ...FRAME]],
    score: 0.82,
    on: OUTSIDE,
    max: 1_500,
  },
  { rule: 'toolOrder', anchor: ['read_secret'], with: [['obey', 'before', 'fresh', ...FRAME]], score: 0.82, on: OUTSIDE, max: 1_500 },
  {
    rule: 'toolOrder',
    anchor: ['obey', 'fresh'],
    with: [
      ['fresh', 'before', 'loud_tag'],
      ['tool_name', 'any_path', 'secret_path'],
    ],
    least: ['obey', 1],
    score: 0.84,
    on: OUTSIDE,
    follow: 300,
  },
  { rule: 'foreignOrder', anchor: ['own'], with: [], score: 0.6, on: ['data'] },
  { rule: 'foreignOrder', anchor: ['own_service'], with: [], score: 0.82, on: ['data'] },
  {
    rule: 'foreignOrder',
    anchor: ['own', 'own_service'],
    with: [['obey', 'mode', 'fresh', 'override', 'shout']],
    score: 0.9,
    on: ['data'],
  },
  // Private data on its way out.
  {
    rule: 'sendOut',
    anchor: ['send_out'],
    with: [['own', 'read_secret', 'override', 'mode', 'fresh', 'hide', 'silent', 'unasked', ...FRAME]],
    score: 0.88,
    on: OUTSIDE,
  },
  {
    rule: 'sendOut',
    anchor: ['steal'],
    with: [
      ['email', 'url'],
      ['own', 'own_service', 'operate', 'read_secret'],
    ],
    score: 0.84,
    on: ['data'],
  },
  { rule: 'sendOut', anchor: ['steal'], with: [['email']], score: 0.82, on: ['data'], max: 900 },
  { rule: 'sendOut', anchor: ['send_out'], with: [], score: 0.6, on: OUTSIDE },
  { rule: 'sendOut', anchor: ['read_secret'], with: [['secret_path']], least: ['read_secret', 2], score: 0.82, on: OUTSIDE, max: 600 },
  { rule: 'sendCommand', anchor: ['leak_command'], with: [], score: 0.85, on: OUTSIDE },
  {
    rule: 'beacon',
    anchor: ['beacon'],
    with: [['template_slot'], ['reveal', 'model', 'send_data', 'lead', 'send', 'operate', 'urgent']],
    score: 0.85,
    on: OUTSIDE,
  },
  // Tool definitions.
  {
    rule: 'toolSecret',
    anchor: ['secret_path'],
    with: [['before', 'obey', 'loud_tag', 'send_out', 'hide', 'shout', 'call_tool']],
    score: 0.9,
    on: ['tool'],
  },
  {
    rule: 'toolSecret',
    anchor: ['read_secret'],
    with: [['before', 'loud_tag', 'send_out', 'hide', 'unasked', 'note_to_model', 'silent']],
    score: 0.88,
    on: ['tool'],
  },
  { rule: 'toolConceal', anchor: ['hide'], with: [], score: 0.85, on: ['tool'] },
  {
    rule: 'toolConceal',
    anchor: ['unasked', 'silent'],
    with: [['send_data', 'send_out', 'call_tool', 'read_secret', 'uncheck', 'hide', 'obey', 'before', 'send']],
    score: 0.82,
    on: ['tool'],
  },
  {
    rule: 'hiddenOrder',
    anchor: ['loud_tag', 'note_to_model', 'turn_token', 'turn_label', 'shout'],
    with: [[...DEED, 'override', 'override_soft', 'persona', 'before_every', 'fresh']],
    score: 0.86,
    on: ['tool'],
  },
  {
    rule: 'hiddenOrder',
    anchor: ['hidden_comment'],
    with: [[...DEED, 'override', 'command', 'before', 'note_to_model']],
    score: 0.9,
    on: ['tool'],
    inside: true,
  },
  { rule: 'hiddenOrder', anchor: ['uncheck'], with: [], score: 0.82, on: ['tool'] },
  { rule: 'hiddenOrder', anchor: ['override', 'void'], with: [], score: 0.83, on: ['tool'] },
  {
    rule: 'hiddenOrder',
    anchor: ['figure', 'persona'],
    with: [['override', 'override_told', 'unbound', 'obey']],
    score: 0.83,
    on: ['tool'],
  },
  {
    rule: 'hiddenOrder',
    anchor: ['fresh', 'obey'],
    with: [
      ['before', 'loud_tag', 'urgent'],
      [...DEED, 'any_path'],
    ],
    score: 0.83,
    on: ['tool'],
  },
  { rule: 'hiddenOrder', anchor: ['before'], with: [['command', 'send_out', 'read_secret']], score: 0.82, on: ['tool'] },
  {
    rule: 'shadowing',
    anchor: ['rank'],
    with: [['override_told', 'uncheck', 'obey', 'unasked', 'hide', 'model']],
    score: 0.82,
    on: ['tool'],
  },
  { rule: 'shadowing', anchor: ['rank'], with: [], score: 0.5, on: ['tool'] },
  { rule: 'shadowing', anchor: ['boast'], with: [], score: 0.83, on: ['tool'] },
  { rule: 'shadowing', anchor: ['before_every'], with: [['send_out', 'read_secret', 'secret_path', 'url']], score: 0.82, on: ['tool'] },
  { rule: 'probe', anchor: ['probe'], with: [], score: 0.82, on: ['tool'] },
  { rule: 'toolLeak', anchor: ['send_out'], with: [['unasked', 'silent', 'hide', 'probe']], score: 0.85, on: ['tool'] },
  {
    rule: 'hiddenOrder',
    anchor: ['override_told'],
    with: [['persona', 'figure', 'model', 'obey', 'unasked', 'hide', 'rank', ...FRAME]],
    score: 0.83,
    on: ['tool'],
  },
  { rule: 'toolLeak', anchor: ['send_chat'], with: [], score: 0.82, on: ['tool'] },
  { rule: 'toolLeak', anchor: ['send_out'], with: [], score: 0.6, on: ['tool'] },
];

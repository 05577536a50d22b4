/** Which words make which act, as data. */
import type { Concept } from './concepts.ts';

export const ACTS = [
  'override', // ignore all previous instructions
  'override_told', // the same, told of
  'override_soft', // ignore any safety measures, forget the conversation
  'void', // previous instructions no longer apply
  'fresh', // new instructions
  'persona', // you are now
  'figure', // character, persona
  'unbound', // without restrictions
  'mode', // developer mode
  'vice', // illegal, unethical
  'reveal', // repeat your instructions
  'reveal_key', // tell me the access code
  'claim', // the correct password was entered
  'ask_prompt', // what are your instructions
  'hide', // do not tell the user
  'unasked', // without asking
  'silent', // secretly …
  'lead', // begin your answer with
  'granted', // access granted
  'forced', // say “access granted”
  'call_tool', // call the tool …
  'read_secret', // read the keys
  'send', // send …
  'send_data', // send the conversation
  'send_out', // send … to an address
  'send_chat', // sends the conversation
  'before', // before using this tool
  'before_every', // before using any other tool
  'rank', // takes precedence
  'boast', // the best tool in the world
  'probe', // name of the model that calls this tool
  'obey', // you must follow these instructions
  'model', // AI, assistant
  'urgent', // urgent, important
  'own', // grant … on my …
  'own_service', // … on my bank account, lock or health data
  'steal', // get my … and send it to …
  'operate', // an order at the start of a sentence
  'uncheck', // bypass safety checks
  'override_about', // ignore the earlier instructions about the printer
  'address', // AI: …
  'obliged', // the assistant must …
  'bid', // any order
  'dictate', // state that …
  'omit', // leave out …
  'leave', // do not complete the user's task
  'consent', // the user has approved
  'later', // when the user says …
  'later_deed', // when the user says …, send …
  'keep', // remember …
  'about', // words of those who write about attacks
] as const;
export type Act = (typeof ACTS)[number];

export type Pattern = {
  act: Act;
  /** The word that it begins with; the others follow it within `span` units of one sentence. */
  anchors: readonly Concept[];
  needs?: readonly (readonly Concept[])[];
  span?: number;
  /** The anchor must command, not tell. `opening`: and begin the sentence. */
  mood?: 'order' | 'told' | 'opening' | 'address' | 'unhindered';
  /** The act that it is instead where what follows says about which matter: an order among people. */
  narrowed?: Act;
};

const bare = (...acts: (Act & Concept)[]): Pattern[] => acts.map((act) => ({ act, anchors: [act] }));

export const PATTERNS: readonly Pattern[] = [
  {
    act: 'override',
    anchors: ['drop'],
    needs: [['prior'], ['rule', 'norm', 'told']],
    span: 60,
    mood: 'order',
    narrowed: 'override_about',
  },
  {
    act: 'override',
    anchors: ['drop'],
    needs: [
      ['whole', 'your'],
      ['rule', 'prompt', 'told'],
    ],
    span: 40,
    mood: 'order',
    narrowed: 'override_about',
  },
  { act: 'override', anchors: ['drop'], needs: [['prompt', 'told', 'sys']], span: 40, mood: 'order', narrowed: 'override_about' },
  {
    act: 'override',
    anchors: ['wipe'],
    needs: [
      ['prior', 'whole', 'your'],
      ['prompt', 'rule'],
    ],
    span: 40,
    mood: 'order',
  },
  {
    act: 'override_soft',
    anchors: ['drop'],
    needs: [
      ['prior', 'whole', 'your'],
      ['norm', 'talk', 'check'],
    ],
    span: 50,
    mood: 'order',
  },
  { act: 'override_soft', anchors: ['drop'], needs: [['rule']], span: 14, mood: 'order' },
  {
    act: 'override_told',
    anchors: ['drop'],
    needs: [
      ['prior', 'whole', 'your'],
      ['rule', 'prompt', 'told', 'norm'],
    ],
    span: 60,
    mood: 'told',
  },
  {
    act: 'override_told',
    anchors: ['wipe'],
    needs: [
      ['prior', 'whole', 'your'],
      ['rule', 'prompt', 'sys'],
    ],
    span: 50,
    mood: 'told',
  },
  { act: 'void', anchors: ['prompt', 'sys'], needs: [['gone']], span: 40 },
  { act: 'void', anchors: ['prior', 'whole', 'your'], needs: [['rule', 'norm'], ['gone']], span: 50 },
  { act: 'reveal', anchors: ['reveal', 'recast'], needs: [['prompt', 'told']], span: 60, mood: 'order' },
  { act: 'reveal', anchors: ['reveal', 'recast'], needs: [['prior', 'your'], ['rule']], span: 40, mood: 'order' },
  { act: 'reveal', anchors: ['lead'], needs: [['prompt']], span: 40 },
  { act: 'reveal_key', anchors: ['reveal', 'recast', 'ask'], needs: [['key']], span: 50 },
  { act: 'ask_prompt', anchors: ['ask'], needs: [['prompt', 'granted']], span: 50, narrowed: 'override_about' },
  { act: 'ask_prompt', anchors: ['told'], needs: [['told']], span: 40 },
  { act: 'hide', anchors: ['untold'], needs: [['user']], span: 40 },
  { act: 'hide', anchors: ['mum'] },
  { act: 'address', anchors: ['model', 'reader'], mood: 'address' },
  { act: 'obliged', anchors: ['model', 'reader'], needs: [['ought']], span: 70 },
  {
    act: 'bid',
    anchors: ['operate', 'call', 'read', 'send', 'answer', 'reveal', 'recast', 'dictate', 'omit', 'keep', 'stop'],
    mood: 'order',
  },
  { act: 'dictate', anchors: ['dictate'], mood: 'order' },
  { act: 'dictate', anchors: ['grade'] },
  { act: 'omit', anchors: ['omit'], mood: 'order' },
  { act: 'leave', anchors: ['stop', 'drop'], needs: [['task']], span: 30, mood: 'order' },
  { act: 'unasked', anchors: ['unasked'], mood: 'unhindered' },
  { act: 'keep', anchors: ['keep'], mood: 'order' },
  {
    act: 'later_deed',
    anchors: ['later'],
    needs: [['send', 'call', 'operate', 'dictate', 'reveal', 'untold', 'silent', 'read']],
    span: 120,
  },
  { act: 'silent', anchors: ['silent'], needs: [['send', 'call', 'operate', 'read']], span: 40 },
  { act: 'silent', anchors: ['send', 'call', 'read'], needs: [['silent']], span: 40 },
  { act: 'forced', anchors: ['lead', 'answer'], needs: [['granted']], span: 60 },
  { act: 'call_tool', anchors: ['call'], needs: [['tool', 'named']], span: 40, mood: 'order' },
  { act: 'read_secret', anchors: ['read'], needs: [['secret', 'path']], span: 60, mood: 'order' },
  { act: 'send', anchors: ['send'], mood: 'order' },
  { act: 'send_data', anchors: ['send'], needs: [['data', 'secret', 'path']], span: 60 },
  {
    act: 'send_out',
    anchors: ['send'],
    needs: [
      ['data', 'secret', 'path', 'asset'],
      ['address', 'mailbox', 'outside'],
    ],
    span: 140,
  },
  { act: 'send_chat', anchors: ['send'], needs: [['chatlog']], span: 80 },
  { act: 'before_every', anchors: ['before'], needs: [['every']], span: 30 },
  { act: 'obey', anchors: ['obey'], needs: [['rule', 'fresh', 'prompt']], span: 60 },
  { act: 'own', anchors: ['operate'], needs: [['my'], ['asset', 'data', 'secret']], span: 90, mood: 'opening' },
  { act: 'own_service', anchors: ['operate'], needs: [['my'], ['service']], span: 100, mood: 'opening' },
  {
    act: 'steal',
    anchors: ['operate', 'read'],
    needs: [['send'], ['mailbox', 'outside'], ['my', 'service', 'secret', 'data']],
    span: 200,
  },
  { act: 'operate', anchors: ['operate'], needs: [['asset', 'data', 'secret']], span: 60, mood: 'opening' },
  { act: 'uncheck', anchors: ['drop', 'unasked'], needs: [['check']], span: 40 },
  ...bare(
    'fresh',
    'persona',
    'figure',
    'unbound',
    'mode',
    'vice',
    'lead',
    'granted',
    'before',
    'rank',
    'boast',
    'probe',
    'model',
    'urgent',
    'consent',
    'later',
    'about',
  ),
];

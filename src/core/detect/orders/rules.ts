/** Orders to a model, as data (threats M01, M02, M04, M05, R01, R04, S01, F07). */
import type { Category, Rule } from '../../finding.ts';

const rule = (id: string, category: Category, threat: string, severity: Rule['severity'], score: number, sentence: string): Rule => ({
  id: `orders.${id}`,
  category,
  threat,
  severity,
  score,
  references: REFERENCES[category] ?? [],
  sentence,
});

const REFERENCES: Partial<Record<Category, string[]>> = {
  prompt_injection: ['OWASP-MCP06', 'CWE-1427', 'arXiv:2302.12173', 'AML.T0051.001'],
  tool_poisoning: ['OWASP-MCP03', 'CWE-1427', 'AML.T0110', 'SAFE-T1001'],
  exfiltration: ['OWASP-MCP10', 'CWE-200', 'AML.T0077', 'AML.T0086'],
};

const inject = (id: string, severity: Rule['severity'], score: number, sentence: string): Rule =>
  rule(id, 'prompt_injection', 'R01', severity, score, sentence);
const poison = (id: string, threat: string, score: number, sentence: string): Rule =>
  rule(id, 'tool_poisoning', threat, 'critical', score, sentence);
const leak = (id: string, threat: string, score: number, sentence: string): Rule =>
  rule(id, 'exfiltration', threat, 'critical', score, sentence);

export const RULES = {
  override: inject('override', 'high', 0.9, 'This text tells the model to drop the instructions that it was given.'),
  fakeTurn: inject(
    'fake-turn',
    'high',
    0.9,
    'This text poses as a message of the system or the user, or as the end of the data, and then gives orders.',
  ),
  jailbreak: inject('jailbreak', 'high', 0.9, 'This text gives the model a role in which none of its rules hold.'),
  promptLeak: inject('prompt-leak', 'high', 0.85, 'This text asks the model for its own instructions or for what they keep secret.'),
  forcedAnswer: inject('forced-answer', 'medium', 0.85, 'This text dictates to the model, word by word, what it has to answer.'),
  conceal: inject('conceal', 'critical', 0.9, 'This text tells the model to do something and to keep it from the user.'),
  foreignOrder: inject(
    'foreign-order',
    'high',
    0.85,
    'This text is data, yet it orders the reader to act on somebody’s accounts, devices or files.',
  ),
  toolOrder: inject('tool-order', 'high', 0.9, 'This text is data, yet it orders the model to call tools.'),
  addressedOrder: inject(
    'addressed-order',
    'high',
    0.85,
    'This text is data, yet it speaks to the model that reads it and tells it what to do or to say.',
  ),
  machineOrder: inject(
    'machine-order',
    'high',
    0.84,
    'This text is data, yet it has whichever machine reads it carry private data across, or act on a leave that the text gives itself.',
  ),
  delayedOrder: inject(
    'delayed-order',
    'high',
    0.85,
    'This text tells the model what to do later, when the user says or asks something else.',
  ),
  leftTask: inject('left-task', 'high', 0.84, 'This text tells the model to leave what its user asked for and to do something else.'),
  forgedConsent: inject('forged-consent', 'high', 0.84, 'This text is data, yet it claims that the user has agreed to what it orders.'),
  hiddenOrder: poison(
    'hidden-order',
    'M01',
    0.9,
    'The definition of this tool gives the model orders that have nothing to do with using the tool.',
  ),
  toolConceal: poison(
    'tool-conceal',
    'M01',
    0.9,
    'The definition of this tool tells the model to act without the user’s knowledge or consent.',
  ),
  toolSecret: poison('tool-secret', 'M01', 0.95, 'The definition of this tool makes the model read credentials or private files.'),
  shadowing: poison(
    'shadowing',
    'M05',
    0.85,
    'The definition of this tool wants to be preferred to other tools, or changes how they are used.',
  ),
  probe: poison(
    'probe',
    'M02',
    0.82,
    'This tool asks the model for what only the model’s side knows: its name, its instructions, the conversation.',
  ),
  toolLeak: poison('tool-leak', 'M01', 0.85, 'The definition of this tool says that it passes on what the user did not ask it to pass on.'),
  sendOut: leak('send-out', 'R01', 0.9, 'This text orders the reader to send private data to an address outside.'),
  sendCommand: leak('send-command', 'R04', 0.9, 'This text holds a command that sends credentials or private files to another host.'),
  learnedOrder: inject('learned-order', 'high', 0.8, 'This text reads like those that give a model orders which its user did not give.'),
  learnedDefinition: poison(
    'learned-definition',
    'M01',
    0.8,
    'This definition reads like those that give a model orders which have nothing to do with the tool.',
  ),
  learnedLeak: leak('learned-leak', 'R01', 0.8, 'This text reads like those that make a model send out what is not meant for others.'),
  beacon: leak('beacon', 'R04', 0.9, 'This text makes the model show an image or a link whose address carries private data.'),
} as const;
export type RuleName = keyof typeof RULES;

/** Rules over what is done behind the user's back, as data. */
import type { Rule } from '../../finding.ts';
import { rulesOf } from '../rule.ts';

const rule = rulesOf('covert', { category: 'tool_poisoning', threat: 'M01' });

export const RULES = {
  concealed: rule(
    'concealed-deed',
    0.86,
    'critical',
    'The definition has the model read, send or call something beside its task and keeps the user from learning of it.',
    ['OWASP-MCP03', 'CWE-1427', 'SAFE-T1001'],
  ),
  recipient: rule(
    'fixed-recipient',
    0.84,
    'critical',
    'The definition sets, by itself, to whom everything goes: a fixed recipient, copy or address that the user did not choose.',
    ['OWASP-MCP03', 'CWE-441', 'SAFE-T1001'],
  ),
  everyCall: rule(
    'every-call',
    0.83,
    'high',
    'The definition wants secrets or the conversation each time, before all else or with every other tool: that is no part of its task.',
    ['OWASP-MCP03', 'CWE-200', 'SAFE-T1001'],
    { threat: 'M05' },
  ),
  context: rule(
    'whole-context',
    0.82,
    'high',
    'The definition has the model hand over the whole conversation, its instructions or what other tools returned.',
    ['OWASP-MCP03', 'CWE-200', 'SAFE-T1501'],
    { threat: 'M02' },
  ),
  delivery: rule(
    'secret-delivery',
    0.85,
    'critical',
    'The definition has the model send secrets or private files to an address that it names itself.',
    ['OWASP-MCP03', 'CWE-200', 'SAFE-T1001'],
  ),
  rival: rule(
    'rival-tools',
    0.5,
    'medium',
    'The definition forbids the use of other tools in its own favour.',
    ['OWASP-MCP03', 'SAFE-T1008'],
    { threat: 'M05' },
  ),
  admitted: rule(
    'admitted-harvest',
    0.82,
    'high',
    'The tool says that, beside its task, it keeps credentials or personal data and passes them on.',
    ['OWASP-MCP03', 'CWE-359', 'SAFE-T1001'],
  ),
  beyond: rule(
    'beyond-task',
    0.83,
    'high',
    'The definition replaces what the user chose, follows other tools, presumes consent or wants to know everything: none of it is its task.',
    ['OWASP-MCP03', 'CWE-441', 'SAFE-T1001'],
    { threat: 'M05' },
  ),
  sampling: rule(
    'sampling-deed',
    0.84,
    'high',
    'The server asks the model, in a sampling request, to hand over secrets or the conversation, or to act without the user’s knowledge.',
    ['OWASP-MCP06', 'CWE-1427', 'SAFE-T1112'],
    { category: 'prompt_injection', threat: 'S01' },
  ),
  planted: rule(
    'planted-order',
    0.83,
    'high',
    'The text that is to be remembered gives whoever reads it later a standing order to hand over data or to act without the user’s knowledge.',
    ['OWASP-MCP06', 'CWE-1427', 'SAFE-T1702', 'AML.T0080.000'],
    { category: 'prompt_injection', threat: 'F07' },
  ),
} as const satisfies Record<string, Rule>;

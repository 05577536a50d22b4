/** All commands: help and completion are written from this table. */
import type { Command, Option } from './command.ts';

const OFFLINE: Option = { name: 'offline', help: 'judge in this process: no service, no policies, no record' };
const PRUNE: Option = { name: 'prune', help: 'delete what the folder does not have' };
const FOLDER = '[folder]';

export const COMMANDS: readonly Command[] = [
  {
    words: ['login'],
    operands: '',
    takes: [0, 0],
    help: 'keep a key for this user; it is read from stdin or asked for',
    options: [],
    load: async () => (await import('./login.ts')).login,
  },
  {
    words: ['validate'],
    operands: '[file|-]',
    takes: [0, 1],
    help: 'judge one message: a call as POST /validate takes it, or a bare MCP message',
    options: [OFFLINE],
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    words: ['batch'],
    operands: '[ndjson|-]',
    takes: [0, 1],
    help: 'judge a file of messages, one a line',
    options: [
      OFFLINE,
      { name: 'out', value: 'file', help: 'write every result there, one a line' },
      { name: 'skip', value: 'n', help: 'begin after n items' },
    ],
    load: async () => (await import('./batch.ts')).batch,
  },
  {
    words: ['policy', 'validate'],
    operands: FOLDER,
    takes: [0, 1],
    help: 'faults and warnings of policies in files (policies/*.json)',
    options: [],
    load: async () => (await import('./policy-check.ts')).validate,
  },
  {
    words: ['policy', 'test'],
    operands: FOLDER,
    takes: [0, 1],
    help: 'run the tests of policies in files',
    options: [{ name: 'require-tests', help: 'fail where a policy has none' }],
    load: async () => (await import('./policy-check.ts')).test,
  },
  {
    words: ['policy', 'plan'],
    operands: FOLDER,
    takes: [0, 1],
    help: 'show what apply would change',
    options: [PRUNE, { name: 'exit-code', help: 'end with 1 where something would change' }],
    load: async () => (await import('./policy-change.ts')).plan,
  },
  {
    words: ['policy', 'apply'],
    operands: FOLDER,
    takes: [0, 1],
    help: 'give the service the policies of the folder',
    options: [PRUNE],
    load: async () => (await import('./policy-change.ts')).apply,
  },
  {
    words: ['policy', 'pull'],
    operands: FOLDER,
    takes: [0, 1],
    help: 'write the policies of the service into the folder',
    options: [],
    load: async () => (await import('./policy-change.ts')).pull,
  },
  {
    words: ['doctor'],
    operands: '',
    takes: [0, 0],
    help: 'find what is wrong with a set-up, and what to do about it',
    options: [],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    words: ['completion'],
    operands: 'bash|zsh|fish',
    takes: [1, 1],
    help: 'print completion for a shell',
    options: [],
    load: async () => (await import('./completion.ts')).completion,
  },
];

/** `countersign wrap -- <command>`: an MCP server on stdio that nobody can change, judged in both directions. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { fail, follow, type Enforcement } from '../enforce.ts';
import { CountersignError } from '../errors.ts';
import { linesOf } from '../lines.ts';
import type { FailMode } from '../settings.ts';
import type { Invocation } from './command.ts';
import { connect } from './connection.ts';
import { Conversation, type Side } from './conversation.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { loadEngine } from './judge.ts';
import { relayFrom, type Judge } from './relay.ts';
import { clean } from './terminal.ts';

/** Far above the 1 MiB that the service judges: what lies between is refused, what is above ends the conversation. */
const LINE_BYTES_MAX = 16_777_216;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export async function wrap(call: Invocation): Promise<number> {
  const [command, ...args] = call.rest;
  if (command === undefined) throw new CommandError('countersign wrap needs -- and a command');
  const { note } = call.terminal;
  const judge = await judgeOf(call);
  const child = await start(command, args);
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const sinks: Record<Side, Writable> = { client: process.stdout, server: child.stdin! };
  child.stdin!.on('error', () => {});
  const relay = {
    judge: (submission: Parameters<Judge>[0]) => judge(submission).then((enforcement) => told(enforcement, note)),
    conversation: new Conversation({ context: contextOf(call), server: serverOf(call) }),
    async send(side: Side, message: object): Promise<void> {
      if (!sinks[side].write(`${JSON.stringify(message)}\n`)) await Promise.race([once(sinks[side], 'drain'), ended]);
    },
    note: (text: string) => note(`countersign: ${clean(text)}`),
  };
  let over = false;
  const stop = (error: unknown): void => {
    if (over) return;
    note(`countersign: the conversation ends: ${clean(error instanceof Error ? error.message : String(error))}`);
    child.kill();
    process.stdin.destroy();
  };
  const fromClient = relayFrom('client', linesOf(process.stdin, LINE_BYTES_MAX), relay).then(() => child.stdin!.end(), stop);
  const fromServer = relayFrom('server', linesOf(child.stdout!, LINE_BYTES_MAX), relay).catch(stop);
  const [code, signal] = await ended;
  await fromServer;
  over = true;
  process.stdin.destroy();
  await fromClient;
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** The key is for this program: the server that is judged does not get it. */
async function start(command: string, args: readonly string[]): Promise<ChildProcess> {
  const { COUNTERSIGN_API_KEY: _, ...env } = process.env;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new CommandError(`${command} cannot be started: ${(error as Error).message}`, EXIT.input);
  }
  return child;
}

async function judgeOf(call: Invocation): Promise<Judge> {
  const failMode = (call.text('fail-mode') ?? 'closed') as FailMode;
  if (!call.flag('offline')) {
    const client = connect(call, { failMode, onFailure() {} });
    return (submission) => client.enforce(submission);
  }
  const judge = await loadEngine();
  return async (submission) => {
    try {
      return follow(submission, judge(submission));
    } catch (error) {
      return fail(submission, new CountersignError('response_invalid', `The engine failed: ${String(error)}`, error), 'closed');
    }
  };
}

/** On stderr, for stdout is the protocol's. */
function told(enforcement: Enforcement, note: (line: string) => void): Enforcement {
  const { action, verdict, failure, failOpen } = enforcement;
  if (failure) note(`countersign: no verdict, ${failOpen ? 'let pass' : 'refused'}: ${clean(failure.message)}`);
  else if (action !== 'forward') note(`countersign: ${clean(`${verdict?.decision} ${verdict?.reasons[0]?.code ?? ''} (${verdict?.id})`)}`);
  return enforcement;
}

const contextOf = (call: Invocation): { session_id: string; user_id?: string; agent_id?: string } => ({
  session_id: `wrap-${randomUUID()}`,
  ...(call.text('user') !== undefined && { user_id: call.text('user')! }),
  ...(call.text('agent') !== undefined && { agent_id: call.text('agent')! }),
});

const serverOf = (call: Invocation): { name?: string } => ({ ...(call.text('server') !== undefined && { name: call.text('server')! }) });

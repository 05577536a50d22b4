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

/** What lies between this and the 1 MiB that the service judges is refused; what is longer ends the conversation. */
const LINE_BYTES_MAX = 4_194_304;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** For a server that we end. */
const KILL_AFTER_MS = 2_000;
/** For what a server has said before it ended, and for a child of its own that holds its output. */
const REST_MS = 5_000;

/** Ends as the server ends; with 1 where we had to end the conversation. */
export async function wrap(call: Invocation): Promise<number> {
  const [command, ...args] = call.rest;
  if (command === undefined) throw new CommandError('countersign wrap needs -- and a command');
  const { note } = call.terminal;
  const judge = await judgeOf(call);
  const child = spawned(command, args);
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  // Also where the client goes away and our output is closed.
  process.on('exit', () => child.kill());
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  ended.catch(() => {});
  await started(child, command);
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
  let [over, stopped] = [false, false];
  const cut = (): void => {
    over = true;
    child.stdout!.destroy();
  };
  child.once('exit', () => setTimeout(cut, REST_MS).unref());
  const stop = (error: unknown): void => {
    if (over) return;
    over = stopped = true;
    note(`countersign: the conversation ends: ${clean(reasonOf(error))}`);
    child.kill();
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
    process.stdin.destroy();
    child.stdout!.destroy();
  };
  const fromClient = relayFrom('client', linesOf(process.stdin, LINE_BYTES_MAX), relay).then(() => child.stdin!.end(), stop);
  const fromServer = relayFrom('server', linesOf(child.stdout!, LINE_BYTES_MAX), relay).catch(stop);
  const [code, signal] = await ended;
  await fromServer;
  over = true;
  process.stdin.destroy();
  await fromClient;
  if (stopped) return EXIT.no;
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** What is wrong with an answer is said of answers; these are lines of two strangers. */
function reasonOf(error: unknown): string {
  if (!(error instanceof CountersignError)) return error instanceof Error ? error.message : String(error);
  return error.kind === 'response_too_large' ? `a line is longer than ${LINE_BYTES_MAX} bytes` : 'a line is not UTF-8';
}

/** The key is for this program: the server that is judged does not get it. */
function spawned(command: string, args: readonly string[]): ChildProcess {
  const { COUNTERSIGN_API_KEY: _, ...env } = process.env;
  return spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
}

async function started(child: ChildProcess, command: string): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new CommandError(`${command} cannot be started: ${(error as Error).message}`, EXIT.input);
  }
}

/** Always comes to something: whatever fails, refuses. */
async function judgeOf(call: Invocation): Promise<Judge> {
  const failMode = (call.text('fail-mode') ?? 'closed') as FailMode;
  const judge = call.flag('offline') ? await engineJudge() : serviceJudge(call, failMode);
  return async (submission) => {
    try {
      return await judge(submission);
    } catch (error) {
      return fail(submission, new CountersignError('response_invalid', `It could not be judged: ${String(error)}`, error), 'closed');
    }
  };
}

async function engineJudge(): Promise<Judge> {
  const judge = await loadEngine();
  return async (submission) => follow(submission, judge(submission));
}

function serviceJudge(call: Invocation, failMode: FailMode): Judge {
  const client = connect(call, { failMode, onFailure() {} });
  return (submission) => client.enforce(submission);
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

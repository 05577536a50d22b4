/** Logs by pino: one JSON object a line. */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log, LogFields, Telemetry } from '#app/telemetry.ts';

const CAUSES_MAX = 5;
/** Lines are written together: at this many bytes (below the 16 KiB that pino writes at once), and at the latest after so long. What is lost with a killed process is no more. */
const LOG_BUFFER_BYTES = 16_000;
const LOG_FLUSH_MS = 200;
const MILLISECONDS = Array.from({ length: 1_000 }, (_, ms) => String(ms).padStart(3, '0'));

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
/** To standard output, unless there is another `destination`. */
export type LogOptions = { level: LogLevel; destination?: { write(line: string): void } };

export function openLog({ level, destination }: LogOptions): Pick<Telemetry, 'info' | 'warn' | 'error'> {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: isoTimes(Date.now),
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? standardOutput(),
  );
  return { info: logAt(logger, 'info'), warn: logAt(logger, 'warn'), error: logAt(logger, 'error') };
}

/** As pino's own `isoTime`, which makes all of it anew for every line. */
function isoTimes(now: () => number): () => string {
  let second = -1;
  let text = '';
  return () => {
    const ms = now();
    const within = ms % 1_000;
    if (ms - within !== second) {
      second = ms - within;
      text = `,"time":"${new Date(second).toISOString().slice(0, -'000Z'.length)}`;
    }
    return `${text}${MILLISECONDS[within]}Z"`;
  };
}

const logAt =
  (logger: Logger, level: 'info' | 'warn' | 'error'): Log =>
  (message, fields = {}, error) =>
    logger[level](error === undefined ? fields : { ...fields, error: causesOf(error) }, message);

function standardOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, minLength: LOG_BUFFER_BYTES });
  setInterval(() => output.flush(), LOG_FLUSH_MS).unref();
  process.once('exit', () => output.flushSync());
  return output;
}

/** What went wrong and where, outermost first: names, messages and stacks of errors, never their other members. */
function causesOf(error: unknown): LogFields[] {
  const causes: LogFields[] = [];
  for (
    let cause: unknown = error;
    cause !== undefined && causes.length < CAUSES_MAX;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    causes.push(cause instanceof Error ? errorFields(cause) : { message: `threw a ${typeof cause}` });
  }
  return causes;
}

/** The engine itself quotes what it stumbled over: a property, a pattern, a piece of JSON, an address. That may be a caller's. */
const QUOTING = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, DOMException];

function errorFields(error: Error): LogFields {
  const { name, message, stack } = error;
  const frames = framesOf(stack);
  if (QUOTING.some((kind) => error instanceof kind) || isForeign(error)) return { name, message: 'withheld', stack: frames };
  return { name, message, stack: frames };
}

/** The stack without the message that it begins with. */
const framesOf = (stack = ''): string => {
  const first = stack.search(/^ {4}at /m);
  return first < 0 ? '' : stack.slice(first);
};

/** An answer of a mail server may name the mailbox. */
const isForeign = (error: Error): boolean => 'responseCode' in error || 'response' in error;

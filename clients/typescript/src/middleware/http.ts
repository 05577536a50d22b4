/** One MCP endpoint over HTTP, and its calls: what is posted. */
import type { ValidateRequest } from '../generated/types.ts';
import { Answer } from './answer.ts';
import {
  BODY_BYTES_MAX,
  encode,
  mcpHeaders,
  messageOf,
  NO_CONTEXT,
  NO_UPGRADE,
  PACKED,
  TOO_LARGE,
  UNREADABLE,
  type Plain,
} from './body.ts';
import { rendered } from './events.ts';
import { Guard, type About, type Context, type Judge, type Message } from './guard.ts';
import { Recent } from './recent.ts';

export type HttpOptions<R> = {
  /** Who acts: a value, or made from the request. When making it fails, so does the call. */
  context?: Context | ((request: R) => Context | Promise<Context>);
  /** What is told about the MCP server. */
  server?: ValidateRequest['server'];
};

export const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);
/** Of the body as it came; and answers that are packed could not be read. */
export const OWN_HEADERS: readonly string[] = [
  'content-length',
  'content-type',
  'transfer-encoding',
  'content-encoding',
  'accept-encoding',
  'expect',
];
const STATUS_DROPPED = 403;
const STREAMS_MAX = 10_000;

/** Whole events, to who has asked for the stream; false where he is gone. */
export type Write = (events: Uint8Array) => boolean;
type Streams = Recent<(message: Message) => boolean>;
type Asked = { headers: Record<string, string>; server: string; posted: string | null };

export class Endpoint<R> {
  readonly guard: Guard;
  readonly #context: HttpOptions<R>['context'];
  /** Of 2024-11-05, by their sessions. */
  readonly #streams: Streams = new Recent(STREAMS_MAX);

  constructor(judge: Judge, { context, server }: HttpOptions<R> = {}) {
    this.guard = new Guard(judge, server);
    this.#context = context;
  }

  /** A refusal where it cannot be told who acts, or where what follows would be no HTTP. */
  async call(request: R, url: string, headers: Iterable<[string, string]>): Promise<Call | Plain> {
    const all = [...headers];
    // Not all: clients of HTTP/2 ask for `h2c`, and nobody need heed it.
    if (all.some(([name, value]) => name.toLowerCase() === 'upgrade' && /websocket/i.test(value))) return NO_UPGRADE;
    try {
      const given = typeof this.#context === 'function' ? await this.#context(request) : this.#context;
      const asked = { headers: mcpHeaders(all), server: pathOf(url), posted: sessionIn(url) };
      return new Call(this.guard, this.#streams, asked, given ?? {});
    } catch {
      return NO_CONTEXT;
    }
  }
}

export class Call {
  readonly #guard: Guard;
  readonly #streams: Streams;
  readonly #posted: string | null;
  readonly #given: Context;
  #about: About;

  constructor(guard: Guard, streams: Streams, { headers, server, posted }: Asked, given: Context) {
    this.#guard = guard;
    this.#streams = streams;
    this.#posted = posted;
    this.#given = given;
    const version = headers['mcp-protocol-version'];
    this.#about = { headers, server, line: null, context: { ...(version && { protocol_version: version.slice(0, 256) }), ...given } };
    this.#join(headers['mcp-session-id'] ?? posted);
  }

  /** What the endpoint may read in the place of the body, or what is answered instead. */
  async request(bytes: Uint8Array, encoding: string | undefined): Promise<{ message: object; body: Uint8Array<ArrayBuffer> } | Plain> {
    if (encoding && encoding.trim().toLowerCase() !== 'identity') return PACKED;
    if (bytes.length > BODY_BYTES_MAX) return TOO_LARGE;
    const message = messageOf(bytes);
    if (!message) return UNREADABLE;
    const { onward, back } = await this.#guard.pass('far', message, this.#about);
    // There who waits for an answer only reads the stream.
    if (back && this.#posted !== null && this.#streams.get(this.#posted, '')?.(back)) return { status: 202, body: null };
    if (back) return { status: 200, body: encode(back) };
    if (!onward) return { status: STATUS_DROPPED, body: null };
    this.#about = { ...this.#about, asked: onward };
    return { message: onward, body: encode(onward) };
  }

  /** `initialize` has no session before its answer, and of 2024-11-05 a stream none before its first event. */
  answer(status: number, header: (name: string) => string | undefined, write: Write): Answer {
    this.#join(header('mcp-session-id'));
    let opened: string | null = null;
    const exchange = {
      judged: async (message: object) => this.#guard.pass('near', message, this.#about, 'detour'),
      opened: (endpoint: string) => this.#open((opened ??= sessionIn(endpoint)), write),
      closed: () => opened === null || this.#close(opened),
    };
    return new Answer(exchange, status, header);
  }

  #open(session: string | null, write: Write): void {
    if (session === null) return;
    this.#join(session);
    this.#streams.set(session, '', (message) => write(rendered({ fields: ['event: message'], text: null }, message)));
  }

  /** There a session ends with its stream. */
  #close(session: string): void {
    this.#streams.delete(session, '');
    this.#guard.release(lineOf(session));
  }

  #join(session: string | null | undefined): void {
    if (!session || this.#about.line !== null) return;
    this.#about = {
      ...this.#about,
      line: lineOf(session),
      context: { session_id: lineOf(session), ...this.#about.context, ...this.#given },
    };
    this.#guard.remember('far', this.#about.asked, this.#about);
  }
}

const lineOf = (session: string): string => session.slice(0, 256);

/** Spellings that a router may take for one are one. */
function pathOf(url: string): string {
  const { pathname } = URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : { pathname: '/' };
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // It stays as it was written.
  }
  return path.toLowerCase().split('/').filter(Boolean).join('/').slice(0, 2_048);
}

/** Before sessions had a header (2024-11-05), the address to post to named them. */
function sessionIn(url: string): string | null {
  if (!URL.canParse(url, 'http://localhost')) return null;
  const { searchParams } = new URL(url, 'http://localhost');
  return searchParams.get('sessionId') ?? searchParams.get('session_id');
}

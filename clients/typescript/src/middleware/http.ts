/** One MCP endpoint over HTTP, and its calls: what is posted, and what is answered as JSON or as events. */
import type { ValidateRequest } from '../generated/types.ts';
import {
  BAD_ANSWER,
  BODY_BYTES_MAX,
  encode,
  joined,
  mcpHeaders,
  messageOf,
  NO_CONTEXT,
  PACKED,
  TOO_LARGE,
  UNREADABLE,
  type Plain,
} from './body.ts';
import { eventOf, Events, rendered } from './events.ts';
import { Guard, type About, type Context, type Judge } from './guard.ts';

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

export class Endpoint<R> {
  readonly guard: Guard;
  readonly #context: HttpOptions<R>['context'];

  constructor(judge: Judge, { context, server }: HttpOptions<R> = {}) {
    this.guard = new Guard(judge, server);
    this.#context = context;
  }

  /** A refusal where it cannot be told who acts. */
  async call(request: R, headers: Iterable<[string, string]>): Promise<Call | Plain> {
    const mcp = mcpHeaders(headers);
    try {
      const given = typeof this.#context === 'function' ? await this.#context(request) : this.#context;
      return new Call(this.guard, mcp, given ?? {});
    } catch {
      return NO_CONTEXT;
    }
  }
}

export class Call {
  readonly #guard: Guard;
  readonly #given: Context;
  #about: About;

  constructor(guard: Guard, headers: Record<string, string>, given: Context) {
    this.#guard = guard;
    this.#given = given;
    const version = headers['mcp-protocol-version'];
    const session = headers['mcp-session-id'];
    const context = { ...(version && { protocol_version: version.slice(0, 256) }), ...(session && { session_id: session.slice(0, 256) }) };
    this.#about = { headers, line: session?.slice(0, 256) ?? null, context: { ...context, ...given } };
  }

  /** What the endpoint may read in the place of the body, or what is answered instead. */
  async request(bytes: Uint8Array, encoding: string | undefined): Promise<{ message: object; body: Uint8Array<ArrayBuffer> } | Plain> {
    if (encoding && encoding.trim().toLowerCase() !== 'identity') return PACKED;
    if (bytes.length > BODY_BYTES_MAX) return TOO_LARGE;
    const message = messageOf(bytes);
    if (!message) return UNREADABLE;
    const { onward, back } = await this.#guard.pass('far', message, this.#about);
    if (!onward) return back ? { status: 200, body: encode(back) } : { status: STATUS_DROPPED, body: null };
    this.#about = { ...this.#about, asked: onward };
    return { message: onward, body: encode(onward) };
  }

  /** `initialize` has no session before its answer. */
  answer(status: number, header: (name: string) => string | undefined): Answer {
    const session = header('mcp-session-id');
    if (session && this.#about.line === null) {
      const session_id = session.slice(0, 256);
      this.#about = { ...this.#about, line: session_id, context: { ...this.#about.context, session_id, ...this.#given } };
      this.#guard.remember('far', this.#about.asked, this.#about);
    }
    return new Answer(this.#guard, this.#about, status, header);
  }
}

/** Lets nothing through that has not been judged. */
export class Answer {
  readonly isStream: boolean;
  readonly #guard: Guard;
  readonly #about: About;
  readonly #status: number;
  readonly #isPacked: boolean;
  readonly #events = new Events();

  constructor(guard: Guard, about: About, status: number, header: (name: string) => string | undefined) {
    this.#guard = guard;
    this.#about = about;
    this.#status = status;
    this.isStream = /^\s*text\/event-stream\s*(?:;|$)/i.test(header('content-type') ?? '');
    this.#isPacked = !/^\s*(?:identity)?\s*$/i.test(header('content-encoding') ?? '');
  }

  /** Of a stream: what may be sent on. Throws where the stream cannot be judged, and must end. */
  async events(chunk: Uint8Array): Promise<Uint8Array> {
    if (this.#isPacked) throw new Error('the stream is packed');
    const passed: Uint8Array[] = [];
    for (const lines of this.#events.feed(chunk)) {
      const event = eventOf(lines);
      if (!event) continue;
      const onward = event.message && (await this.#guard.pass('near', event.message, this.#about)).onward;
      if (onward || !event.message) passed.push(rendered(event, onward));
    }
    return joined(passed);
  }

  /** Of anything else. The status of an error tells enough where its page is no message. */
  async whole(bytes: Uint8Array): Promise<Plain> {
    if (!bytes.length) return { status: this.#status, body: null };
    const message = this.#isPacked ? undefined : messageOf(bytes);
    if (!message) return this.#status >= 400 ? { status: this.#status, body: null } : BAD_ANSWER;
    const { onward } = await this.#guard.pass('near', message, this.#about);
    return onward ? { status: this.#status, body: encode(onward) } : BAD_ANSWER;
  }
}

/** Requests and responses of Node, which Express and Fastify hand on. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { ANSWER_BYTES_MAX, BAD_ANSWER, BODY_BYTES_MAX, encode, type Plain } from './body.ts';
import { Gathered } from './gathered.ts';
import { OWN_HEADERS, type Call } from './http.ts';

/** Above this a writer is told to wait. */
const WAITING_BYTES_MAX = 65_536;

export function* headersOf({ rawHeaders }: IncomingMessage): Generator<[string, string]> {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) yield [rawHeaders[i]!, rawHeaders[i + 1]!];
}

/** In HTTP/2 a body need not be announced. */
export const hasBody = (req: IncomingMessage & { stream?: { endAfterHeaders?: boolean } }): boolean =>
  req.headers['transfer-encoding'] !== undefined ||
  !/^0*$/.test(req.headers['content-length'] ?? '') ||
  req.stream?.endAfterHeaders === false;

/** The bytes that were posted, or those of what a parser before us has made of them; above the limit only so many that it shows. */
export async function bodyOf(req: IncomingMessage & { body?: unknown }, stream: NodeJS.ReadableStream = req): Promise<Uint8Array> {
  if (stream === req && (req.readableEnded || req.readableDidRead)) return parsed(req.body);
  const body = new Gathered();
  let isAbove = false;
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer | string) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      isAbove ||= body.length + bytes.length > BODY_BYTES_MAX;
      // The rest is let run out: who sends does not listen before.
      if (isAbove) resolve();
      else body.add(bytes);
    });
    stream.on('end', resolve);
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('The body did not arrive')));
  });
  return isAbove ? new Uint8Array(BODY_BYTES_MAX + 1) : body.take();
}

function parsed(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return body && typeof body === 'object' ? encode(body) : new Uint8Array();
}

/** What was judged is what is read, by whatever way: `body`, `rawBody` (which the adapters of Hono and the SDKs take), the headers. */
export function replay(req: IncomingMessage, read: { message: object; body: Uint8Array<ArrayBuffer> } | null): void {
  const kept = [...headersOf(req)].filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  for (const name of OWN_HEADERS) delete req.headers[name];
  if (read) {
    kept.push(['content-type', 'application/json'], ['content-length', String(read.body.length)]);
    Object.assign(req.headers, Object.fromEntries(kept.slice(-2)));
    // `_body`: the parser of Express 4 would read again what is read.
    Object.assign(req, { body: read.message, rawBody: Buffer.from(read.body), _body: true });
  }
  // That of HTTP/2 only has a getter.
  Object.defineProperty(req, 'rawHeaders', { value: kept.flat(), configurable: true, writable: true });
}

/** An answer of our own. What was posted may not have been read: after a fault nothing more comes by that connection. */
export function send(res: ServerResponse, { status, body }: Plain): void {
  if (status >= 400 && res.req.httpVersionMajor < 2) res.setHeader('connection', 'close');
  res.writeHead(status, body ? { 'content-type': 'application/json', 'content-length': body.length } : { 'content-length': 0 });
  res.end(body ?? undefined);
}

type Done = (error?: Error | null) => void;

/** From now on what is written is judged first. Answers of ours go by what this returns. */
export function guardResponse(res: ServerResponse, call: Call): (answer: Plain) => void {
  const own = {
    writeHead: res.writeHead.bind(res),
    write: res.write.bind(res) as (chunk: Uint8Array) => boolean,
    end: res.end.bind(res) as () => void,
    flushHeaders: res.flushHeaders.bind(res),
  };
  let answer: Answer | undefined;
  let tail: Promise<void> = Promise.resolve();
  let waiting = 0;
  let [isEnded, isCut, isAbove] = [false, false, false];
  const whole = new Gathered();

  const begin = (): Answer => {
    if (answer) return answer;
    answer = call.answer(
      res.statusCode,
      (name) => res.getHeader(name)?.toString(),
      (events) => {
        const isThere = !isCut && !res.destroyed;
        if (isThere) own.write(events);
        return isThere;
      },
    );
    if (answer.isStream) {
      for (const name of ['content-length', 'etag']) res.removeHeader(name);
      res.once('close', answer.closed);
      own.writeHead(bare(res).statusCode);
    }
    return answer;
  };
  const cut = (): void => {
    if (!isCut) own.end();
    isCut = true;
  };
  const plain = ({ status, body }: Plain): void => {
    for (const name of ['content-length', 'content-type', 'content-encoding', 'transfer-encoding', 'etag']) res.removeHeader(name);
    isEnded = true;
    if (body) {
      res.setHeader('content-type', 'application/json');
      res.setHeader('content-length', body.length);
    }
    bare(res);
    own.writeHead(status);
    // Given to `end`, that of HTTP/2 would write it by ours.
    if (body) own.write(body);
    own.end();
  };
  const pass = async (bytes: Uint8Array): Promise<void> => {
    if (isCut) return;
    const passed = await begin().events(bytes);
    if (passed.length && !res.destroyed && !own.write(passed)) await drained(res);
  };
  const take = (bytes: Uint8Array): void => {
    if (!begin().isStream) {
      isAbove ||= whole.length + bytes.length > ANSWER_BYTES_MAX;
      if (!isAbove) whole.add(bytes);
      return;
    }
    waiting += bytes.length;
    tail = tail
      .then(() => pass(bytes))
      .catch(cut)
      .then(() => {
        const isFull = waiting > WAITING_BYTES_MAX;
        waiting -= bytes.length;
        if (isFull && waiting <= WAITING_BYTES_MAX) res.emit('drain');
      });
  };
  const finish = async (): Promise<void> => {
    if (begin().isStream) return cut();
    plain(isAbove ? BAD_ANSWER : await begin().whole(whole.take()));
  };

  const guarded = {
    writeHead(status: number, ...rest: unknown[]): ServerResponse {
      res.statusCode = status;
      setHeaders(res, rest.findLast((one) => typeof one === 'object' && one !== null) ?? {});
      begin();
      return res;
    },
    flushHeaders(): void {
      if (begin().isStream) own.flushHeaders();
    },
    write(chunk: Uint8Array | string, ...rest: unknown[]): boolean {
      if (isEnded) return false;
      take(bytesOf(chunk, rest[0]));
      const done = doneOf(rest);
      if (done) queueMicrotask(done);
      return waiting <= WAITING_BYTES_MAX;
    },
    end(...rest: unknown[]): ServerResponse {
      if (isEnded) return res;
      const [chunk] = rest;
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) take(bytesOf(chunk, rest[1]));
      isEnded = true;
      const done = doneOf(rest);
      if (done) res.once('finish', done);
      tail = tail.then(finish).catch(() => void res.destroy());
      return res;
    },
  };
  Object.assign(res, guarded);
  Object.defineProperty(res, 'headersSent', { configurable: true, get: () => answer !== undefined || isEnded });
  Object.defineProperty(res, 'writableEnded', { configurable: true, get: () => isEnded });
  return plain;
}

/** Without words of the handler's beside its status. */
function bare(res: ServerResponse): ServerResponse {
  if (res.req.httpVersionMajor < 2) res.statusMessage = '';
  return res;
}

/** Or gone. */
const drained = (res: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    res.on('drain', done).on('close', done);
  });

const doneOf = (rest: unknown[]): Done | undefined => rest.find((one): one is Done => typeof one === 'function');

/** A copy: who has written may use his buffer again. */
function bytesOf(chunk: Uint8Array | string, encoding: unknown): Uint8Array {
  return typeof chunk === 'string'
    ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
    : chunk.slice();
}

/** As `writeHead` takes them: an object, pairs, or names and values in turn. */
function setHeaders(res: ServerResponse, given: object): void {
  const flat = Array.isArray(given) ? given.flat() : Object.entries(given).flat(1);
  for (let i = 0; i + 1 < flat.length; i += 2) if (flat[i + 1] !== undefined) res.setHeader(String(flat[i]), flat[i + 1] as string);
}

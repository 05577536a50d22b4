/** Reading a body: never more than the limit, never longer than the deadline, whatever its headers claim. */
import type { IncomingMessage } from 'node:http';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { Problem } from '#core/problem.ts';

/** From the first byte wanted to the last: a body that trickles in holds a connection for no longer. */
export const BODY_DEADLINE_MS = 15_000;
/** The same where a route takes more than `BODY_BYTES_MAX`. */
const LARGE_BODY_DEADLINE_MS = 30_000;

/** Throws `MEDIA_TYPE_UNSUPPORTED` unless the request bears one of `types`, uncompressed, in UTF-8. Returns the type that it bears. */
export function requireMediaType<T extends string>(header: (name: string) => string | null, types: readonly T[]): T {
  const given = header('content-type') ?? '';
  const encoding = header('content-encoding')?.trim().toLowerCase();
  const plain = types.find((t) => t === given);
  if (plain && encoding === undefined) return plain;
  const [essence = '', ...parameters] = given.split(';').map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((p) => p.startsWith('charset=')).map((p) => p.replaceAll('"', ''));
  const type = types.find((t) => t === essence);
  if (!type || (encoding && encoding !== 'identity') || charsets.some((charset) => charset !== 'charset=utf-8')) {
    throw new Problem('MEDIA_TYPE_UNSUPPORTED', {
      detail: `This operation takes ${types.join(' or ')}, uncompressed, in UTF-8.`,
      headers: { Accept: types.join(', ') },
    });
  }
  return type;
}

/** What may have come of a body before anybody has asked for it; more is left with the socket. */
const UNASKED_BYTES_MAX = 65_536;

/** Takes in what comes of the body of `message` and returns how to get the whole, at most `BODY_BYTES_MAX` bytes. Other readers must keep off. */
export function readMessage(message: IncomingMessage, announced: string | null): () => Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let limit = UNASKED_BYTES_MAX;
  let failure: unknown = null;
  let ended = false;
  let settle: (() => void) | null = null;
  message.on('data', (chunk: Uint8Array) => {
    if (size > BODY_BYTES_MAX) return;
    size += chunk.length;
    chunks.push(chunk);
    if (size <= limit) return;
    if (limit < BODY_BYTES_MAX) message.pause();
    else settle?.();
  });
  message.on('end', () => {
    ended = true;
    settle?.();
  });
  message.on('error', (error) => {
    failure = error;
    settle?.();
  });
  const outcome = (): Uint8Array | null => {
    if (size > BODY_BYTES_MAX) {
      chunks.length = 0;
      throw new Problem('BODY_TOO_LARGE');
    }
    if (failure !== null) brokenOff(failure);
    if (!ended) return null;
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
  };
  return async () => {
    if (Number(announced ?? 0) > BODY_BYTES_MAX) throw new Problem('BODY_TOO_LARGE');
    limit = BODY_BYTES_MAX;
    const here = outcome();
    if (here) return here;
    await settledWithin(BODY_DEADLINE_MS, (resolve) => {
      settle = resolve;
      message.resume();
    });
    const whole = outcome();
    if (whole) return whole;
    throw new Problem('BODY_TIMEOUT');
  };
}

/** Resolves when `work` calls back, or after `timeout_ms`. */
function settledWithin(timeout_ms: number, work: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeout_ms);
    work(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Above what the route takes. */
const tooLarge = (bytes_max: number): Problem =>
  new Problem(
    'BODY_TOO_LARGE',
    bytes_max === BODY_BYTES_MAX ? {} : { detail: `The body is larger than the ${bytes_max} bytes that this operation takes.` },
  );

/** The whole body, at most `bytes_max` bytes. */
export async function readBody(request: Request, bytes_max = BODY_BYTES_MAX): Promise<Uint8Array> {
  const announced = request.headers.get('content-length');
  if (Number(announced ?? 0) > bytes_max) throw tooLarge(bytes_max);
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => deadline.reject(new Problem('BODY_TIMEOUT')),
    bytes_max > BODY_BYTES_MAX ? LARGE_BODY_DEADLINE_MS : BODY_DEADLINE_MS,
  );
  try {
    // A length that HTTP itself enforces spares the detour over a stream.
    const reading =
      announced === null ? readChunks(request, bytes_max, deadline.promise) : request.arrayBuffer().then((bytes) => new Uint8Array(bytes));
    const body = await Promise.race([reading.catch(brokenOff), deadline.promise]);
    if (body.length > bytes_max) throw tooLarge(bytes_max);
    return body;
  } finally {
    clearTimeout(timer);
  }
}

function brokenOff(error: unknown): never {
  throw error instanceof Problem ? error : new Problem('REQUEST_INVALID', { detail: 'The body broke off.', cause: error });
}

async function readChunks(request: Request, bytes_max: number, deadline: Promise<never>): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array(0);
  const reader = request.body.getReader();
  deadline.catch(() => void reader.cancel().catch(() => {}));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.length;
    chunks.push(value);
    if (size <= bytes_max) continue;
    void reader.cancel().catch(() => {});
    throw tooLarge(bytes_max);
  }
}

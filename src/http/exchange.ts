/** A call as a route sees it: what came and what goes, whichever front has taken it in (`app.ts`, `lane.ts`). */
import type { Notes } from '#app/notes.ts';

/** Nothing of it was checked yet. */
export type Incoming = {
  method: string;
  /** The header of that lower-case name, its values joined by ", "; null when there is none. */
  header(name: string): string | null;
  /** The whole body, at most `bytes_max` bytes (`BODY_BYTES_MAX`; the lane takes no more). Throws `BODY_TOO_LARGE`, `BODY_TIMEOUT`, `REQUEST_INVALID`. Asked for once, and not together with `stream`. */
  bytes(bytes_max?: number): Promise<Uint8Array>;
  stream(): ReadableStream<Uint8Array>;
  /** Aborted when the peer has gone. */
  signal(): AbortSignal;
  path_params: Record<string, string>;
  query(): URLSearchParams;
  /** The client's, as `clientAddress` gives it. */
  address(): string;
  request_id: string;
  /** By the stopwatch. */
  started_ms: number;
  notes: Notes;
};

export type Reply = { status: number; headers: Record<string, string>; body: string | ReadableStream<Uint8Array> | null };

export const asResponse = ({ status, headers, body }: Reply): Response => new Response(body, { status, headers });

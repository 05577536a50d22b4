/** The part of autocannon 9 that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  type Request = { method: string; path: string; headers: Record<string, string>; body: string };
  type Client = { setRequests(requests: Request[]): void };
  type Options = {
    url: string;
    connections: number;
    /** Over all connections. */
    amount: number;
    /** Seconds. */
    timeout: number;
    /** Milliseconds between looks at whether all is done. */
    sampleInt: number;
    setupClient(client: Client): void;
    verifyBody(body: string): boolean;
  };
  type Result = {
    '2xx': number;
    non2xx: number;
    errors: number;
    mismatches: number;
    latency: { p50: number; p99: number };
    statusCodeStats: object;
  };
  function autocannon(options: Options, done: (error: Error | null, result: Result) => void): EventEmitter;
  export default autocannon;
}

/**
 * Plays the cases over HTTP: `node clients/conformance/server.ts` prints its port and lives as long as its standard input.
 * The base URL of a client is `http://127.0.0.1:<port>/cases/<case>`; `GET /seen/<case>` tells what arrived. See README.md.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { respond } from './answering.ts';
import { faultsOf, isKeyed, keyOf, type Arrival, type Before } from './arrival.ts';
import { caseFiles, readCases } from './cases.ts';

type Run = { attempts: number; faults: string[]; before?: Before };

const KEEP_ALIVE_MS = 600_000;
/** No client may take it for something to try again. */
const STOP = 418;

/** `announce` is told the port. */
export function play(announce: (port: number) => void): { close(): void } {
  const cases = new Map(caseFiles().flatMap((file) => readCases(file).map((one) => [one.name, one] as const)));
  const runs = new Map<string, Run>();
  const used = new Map<string, string>();

  const stage = async (name: string, request: IncomingMessage, response: ServerResponse, rest: URL): Promise<void> => {
    const one = cases.get(name.split('@')[0] ?? '');
    if (!one) return refuse(response, `no case is called ${name}`);
    const run = runs.get(name) ?? { attempts: 0, faults: [] };
    runs.set(name, run);
    const at_ms = performance.now();
    const exchange = one.exchanges[run.attempts++];
    const number = run.attempts;
    const arrival = await arrivalOf(request, rest, at_ms);
    if (!exchange) {
      run.faults.push(`request ${number}: one more than expected, ${arrival.method} ${arrival.path}`);
      return refuse(response, 'no more requests are expected');
    }
    const faults = [
      ...faultsOf(one, exchange, arrival, run.before),
      ...reuse(used, arrival, `${name} ${exchange.retry ? '' : number}`, exchange.retry),
    ];
    run.faults.push(...faults.map((fault) => `request ${number}: ${fault}`));
    run.before = { arrival, answered_ms: performance.now() };
    const after = await respond(response, exchange);
    run.before.answered_ms = performance.now();
    run.faults.push(...after.map((fault) => `request ${number}: ${fault}`));
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://player');
    const [, place = '', label = '', ...rest] = url.pathname.split('/');
    // Some libraries encode it, which means the same (RFC 3986, 6.2.2.2).
    const name = label.replaceAll('%40', '@');
    response.on('error', () => {});
    if (place === 'seen') tell(response, runs.get(name) ?? { attempts: 0, faults: [] });
    else if (place === 'cases') {
      url.pathname = `/${rest.join('/')}`;
      stage(name, request, response, url).catch((error: unknown) => broken(error, response));
    } else refuse(response, 'there is nothing here');
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address && typeof address === 'object') announce(address.port);
  });
  return {
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function arrivalOf(request: IncomingMessage, url: URL, at_ms: number): Promise<Arrival> {
  const body = await text(request);
  return { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body, at_ms };
}

/** A key is one logical call's, whatever the case. */
function reuse(used: Map<string, string>, arrival: Arrival, call: string, is_retry = false): string[] {
  if (!isKeyed(arrival) || is_retry) return [];
  const other = used.get(keyOf(arrival));
  used.set(keyOf(arrival), call);
  return other === undefined ? [] : [`Idempotency-Key of another call (${other.trim()})`];
}

function tell(response: ServerResponse, { attempts, faults }: Run): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ attempts, faults }));
}

function refuse(response: ServerResponse, why: string): void {
  response.writeHead(STOP, { 'content-type': 'text/plain' });
  response.end(why);
}

/** The player itself is at fault, or the client hung up while it was still sending. */
function broken(error: unknown, response: ServerResponse): void {
  if (!(error instanceof Error && 'code' in error)) process.stderr.write(`${String(error)}\n`);
  response.destroy();
}

if (import.meta.main) {
  const player = play((port) => process.stdout.write(`${port}\n`));
  process.stdin.resume().on('end', () => {
    player.close();
    process.exit(0);
  });
}

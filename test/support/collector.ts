/** A collector of traces on a free loopback port: OTLP/HTTP in JSON (opentelemetry-proto, `ExportTraceServiceRequest`). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

const value = z.union([
  z.object({ stringValue: z.string() }).transform((v) => v.stringValue),
  z.object({ intValue: z.union([z.number(), z.string()]) }).transform((v) => Number(v.intValue)),
  z.object({ doubleValue: z.number() }).transform((v) => v.doubleValue),
]);
const attributes = z.array(z.object({ key: z.string(), value })).transform((all) => Object.fromEntries(all.map((a) => [a.key, a.value])));
const span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes,
  status: z.object({ code: z.number().optional() }),
});
const request = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.looseObject({ attributes }), scopeSpans: z.array(z.looseObject({ spans: z.array(span) })) }),
  ),
});

export type Collected = z.output<typeof span> & { resource: Record<string, unknown> };
export type Collector = {
  endpoint: string;
  spans: Collected[];
  /** What came, as it came. */
  bodies: string[];
  /** Takes and answers 200; answers that status; or takes and never answers. */
  behave(how: 'well' | 'silently' | number): void;
  close(): Promise<void>;
};

export async function openCollector(): Promise<Collector> {
  let how: 'well' | 'silently' | number = 'well';
  const spans: Collected[] = [];
  const bodies: string[] = [];
  const server = createServer((message, answer) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      if (how === 'silently') return;
      const known = message.method === 'POST' && message.url === '/v1/traces';
      answer.writeHead(typeof how === 'number' ? how : known ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
      if (how !== 'well' || !known) return;
      const text = Buffer.concat(chunks).toString();
      bodies.push(text);
      for (const { resource, scopeSpans } of request.parse(JSON.parse(text)).resourceSpans) {
        for (const one of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...one, resource: resource.attributes });
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    behave: (next) => void (how = next),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

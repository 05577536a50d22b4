/** The reference for people: Scalar, served by us, under a policy that runs no inline script. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import { problemResponse } from './problem.ts';
import type { HttpEnv } from './http-env.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const page = (body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Countersign API reference</title>
</head>
<body>
${body}
</body>
</html>
`;
const REFERENCE = page('<script id="api-reference" data-url="/openapi.json"></script>\n<script src="/docs/scalar.js"></script>');
const PLAIN = page('<h1>Countersign API reference</h1>\n<p>The contract: <a href="/openapi.json">/openapi.json</a></p>');

/** `script_path`: Scalar's standalone build; without the file the page is a plain link. */
export function mountDocs(app: Hono<HttpEnv>, script_path: string): void {
  const sizeOf = (): Promise<number | null> =>
    stat(script_path).then(
      (found) => (found.isFile() ? found.size : null),
      () => null,
    );
  app.get('/docs', async () => {
    const html = (await sizeOf()) === null ? PLAIN : REFERENCE;
    return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': CSP } });
  });
  app.get('/docs/scalar.js', async (c) => {
    const size = await sizeOf();
    if (size === null) return problemResponse({ code: 'NOT_FOUND' }, c.get('request_id'));
    const headers = {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Content-Length': String(size),
      'Cache-Control': 'public, max-age=3600',
    };
    return new Response(Readable.toWeb(createReadStream(script_path)), { headers });
  });
}

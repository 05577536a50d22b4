/** What everything is measured against: `node:http` alone, which reads the same body, parses it, and answers a little JSON. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

let served = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const message = JSON.parse(Buffer.concat(chunks).toString('utf8')) as object;
    const text = JSON.stringify({ id: ++served, members: Object.keys(message).length });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  });
}

createServer(answer).listen(Number(process.env['PORT']), '127.0.0.1');

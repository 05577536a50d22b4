/**
 * A gateway that asks before it passes anything on, in either direction: `node gateway-hook.mjs http://127.0.0.1:3000/mcp` stands in
 * front of that MCP server on port 8808. It serves plain JSON (the server's JSON response mode); what it cannot judge it does not pass on.
 * For event streams, batches and sessions of every kind use the middleware: countersign/express, /hono, /fastify.
 */
import { createServer } from 'node:http';
import { Countersign } from 'countersign';

const BODY_BYTES_MAX = 1_048_576;
const ANSWER_MS_MAX = 30_000;
const [upstream = 'http://127.0.0.1:3000/mcp', port = '8808'] = process.argv.slice(2);
/** Of a call, what the server needs to know; its key for us is not among it. */
const PASSED_ON = ['authorization', 'mcp-session-id', 'mcp-protocol-version', 'accept'];
const countersign = new Countersign();

class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Of a request or of an answer; undefined when there is none. What is passed on is written anew: who reads it reads what was judged. */
async function readMessage(body, status) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    if ((bytes += chunk.length) > BODY_BYTES_MAX) throw new Refused(status ?? 413, `a message may have ${BODY_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refused(status ?? 400, 'the body is not JSON');
  }
}

/** The hook: what of a call may reach the server, and what of its answer may reach the caller. */
async function pass(request, headers) {
  const context = { session_id: headers['mcp-session-id'] };
  const asked = await countersign.enforce({ request, context });
  if (asked.action !== 'forward') return { status: asked.reply ? 200 : 202, body: asked.reply };
  const sent = Object.fromEntries(PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
  const answer = await fetch(upstream, {
    method: 'POST',
    headers: { ...sent, 'content-type': 'application/json' },
    body: JSON.stringify(asked.message),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  const session = answer.headers.get('mcp-session-id');
  const response = await readMessage(answer.body, 502);
  if (response === undefined) return { status: answer.status, session };
  const answered = await countersign.enforce({ request: asked.message, response, context });
  return { status: answer.status, session, body: answered.action === 'forward' ? answered.message : answered.reply };
}

const server = createServer(async (incoming, outgoing) => {
  const answered =
    incoming.method === 'POST'
      ? readMessage(incoming).then((message) => pass(message, incoming.headers))
      : Promise.reject(new Refused(405, 'POST alone'));
  const { status, session, body } = await answered.catch((error) => ({
    status: error instanceof Refused ? error.status : 502,
    body: {
      jsonrpc: '2.0',
      id: null,
      error: { code: -32603, message: error instanceof Refused ? error.message : 'the server does not answer' },
    },
  }));
  outgoing.writeHead(status, { 'content-type': 'application/json', ...(session && { 'mcp-session-id': session }) });
  outgoing.end(body === undefined ? '' : JSON.stringify(body));
});
server.listen(Number(port), '127.0.0.1', () => console.log(`gateway on http://127.0.0.1:${server.address().port} before ${upstream}`));

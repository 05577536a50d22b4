/** The thread that PGlite runs in: statements come in as messages, rows go out. */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { openSessionHere } from './pglite-session.ts';
import type { Answer, Question } from './pglite-thread.ts';
import { storeError } from './postgres/store-error.ts';

const port = parentPort;
if (!port) throw new Error('pglite-worker.ts runs as a worker thread only');
const session = await openSessionHere(z.string().parse(workerData));

async function carryOut(question: Question): Promise<unknown> {
  if (question.kind === 'query') return session.query(question.sql, question.params, question.mode);
  if (question.kind === 'exec') return session.exec(question.sql);
  return session.close();
}

async function answerTo(question: Question): Promise<Answer> {
  try {
    return { id: question.id, value: await carryOut(question) };
  } catch (error) {
    const { message, code } = storeError(error);
    return { id: question.id, error: { message, code } };
  }
}

port.on('message', (question: Question) => {
  void answerTo(question).then((answer) => port.postMessage(answer));
});
port.postMessage('open');

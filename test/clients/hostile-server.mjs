/** A server on stdio that does what none should: what it does is its argument. What it is told goes to stderr. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const mode = process.argv[2];
const out = (text) => process.stdout.write(`${text}\n`);
const forever = (text) => {
  while (process.stdout.write(text));
  process.stdout.once('drain', () => forever(text));
};
process.stdout.on('error', () => {});
process.stderr.write('ready\n');

const ANSWERS = {
  echo: ({ id }) => `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{}}`,
  'another id': () => '{"jsonrpc":"2.0","id":"another","result":{}}',
  batch: ({ id }) => `[{"jsonrpc":"2.0","id":${id},"result":{}}]`,
  'two members': ({ id }) =>
    `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"first"}],"content":[{"type":"text","text":"last"}]}}`,
  'large number': ({ id }) => `{"jsonrpc":"2.0","id":${id},"result":{"n":12345678901234567890}}`,
  nested: ({ id }) => `{"jsonrpc":"2.0","id":${id},"result":{"content":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  large: ({ id }) => `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${'z'.repeat(2_000_000)}"}]}}`,
  silent: () => undefined,
};
createInterface({ input: process.stdin }).on('line', (line) => {
  process.stderr.write(`GOT ${line.slice(0, 300)}\n`);
  const answer = ANSWERS[mode]?.(JSON.parse(line));
  if (answer !== undefined) out(answer);
});

if (mode === 'a line without end') forever('x'.repeat(65_536));
if (mode === 'a flood')
  forever(`{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"${'y'.repeat(500_000)}"}}\n`);
if (mode === 'questions') {
  let n = 0;
  const ask = () => {
    const question = { jsonrpc: '2.0', id: `q${n++}`, method: 'ping', params: { _meta: { x: 'q'.repeat(900_000) } } };
    if (n < 60) process.stdout.write(`${JSON.stringify(question)}\n`, ask);
    else process.stderr.write('asked\n');
  };
  ask();
}
if (mode === 'slowing down') {
  let n = 0;
  const tell = () => {
    const data = n++ < 40 ? 'z'.repeat(900_000) : 'last';
    out(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data } }));
    if (data !== 'last') process.stdout.writableNeedDrain ? process.stdout.once('drain', tell) : tell();
  };
  tell();
}
if (mode === 'garbage') process.stdout.write(Buffer.from([0xff, 0xfe, 0x80, 0x0a]));
if (mode === 'not to be stopped') {
  process.on('SIGTERM', () => process.stderr.write('no\n'));
  process.stdout.write('x'.repeat(5_000_000));
  setInterval(() => {}, 1_000);
}
if (mode === 'a child that stays') {
  spawn('sleep', ['30'], { stdio: ['ignore', 'inherit', 'ignore'] }).unref();
  setTimeout(() => process.exit(3), 200);
}
if (mode === 'signals') {
  process.on('SIGINT', () => process.exit(42));
  setInterval(() => {}, 1_000);
}

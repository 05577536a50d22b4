/** Run by the test beside an installed package: calls on standard input, one a line; verdicts on standard output. */
import { text } from 'node:stream/consumers';
import { judge } from 'countersign/engine';

for (const line of (await text(process.stdin)).split('\n')) process.stdout.write(`${JSON.stringify(judge(line))}\n`);

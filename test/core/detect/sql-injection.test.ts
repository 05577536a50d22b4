import { sqlInjection } from '#core/detect/sql-injection.ts';
import { describe, expect, test } from 'vitest';
import { inspectText, subjectOf } from '../../support/detector-cases.ts';
import { runInjectionDetector } from '../../support/injection-cases.ts';

runInjectionDetector(sqlInjection, ['identifier', 'prose', 'sql']);

describe('sql-injection: length hides nothing', () => {
  test('an attack behind more tokens than one segment holds is found', () => {
    const text = `${'a, '.repeat(20_000)}1 UNION SELECT password FROM users`;
    const [match] = inspectText(sqlInjection, text, subjectOf({ role: 'identifier' }, text));
    expect(match?.rule.id).toBe('sql.union-select');
    expect(text.slice(match?.start, match?.end)).toBe('UNION SELECT password');
  });
});

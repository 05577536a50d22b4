import { nosqlInjection } from '#core/detect/nosql-injection.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(nosqlInjection);

runHostileInputs(nosqlInjection, 'identifier', [
  '[$ne]',
  '$ne:',
  "';",
  "' ",
  'db.a',
  '|| ',
  '||a==',
  "'})",
  'this.',
  'g.V()',
  "');",
  'filters[',
]);

import { notationInjection } from '#core/detect/notation-injection.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(notationInjection);

runHostileInputs(notationInjection, 'identifier', [
  '%n',
  '%x',
  '%99',
  '{a.__',
  'eyJ.ey',
  'eyJhbGciOiJ',
  '"){a}',
  '}mutation',
  'a:b(',
  '{',
  'fragment a on b{',
  '&role=',
  '%26',
  '" -X/',
]);

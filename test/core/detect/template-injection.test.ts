import { templateInjection } from '#core/detect/template-injection.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(templateInjection);

runHostileInputs(templateInjection, 'prose', [
  '{{',
  '${',
  '{%',
  '<%',
  '{{7*7}}',
  '${${',
  '${}{',
  '{{"',
  '{%if',
  '#set(',
  '@(',
  '{7',
  '[[',
  "{{'",
]);

import { directiveInjection } from '#core/detect/directive-injection.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(directiveInjection);

runHostileInputs(directiveInjection, 'identifier', [
  '${',
  '${jndi',
  '${${',
  '${a:-',
  '}',
  '<!--#',
  '<!--#exec',
  '<esi:',
  '\\input',
  '^^70',
  '\\url{',
  '\\catcode`',
  '<xsl:',
]);

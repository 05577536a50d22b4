import { deserialization } from '#core/detect/deserialization.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(deserialization);

runHostileInputs(deserialization, 'identifier', [
  'rO0AB',
  'gASV',
  'gASV-',
  'gASV_',
  'BAh7',
  '!!java.',
  'O:4:"a',
  '"com.sun',
  '"@type":"',
  '1:"',
  'aced0005',
  '<object ',
  'cos\nsystem',
  'jdbc:h2:',
]);

import { program } from '#core/detect/program.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(program);

runHostileInputs(program, 'code', [
  'os.environ ',
  'process.env,',
  'fetch(',
  'x = ',
  'document.cookie=',
  '__class__',
  'fetch("https://a.b.example/"+',
  'for a in os.environ\n',
  '"id_rsa" open ',
  '__builtins__ ',
]);

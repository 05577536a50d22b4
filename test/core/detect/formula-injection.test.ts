import { formulaInjection } from '#core/detect/formula-injection.ts';
import { runDetectorCases } from '../../support/detector-cases.ts';

runDetectorCases(formulaInjection);

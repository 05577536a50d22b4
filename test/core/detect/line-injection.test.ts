import { lineInjection } from '#core/detect/line-injection.ts';
import { runDetectorCases } from '../../support/detector-cases.ts';

runDetectorCases(lineInjection);

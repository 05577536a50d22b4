import { unicode } from '#core/detect/unicode.ts';
import { runDetectorCases } from '../../support/detector-cases.ts';

runDetectorCases(unicode);

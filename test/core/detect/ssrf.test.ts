import { ssrf } from '#core/detect/ssrf.ts';
import { runDetectorCases } from '../../support/detector-cases.ts';

runDetectorCases(ssrf);

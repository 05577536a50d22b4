import { xpathInjection } from '#core/detect/xpath-injection.ts';
import { runDetectorCases } from '../../support/detector-cases.ts';

runDetectorCases(xpathInjection);

import { pathTraversal } from '#core/detect/path-traversal.ts';
import { runDetectorCases } from '../../support/detector-cases.ts';

runDetectorCases(pathTraversal);

import { prototypePollution } from '#core/detect/prototype-pollution.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(prototypePollution);

runHostileInputs(prototypePollution, 'identifier', ['__proto__', 'constructor', '__proto__[', 'prototype', 'constructor.']);

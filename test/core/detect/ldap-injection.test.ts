import { ldapInjection } from '#core/detect/ldap-injection.ts';
import { runDetectorCases, runHostileInputs } from '../../support/detector-cases.ts';

runDetectorCases(ldapInjection);

runHostileInputs(ldapInjection, 'identifier', ['(', '*)(', ')(', '(|(', ')(a', '*(', '( ']);

/** Rules over data in addresses and names that are looked up, as data. */
import type { Rule } from '../../finding.ts';
import { rulesOf } from '../rule.ts';

const rule = rulesOf('outgoing', { category: 'exfiltration', threat: 'Q05' });

export const RULES = {
  address: rule(
    'data-in-address',
    0.84,
    'high',
    'The address that is to be fetched carries private data in its query, in clear or in Base64: whoever owns the host reads it.',
    ['OWASP-MCP10', 'CWE-200', 'CWE-598', 'AML.T0086'],
  ),
  name: rule(
    'data-in-name',
    0.88,
    'critical',
    'The labels of the host name are text in hexadecimal or Base32: a look-up of the name hands it to whoever keeps the zone.',
    ['OWASP-MCP10', 'CWE-200', 'https://attack.mitre.org/techniques/T1048/003/'],
  ),
  filled: rule(
    'address-to-fill',
    0.84,
    'high',
    'The text tells the reader to complete an address with what the user said or with other private data, and to show or open it.',
    ['OWASP-MCP10', 'CWE-200', 'AML.T0077'],
    { threat: 'R04' },
  ),
} as const satisfies Record<string, Rule>;

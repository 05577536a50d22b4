/** Rules over data in addresses and names that are looked up, as data. */
import type { Rule, Severity } from '../../finding.ts';

const rule = (id: string, threat: string, severity: Severity, score: number, sentence: string, ...references: string[]): Rule => ({
  id: `outgoing.${id}`,
  category: 'exfiltration',
  threat,
  severity,
  score,
  references,
  sentence,
});

export const RULES = {
  address: rule(
    'data-in-address',
    'Q05',
    'high',
    0.84,
    'The address that is to be fetched carries private data in its query, in clear or in Base64: whoever owns the host reads it.',
    'OWASP-MCP10',
    'CWE-200',
    'CWE-598',
    'AML.T0086',
  ),
  name: rule(
    'data-in-name',
    'Q05',
    'critical',
    0.88,
    'The labels of the host name are text in hexadecimal or Base32: a look-up of the name hands it to whoever keeps the zone.',
    'OWASP-MCP10',
    'CWE-200',
    'https://attack.mitre.org/techniques/T1048/003/',
  ),
  filled: rule(
    'address-to-fill',
    'R04',
    'high',
    0.84,
    'The text tells the reader to complete an address with what the user said or with other private data, and to show or open it.',
    'OWASP-MCP10',
    'CWE-200',
    'AML.T0077',
  ),
} as const satisfies Record<string, Rule>;

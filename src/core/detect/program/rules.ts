/** Rules over programs, as data. */
import type { Rule } from '../../finding.ts';

export const RULES = {
  leak: {
    id: 'program.sends-secrets',
    category: 'exfiltration',
    threat: 'Q05',
    severity: 'critical',
    score: 0.88,
    references: ['OWASP-MCP10', 'CWE-200', 'https://attack.mitre.org/techniques/T1041/'],
    sentence: 'The program sends the whole environment, cookies, stored tokens or a file of credentials to another host.',
  },
  escape: {
    id: 'program.sandbox-escape',
    category: 'command_injection',
    threat: 'Q01',
    severity: 'critical',
    score: 0.88,
    references: ['CWE-693', 'CWE-94', 'https://attack.mitre.org/techniques/T1497/'],
    sentence: 'The program climbs from an innocent object to the loader of modules or the list of all classes: the way out of a sandbox.',
  },
} as const satisfies Record<string, Rule>;

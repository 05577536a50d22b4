/** The rules of commands that are planted in results, as data. */
import type { Rule, Severity } from '../../finding.ts';

const rule = (id: string, score: number, severity: Severity, sentence: string, reference: string): Rule => ({
  id: `planted.${id}`,
  category: 'other',
  threat: 'R01',
  severity,
  score,
  references: [reference, 'OWASP-MCP06'],
  sentence,
});

export const RULES = {
  download: rule(
    'download-and-run',
    0.84,
    'high',
    'The result holds a command that runs what it downloads from a bare address or an unprotected one: whoever copies it hands over the machine.',
    'https://attack.mitre.org/techniques/T1105/',
  ),
  hidden: rule(
    'hidden-script',
    0.86,
    'high',
    'The result holds a command that decodes a hidden script and runs it.',
    'https://attack.mitre.org/techniques/T1140/',
  ),
  shell: rule(
    'reverse-shell',
    0.88,
    'critical',
    'The result holds a command that connects a shell to a remote host.',
    'https://attack.mitre.org/techniques/T1059/',
  ),
  wipe: rule(
    'wipe',
    0.82,
    'high',
    'The result holds a command that deletes the whole file system and switches off the safeguard against it.',
    'https://attack.mitre.org/techniques/T1485/',
  ),
  process: rule(
    'process-call',
    0.82,
    'high',
    'The result holds a line of code that starts a program or reads the password file.',
    'https://attack.mitre.org/techniques/T1059/',
  ),
  endpoint: rule(
    'endpoint-command',
    0.92,
    'critical',
    'An address in the metadata of an authorization server holds a command: clients that open it through a shell run it.',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-6514',
  ),
} as const;

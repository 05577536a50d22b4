/** The rules of command injection, as data. */
import type { Category, Rule, Severity } from '../../finding.ts';

const OWASP = 'https://owasp.org/www-community/attacks/Command_Injection';
const CWE_78 = 'https://cwe.mitre.org/data/definitions/78.html';

function rule(
  id: string,
  score: number,
  severity: Severity,
  sentence: string,
  references: string[] = [OWASP],
  category: Category = 'command_injection',
): Rule {
  return { id: `command.${id}`, category, threat: 'Q01', severity, score, references: [CWE_78, ...references], sentence };
}

export const CHAINED_COMMAND = rule(
  'chained-command',
  0.93,
  'critical',
  'The value ends the command line it lands in and starts another command.',
);
export const SUBSTITUTION = rule('substitution', 0.94, 'critical', 'The value holds a command substitution that a shell would run.');
export const DISGUISED_COMMAND = rule(
  'disguised-command',
  0.95,
  'critical',
  'The value hides the name of a command with quotes, escapes or variables that only a shell removes.',
);
export const BARE_COMMAND = rule(
  'bare-command',
  0.6,
  'medium',
  'The value is a whole command although the argument is not meant to hold one.',
);
export const SHELLSHOCK = rule(
  'shellshock',
  0.98,
  'critical',
  'The value is a function definition with a command behind it, as in Shellshock.',
  ['https://nvd.nist.gov/vuln/detail/CVE-2014-6271'],
);
export const CODE_CALL = rule(
  'code-call',
  0.93,
  'critical',
  'The value calls a function that runs commands or code in PHP, Perl, Python, Ruby, Java or Node.js.',
  ['https://cwe.mitre.org/data/definitions/94.html'],
);
export const PERL_INTERPOLATION = rule(
  'perl-interpolation',
  0.92,
  'critical',
  'The value holds a Perl or Ruby expression that string interpolation would run.',
  ['https://cwe.mitre.org/data/definitions/95.html'],
);
export const OPTION = rule('option', 0.9, 'high', 'The value is a command-line option that makes a known program run a command.', [
  'https://cwe.mitre.org/data/definitions/88.html',
]);
export const REVERSE_SHELL = rule('reverse-shell', 0.97, 'critical', 'The command connects a shell to a remote host.', [
  'https://attack.mitre.org/techniques/T1059/',
]);
export const DOWNLOAD_AND_RUN = rule('download-and-run', 0.82, 'high', 'The command runs what it downloads, without looking at it first.', [
  'https://attack.mitre.org/techniques/T1105/',
]);
export const CREDENTIAL_EXFILTRATION = rule(
  'credential-exfiltration',
  0.96,
  'critical',
  'The command sends a file that holds credentials to another host.',
  ['https://attack.mitre.org/techniques/T1048/'],
  'exfiltration',
);
export const WIPING = rule(
  'wiping',
  0.96,
  'critical',
  'The command destroys a whole file system, home directory or disk, or exhausts the machine.',
  ['https://attack.mitre.org/techniques/T1485/'],
);
export const OBFUSCATED_STAGE = rule('obfuscated-stage', 0.93, 'critical', 'The command decodes a hidden text and runs it.', [
  'https://attack.mitre.org/techniques/T1140/',
]);
export const PERSISTENCE = rule('persistence', 0.5, 'medium', 'The command changes what runs at login, on a schedule or who may log in.', [
  'https://attack.mitre.org/techniques/T1053/',
]);

export const CREDENTIAL_READ = rule('credential-read', 0.6, 'high', 'The command reads a file that holds credentials.', [
  'https://attack.mitre.org/techniques/T1552/001/',
]);
export const HOST_ACCESS = rule(
  'host-access',
  0.7,
  'high',
  'The command gives a container the whole file system or the control socket of its host.',
  ['https://attack.mitre.org/techniques/T1611/'],
);

export const SECRET_FLOW = rule(
  'secret-flow',
  0.93,
  'critical',
  'What one command reads, secrets, the environment or whole directories, another one sends to a host outside, through a pipe, a variable, a file or a name that is looked up.',
  ['https://attack.mitre.org/techniques/T1048/', 'https://attack.mitre.org/techniques/T1041/'],
  'exfiltration',
);
export const STARTED_PROGRAM = rule(
  'started-program',
  0.88,
  'high',
  'An option or a variable makes a known program, such as git, ssh or tar, start another program.',
  ['https://cwe.mitre.org/data/definitions/88.html', 'https://gtfobins.github.io'],
);
export const FOREIGN_PACKAGES = rule(
  'foreign-packages',
  0.85,
  'high',
  'Packages are installed from a bare or unprotected address: whoever answers there runs code on this machine.',
  ['https://attack.mitre.org/techniques/T1195/', 'https://cwe.mitre.org/data/definitions/829.html'],
);
export const TRACES = rule('wiped-traces', 0.6, 'medium', 'The command clears logs or the history of the shell.', [
  'https://attack.mitre.org/techniques/T1070/',
]);

export const PUBLISHED = rule(
  'published',
  0.9,
  'critical',
  'The command gives private files or a whole repository to a place of strangers: a paste or drop site, an open bucket, a foreign mirror.',
  ['https://attack.mitre.org/techniques/T1567/'],
  'exfiltration',
);
export const MINING = rule('coin-mining', 0.87, 'high', 'The command digs for coins on this machine for somebody else.', [
  'https://attack.mitre.org/techniques/T1496/',
]);
export const GUARDS_OFF = rule(
  'guards-off',
  0.84,
  'high',
  'The command turns off audit logs or other guards of the machine, or empties them.',
  ['https://attack.mitre.org/techniques/T1562/'],
);
export const LOCKED_FILES = rule(
  'locked-files',
  0.9,
  'critical',
  'The command encrypts the files of a home one by one and deletes the plain ones, as ransomware does.',
  ['https://attack.mitre.org/techniques/T1486/'],
);
export const ROOT_SHELL = rule(
  'root-shell',
  0.88,
  'critical',
  'The command leaves a way to become root: a shell with the set-user-id bit, or a second user 0.',
  ['https://attack.mitre.org/techniques/T1548/001/'],
);

export const COMMAND_RULES: readonly Rule[] = [
  PUBLISHED,
  MINING,
  GUARDS_OFF,
  LOCKED_FILES,
  ROOT_SHELL,
  SECRET_FLOW,
  STARTED_PROGRAM,
  FOREIGN_PACKAGES,
  TRACES,
  CHAINED_COMMAND,
  SUBSTITUTION,
  DISGUISED_COMMAND,
  BARE_COMMAND,
  SHELLSHOCK,
  CODE_CALL,
  PERL_INTERPOLATION,
  OPTION,
  REVERSE_SHELL,
  DOWNLOAD_AND_RUN,
  CREDENTIAL_EXFILTRATION,
  WIPING,
  OBFUSCATED_STAGE,
  PERSISTENCE,
  CREDENTIAL_READ,
  HOST_ACCESS,
];

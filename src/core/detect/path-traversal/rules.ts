/** Rules of the path detector. Scores at or above 0.8 deny at the default strictness. */
import type { Rule, Severity } from '../../finding.ts';
import type { PlaceKind } from './places.ts';

function rule(name: string, severity: Severity, score: number, cwe: string, sentence: string): Rule {
  const threat = name === 'agent-config' ? 'Q10' : name === 'root-exposed' ? 'S04' : 'Q03';
  return { id: `path.${name}`, category: 'path_traversal', threat, severity, score, references: ['OWASP-MCP05', cwe], sentence };
}

export const RULES = {
  climb: rule(
    'climb',
    'low',
    0.5,
    'CWE-23',
    'The path climbs one or two directories above its start; developers do that with imports and neighbouring packages, so it is noted and not refused.',
  ),
  climbDeep: rule(
    'climb-deep',
    'high',
    0.88,
    'CWE-23',
    'The path climbs three or more directories above its start, further than a workspace reaches: it leaves the directory that the tool was given.',
  ),
  climbAboveRoot: rule(
    'climb-above-root',
    'high',
    0.9,
    'CWE-24',
    'An absolute path climbs above the root; only a path meant to escape a prefix that is put in front of it does so.',
  ),
  climbToSystem: rule(
    'climb-to-system',
    'critical',
    0.97,
    'CWE-22',
    'The path climbs out of its directory and lands in a system directory or on a file that holds secrets.',
  ),
  disguisedClimb: rule(
    'disguised-climb',
    'critical',
    0.96,
    'CWE-41',
    'A step up (`..`) is written in a form that only evades filters: encoded dots, overlong UTF-8, `....//`, `..;/`.',
  ),
  malformed: rule(
    'malformed-encoding',
    'high',
    0.9,
    'CWE-176',
    'The path is spelt with bytes that are no UTF-8, such as an overlong slash; lenient decoders turn them into separators after the checks.',
  ),
  nul: rule('nul-byte', 'high', 0.95, 'CWE-158', 'The path contains NUL, which cuts it short in C libraries after checks have passed.'),
  device: rule('device-name', 'low', 0.5, 'CWE-67', 'The path names a DOS device, which hangs or misdirects programs on Windows.'),
  deviceNamespace: rule('device-namespace', 'high', 0.9, 'CWE-67', 'The path enters the Win32 device namespace and bypasses path checks.'),
  unc: rule(
    'unc-host',
    'medium',
    0.55,
    'CWE-40',
    'The path names a share on another host; opening it sends the credentials of the Windows account there.',
  ),
  adminShare: rule(
    'admin-share',
    'high',
    0.85,
    'CWE-40',
    'The path opens an administrative share such as `C$`, which is the whole disk of a Windows host.',
  ),
  stream: rule(
    'alternate-stream',
    'high',
    0.9,
    'CWE-69',
    'The path names a data stream of NTFS, such as `::$DATA`, which opens a file past the checks on its ending.',
  ),
  webDav: rule(
    'webdav-host',
    'high',
    0.88,
    'CWE-40',
    'The path opens a share over the web (`host@SSL`, `DavWWWRoot`), which sends the credentials of the Windows account out of the network.',
  ),
  crossing: rule(
    'crossing-climb',
    'high',
    0.9,
    'CWE-23',
    'The path enters one directory and climbs out of it into one of the system: it is meant to pass a check of how it begins.',
  ),
  climbAfterDescent: rule(
    'climb-after-descent',
    'high',
    0.84,
    'CWE-23',
    'The path enters a directory and then climbs above where it started; only a path meant to pass a check of how it begins does so.',
  ),
  wrapper: rule(
    'stream-wrapper',
    'high',
    0.92,
    'CWE-98',
    'A stream wrapper such as `php://filter` or `phar://` stands where a path belongs; it runs, decodes or fetches instead of opening a file.',
  ),
  credentials: rule('credentials', 'critical', 0.92, 'CWE-552', 'The path is a file of keys, passwords or tokens.'),
  system: rule(
    'system-file',
    'high',
    0.9,
    'CWE-552',
    'The path is a system file that serves to map out a host; no ordinary task needs it.',
  ),
  process: rule(
    'process-memory',
    'high',
    0.88,
    'CWE-552',
    'The path reads the environment, memory or raw devices of the host, where secrets lie open.',
  ),
  history: rule(
    'shell-history',
    'high',
    0.85,
    'CWE-538',
    'The path is the history of a shell or database client, where typed passwords stay.',
  ),
  appSecrets: rule(
    'application-secrets',
    'high',
    0.83,
    'CWE-538',
    'The path is a file where applications keep their live secrets, such as `.env`.',
  ),
  agentConfig: rule(
    'agent-config',
    'medium',
    0.5,
    'CWE-552',
    'The path configures an agent, an editor or what starts at login; what is written there acts in later sessions.',
  ),
  rootExposed: rule('root-exposed', 'high', 0.82, 'CWE-552', 'The root offered to the server is a whole disk or a system directory.'),
} as const satisfies Record<string, Rule>;

export const RULE_OF_PLACE: Record<PlaceKind, Rule> = {
  credentials: RULES.credentials,
  system: RULES.system,
  process: RULES.process,
  history: RULES.history,
  'app-secrets': RULES.appSecrets,
  agent: RULES.agentConfig,
};

/** The vocabulary of detection: categories, severities, rules and findings (docs: `detection.md`, "Scores"). */

export const CATEGORIES = [
  'prompt_injection',
  'tool_poisoning',
  'sql_injection',
  'command_injection',
  'path_traversal',
  'ssrf',
  'xss',
  'template_injection',
  'xxe',
  'ldap_injection',
  'nosql_injection',
  'deserialization',
  'secret_leak',
  'pii_leak',
  'unicode_smuggling',
  'exfiltration',
  'protocol_violation',
  'resource_exhaustion',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const LAYERS = ['network', 'gateway', 'authentication', 'authorization', 'application', 'data', 'audit'] as const;
export type Layer = (typeof LAYERS)[number];

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an argument is for. A value is an attack when it breaks out of its role, or misuses it. */
export const ROLES = [
  'sql',
  'nosql',
  'shell',
  'code',
  'path',
  'url',
  'host',
  'email',
  'recipient',
  'regex',
  'template',
  'html',
  'markdown',
  'xml',
  'ldap',
  'identifier',
  'number',
  'datetime',
  'enum',
  'secret',
  'query',
  'prose',
  'opaque',
] as const;
export type Role = (typeof ROLES)[number];

/** One reason to be suspicious, as data. Its cases stand in `core/detect/cases/<detector>.json`. */
export type Rule = {
  /** `<family>.<name>`, stable: tenants suppress and export by it. */
  id: string;
  category: Category;
  /** Row of the threat table, such as `Q03`. */
  threat: string;
  severity: Severity;
  /** Fraction of such findings that are true, in [0, 1]. */
  score: number;
  references: string[];
  /** One plain sentence for the developer who reads the verdict at 3 a.m. */
  sentence: string;
};

/** A rule that matched, with UTF-16 offsets into the text that the detector was given. */
export type Match = {
  rule: Rule;
  start: number;
  end: number;
  /** Replaces the rule's score when this match is weaker or stronger than usual. */
  score?: number;
  /** The span may be cut out without harm to the rest: secrets and strong identifiers. */
  redactable?: boolean;
};

/** A finding as the API shows it. `start`/`end` are UTF-16 offsets into the leaf as sent; no matched text is echoed. */
export type Finding = {
  rule: string;
  category: Category;
  layer: Layer;
  severity: Severity;
  score: number;
  /** JSON Pointer from the root of the call to us, such as `/request/params/arguments/path`. */
  path: string;
  start: number;
  end: number;
  /** How the leaf was decoded before the rule matched, such as `url>base64`; absent for the text as sent. */
  view?: string;
  role?: Role;
  threat: string;
  references: string[];
  /** Equal for equal evidence in the same place of the same tool: lets lists be deduplicated. */
  fingerprint: string;
  suppressed: boolean;
  /** One plain sentence: what this is and why it matters. */
  message: string;
};

/** The rules of NoSQL injection, as data (CWE-943). */
import type { Rule, Severity } from '../../finding.ts';

const rule = (id: string, score: number, severity: Severity, sentence: string, references: string[] = []): Rule => ({
  id: `nosql.${id}`,
  category: 'nosql_injection',
  threat: 'Q02',
  severity,
  score,
  references: ['https://cwe.mitre.org/data/definitions/943.html', 'OWASP-MCP05', ...references],
  sentence,
});

export const RULES = {
  operatorName: rule(
    'operator-for-value',
    0.92,
    'critical',
    'An argument that should be a plain value is an object with a query operator as its property name, so a comparison replaces the value.',
  ),
  operatorKey: rule(
    'bracket-operator',
    0.93,
    'critical',
    'The value spells a query operator in brackets, which form parsers turn into an object for the database.',
  ),
  operatorText: rule(
    'operator-in-text',
    0.88,
    'high',
    'The value carries a query operator as JSON or JavaScript, to be pasted into a query of a document database.',
  ),
  script: rule(
    'script-break-out',
    0.9,
    'critical',
    'The value closes a text in a script that the database runs and goes on with code of its own.',
  ),
  tautology: rule('script-tautology', 0.85, 'high', 'The value adds a comparison that is always true to a script that the database runs.'),
  shell: rule('shell-command', 0.88, 'critical', 'The value calls a collection of a document database as its shell would.'),
  graph: rule('graph-query', 0.9, 'critical', 'The value closes a text in a Cypher or Gremlin query and goes on with a clause of its own.'),
  scriptValue: rule(
    'hostile-script',
    0.9,
    'critical',
    'The script that the database is to run stops it, is always true, or reaches for the machine; a filter does none of these.',
    ['https://www.mongodb.com/docs/manual/reference/operator/query/where/'],
  ),
  search: rule('search-syntax', 0.88, 'high', 'The value leaves its clause of a search engine’s query and adds one of its own.'),
  lua: rule('store-script', 0.92, 'critical', 'The value closes a text in a script of a key-value store and calls a command of its own.'),
} as const satisfies Record<string, Rule>;

/** The rules of template injection, as data (CWE-1336; Kettle, Server-Side Template Injection, Black Hat 2015). */
import type { Rule, Severity } from '../../finding.ts';

const CWE = 'https://cwe.mitre.org/data/definitions/1336.html';
const KETTLE = 'https://portswigger.net/research/server-side-template-injection';

const rule = (id: string, score: number, severity: Severity, sentence: string): Rule => ({
  id: `template.${id}`,
  category: 'template_injection',
  threat: 'Q01',
  severity,
  score,
  references: [CWE, KETTLE, 'OWASP-MCP05'],
  sentence,
});

export const RULES = {
  reach: rule(
    'object-graph',
    0.94,
    'critical',
    'The value is a template expression that climbs out of its data to classes, modules or processes.',
  ),
  call: rule('code-call', 0.93, 'critical', 'The value is a template tag that calls a function which runs commands or reads files.'),
  probe: rule(
    'constant-expression',
    0.88,
    'high',
    'The value is a template expression that computes from constants alone: its answer only shows that a template engine runs it.',
  ),
  engine: rule('engine-object', 0.84, 'high', "The value is a template expression that prints the engine's own objects or its settings."),
  statement: rule(
    'foreign-statement',
    0.82,
    'high',
    'The value is a template statement that loads, defines or cuts through parts of the template it lands in.',
  ),
  polyglot: rule(
    'polyglot',
    0.86,
    'high',
    'The value strings together the opening marks of several template engines to see which one breaks.',
  ),
} as const satisfies Record<string, Rule>;

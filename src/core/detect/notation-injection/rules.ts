/** The rules of notations that were not meant, as data. */
import type { Rule } from '../../finding.ts';
import { cwe, rulesOf } from '../rule.ts';

const rule = rulesOf('notation', { category: 'other', threat: 'Q01', references: ['OWASP-MCP05'] });

export const RULES = {
  format: rule(
    'format-string',
    0.86,
    'high',
    'The value is a row of conversions such as `%n` or `%x%x%x%x`, which read and write the memory of a program that prints it as a format.',
    [cwe(134)],
  ),
  formatAttribute: rule(
    'format-attribute',
    0.92,
    'critical',
    'The value walks from a format field to the globals of a Python program (`{0.__class__…}`), which prints its secrets.',
    [cwe(134), 'https://lucumr.pocoo.org/2016/12/29/careful-with-str-format/'],
  ),
  token: rule(
    'forged-token',
    0.9,
    'critical',
    'The value is a JSON Web Token that asks not to be checked: its algorithm is `none`, or the id of its key is a path or a query.',
    [cwe(347), 'https://www.rfc-editor.org/rfc/rfc8725'],
  ),
  graphBreak: rule('graphql-break-out', 0.9, 'high', 'The value closes an argument of a GraphQL query and selects fields of its own.', [
    cwe(943),
  ]),
  graphFlood: rule(
    'graphql-flood',
    0.84,
    'high',
    'The GraphQL query asks for one field under dozens of names, nests without end, or uses a fragment within itself.',
    [cwe(770)],
    { category: 'resource_exhaustion' },
  ),
  pattern: rule(
    'slow-pattern',
    0.82,
    'medium',
    'The pattern can match one text in exponentially many ways, and blocks engines that try them all.',
    [cwe(1333)],
    { category: 'resource_exhaustion' },
  ),
  style: rule(
    'style-code',
    0.88,
    'high',
    'The style sheet runs code, leaves its element, or reads the values of a form out to another host.',
    [cwe(79)],
  ),
  redirect: rule('open-redirect', 0.86, 'medium', 'The target looks like a path of this site and leads browsers to another host.', [
    cwe(601),
  ]),
  parameter: rule(
    'parameter',
    0.84,
    'high',
    'The value ends the parameter of a request that it lands in and adds one of its own, such as a role.',
    [cwe(235), 'https://owasp.org/www-project-web-security-testing-guide/'],
  ),
  mailer: rule(
    'mailer-option',
    0.93,
    'critical',
    'The mail address carries options for the program that sends mail, which write and run files.',
    [cwe(88), 'https://nvd.nist.gov/vuln/detail/CVE-2016-10033'],
  ),
} as const satisfies Record<string, Rule>;

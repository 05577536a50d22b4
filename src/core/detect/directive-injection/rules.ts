/** The rules of directives for loggers, web servers, caches, stylesheets and typesetters, as data. */
import type { Rule } from '../../finding.ts';
import { cwe, rulesOf } from '../rule.ts';

const rule = rulesOf('directive', { category: 'other', threat: 'Q01', references: ['OWASP-MCP05'] });

export const RULES = {
  lookup: rule(
    'jndi-lookup',
    0.96,
    'critical',
    'The value is a lookup that makes a Java logger fetch and run code from another host (Log4Shell).',
    [cwe(917), 'https://nvd.nist.gov/vuln/detail/CVE-2021-44228'],
  ),
  nestedLookup: rule(
    'disguised-lookup',
    0.9,
    'critical',
    'The value nests lookups of a Java logger in each other, which only serves to hide one.',
    [cwe(917), 'https://nvd.nist.gov/vuln/detail/CVE-2021-45046'],
  ),
  textLookup: rule(
    'script-lookup',
    0.92,
    'critical',
    'The value is a lookup that makes a Java text library run a script or fetch an address (Text4Shell).',
    [cwe(94), 'https://nvd.nist.gov/vuln/detail/CVE-2022-42889'],
  ),
  ssi: rule(
    'server-side-include',
    0.9,
    'high',
    'The value is a directive that a web server with server-side includes obeys: it prints, includes or runs.',
    [cwe(97), 'https://httpd.apache.org/docs/current/mod/mod_include.html'],
  ),
  esi: rule(
    'edge-side-include',
    0.9,
    'high',
    'The value is a directive that a cache with edge-side includes obeys: it fetches or prints from inside the network.',
    [cwe(97), 'https://www.w3.org/TR/esi-lang/'],
  ),
  xslt: rule('stylesheet-code', 0.88, 'critical', 'The stylesheet calls code of its processor, or reads files or addresses.', [cwe(91)]),
  latexRun: rule('latex-command', 0.92, 'critical', 'The LaTeX runs a command of the machine that typesets it.', [cwe(77)]),
  latexRead: rule('latex-file', 0.9, 'high', 'The LaTeX reads a file from outside its own folder into the document.', [cwe(73)]),
  latexWrite: rule('latex-write', 0.6, 'medium', 'The LaTeX writes a file on the machine that typesets it.', [cwe(73)]),
  latexScript: rule('latex-script', 0.84, 'high', 'The LaTeX carries script or markup for the browser that shows its output.', [cwe(79)]),
} as const satisfies Record<string, Rule>;

/** The rules of XML external entities and what belongs to them, as data. */
import type { Category, Rule, Severity } from '../../finding.ts';

const CWE_611 = 'https://cwe.mitre.org/data/definitions/611.html';
const CWE_776 = 'https://cwe.mitre.org/data/definitions/776.html';
const CWE_91 = 'https://cwe.mitre.org/data/definitions/91.html';
const OWASP = 'https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html';

function rule(
  id: string,
  score: number,
  severity: Severity,
  sentence: string,
  more: { category?: Category; threat?: string; references?: string[] } = {},
): Rule {
  const { category = 'xxe', threat = 'Q04', references = [CWE_611, OWASP] } = more;
  return { id: `xxe.${id}`, category, threat, severity, score, references: ['OWASP-MCP05', ...references], sentence };
}

export const EXTERNAL_ENTITY = rule(
  'external-entity',
  0.97,
  'critical',
  'The XML declares an entity that makes the parser read a file or fetch an address and put it into the document.',
);
export const PARAMETER_ENTITY = rule(
  'parameter-entity',
  0.96,
  'critical',
  'The XML builds declarations out of other entities, which is how the content of files is sent to another server.',
);
export const EXTERNAL_DTD = rule(
  'external-dtd',
  0.88,
  'high',
  'The XML makes the parser load its document type from a server or file that the sender chose.',
);
export const INTERNAL_ENTITY = rule(
  'internal-entity',
  0.6,
  'low',
  'The XML declares entities of its own; parsers for data from outside should refuse document types.',
);
export const ENTITY_EXPANSION = rule(
  'entity-expansion',
  0.96,
  'high',
  'The XML declares entities that unfold each other until the parser runs out of memory (“billion laughs”).',
  { category: 'resource_exhaustion', threat: 'Q11', references: [CWE_776, OWASP] },
);
export const INCLUDE = rule(
  'include',
  0.94,
  'high',
  'The XML includes a file or an address in the document (XInclude, or a picture that is no picture).',
  {
    references: [CWE_611, 'https://www.w3.org/TR/xinclude/'],
  },
);
export const STYLESHEET_CODE = rule(
  'stylesheet-code',
  0.93,
  'critical',
  'The XSLT runs code, or reads or writes files, when it is applied.',
  { threat: 'Q01', references: [CWE_91, 'https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing'] },
);
export const SPLIT_SECTIONS = rule(
  'split-sections',
  0.88,
  'medium',
  'The XML puts a tag together out of CDATA sections, so that filters see none.',
  { references: [CWE_91] },
);
export const HIDDEN_ENCODING = rule(
  'hidden-encoding',
  0.85,
  'medium',
  'The XML declares an encoding that only serves to hide its declarations from filters (UTF-7, EBCDIC).',
);

export const XXE_RULES: readonly Rule[] = [
  EXTERNAL_ENTITY,
  PARAMETER_ENTITY,
  EXTERNAL_DTD,
  INTERNAL_ENTITY,
  ENTITY_EXPANSION,
  INCLUDE,
  STYLESHEET_CODE,
  SPLIT_SECTIONS,
  HIDDEN_ENCODING,
];

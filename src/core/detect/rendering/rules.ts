/** The rules of what is shown to people: pages, icons, diagrams and pictures of a result, as data. */
import type { Category, Rule, Severity } from '../../finding.ts';

const CWE_79 = 'https://cwe.mitre.org/data/definitions/79.html';
const CWE_200 = 'https://cwe.mitre.org/data/definitions/200.html';
const MCP_ICONS = 'https://modelcontextprotocol.io/specification/2025-11-25/basic#icons';

function rule(
  id: string,
  category: Category,
  threat: string,
  score: number,
  severity: Severity,
  sentence: string,
  ...references: string[]
): Rule {
  return { id: `render.${id}`, category, threat, severity, score, references, sentence };
}

export const STORAGE_THEFT = rule(
  'storage-theft',
  'xss',
  'R05',
  0.9,
  'critical',
  'A script in the page sends cookies or what the browser has stored to another place.',
  'OWASP-MCP06',
  CWE_79,
  CWE_200,
);
export const DIAGRAM_SCRIPT = rule(
  'diagram-script',
  'xss',
  'R05',
  0.9,
  'high',
  'The diagram or chart holds script that runs when it is drawn or clicked.',
  'OWASP-MCP05',
  CWE_79,
  'https://mermaid.js.org/config/usage.html#securitylevel',
);
export const ICON_SCRIPT = rule(
  'icon-script',
  'xss',
  'M11',
  0.96,
  'high',
  'The icon is no picture: its address or its SVG runs script where it is shown.',
  'OWASP-MCP06',
  CWE_79,
  MCP_ICONS,
);
export const ICON_ADDRESS = rule(
  'icon-address',
  'xss',
  'M11',
  0.6,
  'low',
  'The icon is fetched without encryption, or from the reader’s own machine.',
  'OWASP-MCP06',
  MCP_ICONS,
);
export const LINK_SLOT = rule(
  'link-slot',
  'exfiltration',
  'R04',
  0.84,
  'high',
  'The link has a place for what was said or for secrets in its query: whoever fills it in and clicks tells that server.',
  'OWASP-MCP10',
  CWE_200,
);
export const STYLE_PROBE = rule(
  'style-probe',
  'exfiltration',
  'R04',
  0.88,
  'high',
  'The style sheet asks another server for a picture depending on what stands in a field: letter by letter it tells the value.',
  CWE_200,
  'https://portswigger.net/research/blind-css-exfiltration',
);
export const APP_LOADER = rule(
  'app-loader',
  'xss',
  'R05',
  0.86,
  'high',
  'The page fetches a script from elsewhere, or decodes one, and runs it: what it does was never shown to anyone.',
  'OWASP-MCP06',
  CWE_79,
  'CWE-829',
);
export const PICTURE_BEACON = rule(
  'picture-beacon',
  'exfiltration',
  'R04',
  0.9,
  'high',
  'The picture’s address has a place for data of the conversation, or carries text: whoever shows the picture sends it to that server.',
  'OWASP-MCP10',
  CWE_200,
);

export const RENDERING_RULES: readonly Rule[] = [
  LINK_SLOT,
  STYLE_PROBE,
  APP_LOADER,
  STORAGE_THEFT,
  DIAGRAM_SCRIPT,
  ICON_SCRIPT,
  ICON_ADDRESS,
  PICTURE_BEACON,
];

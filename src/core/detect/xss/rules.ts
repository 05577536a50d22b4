/** The rules of cross-site scripting, as data. */
import type { Rule, Severity } from '../../finding.ts';

const CWE_79 = 'https://cwe.mitre.org/data/definitions/79.html';
const CWE_83 = 'https://cwe.mitre.org/data/definitions/83.html';
const OWASP = 'https://cheatsheetseries.owasp.org/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.html';

function rule(id: string, score: number, severity: Severity, sentence: string, ...references: string[]): Rule {
  return {
    id: `xss.${id}`,
    category: 'xss',
    threat: 'R05',
    severity,
    score,
    references: ['OWASP-MCP05', CWE_79, ...references],
    sentence,
  };
}

export const SCRIPT_ELEMENT = rule(
  'script-element',
  0.96,
  'high',
  'The value holds a <script> element: whatever page shows it unescaped runs the script as its own.',
  OWASP,
);
export const EVENT_HANDLER = rule(
  'event-handler',
  0.96,
  'high',
  'The value holds a tag with an event handler, which runs script when the page that shows it is loaded or touched.',
  CWE_83,
);
export const SCRIPT_URL = rule(
  'script-url',
  0.95,
  'high',
  'The value holds an address that runs script when it is followed or loaded (javascript:, vbscript:, or a data: document).',
  CWE_83,
);
export const ACTIVE_ELEMENT = rule(
  'active-element',
  0.85,
  'medium',
  'The value brings a plug-in, frame, style sheet, base address or redirect of its own into the page that shows it.',
  OWASP,
);
export const STYLE_CODE = rule(
  'style-code',
  0.92,
  'high',
  'The value holds a style that runs script (expression(), -moz-binding, behavior, javascript: in url()).',
  CWE_83,
);
export const ATTRIBUTE_BREAK_OUT = rule(
  'attribute-break-out',
  0.95,
  'high',
  'The value closes the quoted attribute that it lands in and adds an event handler to the tag.',
  CWE_83,
);
export const SCRIPT_BREAK_OUT = rule(
  'script-break-out',
  0.93,
  'high',
  'The value closes the JavaScript string that it lands in and calls a function of its own.',
  OWASP,
);
export const CONTEXT_BREAK_OUT = rule(
  'context-break-out',
  0.88,
  'medium',
  'The value closes elements that it never opened (</script>, </title>, </style> …) to reach the page around the place it lands in.',
  OWASP,
);
export const SCRIPT_CALL = rule(
  'script-call',
  0.85,
  'medium',
  'The value is nothing but a call that proves script execution (alert, confirm, prompt), or JavaScript that reads cookies.',
  OWASP,
);
export const OBFUSCATED_SCRIPT = rule(
  'obfuscated-script',
  0.93,
  'high',
  'The value is JavaScript that hides which function it calls.',
  'https://jsfuck.com',
);

export const XSS_RULES: readonly Rule[] = [
  SCRIPT_ELEMENT,
  EVENT_HANDLER,
  SCRIPT_URL,
  ACTIVE_ELEMENT,
  STYLE_CODE,
  ATTRIBUTE_BREAK_OUT,
  SCRIPT_BREAK_OUT,
  CONTEXT_BREAK_OUT,
  SCRIPT_CALL,
  OBFUSCATED_SCRIPT,
];

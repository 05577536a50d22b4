/** Rules of the SSRF detector (CWE-918, OWASP A10:2021). Scores at or above 0.8 deny at the default strictness. */
import type { Rule, Severity } from '../../finding.ts';

function rule(name: string, severity: Severity, score: number, sentence: string, cwe = 'CWE-918', threat = 'Q04'): Rule {
  return { id: `ssrf.${name}`, category: 'ssrf', threat, severity, score, references: ['OWASP-MCP05', cwe], sentence };
}

export const RULES = {
  metadata: rule(
    'metadata',
    'critical',
    0.98,
    'The URL leads to the metadata service of a cloud machine, which hands out its credentials.',
  ),
  loopback: rule(
    'loopback',
    'high',
    0.85,
    'The URL leads to the machine that runs the tool; suppress this rule where tools work on a local development server.',
  ),
  private: rule('private-address', 'high', 0.85, 'The URL leads to a private address, out of reach for the caller but not for the tool.'),
  reserved: rule(
    'reserved-address',
    'high',
    0.85,
    'The URL leads to a link-local, shared, multicast or reserved address that is not part of the internet.',
  ),
  disguised: rule(
    'disguised-address',
    'critical',
    0.96,
    'The host is an address in a notation that hides it: octal, hexadecimal, one number, overflow, IPv4 inside IPv6, full-width digits.',
  ),
  wildcardDns: rule(
    'wildcard-dns',
    'high',
    0.92,
    'The host is a public name that resolves to an internal address, such as `127.0.0.1.nip.io`.',
  ),
  rebinding: rule(
    'rebinding',
    'high',
    0.9,
    'The host belongs to a DNS rebinding service, which answers with an internal address once checks have passed.',
    'CWE-350',
  ),
  internalName: rule(
    'internal-name',
    'medium',
    0.8,
    'The host ends in a name kept for internal networks, such as `.internal` or `.local`.',
  ),
  singleLabel: rule('single-label', 'low', 0.5, 'The host is a single word, which only an internal network can resolve.'),
  callback: rule('callback-host', 'high', 0.82, 'The host belongs to a service that only collects calls of blind attacks.'),
  scheme: rule('scheme', 'high', 0.92, 'The scheme opens local files or speaks raw protocols: `file:`, `gopher:`, `dict:` and the like.'),
  userinfo: rule('userinfo-host', 'high', 0.85, 'A host name stands before the `@` and hides the host that is really called.', 'CWE-1007'),
  differential: rule(
    'parser-differential',
    'high',
    0.88,
    'URL parsers disagree about the host: a check and the fetch that follows see different machines.',
    'CWE-436',
  ),
  controls: rule(
    'control-characters',
    'high',
    0.88,
    'Control characters stand in the host part; they split requests or change the host.',
    'CWE-93',
  ),
  nestedMetadata: rule(
    'nested-metadata',
    'high',
    0.88,
    'A parameter of the URL is the address of a cloud machine’s metadata service: the server in between is to fetch its credentials.',
  ),
  nested: rule(
    'nested-url',
    'low',
    0.5,
    'A parameter of the URL is itself a URL with an internal host; a redirector would follow it.',
    'CWE-601',
  ),
  elicitation: rule('elicitation-url', 'medium', 0.6, 'The page that the user is asked to open is not `https`.', 'CWE-319', 'S03'),
} as const satisfies Record<string, Rule>;

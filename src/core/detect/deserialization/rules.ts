/** The rules of unsafe deserialisation, as data (CWE-502). */
import type { Rule, Severity } from '../../finding.ts';

const rule = (id: string, score: number, severity: Severity, sentence: string, references: string[] = []): Rule => ({
  id: `deserialization.${id}`,
  category: 'deserialization',
  threat: 'Q01',
  severity,
  score,
  references: ['https://cwe.mitre.org/data/definitions/502.html', 'OWASP-MCP05', ...references],
  sentence,
});

const YSOSERIAL = 'https://github.com/frohoff/ysoserial';
const JSON_ATTACKS = 'https://www.blackhat.com/docs/us-17/thursday/us-17-Munoz-Friday-The-13th-Json-Attacks.pdf';

export const RULES = {
  java: rule('java-object', 0.93, 'critical', 'The value is a serialised Java object: reading it runs code of its classes.', [YSOSERIAL]),
  dotnet: rule(
    'dotnet-object',
    0.93,
    'critical',
    'The value is an object of .NET’s BinaryFormatter or LosFormatter: reading it may run code.',
    ['https://github.com/pwntester/ysoserial.net'],
  ),
  pickle: rule('python-pickle', 0.94, 'critical', 'The value is a Python pickle that calls a function when it is loaded.', [
    'https://docs.python.org/3/library/pickle.html',
  ]),
  pickleData: rule('python-pickle-data', 0.65, 'medium', 'The value is a Python pickle; loading one from elsewhere may run code.'),
  php: rule('php-object', 0.9, 'high', 'The value is a serialised PHP object: reading it creates the object and runs its methods.', [
    'https://owasp.org/www-community/vulnerabilities/PHP_Object_Injection',
  ]),
  phpPlain: rule(
    'php-plain-object',
    0.8,
    'medium',
    'The value is a serialised PHP object of no class of its own: harmless itself, but whoever reads it lets the sender choose the class.',
  ),
  phpTrick: rule(
    'php-loose-value',
    0.84,
    'high',
    'The value is serialised PHP data that ties a secret to another value, or makes it true: it passes a loose comparison.',
  ),
  ruby: rule(
    'ruby-object',
    0.92,
    'critical',
    'The value is a Ruby object (Marshal or YAML) of classes that are known to run code when loaded.',
  ),
  rubyData: rule('ruby-data', 0.6, 'medium', 'The value is marshalled Ruby data; loading it from elsewhere may run code.'),
  yaml: rule('yaml-tag', 0.93, 'critical', 'The YAML names a Python or Java object to build: a loader that obeys it runs code.', [
    'https://nvd.nist.gov/vuln/detail/CVE-2022-1471',
  ]),
  yamlName: rule('yaml-name', 0.55, 'medium', 'The YAML names a Python function or type; only an unsafe loader obeys it.'),
  node: rule(
    'node-function',
    0.95,
    'critical',
    'The value holds a function in the notation of a Node.js serialiser that runs it when read.',
    ['https://nvd.nist.gov/vuln/detail/CVE-2017-5941'],
  ),
  typeHint: rule(
    'type-of-gadget',
    0.92,
    'critical',
    'The value names a class for a JSON reader to build, one that is known to run code or to fetch it.',
    [JSON_ATTACKS],
  ),
  chain: rule(
    'java-chain-class',
    0.84,
    'high',
    'The value names a Java class that is only of use in chains which run code when an object is read.',
    [YSOSERIAL],
  ),
  xmlObject: rule('xml-object', 0.92, 'critical', 'The XML describes objects for a reader such as XMLDecoder or XStream, which run code.', [
    'https://nvd.nist.gov/vuln/detail/CVE-2017-9805',
  ]),
} as const satisfies Record<string, Rule>;

/** The `data:` of a Kubernetes Secret is base64, not encryption. */
import { RULES } from './rules.ts';
import type { Found } from './structures.ts';

export const MANIFEST_LITERALS: readonly string[] = ['kind: secret', "kind: 'secret", 'kind: "secret', 'kind": "secret', 'kind":"secret'];

/** How far around `kind: Secret` its data is looked for; a manifest may stand in either order. */
const MANIFEST_MAX = 8192;
/** A hit this near to the last one looked at is covered by it. */
export const MANIFEST_STRIDE = MANIFEST_MAX / 2;

const VALUE_MAX = 2048;

/** A line that is a value of base64, alone or after `name:`; names of certificates and templates are left out. */
function valueOf(line: string): { index: number; length: number } | null {
  if (line.length > VALUE_MAX || /tls\.crt|ca\.crt|ca\.pem|^\s*#|\{\{/.test(line)) return null;
  const value = /^[+-]?\s+(?:['"]?[\w.-]+['"]?:\s*['"]?)?([A-Za-z0-9+/]{12,}={0,2})(?=['"]|\s*$)/.exec(line)?.[1];
  return value !== undefined && value.length % 4 === 0 ? { index: line.indexOf(value), length: value.length } : null;
}

/** Values in the data of the manifests around `hit`; looks at `MANIFEST_MAX` to each side. */
export function findKubernetesSecrets(text: string, hit: number): Found[] {
  const from = Math.max(0, hit - MANIFEST_MAX);
  // Escaped line ends, as in JSON within JSON, become line ends of the same length: offsets stay.
  const manifest = text
    .slice(from, hit + MANIFEST_MAX)
    .replaceAll('\\n', ' \n')
    .replaceAll('\\t', ' \t');
  const found: Found[] = [];
  let inData = false;
  let at = from;
  for (const line of manifest.split('\n')) {
    if (/^[+-]?\s*['"]?(?:stringData|data)['"]?:\s*$/.test(line.slice(0, 64))) inData = true;
    else if (inData && line.trim() !== '' && !/^[+-]?\s/.test(line)) inData = false;
    else if (inData) {
      const value = valueOf(line);
      if (value) found.push({ rule: RULES.kubernetes, start: at + value.index, end: at + value.index + value.length });
    }
    at += line.length + 1;
  }
  return found;
}

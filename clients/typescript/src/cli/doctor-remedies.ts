/** What an error of the network or a refusal means for a set-up. */
import { fault, type Check } from './check.ts';
import type { Answer } from './probe.ts';

const TLS = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED|EPROTO)/;

export function networkFault({ code, message }: { code: string; message: string }, url: string): Check {
  const { hostname, port, protocol } = new URL(url);
  return fault('service', `${url} cannot be reached: ${message}`, remedyOf(code, hostname, port || (protocol === 'https:' ? '443' : '80')));
}

function remedyOf(code: string, host: string, port: string): string {
  if (code === 'ECONNREFUSED') return `Nothing listens on port ${port} of ${host}: start the service, or correct COUNTERSIGN_URL`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `There is no host ${host}, or no name server: check the spelling in COUNTERSIGN_URL, and DNS`;
  if (code === 'TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return 'A firewall drops it or the service hangs: try from another machine; --timeout waits longer';
  if (TLS.test(code))
    return 'TLS does not come about: http:// and https:// mixed up, or a certificate that is not trusted (NODE_EXTRA_CA_CERTS=<file> adds an authority)';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET')
    return 'Something closed the connection: https:// instead of http:// (or the reverse), or a proxy between';
  return 'Check host, port and proxy (HTTPS_PROXY), and whether the service runs';
}

const WITHOUT: Record<string, readonly [what: string, remedy: string]> = {
  KEY_MISSING: [
    'the key was sent and did not arrive',
    'A proxy takes the header Authorization away: let it pass (nginx: proxy_set_header Authorization $http_authorization)',
  ],
  KEY_INVALID: [
    'no tenant has this key',
    'It is of another installation, or the tenant is gone: check that COUNTERSIGN_URL and the key belong together',
  ],
  KEY_REVOKED: ['the key was revoked', 'Use another key: countersign keys create, with one that works'],
  KEY_EXPIRED: ['the key has expired', 'Use another key: countersign keys create, with one that works'],
  SCOPE_MISSING: [
    'the key may not judge: it is without the scope validate',
    'Make a key with it: countersign keys create <name> --scope validate',
  ],
  KEY_ADDRESS_REFUSED: [
    'the key may not be used from here',
    'Call from a network in its ip_allow; behind a proxy the operator sets TRUSTED_PROXY_HOPS',
  ],
};

export function keyFault({ status, body, headers }: Answer): Check {
  const code = typeof body?.['code'] === 'string' ? body['code'] : `HTTP_${status}`;
  const detail = typeof body?.['detail'] === 'string' ? body['detail'] : 'no problem of Countersign’s';
  const known = Object.hasOwn(WITHOUT, code) ? WITHOUT[code] : undefined;
  if (known) return fault('verdict', `${code}: ${known[0]}`, known[1]);
  if (status === 429)
    return fault(
      'verdict',
      `${code}: ${detail}`,
      `A limit is reached; Retry-After says ${headers.get('retry-after') ?? 'nothing'} (seconds)`,
    );
  if (status === 415 || status === 400)
    return fault('verdict', `${code}: ${detail}`, 'A proxy changes Content-Type or the body of requests: let both pass as they are');
  if (status >= 500)
    return fault('verdict', `${code}: ${detail}`, 'The service fails: ask the operator, with the request id if there is one');
  return fault('verdict', `${code}: ${detail}`, 'docs/problems.md says what to do; if the code is not there, a proxy answers');
}

/** Names, addresses and schemes that a fetched URL must not reach, as data. Sources: vendors' documentation; IANA special-purpose registries. */

/** Instance metadata: whoever reads it gets the credentials of the machine (MITRE ATT&CK T1552.005). */
export const METADATA_ADDRESSES: ReadonlySet<string> = new Set([
  '169.254.169.254', // AWS, Azure, GCP, OpenStack, DigitalOcean, Hetzner, Oracle
  '169.254.170.2', // AWS ECS task credentials
  '169.254.170.23', // AWS EKS pod identity
  '169.254.42.42', // Scaleway
  '169.254.0.23', // Tencent
  '100.100.100.200', // Alibaba
  '192.0.0.192', // Oracle classic
  '168.63.129.16', // Azure wire server
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:42::42',
]);

export const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'metadata.packet.net',
  'metadata.platformequinix.com',
  'rancher-metadata',
  'rancher-metadata.rancher.internal',
]);

export const LOOPBACK_NAMES: ReadonlySet<string> = new Set([
  'localhost',
  'localhost.localdomain',
  'localhost4',
  'localhost6',
  'localhost6.localdomain6',
  'ip6-localhost',
  'ip6-loopback',
]);

/** Top-level names kept for private use (RFC 6762, RFC 8375, ICANN 2024) and those of container platforms. */
export const INTERNAL_SUFFIXES: readonly string[] = [
  '.internal',
  '.local',
  '.localdomain',
  '.home.arpa',
  '.intranet',
  '.lan',
  '.consul',
  '.svc',
];

/** Wildcard DNS: the address stands in the name itself. */
export const EMBEDDING_SUFFIXES: readonly string[] = [
  '.nip.io',
  '.sslip.io',
  '.xip.io',
  '.xip.name',
  '.backname.io',
  '.traefik.me',
  '.ip.hackclub.app',
];

/** Public names that resolve to a loopback address, whatever stands in front. */
export const LOOPBACK_SUFFIXES: readonly string[] = [
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'smackaho.st',
  'fuf.me',
  'localho.st',
  'local.gd',
  'spoofed.burpcollaborator.net',
  'bugbounty.dod.network',
  'localdomain.pw',
  '42foo.com',
];

/** Services that answer with another address the second time (DNS rebinding). */
export const REBINDING_SUFFIXES: readonly string[] = ['.rbndr.us', '.1u.ms', '.rebind.network', '.rebind.it'];

/** Services whose only purpose is to catch calls of blind attacks. */
export const CALLBACK_SUFFIXES: readonly string[] = [
  '.burpcollaborator.net',
  '.oastify.com',
  '.oast.fun',
  '.oast.live',
  '.oast.me',
  '.oast.online',
  '.oast.pro',
  '.oast.site',
  '.interact.sh',
  '.interactsh.com',
  '.dnslog.cn',
  '.ceye.io',
  '.canarytokens.com',
];

/** Schemes that speak raw protocols, open local files or run something (gopher, dict: the classic ladders of SSRF). */
export const DANGEROUS_SCHEMES: ReadonlySet<string> = new Set([
  'file',
  'gopher',
  'gophers',
  'dict',
  'ldap',
  'ldaps',
  'ldapi',
  'tftp',
  'jar',
  'netdoc',
  'phar',
  'php',
  'expect',
  'zip',
  'glob',
  'local_file',
  'smb',
  'rmi',
  'iiop',
  'corba',
  'finger',
  'telnet',
  'view-source',
]);

/** Schemes that a fetching tool follows; an internal host under any other scheme is a connection string or an id. */
export const FETCHED_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'ftps', 'feed']);

/** Last labels by which a user name is taken for a host: `http://bank.com@evil.example`. */
export const HOST_LIKE_ENDINGS: ReadonlySet<string> = new Set([
  'com',
  'net',
  'org',
  'io',
  'dev',
  'app',
  'ai',
  'co',
  'gov',
  'edu',
  'mil',
  'info',
  'biz',
  'cloud',
  'de',
  'uk',
  'fr',
  'jp',
  'cn',
  'ru',
  'local',
]);

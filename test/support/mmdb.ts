/** Writes small databases in MaxMind's DB format 2.0 (maxmind.github.io/MaxMind-DB): IPv6 trees, IPv4 under ::/96, 24-bit records. */
import { parseNetwork } from '#core/network.ts';

type Value = string | number | boolean | Value[] | { [key: string]: Value };
export type MmdbOptions = { type: string; built_ms: number; networks: Readonly<Record<string, Value>> };

const TYPES = { string: 2, uint16: 5, uint32: 6, map: 7, uint64: 9, array: 11, boolean: 14 } as const;
const EXTENDED_FROM = 8;
const MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const SEPARATOR = Buffer.alloc(16);

function control(type: keyof typeof TYPES, size: number): Buffer {
  const code = TYPES[type];
  const [short, more] = size < 29 ? [size, []] : size < 285 ? [29, [size - 29]] : [30, [(size - 285) >> 8, (size - 285) & 0xff]];
  return Buffer.from(code < EXTENDED_FROM ? [(code << 5) | short, ...more] : [short, code - 7, ...more]);
}

function number(value: number, type: 'uint16' | 'uint32' | 'uint64' = 'uint32'): Buffer {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.concat([control(type, bytes.length), Buffer.from(bytes)]);
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([control('string', Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return control('boolean', Number(value));
  if (Array.isArray(value)) return Buffer.concat([control('array', value.length), ...value.map(encode)]);
  const members = Object.entries(value).flatMap(([key, member]) => [encode(key), encode(member)]);
  return Buffer.concat([control('map', members.length / 2), ...members]);
}

/** A node has two branches; a leaf is where its data stands. */
type Node = [Branch, Branch];
type Branch = Node | number | null;

const bitsOf = (text: string): number[] => {
  const network = parseNetwork(text);
  if (!network) throw new Error(`${text} is no network`);
  const bytes = network.base.toByteArray();
  const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((i) => (byte >> i) & 1)).slice(0, network.bits);
  return bytes.length === 4 ? [...Array<number>(96).fill(0), ...bits] : bits;
};

function insert(root: Node, bits: readonly number[], leaf: number): void {
  let node = root;
  bits.forEach((bit, i) => {
    if (i === bits.length - 1) node[bit] = leaf;
    else {
      const next = node[bit];
      node = Array.isArray(next) ? next : (node[bit] = [next ?? null, next ?? null]);
    }
  });
}

/** Wider networks first; what is within them overrides. */
export function makeMmdb({ type, built_ms, networks }: MmdbOptions): Buffer {
  const root: Node = [null, null];
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [network, value] of Object.entries(networks)) {
    insert(root, bitsOf(network), offset);
    const data = encode(value);
    parts.push(data);
    offset += data.length;
  }
  const nodes: Node[] = [root];
  for (let i = 0; i < nodes.length; i++) for (const branch of nodes[i]!) if (Array.isArray(branch)) nodes.push(branch);
  const places = new Map(nodes.map((node, i) => [node, i]));
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((node, i) =>
    node.forEach((branch, side) => {
      const record =
        branch === null ? nodes.length : Array.isArray(branch) ? places.get(branch)! : nodes.length + SEPARATOR.length + branch;
      tree.writeUIntBE(record, i * 6 + side * 3, 3);
    }),
  );
  const metadata = Buffer.concat([
    control('map', 9),
    ...(
      [
        ['binary_format_major_version', number(2, 'uint16')],
        ['binary_format_minor_version', number(0, 'uint16')],
        ['build_epoch', number(Math.floor(built_ms / 1_000), 'uint64')],
        ['database_type', encode(type)],
        ['description', encode({ en: 'made for tests' })],
        ['ip_version', number(6, 'uint16')],
        ['languages', encode(['en'])],
        ['node_count', number(nodes.length)],
        ['record_size', number(24, 'uint16')],
      ] as const
    ).flatMap(([key, value]) => [encode(key), value]),
  ]);
  return Buffer.concat([tree, SEPARATOR, ...parts, MARKER, metadata]);
}

/** Of addresses that are for documentation (RFC 5737, RFC 3849) none is `unicast`: these are others, and nobody's in earnest here. */
export const COUNTRIES = {
  '2.0.0.0/8': { country: { iso_code: 'FR' } },
  '5.0.0.0/8': { country: { iso_code: 'DE' } },
  '5.5.0.0/16': { country: { iso_code: 'AT' } },
  '8.8.8.0/24': { country: { iso_code: 'US' }, registered_country: { iso_code: 'CA' } },
  '9.0.0.0/8': { country_code: 'JP' },
  '11.0.0.0/8': { country: 'BR' },
  '12.0.0.0/8': { continent: { code: 'EU' } },
  '10.0.0.0/8': { country: { iso_code: 'XX' } },
  '2a00::/16': { country: { iso_code: 'NL' } },
} as const;
export const NETWORKS = {
  '5.0.0.0/8': { autonomous_system_number: 64_500 },
  '8.8.8.0/24': { asn: 'AS15169' },
  '2a00::/16': { autonomous_system_number: 4_200_000_000 },
} as const;

/** One file in MaxMind's DB format 2.0, checked before anybody asks it: what is damaged must not answer "nowhere". */
import { Reader, type Response } from 'mmdb-lib';

export type Mmdb = {
  /** What stands there for the address; null when nothing does. Never throws. */
  get(ip: string): unknown;
  built_ms: number;
};

const SEPARATOR_BYTES = 16;
const VERSION = 2;
/** Addresses that are tried, evenly over all of IPv4: some 10 ms. */
const SAMPLES = 4_096;

/** Throws, with what is wrong, on anything that is no such file. */
export function openMmdb(bytes: Buffer): Mmdb {
  const reader = read(bytes);
  const { binaryFormatMajorVersion: version, ipVersion, nodeCount, searchTreeSize, buildEpoch } = reader.metadata;
  if (version !== VERSION) throw new Error(`is of format ${String(version)}, not of format ${VERSION}`);
  if (ipVersion !== 4 && ipVersion !== 6) throw new Error('is damaged: it is neither of IPv4 nor of IPv6');
  const built_ms = buildEpoch.getTime();
  if (!Number.isSafeInteger(nodeCount) || nodeCount < 1 || !Number.isFinite(built_ms)) throw new Error('is damaged: its metadata');
  const data = searchTreeSize + SEPARATOR_BYTES;
  if (data > bytes.length) throw new Error('is damaged: it ends within its search tree');
  if (bytes.subarray(searchTreeSize, data).some((byte) => byte !== 0))
    throw new Error('is damaged: nothing separates its tree from its data');
  checkAddresses(reader);
  return { built_ms, get: (ip) => (ipVersion === 4 && ip.includes(':') ? null : found(reader, ip)) };
}

function read(bytes: Buffer): Reader<Response> {
  try {
    return new Reader<Response>(bytes);
  } catch (cause) {
    throw new Error('is no database of that format', { cause });
  }
}

function found(reader: Reader<Response>, ip: string): unknown {
  try {
    return reader.get(ip);
  } catch {
    return null;
  }
}

/** What stands for an address is nothing, or a map. */
function checkAddresses(reader: Reader<Response>): void {
  for (let i = 0; i < SAMPLES; i++) {
    const address = Math.floor((i / SAMPLES) * 2 ** 32);
    const ip = [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
    let value: unknown;
    try {
      value = reader.get(ip);
    } catch (cause) {
      throw new Error('is damaged: what stands for an address cannot be read', { cause });
    }
    if (typeof value !== 'object' || Array.isArray(value)) throw new Error('is damaged: what stands for an address is no map');
  }
}

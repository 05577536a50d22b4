/**
 * The journal's bytes. A frame is `length (4, big-endian, of what follows the CRC) | CRC-32 of it (4) | header length (4) | header |
 * wrapped key | ciphertext`; the header is JSON with the record, which has no message text, and the sizes of the other two.
 */
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { VerdictEntry, VerdictGroup } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { parseAuditRecord } from './postgres/audit-record.ts';

const PREFIX_BYTES = 8;
const LENGTH_BYTES = 4;
/** Of one entry: a message of 1 MiB, its record and what it grows by; what is longer was never written. */
const FRAME_BYTES_MAX = 16 * 1024 * 1024;

const header = z.object({
  tenant: z.uuid(),
  month: z.string(),
  record: z.unknown(),
  input: z.object({ wrapped_key: z.int().nonnegative(), expires_ms: z.number() }).nullable(),
});

export type Kept = Omit<VerdictGroup, 'quota'>;

export function frameOf({ tenant, month }: Kept, { record, input }: VerdictEntry): Buffer {
  const sealed = input && { wrapped_key: input.wrapped_key.length, expires_ms: input.expires_at.getTime() };
  const head = Buffer.from(JSON.stringify({ tenant, month, record, input: sealed }), 'utf8');
  const frame = Buffer.concat([Buffer.alloc(PREFIX_BYTES + LENGTH_BYTES), head, ...(input ? [input.wrapped_key, input.ciphertext] : [])]);
  frame.writeUInt32BE(frame.length - PREFIX_BYTES, 0);
  frame.writeUInt32BE(head.length, PREFIX_BYTES);
  frame.writeUInt32BE(crc32(frame.subarray(PREFIX_BYTES)), 4);
  return frame;
}

/** One entry a group. Stops before the first frame that is torn or damaged: `whole` says how many bytes were read. */
export function readFrames(bytes: Buffer): { kept: Kept[]; whole: number } {
  const kept: Kept[] = [];
  let at = 0;
  while (at + PREFIX_BYTES + LENGTH_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + PREFIX_BYTES, at + PREFIX_BYTES + length);
    if (length > FRAME_BYTES_MAX || body.length < length || length < LENGTH_BYTES || crc32(body) !== bytes.readUInt32BE(at + 4)) break;
    const one = keptIn(body);
    if (!one) break;
    kept.push(one);
    at += PREFIX_BYTES + length;
  }
  return { kept, whole: at };
}

function keptIn(body: Buffer): Kept | null {
  const end = LENGTH_BYTES + body.readUInt32BE(0);
  try {
    const { tenant, month, record, input } = header.parse(JSON.parse(body.toString('utf8', LENGTH_BYTES, end)));
    const sealed = input && {
      wrapped_key: new Uint8Array(body.subarray(end, end + input.wrapped_key)),
      ciphertext: new Uint8Array(body.subarray(end + input.wrapped_key)),
      expires_at: new Date(input.expires_ms),
    };
    return { tenant: tenant as TenantId, month, entries: [{ record: parseAuditRecord(record), input: sealed }] };
  } catch {
    return null;
  }
}

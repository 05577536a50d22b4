/** Who waits for a commit: a line for each tenant, served in turn. Bounded in entries and in bytes, and each tenant to a part of both. */
import type { TenantId } from '#core/tenant.ts';
import type { VerdictEntry, VerdictGroup } from './ports.ts';

export type Waiting = {
  tenant: TenantId;
  entries: readonly VerdictEntry[];
  month: string;
  quota: number | null;
  bytes: number;
  resolve: (granted: number) => void;
  reject: (cause: unknown) => void;
};
/** One group of a recording, and whose entries it holds, in their order. */
export type Batch = { group: VerdictGroup; waiting: Waiting[] }[];

export type LineLimits = {
  /** Of one batch; a single larger call still goes whole. */
  batch_entries: number;
  batch_bytes: number;
  /** Of all that wait or are being committed. */
  entries: number;
  bytes: number;
  /** The part of them that one tenant may have, so that it alone cannot fill the lines of the others. */
  tenant_part: number;
};

type Line = { waiting: (Waiting | undefined)[]; next: number; entries: number; bytes: number };

/** What an entry's record takes in memory, findings and reasons apart. */
const RECORD_BYTES = 1_500;
const FINDING_BYTES = 500;

export class Lines {
  readonly #limits: LineLimits;
  /** In the order of their turns. */
  readonly #lines = new Map<TenantId, Line>();
  #entries = 0;
  #bytes = 0;

  constructor(limits: LineLimits) {
    this.#limits = limits;
  }

  /** All that wait or are being committed. */
  get depth(): { entries: number; bytes: number } {
    return { entries: this.#entries, bytes: this.#bytes };
  }

  /** False when there is no room. A call is let in where nothing waits, however large it is. */
  add(waiting: Waiting): boolean {
    const { entries, bytes, tenant_part } = this.#limits;
    const line = this.#lines.get(waiting.tenant);
    const n = waiting.entries.length;
    if (this.#entries > 0 && (this.#entries + n > entries || this.#bytes + waiting.bytes > bytes)) return false;
    if (line && (line.entries + n > entries * tenant_part || line.bytes + waiting.bytes > bytes * tenant_part)) return false;
    this.#entries += n;
    this.#bytes += waiting.bytes;
    if (line) {
      line.waiting.push(waiting);
      line.entries += n;
      line.bytes += waiting.bytes;
    } else this.#lines.set(waiting.tenant, { waiting: [waiting], next: 0, entries: n, bytes: waiting.bytes });
    return true;
  }

  /** To be called for everything that was taken, once it is settled. */
  settled(waiting: Waiting): void {
    this.#entries -= waiting.entries.length;
    this.#bytes -= waiting.bytes;
  }

  /** The next batch, a call of each tenant in turn; empty when nobody waits. */
  take(): Batch {
    const batch = new Map<TenantId, Batch[number]>();
    let size = 0;
    let bytes = 0;
    // Who has more to give is put behind the others: the loop comes to him again.
    for (const [tenant, line] of this.#lines) {
      const waiting = line.waiting[line.next];
      const part = batch.get(tenant);
      if (!waiting || (part && (part.group.month !== waiting.month || part.group.quota !== waiting.quota))) continue;
      const { batch_entries, batch_bytes } = this.#limits;
      if (size > 0 && (size + waiting.entries.length > batch_entries || bytes + waiting.bytes > batch_bytes)) break;
      size += waiting.entries.length;
      bytes += waiting.bytes;
      if (part) part.waiting.push(waiting);
      else batch.set(tenant, { group: groupOf(waiting), waiting: [waiting] });
      this.#step(tenant, line, waiting);
    }
    return [...batch.values()].map(({ group, waiting }) => ({ group: { ...group, entries: waiting.flatMap((w) => w.entries) }, waiting }));
  }

  #step(tenant: TenantId, line: Line, waiting: Waiting): void {
    line.waiting[line.next++] = undefined;
    line.entries -= waiting.entries.length;
    line.bytes -= waiting.bytes;
    this.#lines.delete(tenant);
    if (line.next < line.waiting.length) this.#lines.set(tenant, line.next < SPENT_MAX ? line : compacted(line));
  }
}

/** Places of a line that are already served, before they are given up. */
const SPENT_MAX = 1_000;
const compacted = (line: Line): Line => ({ ...line, waiting: line.waiting.slice(line.next), next: 0 });

export const groupOf = ({ tenant, month, quota, entries }: Waiting): VerdictGroup => ({ tenant, month, quota, entries });

export const keepsAnswer = ({ entries }: Waiting): boolean => entries.some(({ answer }) => answer !== undefined);

/** The calls that `pick` picks, in their order. */
export function partOf(batch: Batch, pick: (waiting: Waiting) => boolean): Batch {
  const parts = batch.map(({ group, waiting }) => ({ group, waiting: waiting.filter(pick) }));
  return parts
    .filter(({ waiting }) => waiting.length)
    .map(({ group, waiting }) => ({ group: { ...group, entries: waiting.flatMap(({ entries }) => entries) }, waiting }));
}

/** About what these entries take in memory. */
export function bytesOf(entries: readonly VerdictEntry[]): number {
  let bytes = 0;
  for (const { record, input, answer } of entries) {
    bytes += RECORD_BYTES + (input ? input.ciphertext.length + input.wrapped_key.length : 0) + (answer?.ciphertext.length ?? 0);
    if (record.kind === 'verdict') bytes += FINDING_BYTES * (record.findings.length + record.reasons.length);
  }
  return bytes;
}

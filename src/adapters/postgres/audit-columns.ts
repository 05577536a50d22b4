/** What stands beside a record for the filters of GET /audit to find it by. */
import type { AuditRecord } from '#core/audit.ts';
import { idToUuid } from '#core/id.ts';
import { boundedName, storableText } from './storable.ts';

/** Hex digits of an HMAC that make its key: 52 bits, which a number holds exactly. */
const KEY_DIGITS = 13;

/** Finds candidates; the record itself says whether the HMAC is the one. */
export const hmacKey = (hmac: string): number => Number.parseInt(hmac.slice(0, KEY_DIGITS), 16);

/** A method or tool as its column has it. */
export const nameColumn = (name: string): string => storableText(boundedName(name));

export type AuditColumns = {
  id: string;
  kind: AuditRecord['kind'];
  decision?: string;
  method?: string | undefined;
  tool?: string | undefined;
  user_key?: number | undefined;
  session_key?: number | undefined;
  categories?: string[] | undefined;
};

/** Throws TypeError when the record's id is none of ours. */
export function columnsOf(record: AuditRecord): AuditColumns {
  const { kind } = record;
  const id = idToUuid(record.id, kind === 'verdict' ? 'vrd' : 'aud');
  if (id === null) throw new TypeError(`a record of kind ${kind} has no id of that kind`);
  if (record.kind === 'admin') return { id, kind };
  const { decision, method, tool, user_hmac, session_hmac, findings } = record;
  return {
    id,
    kind,
    decision,
    method: method === null ? undefined : nameColumn(method),
    tool: tool === null ? undefined : nameColumn(tool),
    user_key: user_hmac === null ? undefined : hmacKey(user_hmac),
    session_key: session_hmac === null ? undefined : hmacKey(session_hmac),
    categories: findings.length ? [...new Set(findings.map((finding) => finding.category))] : undefined,
  };
}

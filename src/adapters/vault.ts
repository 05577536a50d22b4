/**
 * Keys at rest (NIST SP 800-38D for GCM, RFC 5869 for HKDF).
 *
 * A box is `version (1 byte, 1) | nonce (12) | ciphertext | tag (16)`, AES-256-GCM. The chain of keys:
 *
 *     master key ── HKDF "countersign wrap 1" ──► boxes the 32-byte tenant key                       (61 bytes, `tenants.wrapped_key`)
 *     tenant key ── HKDF "countersign hmac 1" ──► HMAC-SHA-256 of identifiers
 *     tenant key ── HKDF "countersign data 1" + record id ──► boxes the record's own 32-byte data key (61 bytes, `wrapped_key`)
 *     data key ──► AES-256-GCM of the input, record id as additional data                            (`nonce`, `ciphertext | tag`)
 *
 * Every derived key but the first seals one thing only, so that random nonces never come near the limit of 2^32 per key
 * (SP 800-38D 8.3), and a box that is moved to another record does not open.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { SealedInput, TenantKey, Vault } from '#app/ports.ts';

export const MASTER_KEY_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;
const TENANT_KEY_INFO = 'countersign tenant key 1';

/** `master_key`: 32 bytes, copied. Throws RangeError on another length. */
export function openVault(master_key: Uint8Array): Vault {
  if (master_key.length !== MASTER_KEY_BYTES) throw new RangeError(`the master key must be ${MASTER_KEY_BYTES} bytes`);
  const wrapping_key = derive(master_key, 'countersign wrap 1');
  return {
    newTenantKey: () => closeBox(wrapping_key, randomBytes(KEY_BYTES), TENANT_KEY_INFO),
    open(wrapped_key) {
      const tenant_key = openBox(wrapping_key, wrapped_key, TENANT_KEY_INFO);
      if (tenant_key === null) throw new Error('the tenant key does not open: it was wrapped by another master key, or is damaged');
      return tenantKey(tenant_key);
    },
  };
}

function tenantKey(tenant_key: Uint8Array): TenantKey {
  const hmac_key = derive(tenant_key, 'countersign hmac 1');
  const dataWrap = (record_id: string): Uint8Array => derive(tenant_key, `countersign data 1\0${record_id}`);
  return {
    hmac: (kind, value) => createHmac('sha256', hmac_key).update(`${kind}\0${value}`, 'utf8').digest('hex'),
    seal(record_id, plaintext, expires_at): SealedInput {
      const data_key = randomBytes(KEY_BYTES);
      const nonce = randomBytes(NONCE_BYTES);
      return {
        wrapped_key: closeBox(dataWrap(record_id), data_key, record_id),
        nonce: new Uint8Array(nonce),
        ciphertext: encrypt(data_key, nonce, plaintext, record_id),
        expires_at,
      };
    },
    unseal(record_id, sealed) {
      const data_key = openBox(dataWrap(record_id), sealed.wrapped_key, record_id);
      const plaintext = data_key && decrypt(data_key, sealed.nonce, sealed.ciphertext, record_id);
      if (plaintext === null) throw new Error(`the input of ${record_id} does not open: it belongs to another record, or is damaged`);
      return plaintext;
    },
  };
}

const derive = (key: Uint8Array, info: string): Uint8Array => new Uint8Array(hkdfSync('sha256', key, '', info, KEY_BYTES));

function closeBox(key: Uint8Array, plaintext: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  return concat(Uint8Array.of(VERSION), nonce, encrypt(key, nonce, plaintext, context));
}

function openBox(key: Uint8Array, box: Uint8Array, context: string): Uint8Array | null {
  if (box[0] !== VERSION) return null;
  return decrypt(key, box.subarray(1, 1 + NONCE_BYTES), box.subarray(1 + NONCE_BYTES), context);
}

function encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, context: string): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

function decrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return concat(decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final());
  } catch {
    return null;
  }
}

const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

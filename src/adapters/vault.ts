/**
 * Keys at rest (NIST SP 800-38D for GCM, RFC 5869 for HKDF, SP 800-56C Rev. 2, 4.1 for the one-step derivation).
 *
 * A box is `version (1 byte, 1) | nonce (12) | ciphertext | tag (16)`, AES-256-GCM. The chain of keys:
 *
 *     master key ── HKDF "countersign wrap 1" ──► boxes the 32-byte tenant key      (61 bytes, `tenants.wrapped_key`)
 *     master key ── HKDF "countersign hmac 1" ──► HMAC-SHA-256 of mailboxes and of codes mailed to them
 *     tenant key ── HKDF "countersign hmac 1" ──► HMAC-SHA-256 of identifiers
 *     tenant key ── HKDF "countersign data 2" ──► SHA-256 (1 (4 bytes) | it | 32 random bytes | record id) is the record's own
 *                                                 data key                          (version 2 | random: 33 bytes, `wrapped_key`)
 *     data key ──► AES-256-GCM of the input                                         (`nonce | ciphertext | tag`)
 *
 * A data key is made of both the tenant's key and the record's random bytes: whoever erases those has erased the key (docs/adr/0012).
 * Every key seals one thing only, so that random nonces never come near the limit of 2^32 per key (SP 800-38D 8.3), and an input that
 * is moved to another record does not open. Inputs sealed before carry, in place of the random bytes, a box with the data key, under
 * HKDF "countersign data 1" + record id, which is their additional data as well.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, hkdfSync, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SealedInput, TenantKey, Vault } from '#app/ports.ts';
import { randomBytesPooled } from './random.ts';

export const MASTER_KEY_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BOXED = 1;
const DERIVED = 2;
const TENANT_KEY_INFO = 'countersign tenant key 1';
/** Tenants whose derived keys are kept at hand, and HMACs of identifiers, which come again and again: some 25 MB. */
const OPEN_KEYS_MAX = 10_000;
const HMACS_MAX = 50_000;
const CIPHER_OPTIONS = { authTagLength: TAG_BYTES } as const;

type Hmacs = LRUCache<string, string>;

/** `master_key`: 32 bytes, copied. Throws RangeError on another length. */
export function openVault(master_key: Uint8Array): Vault {
  if (master_key.length !== MASTER_KEY_BYTES) throw new RangeError(`the master key must be ${MASTER_KEY_BYTES} bytes`);
  const wrapping_key = derive(master_key, 'countersign wrap 1');
  const hmac_key = derive(master_key, 'countersign hmac 1');
  const opened = new LRUCache<string, TenantKey>({ max: OPEN_KEYS_MAX });
  const hmacs: Hmacs = new LRUCache({ max: HMACS_MAX });
  return {
    newTenantKey: () => closeBox(wrapping_key, randomBytesPooled(KEY_BYTES), TENANT_KEY_INFO),
    hmac: (kind, value) => new Uint8Array(createHmac('sha256', hmac_key).update(`${kind}\0${value}`, 'utf8').digest()),
    open(wrapped_key) {
      const name = Buffer.from(wrapped_key).toString('base64');
      const known = opened.get(name);
      if (known) return known;
      const tenant_key = openBox(wrapping_key, wrapped_key, TENANT_KEY_INFO);
      if (tenant_key === null) throw new Error('the tenant key does not open: it was wrapped by another master key, or is damaged');
      const key = tenantKey(tenant_key, name, hmacs);
      opened.set(name, key);
      return key;
    },
  };
}

function tenantKey(tenant_key: Uint8Array, name: string, hmacs: Hmacs): TenantKey {
  const hmac_key = derive(tenant_key, 'countersign hmac 1');
  const dataKey = dataKeys(derive(tenant_key, 'countersign data 2').export());
  const boxedDataKey = (record_id: string, box: Uint8Array): KeyObject | null => {
    const key = openBox(derive(tenant_key, `countersign data 1\0${record_id}`), box, record_id);
    return key && createSecretKey(key);
  };
  return {
    hmac(kind, value) {
      const place = `${name}${kind}\0${value}`;
      const known = hmacs.get(place);
      if (known !== undefined) return known;
      const hmac = createHmac('sha256', hmac_key).update(`${kind}\0${value}`, 'utf8').digest('hex');
      hmacs.set(place, hmac);
      return hmac;
    },
    seal(record_id, plaintext, expires_at): SealedInput {
      const salt = randomBytesPooled(KEY_BYTES);
      return {
        wrapped_key: concat(Uint8Array.of(DERIVED), salt),
        ciphertext: encrypt(dataKey(salt, record_id), plaintext, null),
        expires_at,
      };
    },
    unseal(record_id, { wrapped_key, ciphertext }) {
      const is_derived = wrapped_key[0] === DERIVED && wrapped_key.length === 1 + KEY_BYTES;
      const key = is_derived ? dataKey(wrapped_key.subarray(1), record_id) : boxedDataKey(record_id, wrapped_key);
      const plaintext = key && decrypt(key, ciphertext, is_derived ? null : record_id);
      if (plaintext === null) throw new Error(`the input of ${record_id} does not open: it belongs to another record, or is damaged`);
      return plaintext;
    },
  };
}

/** Of the 32 random bytes of a record, and its id. */
function dataKeys(root: Uint8Array): (salt: Uint8Array, record_id: string) => KeyObject {
  const head = concat(Uint8Array.of(0, 0, 0, 1), root);
  return (salt, record_id) => createSecretKey(hash('sha256', Buffer.concat([head, salt, Buffer.from(record_id, 'utf8')]), 'buffer'));
}

const derive = (key: Uint8Array, info: string): KeyObject => createSecretKey(new Uint8Array(hkdfSync('sha256', key, '', info, KEY_BYTES)));

const closeBox = (key: KeyObject, plaintext: Uint8Array, context: string): Uint8Array =>
  concat(Uint8Array.of(BOXED), encrypt(key, plaintext, context));

const openBox = (key: KeyObject, box: Uint8Array, context: string): Uint8Array | null =>
  box[0] === BOXED ? decrypt(key, box.subarray(1), context) : null;

/** `nonce | ciphertext | tag` */
function encrypt(key: KeyObject, plaintext: string | Uint8Array, context: string | null): Uint8Array {
  const nonce = randomBytesPooled(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, CIPHER_OPTIONS);
  if (context !== null) cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  return concat(nonce, body, cipher.final(), cipher.getAuthTag());
}

function decrypt(key: KeyObject, sealed: Uint8Array, context: string | null): Uint8Array | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), CIPHER_OPTIONS);
  if (context !== null) decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return concat(decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final());
  } catch {
    return null;
  }
}

const concat = (...parts: Uint8Array[]): Uint8Array => {
  const joined = Buffer.concat(parts);
  return new Uint8Array(joined.buffer, joined.byteOffset, joined.length);
};

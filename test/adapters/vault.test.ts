import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MASTER_KEY_BYTES, openVault } from '#adapters/vault.ts';
import type { SealedInput } from '#app/ports.ts';

const master_key = new Uint8Array(randomBytes(MASTER_KEY_BYTES));
const vault = openVault(master_key);
const EXPIRES = new Date('2026-12-20T00:00:00Z');
const ID = 'vrd_0001';
/** Made by the vault of 0.1.0. */
const SEALED_BEFORE = {
  master_key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  tenant: '013d3c64b42185deb3865d78fd88d2db463e4456341c01e654d6e636833a302a967a1fd2b91ac5b18848b32a6bd4fa3763ee2994a3d8fb5abf2b64650b',
  wrapped_key: '01b52c5ee1fa2a1431a505a6dd38d4966d2a6e4717d6e71ac7f2e531e52d4d98c08f3f7aa7f417f792ad25ebbd92e5847820f59ec1aa5fbfcf40407f76',
  ciphertext: 'c6ebc1051db0674140b2d43236af4703c229e15140720b5d3516905fb7d44514bd87af417ac0481f15',
};

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice();
  const at = Math.floor(bit / 8) % bytes.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('what was sealed is what is unsealed, by any vault of the same master key', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string({ unit: 'binary' }), (plaintext, id) => {
      const wrapped = vault.newTenantKey();
      const sealed = vault.open(wrapped).seal(id, plaintext, EXPIRES);
      expect(sealed.expires_at).toEqual(EXPIRES);
      expect(openVault(master_key.slice()).open(wrapped).unseal(id, sealed)).toEqual(plaintext);
    }),
  );
});

test('every single flipped bit of a sealed input is refused', () => {
  const key = vault.open(vault.newTenantKey());
  const sealed = key.seal(ID, new Uint8Array(randomBytes(20)), EXPIRES);
  let refused = 0;
  for (const part of ['wrapped_key', 'ciphertext'] as const) {
    for (let bit = 0; bit < sealed[part].length * 8; bit++) {
      expect(() => key.unseal(ID, { ...sealed, [part]: flipped(sealed[part], bit) }), `${part} bit ${bit}`).toThrow(ID);
      refused++;
    }
  }
  expect(refused).toBe((33 + 12 + 36) * 8);
});

test('every single flipped bit of a wrapped tenant key is refused', () => {
  const wrapped = vault.newTenantKey();
  for (let bit = 0; bit < wrapped.length * 8; bit++) expect(() => vault.open(flipped(wrapped, bit))).toThrow('master key');
});

test('a shortened or empty box is refused', () => {
  const key = vault.open(vault.newTenantKey());
  const sealed = key.seal(ID, new Uint8Array(5), EXPIRES);
  for (const length of [0, 1, 12, 13, 28]) {
    const cut: SealedInput = { ...sealed, wrapped_key: sealed.wrapped_key.slice(0, length) };
    expect(() => key.unseal(ID, cut)).toThrow(ID);
    expect(() => vault.open(vault.newTenantKey().slice(0, length))).toThrow('master key');
  }
  expect(() => key.unseal(ID, { ...sealed, ciphertext: new Uint8Array(3) })).toThrow(ID);
});

test('an input opens neither as another record’s, nor by another tenant, nor under another master key', () => {
  const wrapped = vault.newTenantKey();
  const key = vault.open(wrapped);
  const sealed = key.seal(ID, new Uint8Array(5), EXPIRES);
  const other = key.seal('vrd_0002', new Uint8Array(5), EXPIRES);
  expect(() => key.unseal('vrd_0002', sealed)).toThrow('vrd_0002');
  expect(() => key.unseal(ID, { ...sealed, wrapped_key: other.wrapped_key })).toThrow(ID);
  expect(() => vault.open(vault.newTenantKey()).unseal(ID, sealed)).toThrow(ID);
  expect(() => openVault(new Uint8Array(randomBytes(32))).open(wrapped)).toThrow('master key');
  expect(() => openVault(new Uint8Array(31))).toThrow(RangeError);
});

test('an identifier has one HMAC per tenant and kind', () => {
  const wrapped = vault.newTenantKey();
  const key = vault.open(wrapped);
  const hmacs = [
    key.hmac('user', 'ann'),
    key.hmac('session', 'ann'),
    key.hmac('user', 'bob'),
    vault.open(vault.newTenantKey()).hmac('user', 'ann'),
  ];
  expect(new Set(hmacs).size).toBe(hmacs.length);
  for (const hmac of hmacs) expect(hmac).toMatch(/^[0-9a-f]{64}$/);
  expect(vault.open(wrapped).hmac('user', 'ann')).toBe(hmacs[0]);
});

test('equal inputs are sealed differently each time', () => {
  const key = vault.open(vault.newTenantKey());
  const sealed = Array.from({ length: 50 }, () => key.seal(ID, new Uint8Array(16), EXPIRES));
  for (const part of ['wrapped_key', 'ciphertext'] as const) expect(new Set(sealed.map((s) => hex(s[part]))).size).toBe(50);
});

test('text is sealed as its UTF-8 form', () => {
  const key = vault.open(vault.newTenantKey());
  const text = 'Grüße, 世界 \u{1f512}';
  expect(new TextDecoder().decode(key.unseal(ID, key.seal(ID, text, EXPIRES)))).toBe(text);
});

test('an input that was sealed when data keys were still boxed opens', () => {
  const old = openVault(Buffer.from(SEALED_BEFORE.master_key, 'hex')).open(Buffer.from(SEALED_BEFORE.tenant, 'hex'));
  const sealed = { wrapped_key: Buffer.from(SEALED_BEFORE.wrapped_key, 'hex'), ciphertext: Buffer.from(SEALED_BEFORE.ciphertext, 'hex') };
  expect(new TextDecoder().decode(old.unseal(ID, { ...sealed, expires_at: EXPIRES }))).toBe('sealed before');
  expect(() => old.unseal('vrd_0002', { ...sealed, expires_at: EXPIRES })).toThrow('vrd_0002');
});

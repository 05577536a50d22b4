/** Who may publish packs here. Keys are Ed25519 (RFC 8032), 32 bytes in base64url; a key that has been replaced stays until no pack needs it. */
export type Publisher = { publisher: string; key_id: string; public_key: string };

export const PUBLISHERS: readonly Publisher[] = [
  { publisher: 'countersign', key_id: '2026-11', public_key: 'qvm2JBoJtPJC1l9MR4e-DJV-ukTI27G5QEwwUNsn5Co' },
];

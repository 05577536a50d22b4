/** Packs that are not as they have to be, and keys to sign them with. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Publisher } from '#core/packs/publishers.ts';
import { SIGNATURE_FILE, signedText } from '#core/packs/pack.ts';

export const PACKS = fileURLToPath(new URL('../../packs', import.meta.url));

/** A folder with a copy of `read-only` under this name, without its signature. */
export async function packsWith(name: string, source = 'read-only'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-packs-'));
  cpSync(join(PACKS, source), join(folder, name), { recursive: true });
  cpSync(join(PACKS, 'read-only'), join(folder, 'read-only'), { recursive: true });
  rmSync(join(folder, name, SIGNATURE_FILE));
  return folder;
}

export type Signer = { publisher: Publisher; signInto(folder: string): void };

/** Somebody with a key of his own. */
export function newPublisher(publisher: string): Signer {
  const { privateKey } = generateKeyPairSync('ed25519');
  const public_key = privateKey.export({ format: 'jwk' }).x!;
  return {
    publisher: { publisher, key_id: 'k1', public_key },
    signInto(folder) {
      const files = filesOf(folder);
      files.delete(SIGNATURE_FILE);
      const signature = sign(null, Buffer.from(signedText(files)), privateKey).toString('base64url');
      writeFileSync(join(folder, SIGNATURE_FILE), JSON.stringify({ publisher, key_id: 'k1', files: {}, signature }));
    },
  };
}

const filesOf = (folder: string): Map<string, Uint8Array> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))]),
  );

/** Changes one JSON file of a pack. */
export function edit(folder: string, file: string, change: (value: Record<string, object>) => unknown): void {
  const path = join(folder, file);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
}

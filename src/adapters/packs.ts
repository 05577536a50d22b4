/** Policy packs as folders: read with named limits, and believed only when one of our publishers has signed every file of them. */
import { createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import * as z from 'zod';
import type { Packs, PackEntry } from '#app/pack-ports.ts';
import { readPack, SIGNATURE_FILE, signedText, type Files, type Pack, type Refused } from '#core/packs/pack.ts';
import { PUBLISHERS, type Publisher } from '#core/packs/publishers.ts';
import { sha256Hex } from '#core/hash.ts';

const PACKS_MAX = 200;
const FILES_MAX = 150;
const FILE_BYTES_MAX = 262_144;

const signatureSchema = z.strictObject({
  publisher: z.string(),
  key_id: z.string(),
  /** SHA-256 of each file, to tell which one differs. */
  files: z.record(z.string(), z.string()),
  /** Ed25519 over `signedText`, in base64url. */
  signature: z.string(),
});

type Options = { folder: string; publishers?: readonly Publisher[]; onRefused?: (name: string, reason: string) => void };

/** Throws when the folder cannot be read. Each pack is read, verified and tested when somebody asks, and never for long at a time. */
export function openPacks({ folder, publishers = PUBLISHERS, onRefused = () => {} }: Options): Packs {
  const names = namesIn(folder);
  const open = async (name: string): Promise<PackEntry> => ({ name, ...(await checked(join(folder, name), name, publishers)) });
  let known: Promise<readonly PackEntry[]> | null = null;
  const readAll = async (): Promise<readonly PackEntry[]> => {
    const entries: PackEntry[] = [];
    for (const name of names) {
      const entry = await open(name);
      if ('refused' in entry) onRefused(name, entry.refused);
      entries.push(entry);
    }
    return entries;
  };
  return { list: () => (known ??= readAll()), open: async (name) => (names.includes(name) ? open(name) : null) };
}

function namesIn(folder: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  if (names.length > PACKS_MAX) throw new Error(`${folder} holds ${names.length} packs; at most ${PACKS_MAX}`);
  return names.map(({ name }) => name).sort();
}

async function checked(folder: string, name: string, publishers: readonly Publisher[]): Promise<Pack | Refused> {
  const files = filesIn(folder);
  if ('refused' in files) return files;
  const bytes = files.read.get(SIGNATURE_FILE);
  if (!bytes) return { refused: 'It is not signed' };
  const parsed = signatureSchema.safeParse(jsonIn(bytes));
  if (!parsed.success) return { refused: `${SIGNATURE_FILE} is not one` };
  const { publisher, key_id, signature, files: listed } = parsed.data;
  const known = publishers.find((one) => one.publisher === publisher && one.key_id === key_id);
  if (!known) return { refused: `Nobody here knows the publisher ${publisher} with the key ${key_id}` };
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: known.public_key }, format: 'jwk' });
  if (!verify(null, Buffer.from(signedText(files.read)), key, Buffer.from(signature, 'base64url')))
    return { refused: `Its signature is broken${differing(files.read, listed)}` };
  const steps = readPack(files.read, publisher);
  let step = steps.next();
  for (; !step.done; step = steps.next()) await breath();
  const pack = step.value;
  if (!('refused' in pack) && pack.manifest.name !== name) return { refused: `It calls itself ${pack.manifest.name}` };
  return pack;
}

function differing(files: Files, listed: { readonly [path: string]: string }): string {
  const paths = new Set([...files.keys(), ...Object.keys(listed)].filter((path) => path !== SIGNATURE_FILE));
  const other = [...paths].filter((path) => (files.has(path) ? sha256Hex(files.get(path)!) : undefined) !== listed[path]).sort();
  return other.length ? `: ${other.slice(0, 5).join(', ')} ${other.length === 1 ? 'is' : 'are'} not what was signed` : '';
}

/** By path with `/`. Nothing but folders and ordinary files counts as a part of a pack. */
function filesIn(folder: string): { read: Map<string, Uint8Array> } | Refused {
  const read = new Map<string, Uint8Array>();
  const folders = [''];
  for (let at = folders.pop(); at !== undefined; at = folders.pop())
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (!entry.isFile()) return { refused: `${path} is neither a file nor a folder` };
      else if (statSync(join(folder, path)).size > FILE_BYTES_MAX) return { refused: `${path} is larger than ${FILE_BYTES_MAX} bytes` };
      else read.set(path, new Uint8Array(readFileSync(join(folder, path))));
      if (read.size + folders.length > FILES_MAX) return { refused: `It has more than ${FILES_MAX} files` };
    }
  return { read };
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}

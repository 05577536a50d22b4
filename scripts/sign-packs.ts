/** `PACK_SIGNING_KEY=… node scripts/sign-packs.ts [name…]`: signs what lies under `packs/`. `--new-key` makes a pair; the private half goes nowhere else. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '#core/hash.ts';
import { PUBLISHERS } from '#core/packs/publishers.ts';
import { finished, readPack, SIGNATURE_FILE, signedText } from '#core/packs/pack.ts';

const FOLDER = fileURLToPath(new URL('../packs/', import.meta.url));
const [OURS] = PUBLISHERS;

if (process.argv.includes('--new-key')) {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  process.stdout.write(`public_key ${x}\nPACK_SIGNING_KEY=${d}.${x}\n`);
} else process.exitCode = signAll(process.argv.slice(2));

function signAll(wanted: readonly string[]): number {
  const [d, x] = (process.env['PACK_SIGNING_KEY'] ?? '').split('.');
  if (!d || !x || !OURS || x !== OURS.public_key) {
    process.stderr.write(`PACK_SIGNING_KEY is not the private half of ${OURS?.publisher} ${OURS?.key_id}\n`);
    return 2;
  }
  const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
  if (createPublicKey(key).export({ format: 'jwk' }).x !== x) throw new Error('The halves of PACK_SIGNING_KEY do not belong together');
  const names = wanted.length
    ? wanted
    : readdirSync(FOLDER, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  let bad = 0;
  for (const name of names) {
    const folder = join(FOLDER, name);
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
      .filter((path) => path !== SIGNATURE_FILE)
      .sort();
    const files = new Map(paths.map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))]));
    const pack = finished(readPack(files, OURS.publisher));
    if ('refused' in pack) {
      process.stderr.write(`${name}: ${pack.refused}\n`);
      bad += 1;
      continue;
    }
    const signature = {
      publisher: OURS.publisher,
      key_id: OURS.key_id,
      files: Object.fromEntries([...files].map(([path, bytes]) => [path, sha256Hex(bytes)])),
      signature: sign(null, Buffer.from(signedText(files)), key).toString('base64url'),
    };
    writeFileSync(join(folder, SIGNATURE_FILE), `${JSON.stringify(signature, null, 2)}\n`);
    const tests = [...pack.tests.values()].reduce((n, own) => n + own.length, 0);
    process.stdout.write(`${name} ${pack.manifest.version}: ${pack.policies.size} policies, ${tests} tests, ${pack.digest}\n`);
  }
  return bad ? 1 : 0;
}
